"""What encryption costs: SQLCipher with a raw key beside pysqlite3, the same SQLite, schema, rows and pragmas, by turns.

CPU seconds of the process, medians of the rounds: two cores shared with others say little by the clock. The start is the
wall time inside a fresh process: the driver imported, a book of the same rows opened and its pragmas set.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pysqlite3
import sqlcipher3

from bench.figures import ROOT, beside, child_environment
from desktop.models import engine
from desktop.models.book import Book

ROWS, ROUNDS, SEARCHES, POINTS, COMMITS, SCANS, STARTS = 20_000, 5, 300, 5_000, 500, 5, 9
KEY = bytes(range(32))
WORDS = ("chuyen", "doi", "so", "cong", "dong", "tap", "huan", "dich", "vu", "truc", "tuyen", "nguoi", "dan", "phuong", "thon",
         "to", "dan", "pho", "an", "toan", "thong", "tin", "loa", "zalo", "vneid", "thanh", "toan", "khong", "tien",
         "mat")  # fmt: skip
SAVES, SAVE_ROUNDS = 2_000, 5
SAVE = """
import sys, time
path, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
if kind == "plain":
    sys.modules["sqlcipher3"] = None
from pathlib import Path
from bench import books
from desktop.models import engine, kinds
from desktop.models.activities import Activities
from desktop.models.book import Book
assert engine.ENCRYPTED == (kind != "plain")
declared = kinds.load()
given = books.samples(declared)
with Book.create(Path(path), unit="20242") as book:
    store = Activities(book, declared)
    begin = time.process_time()
    for number in range(count):
        kind, values = given[number % len(given)]
        store.save(kind, values)
    print(time.process_time() - begin)
"""
START = """
import sys, time, json
path, kind = sys.argv[1:3]
begin = time.perf_counter()
if kind == "plain":
    import pysqlite3 as driver
    connection = driver.connect(path, timeout=5.0)
else:
    import sqlcipher3 as driver
    connection = driver.connect(path, timeout=5.0)
    connection.execute("PRAGMA key = \\"x'" + sys.argv[3] + "'\\"")
for name, value in json.loads(sys.argv[4]).items():
    connection.execute(f"PRAGMA {name} = {value}")
connection.execute("SELECT uid FROM activities ORDER BY id DESC LIMIT 50").fetchall()
print((time.perf_counter() - begin) * 1000)
"""


def measure() -> list[dict[str, Any]]:
    """Return seven rows: saves, insert, search, point, scan, commit and start, each beside plain SQLite of the same run."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        statements = schema(home / "so")
        found: dict[str, tuple[list[float], list[float]]] = {}
        for turn in range(ROUNDS):
            sides = ("cipher", "plain") if turn % 2 else ("plain", "cipher")
            done = {side: Side(home / f"{side}-{turn}.db", side, statements) for side in sides}
            for work in (Side.insert, Side.search, Side.point, Side.scan, Side.commit):
                for side in sides:
                    pair = found.setdefault(work.__name__, ([], []))
                    pair[side == "plain"].append(work(done[side]))
            for side in done.values():
                side.connection.close()
        starts = started(home / "cipher-0.db", home / "plain-0.db")
        saves = saved(home)
    said = {"insert": (f"Ghi {ROWS} hoạt động kèm chỉ mục tìm", 1.2), "search": (f"{SEARCHES} lần tìm toàn văn", 1.2),
            "point": (f"{POINTS} lần mở một hoạt động", None), "scan": (f"{SCANS} lần đọc hết bảng", None),
            "commit": (f"{COMMITS} lần lưu riêng lẻ", None)}  # fmt: skip
    rows = [_row(f"{SAVES} lần lưu của chương trình (Activities.save)", *saves, None),
            *(_row(what, *found[name], most) for name, (what, most) in said.items())]  # fmt: skip
    cipher, plain = (statistics.median(one) for one in starts)
    more = {"goal": "hơn ≤ 20 ms", "ok": cipher - plain <= 20, "more_ms": round(cipher - plain, 2)}
    return [*rows, beside("Mở sổ trong tiến trình mới, kể cả nạp thư viện", round(cipher, 2), "ms", peer="SQLite không mã hóa",
                          peer_value=round(plain, 2)) | more]  # fmt: skip


def schema(folder: Path) -> list[str]:
    """Return the statements that make the tables of a real book."""
    with Book.create(folder, unit="20242") as book:
        found = book.query("SELECT sql FROM sqlite_master WHERE name IN ('activities', 'search') OR (type = 'index' "
                           "AND sql IS NOT NULL AND tbl_name = 'activities')")  # fmt: skip
    return [sql for (sql,) in found]


