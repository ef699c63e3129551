"""The centre countersigns the journal's end at no cost in bytes; what it signed cannot be rewritten unseen."""

from dataclasses import replace

import pytest

from desktop import audit
from desktop.models.errors import StoreError
from desktop.models.journal import START, Journal, _digest, _link
from desktop.models.kinds import Kinds
from sync import anchors, enrolment, testimony
from tests.sync.wards import Centre, Ward


def found(ward: Ward, centre: Centre) -> list[str]:
    return [what for what, _, _ in testimony.problems(ward.book)]


def rewrite(ward: Ward, seq: int, by: str) -> None:
    """Change who saved a row and link the rest anew, as somebody who knows the program well would."""
    execute = ward.book.connection.execute
    execute("DROP TRIGGER journal_keeps_content")
    execute("UPDATE journal SET by = ? WHERE seq = ?", (by, seq))
    chain = START
    rows = execute("SELECT seq, uid, revision, at, by, device, change, incarnation, rid, salt FROM journal ORDER BY seq").fetchall()
    for at, uid, revision, moment, who, device, change, incarnation, rid, salt in rows:
        chain = _link(chain, at, uid, revision, moment, device, incarnation, rid, _digest(salt, who, change))
        execute("UPDATE journal SET chain = ? WHERE seq = ?", (chain, at))
    execute("DELETE FROM settings WHERE key = 'journal_verified'")
    ward.book.connection.commit()


def test_a_sending_leaves_an_anchor_that_both_sides_made(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    ward.send(centre.transport)
    (one, *_) = anchors.kept(ward.book)
    assert one.seq == 3
    assert found(ward, centre) == []


def test_a_journal_linked_anew_is_found_by_what_the_centre_signed(ward: Ward, centre: Centre, kinds: Kinds) -> None:
    ward.fill(3)
    ward.send(centre.transport)
    rewrite(ward, 2, "Người khác")
    assert Journal(ward.book).verify() == 3, "the chain alone cannot tell"
    assert found(ward, centre) == ["rewritten"]
    assert "viết lại" in audit.at_start(ward.book)
    assert "rewritten" in [one.what for one in audit.problems(ward.book, kinds)]


def test_a_tail_that_was_cut_off_is_found(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    ward.send(centre.transport)
    execute = ward.book.connection.execute
    execute("PRAGMA foreign_keys = OFF")
    execute("DROP TRIGGER journal_keeps_rows")
    execute("DELETE FROM journal WHERE seq = 3")
    ward.book.connection.commit()
    assert found(ward, centre) == ["tail"]


@pytest.mark.parametrize("column", ["chain", "proof"])
def test_an_anchor_that_was_edited_is_found(ward: Ward, centre: Centre, column: str) -> None:
    ward.fill(2)
    ward.send(centre.transport)
    rewrite(ward, 1, "Người khác")
    ends = anchors.end_of(ward.book)
    value = ends.chain if column == "chain" else anchors.kept(ward.book)[0].proof.replace(b"a", b"b")
    ward.book.connection.execute(f"UPDATE anchors SET {column} = ?", (value,))
    ward.book.connection.commit()
    assert found(ward, centre) == ["anchor"]


def test_an_anchor_of_another_centre_counts_for_nothing(ward: Ward, centre: Centre) -> None:
    ward.fill(1)
    ward.send(centre.transport)
    assert [what for what, _, _ in anchors.problems(ward.book, [b"\1" * 32])] == ["anchor"]


def test_what_the_centre_signed_before_its_key_changed_still_counts(ward: Ward, centre: Centre) -> None:
    ward.fill(1)
    ward.send(centre.transport)
    facts = ward.book.setting(enrolment.ENROLMENT)
    enrolment.keep_office_file(ward.book, replace(centre.office(), centre_key=b"\1" * 32))
    assert ward.book.setting(enrolment.ENROLMENT)["centre_key"] != facts["centre_key"]
    assert found(ward, centre) == []


def test_a_result_edited_in_the_book_is_found(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    ward.send(centre.transport)
    ward.book.connection.execute("UPDATE receipts SET verdict = 'refused' WHERE seq = 2")
    ward.book.connection.commit()
    (problem,) = testimony.problems(ward.book)
    assert problem[:2] == ("receipt", 2)


def test_an_issued_report_edited_after_the_centre_signed_is_found(ward: Ward, centre: Centre) -> None:
    ward.fill(1)
    ward.book.connection.execute("INSERT INTO issues VALUES ('u', 1, '2026-01-01T00:00:00+00:00', '', '1/BC', 'r', '{}', 1, x'00')")
    ward.book.connection.commit()
    ward.send(centre.transport)
    assert found(ward, centre) == []
    ward.book.connection.execute("UPDATE issues SET figures = '{\"x\": 9}'")
    ward.book.connection.commit()
    assert found(ward, centre) == ["apart"]


def test_a_tampered_row_that_waits_is_not_sent(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    Journal(ward.book).verify_new()
    ward.book.connection.execute("DROP TRIGGER journal_keeps_content")
    ward.book.connection.execute("UPDATE journal SET by = 'Người khác' WHERE seq = 2")
    ward.book.connection.commit()
    with pytest.raises(StoreError, match="dòng 2"):
        ward.send(centre.transport)
    assert ward.outbox.counts().sent == 0


def test_a_big_sending_is_signed_too(ward: Ward, centre: Centre) -> None:
    ward.fill(200)
    ward.send(centre.transport)
    assert anchors.kept(ward.book)[0].seq == 200
