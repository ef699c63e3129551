"""What was done to the book as a whole is listed, each act from what it leaves behind."""

import pytest

from desktop.models.events import events

LEFT = {
    "redaction": "INSERT INTO redactions VALUES (1, x'00', '2030-01-01T00:00:00', 'Lan', 'theo yêu cầu')",
    "erasure": "INSERT INTO erasures (at, by, act, counts) VALUES ('2030-01-01T00:00:00', 'Lan', 'x', '{}')",
    "incident": "INSERT INTO incidents VALUES ('u', '2030-01-01T00:00:00', 'Lan', '{}')",
    "import": "INSERT INTO imports VALUES ('u', '2030-01-01T00:00:00', 'Lan', 'vao.xlsx', '', 3, 3, '')",
    "undone": "INSERT INTO imports VALUES ('u', '2026-01-01T00:00:00', 'Lan', 'vao.xlsx', '', 3, 3, '2030-01-01T00:00:00')",
    "plan": "INSERT INTO plan_versions VALUES ('ke-hoach', 2, '2030-01-01T00:00:00', 'Lan', 'own', '')",
    "copy": "INSERT INTO copies (at, reason, place, file, size, revisions, digest, took, fault) "
            "VALUES ('2030-01-01T00:00:00', 'restore', '', '', 1, 1, '', 1, '')",
    "check": "INSERT INTO checks (at, what, took, found) VALUES ('2030-01-01T00:00:00', 'drill', 1, '')",
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(LEFT))
def test_each_act_is_listed_newest_first(book, activities, what):
    activities.save("KHAC", {"title": "Họp", "starts_on": "2026-10-10", "topics": ["dvc"], "audiences": ["nguoidan"],
                             "host": "UBND phường"})  # fmt: skip
    book.connection.execute(LEFT[what])
    book.connection.commit()
    found = events(book)
    assert found[0].what == what and found[0].at.startswith("2030") and found[0].sentence
    assert found[-1].what in ("written", "undone", "import")
    assert "written" in {one.what for one in found}