class Side:
    """One file, plain or encrypted, with the pragmas of a book; each act returns the CPU seconds it took."""

    def __init__(self, path: Path, kind: str, statements: list[str]) -> None:
        driver = sqlcipher3 if kind == "cipher" else pysqlite3
        self.connection = driver.connect(str(path), timeout=5.0, isolation_level=None)
        if kind == "cipher":
            self.connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        for name, value in engine.PRAGMAS.items():
            self.connection.execute(f"PRAGMA {name} = {value}")
        for statement in statements:
            self.connection.execute(statement)
        self.columns = [row[1] for row in self.connection.execute("PRAGMA table_info(activities)")]
        self.random = random.Random(7)
        self.next = 1

    def insert(self) -> float:
        """Write all rows with their words, a thousand in a transaction."""
        rows = [self._row() for _ in range(ROWS)]
        return _took(lambda: [self._write(rows[at : at + 1_000]) for at in range(0, ROWS, 1_000)])

    def search(self) -> float:
        """Find the newest fifty of two words, again and again."""
        wanted = [" ".join(self.random.sample(WORDS, 2)) for _ in range(SEARCHES)]
        sql = ("SELECT a.uid, a.title FROM search JOIN activities a ON a.id = search.rowid WHERE search MATCH ? "
               "ORDER BY search.rowid DESC LIMIT 50")  # fmt: skip
        return _took(lambda: [self.connection.execute(sql, (one,)).fetchall() for one in wanted])

    def point(self) -> float:
        """Read single rows from all over the file."""
        wanted = [self.random.randrange(1, ROWS) for _ in range(POINTS)]
        sql = "SELECT * FROM activities WHERE id = ?"
        return _took(lambda: [self.connection.execute(sql, (one,)).fetchone() for one in wanted])

    def scan(self) -> float:
        """Read every row of the table."""
        sql = "SELECT sum(length(particulars)), sum(people) FROM activities"
        return _took(lambda: [self.connection.execute(sql).fetchall() for _ in range(SCANS)])

    def commit(self) -> float:
        """Save one activity at a time, each certain on the disk."""
        rows = [self._row() for _ in range(COMMITS)]
        return _took(lambda: [self._write([row]) for row in rows])

    def _row(self) -> tuple[list[Any], str]:
        number, self.next = self.next, self.next + 1
        words = " ".join(self.random.choices(WORDS, k=40))
        known = {"id": number, "uid": f"{number:032x}", "kind": "TAPHUAN", "family": "activity", "title": words[:60],
                 "people": number % 90, "particulars": json.dumps({"content": words * 2}), "results": words}  # fmt: skip
        return [known.get(name, "" if name != "revision" else 1) for name in self.columns], words

    def _write(self, rows: list[tuple[list[Any], str]]) -> None:
        marks = ", ".join("?" * len(self.columns))
        self.connection.execute("BEGIN IMMEDIATE")
        for values, words in rows:
            self.connection.execute(f"INSERT INTO activities VALUES ({marks})", values)
            self.connection.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (values[0], words))
        self.connection.execute("COMMIT")


def started(cipher: Path, plain: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds of starts in processes of their own, by turns: encrypted and plain."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        for at, (path, kind) in enumerate(((cipher, "cipher"), (plain, "plain"))):
            ran = subprocess.run([sys.executable, "-c", START, str(path), kind, KEY.hex(), json.dumps(engine.PRAGMAS)],
                                 capture_output=True, text=True, check=True, cwd=ROOT, env=child_environment())  # fmt: skip
            found[at].append(float(ran.stdout))
    return found


def saved(home: Path) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of saves by the program itself in processes of its own, by turns: encrypted and plain."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(SAVE_ROUNDS):
        for at, kind in enumerate(("cipher", "plain")):
            ran = subprocess.run([sys.executable, "-c", SAVE, str(home / f"so-{kind}-{turn}"), kind, str(SAVES)],
                                 capture_output=True, text=True, check=True, cwd=ROOT, env=child_environment())  # fmt: skip
            found[at].append(float(ran.stdout))
    return found


def _took(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def _row(what: str, cipher: list[float], plain: list[float], most: float | None) -> dict[str, Any]:
    return beside(what, round(statistics.median(cipher), 3), "s CPU", peer="SQLite không mã hóa (pysqlite3)",
                  peer_value=round(statistics.median(plain), 3), ratio_at_most=most,
                  rounds=[round(a / b, 2) for a, b in zip(cipher, plain, strict=True)])  # fmt: skip
