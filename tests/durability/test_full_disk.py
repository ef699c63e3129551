"""R11: the disk takes so many bytes and no more, at every write in turn: told in a sentence, nothing lost, on without a restart.

Sizes: SO_PHUONG_FULL (1,500 in the long run).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.test_power_cuts import recorder  # noqa: F401

pytestmark = pytest.mark.skipif(not shutil.which("gcc") or os.name == "nt", reason="the disk that refuses is made with gcc, for Linux")
ROOT = Path(__file__).parents[2]
TIMES = int(os.environ.get("SO_PHUONG_FULL", "1500"))
FAULTS = {"ENOSPC": "Ổ đĩa đã đầy", "EIO": "Ổ đĩa báo lỗi", "EDQUOT": "Ổ đĩa"}

WORK = """
import ctypes, errno, json, os, random, shutil, sys
from pathlib import Path
from desktop.models import kinds
from desktop.models.book import Book
from desktop.models.errors import AppError
from tests.durability import judging, sessions
disk = ctypes.CDLL(os.environ["LD_PRELOAD"])
disk.disk_room.argtypes = (ctypes.c_int64, ctypes.c_int)
fault, times, folder = getattr(errno, sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
promises = judging.Promises()
day = sessions.Day(folder, 1, promises.hear)
day.save_new()
chance = random.Random(fault)
acts = [day.save_new, day.edit, day.draft, day.draft_saved, day.grid, day.setting, day.sign, day.template, day.report_words,
        day.copy, day.exported, day.bin, day.go_back]
sentences, refused, bad = {}, 0, []
for turn in range(times):
    room = chance.randrange(0, 60_000) if chance.random() < 0.7 else chance.randrange(0, 400)
    disk.disk_room(room, fault)
    try:
        chance.choice(acts)()
    except AppError as told:
        refused += 1
        sentences[told.sentence] = sentences.get(told.sentence, 0) + 1
    disk.disk_room(-1, 0)
    promises.begun, under_way = {}, promises.begun
    seen = {name: judging.observe(day.book, name) for name in promises.kept | under_way}
    for name, value in promises.kept.items():
        if name not in under_way and seen[name] != value:
            bad.append(f"{turn} {name}")
    states = {seen[name] == value for name, value in under_way.items() if seen[name] != promises.kept.get(name)}
    if len(states) > 1 or False in states:
        bad.append(f"{turn} half of {sorted(under_way)[:3]}")
    promises.kept |= {name: seen[name] for name in under_way}
    day._learn()
    if turn % 20 == 0:
        bad += judging.torn(day.book)
day.save_new()
bad += judging.torn(day.book) + judging.damaged(day.book)
litter = [path.name for path in (*folder.iterdir(), *folder.parent.iterdir()) if ".part" in path.name or path.name.startswith(".")]
print(json.dumps([refused, sentences, bad[:5], litter]))
"""


def told(recorder, root: Path, fault: str, times: int) -> tuple[int, dict[str, int], list[str], list[str]]:  # noqa: F811
    around = os.environ | {"LD_PRELOAD": str(recorder), "SO_PHUONG_ROOT": str(root)}
    ran = subprocess.run([sys.executable, "-c", WORK, fault, str(times), str(root / "so")], env=around, cwd=ROOT, text=True,
                         capture_output=True, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    return tuple(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_refuses_at_any_write_costs_nothing_and_is_told(recorder, tmp_path, fault):  # noqa: F811
    refused, sentences, bad, litter = told(recorder, tmp_path, fault, 40)
    assert (bad, litter) == ([], [])
    assert refused > 5
    assert all(":" in sentence for sentence in sentences), sentences


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_refuses_hundreds_of_times(recorder, tmp_path, fault):  # noqa: F811
    refused, sentences, bad, litter = told(recorder, tmp_path, fault, TIMES)
    print(f"{fault}: refused {refused} of {TIMES}", *sorted(sentences.items()), sep="\n  ")
    assert (bad, litter) == ([], [])
