"""Either end killed anywhere, over real sockets: nothing lost, nothing doubled, nothing altered."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.models.errors import Offline
from desktop.models.kinds import Kinds
from sync import enrolment
from sync.central.store import open_folder
from tests.sync.wards import ROOT, UNIT, Running, Ward, assert_whole, invite

HERE = Path(__file__).parent
SOME, MANY = 10, 150


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "running", (str(HERE / "dying_centre.py"),))
    yield made
    if not made.is_dead():
        made.kill()


def meet(ward: Ward, centre: Running) -> None:
    """Let the ward know a centre that may have moved to another port."""
    if not enrolment.is_kept(ward.book):
        store = open_folder(centre.folder)
        enrolment.keep_office_file(ward.book, invite(store, UNIT, url=centre.url, now=datetime.now(UTC)))
        store.close()
    ward.book.set("enrolment", ward.book.setting("enrolment") | {"url": centre.url})


def check(ward: Ward, centre: Running) -> None:
    store = open_folder(centre.folder)
    assert_whole(ward, store)
    store.close()


def kill_the_centre(tmp_path: Path, kinds: Kinds, mortal: Running, *, times: int, seed: int) -> None:
    chance, killed = random.Random(seed), 0
    ward = Ward(tmp_path / "ward", kinds)
    while killed < times:
        mortal.start(DIE_AT=str(chance.randrange(1, 60)))
        meet(ward, mortal)
        ward.fill(chance.randrange(30, 120))
        try:
            ward.send()
        except Offline:
            killed += 1
            assert mortal.wait_dead()
        else:
            mortal.kill()
    mortal.start()
    meet(ward, mortal)
    assert ward.send().left == 0
    check(ward, mortal)
    ward.book.close()


def kill_the_sender(tmp_path: Path, kinds: Kinds, running: Running, *, times: int, seed: int) -> None:
    chance, killed = random.Random(seed), 0
    ward = Ward(tmp_path / "ward", kinds)
    running.start()
    meet(ward, running)
    while killed < times:
        ward.fill(chance.randrange(30, 90))
        ended = subprocess.run([sys.executable, str(HERE / "dying_sender.py"), str(ward.folder)], cwd=ROOT, check=False,
                               env={**os.environ, "DIE_AT": str(chance.randrange(1, 420))})  # fmt: skip
        assert ended.returncode in (0, -9)
        killed += ended.returncode == -9
    assert ward.send().left == 0
    check(ward, running)
    ward.book.close()


def test_the_centre_killed_on_the_way_loses_and_doubles_nothing(tmp_path: Path, kinds: Kinds, mortal: Running) -> None:
    kill_the_centre(tmp_path, kinds, mortal, times=SOME, seed=1)


def test_the_sender_killed_on_the_way_loses_and_doubles_nothing(tmp_path: Path, kinds: Kinds, running: Running) -> None:
    kill_the_sender(tmp_path, kinds, running, times=SOME, seed=2)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_centre_killed_many_times(tmp_path: Path, kinds: Kinds, mortal: Running) -> None:
    kill_the_centre(tmp_path, kinds, mortal, times=MANY, seed=3)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_sender_killed_many_times(tmp_path: Path, kinds: Kinds, running: Running) -> None:
    kill_the_sender(tmp_path, kinds, running, times=MANY, seed=4)
