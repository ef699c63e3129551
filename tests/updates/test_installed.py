"""Versions side by side: who takes over, who is on trial, and the way back. Programs are small scripts that really run."""

import json
import os
import subprocess
import sys

import pytest

from desktop import installed
from desktop.installed import Installed


def program(root, version, *, passes=True):
    folder = root / f"app-{version}"
    folder.mkdir(parents=True)
    for name, body in (("sophuong", f"#!/bin/sh\n{'exit 0' if passes else 'echo thieu thu vien >&2; exit 3'}\n"),
                       ("so-phuong", f"#!/bin/sh\necho {version} \"$@\"\n")):  # fmt: skip
        (folder / name).write_text(body)
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def place(tmp_path):
    if os.name == "nt":
        pytest.skip("the programs here are shell scripts")
    program(tmp_path, "1.0.0")
    found = Installed(tmp_path)
    found.turn("1.0.0")
    return found


def test_nothing_waits(place):
    assert place.start("1.0.0") is None
    assert place.running() == "1.0.0"


def test_a_staged_version_takes_over_at_the_next_start_and_settles(place):
    program(place.root, "1.1.0")
    place.stage("1.1.0")
    instead = place.start("1.0.0")
    assert instead == place.root / "app-1.1.0" / "so-phuong"
    assert place.running() == "1.1.0"
    assert subprocess.run([place.root / "current" / "so-phuong"], capture_output=True, text=True).stdout.split() == ["1.1.0"]
    assert place.start("1.1.0") is None
    place.settle("1.1.0")
    assert place.state().trial == ""
    assert place.start("1.1.0") is None
    assert "1.1.0" in place.take_told() or place.take_told() == ""


def test_a_version_that_fails_its_self_test_never_runs(place):
    program(place.root, "1.1.0", passes=False)
    place.stage("1.1.0")
    assert place.start("1.0.0") is None
    assert place.running() == "1.0.0"
    assert place.state().bad == ("1.1.0",)
    assert not (place.root / "app-1.1.0").exists()
    assert "thieu thu vien" in place.take_told()
    assert place.take_told() == ""


def test_a_version_that_does_not_show_its_window_is_turned_back(place):
    program(place.root, "1.1.0")
    place.stage("1.1.0")
    place.start("1.0.0")
    assert place.start("1.1.0") is None
    assert place.start("1.1.0") is None
    assert place.start("1.1.0") == place.root / "app-1.0.0" / "so-phuong"
    assert place.running() == "1.0.0"
    assert place.start("1.0.0") is None
    assert "trở về bản 1.0.0" in place.take_told()


def test_versions_older_than_the_one_before_go_once_the_new_one_settled(place):
    for older, version in (("1.0.0", "1.1.0"), ("1.1.0", "1.2.0")):
        program(place.root, version)
        place.stage(version)
        place.start(older)
        place.settle(version)
    assert sorted(path.name for path in place.root.glob("app-*")) == ["app-1.1.0", "app-1.2.0"]


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"staged": 5}', '{"bad": 7}', "\x00"])
def test_a_spoilt_state_still_starts(place, spoilt):
    (place.root / installed.STATE).write_text(spoilt)
    assert place.start("1.0.0") is None


def test_a_cut_at_any_moment_of_taking_over_leaves_a_program_that_runs(place, monkeypatch):
    program(place.root, "1.1.0")
    place.stage("1.1.0")
    calls = 0
    real = installed.atomic_write

    def cut(path, data, **more):
        nonlocal calls
        calls += 1
        real(path, data, **more)
        if calls == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(installed, "atomic_write", cut)
    with pytest.raises(KeyboardInterrupt):
        place.start("1.0.0")
    monkeypatch.setattr(installed, "atomic_write", real)
    # The link still leads to the old program, the state speaks of a trial: the old one just goes on.
    assert place.running() == "1.0.0"
    assert place.start("1.0.0") is None
    assert subprocess.run([place.root / "current" / "so-phuong"], capture_output=True, text=True).returncode == 0


def test_from_source_there_are_no_versions():
    assert installed.here() is None


def test_hand_over_replaces_the_program(place):
    code = f"from pathlib import Path; from desktop import installed; installed.hand_over(Path({str(place.root / 'current' / 'so-phuong')!r}), ['--data-dir', 'x'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1.0.0", "--data-dir", "x"]


def test_the_state_is_plain_json(place):
    program(place.root, "1.1.0")
    place.stage("1.1.0")
    assert json.loads((place.root / installed.STATE).read_text())["staged"] == "1.1.0"
