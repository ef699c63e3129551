"""R12: two programs on one book: nobody fails, nobody's save is lost, and a second start is the first window.

Sizes: SO_PHUONG_SAVES (1,000 each in the long run).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.models.book import Book
from desktop.models.journal import Journal
from tests.durability import judging

ROOT = Path(__file__).parents[2]
SAVES = int(os.environ.get("SO_PHUONG_SAVES", "1000"))
AROUND = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

WRITER = """
import json, sys
from pathlib import Path
from desktop import app
from desktop.models import kinds
from desktop.models.book import Book
from desktop.models.errors import AppError, InputError
folder, name, saves = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
book = Book.open(folder)
desk = app.open_desk(book, kinds.load())
shared = book.setting("shared")
faults, clashes, edits = [], 0, 0
print("ready", flush=True)
sys.stdin.readline()
for turn in range(saves):
    try:
        if turn % 5 == 4:
            while True:  # both add a word to the same activity: who comes second looks again, as a person does
                seen = desk.activities.get(shared)
                words = seen.values.get("results", "")
                try:
                    desk.activities.save(seen.kind, dict(seen.values) | {"results": f"{words} {name}{turn}".strip()[-1500:]}, uid=shared,
                                         base=seen.revision)
                    edits += 1
                    break
                except InputError as fault:
                    assert "cửa sổ khác" in fault.sentence, fault.sentence
                    clashes += 1
        elif turn % 5 == 3:
            desk.drafts.keep(f"{name}-{turn}", "TAPHUAN", {"title": str(turn)})
        else:
            desk.activities.save("TAPHUAN", {"title": f"{name} {turn}", "starts_on": "2026-03-02", "topics": ["VNEID"],
                "audiences": ["NGUOIDAN"], "participants": {"total": 9}, "place": {"name": "Nhà văn hóa"}})
    except AppError as fault:
        faults.append(fault.sentence)
print(json.dumps([faults, clashes, edits]), flush=True)
"""


def both(folder, saves: int) -> list[list]:
    """Let two programs save at the same time; return what each tells at its end."""
    with Book.create(folder, unit="20242") as book:
        from desktop import app
        from desktop.models import kinds

        desk = app.open_desk(book, kinds.load())
        made = desk.activities.save("TAPHUAN", {
            "title": "Cùng sửa", "starts_on": "2026-03-01", "topics": ["VNEID"], "audiences": ["NGUOIDAN"],
            "participants": {"total": 9}, "place": {"name": "Nhà văn hóa"}})  # fmt: skip
        book.set("shared", made.uid)
    programs = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name, str(saves)], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, text=True, cwd=ROOT, env=AROUND) for name in "ab"]  # fmt: skip
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    told = [json.loads(program.communicate(timeout=900)[0]) for program in programs]
    assert all(program.returncode == 0 for program in programs)
    return told


def judge(folder, told, saves: int) -> tuple[int, int]:
    """Look that everything both saved is there, in one chain; return (revisions, times one had to look again)."""
    assert [faults for faults, _, _ in told] == [[], []]
    with Book.open(folder) as book:
        assert judging.torn(book) + judging.damaged(book) == []
        revisions = Journal(book).verify()
        titles = {row[0] for row in book.query("SELECT title FROM activities")}
        wanted = {f"{name} {turn}" for name in "ab" for turn in range(saves) if turn % 5 < 3}
        assert wanted <= titles
        assert book.query("SELECT count(*) FROM drafts")[0][0] == 2 * (saves // 5)
        uid = book.setting("shared")
        history = [one.values.get("results", "") for one in Journal(book).of(uid)]
    assert len(history) == 1 + 2 * (saves // 5)
    for before, after in zip(history, history[1:], strict=False):
        assert after.rsplit(" ", 1)[0].endswith(before[-1000:]) or not before, "a word was written over"
    return revisions, sum(clashes for _, clashes, _ in told)


def test_two_programs_save_side_by_side_and_nothing_is_written_over(tmp_path):
    told = both(tmp_path / "so", 40)
    judge(tmp_path / "so", told, 40)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_thousand_saves_each(tmp_path):
    told = both(tmp_path / "so", SAVES)
    revisions, again = judge(tmp_path / "so", told, SAVES)
    print(f"2 x {SAVES} saves: {revisions} revisions in one chain, {again} times one had to look again, 0 faults")


SECOND = """
import sys
from desktop import app
from desktop.ui import main_window
class Told(main_window.MainWindow):
    def raise_(self):
        print("raised", flush=True)
        super().raise_()
app.MainWindow = Told
app.LISTENS = 10
sys.exit(app.run(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="a window without a screen is Qt's offscreen")
def test_a_second_start_brings_the_first_window_forward_and_ends(tmp_path):
    folder = tmp_path / "so"
    Book.create(folder, unit="20242").close()
    first = subprocess.Popen([sys.executable, "-c", SECOND, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             text=True, cwd=ROOT, env=AROUND | {"TMPDIR": str(tmp_path)})  # fmt: skip
    try:
        lock = next_lock(tmp_path, first)
        assert lock
        second = subprocess.run([sys.executable, "-m", "desktop", "--data-dir", str(folder)], cwd=ROOT, timeout=60,
                                env=AROUND | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False)  # fmt: skip
        assert second.returncode == 0, second.stderr
        assert first.stdout.readline() == "raised\n"
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()
        first.stdout.close()
    # The lock of a program that died is no lock.
    third = subprocess.run([sys.executable, "-m", "desktop", "--data-dir", str(folder), "--exit-after-paint"], cwd=ROOT, timeout=60,
                           env=AROUND | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert third.returncode == 0, third.stderr


def next_lock(folder, program) -> bool:
    """Wait until the first window holds its place."""
    import select

    watch = os.pidfd_open(program.pid)
    while not list(folder.glob("so-phuong-*/lock")):
        if select.select([watch], [], [], 0.02)[0]:
            return False
    return True
