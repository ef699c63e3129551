"""What IT decides: read strictly, the later place wins, what is wrong is told and passed over."""

from pathlib import Path

import pytest

from desktop import policy
from desktop.settings import Settings


def write(folder, text, name="policy.toml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def none():
    return {}


def test_nothing_decided(tmp_path):
    found = policy.load([tmp_path / "policy.toml"], none)
    assert (dict(found.values), found.problems) == ({}, ())


def test_the_later_place_wins_and_the_registry_over_both(tmp_path):
    one = write(tmp_path / "a", 'look = "dark"\ntext_size = 125\nupdates = "off"')
    two = write(tmp_path / "b", 'look = "strong"')
    found = policy.load([one, two], lambda: {"updates": "auto"})
    assert dict(found.values) == {"look": "strong", "text_size": 125, "updates": "auto"}
    assert found.locked("look")
    assert not found.locked("language")


@pytest.mark.parametrize(("text", "says"), [
    ('look = "pink"', "look"), ("text_size = 110", "text_size"), ("photos_daily_mb = -1", "photos_daily_mb"), ("photos_send = 1", "photos_send"),
    ('mau = "x"', "không biết"), ("look = ", "không đọc được"), ("centre_key = 'ab'", "centre_key"), ("\xff\0", "không đọc được"),
    ("photos_daily_mb = true", "photos_daily_mb")])  # fmt: skip
def test_what_is_wrong_is_told_and_the_rest_counts(tmp_path, text, says):
    good = write(tmp_path / "a", 'language = "en"')
    found = policy.load([good, write(tmp_path / "b", text)], none)
    assert dict(found.values) == {"language": "en"}
    assert len(found.problems) == 1
    assert says in found.problems[0]


def test_a_huge_or_unreadable_policy_is_passed_over(tmp_path):
    huge = write(tmp_path / "a", "# " + "x" * 100_000)
    (tmp_path / "folder").mkdir()
    assert len(policy.load([huge, tmp_path / "folder"], none).problems) == 2


def test_what_it_decided_counts_over_what_was_chosen():
    class Keeper:
        def __init__(self):
            self.kept = {"window": {"look": "light", "text_size": 200, "language": "vi"}}

        def setting(self, key, default=None):
            return self.kept.get(key, default)

        def set(self, key, value):
            self.kept[key] = value

    settings = Settings(Keeper(), {"look": "strong", "text_size": 150})
    assert (settings.look, settings.text_size, settings.language) == ("strong", 150, "vi")
    assert settings.decided("look") == "strong"
    assert settings.decided("language") is None


def test_every_key_says_what_it_is_for():
    assert all(told and fits for fits, told in policy.KEYS.values())
    assert Path("/etc/so-phuong/policy.toml") in policy.places() or policy.os.name == "nt"
