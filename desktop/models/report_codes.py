"""The short code on an issued report: with it in hand anybody can ask the book whether it still says the same.

It is a digest of the whole issued version (words, figures, what was counted) and of the journal's end at that moment,
so neither can be changed in the book without the paper telling.
"""

import hashlib
import json
from dataclasses import dataclass, replace

from desktop.models import plain_data
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.identity import START, canonical
from desktop.models.report import Report

LABEL = b"sophuong report 1\n"
DIGITS, GROUP = 12, 4


@dataclass(frozen=True, slots=True)
class Compared:
    """What the book says of a code on paper: the version (uid, version, at, number) it stands for.

    `kept` tells that the issued version is what it was, `chained` that the journal up to it was not rewritten;
    `changed` are the uids of activities counted then that were saved anew since or are gone from the journal.
    """

    uid: str
    version: int
    at: str
    number: str
    kept: bool
    chained: bool
    changed: tuple[str, ...]


def code_of(uid: str, version: int, at: str, number: str, report: str, figures: str, seq: int, chain: bytes) -> str:
    """Return the code of an issued version, as it stands on paper ("3F9A 01BC 77E2"); `report` is text without a code."""
    said = canonical([uid, version, at, number, report, figures, seq, chain.hex()]).encode()
    return shown(hashlib.sha256(LABEL + said).hexdigest())


def shown(code: str) -> str:
    """Return a code as people read it: twelve digits in groups of four."""
    digits = code[:DIGITS].upper()
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def bare(text: str) -> str:
    """Return the text of an issued report as it was before its code was set in it. Raises ValueError when it is no report."""
    return plain_data.dumps(replace(plain_data.loads(Report, text), code=""))


def read(typed: str) -> str:
    """Return what a person typed as a code. Raises InputError for what is none."""
    digits = "".join(sign for sign in typed.upper() if sign.isalnum()).replace("O", "0")
    if len(digits) != DIGITS or set(digits) - set("0123456789ABCDEF"):
        raise InputError("Mã trên giấy gồm 12 chữ số và chữ cái A-F, ví dụ 3F9A 01BC 77E2: hãy gõ lại đúng như trên giấy.")
    return shown(digits)


def compare(book: Book, typed: str) -> Compared:
    """Tell what the book says of the code on a paper report. Raises InputError when no version of this book has it."""
    code = read(typed)
    for uid, version, at, number, report, figures, seq, chain in book.query(
        "SELECT uid, version, at, number, report, figures, seq, chain FROM issues ORDER BY at DESC"
    ):
        made = _made(uid, version, at, number, report, figures, seq, bytes(chain))
        if code in (made, _written(report)):
            return Compared(uid, version, at, number, made == code, _chained(book, seq, bytes(chain)), _changed(book, figures))
    raise InputError("Không bản báo cáo nào đã phát hành trong sổ này có mã đó: hãy gõ lại đúng như trên giấy, "
                     "hoặc mở sổ đã phát hành báo cáo.")  # fmt: skip


def broken_issues(book: Book) -> list[tuple[str, int]]:
    """Return (uid, version) of the issued versions that are not what their code says; older ones have no code."""
    broken = []
    for uid, version, at, number, report, figures, seq, chain in book.query(
        "SELECT uid, version, at, number, report, figures, seq, chain FROM issues"
    ):
        written = _written(report)
        if written and written != _made(uid, version, at, number, report, figures, seq, bytes(chain)):
            broken.append((uid, version))
    return broken


def sentence(found: Compared) -> str:
    """Return what a comparison found, as one sentence for people."""
    name = f"bản phát hành lần {found.version}" + (f", số {found.number}" if found.number else "")
    if not found.kept:
        return f"Báo cáo đã phát hành ({name}) bị sửa trong sổ sau khi in: hãy tin bản giấy và khôi phục sổ từ bản sao lưu."
    if not found.chained:
        return f"Nhật ký trước khi phát hành ({name}) bị viết lại: hãy tin bản giấy và khôi phục sổ từ bản sao lưu."
    if found.changed:
        return (f"Giấy khớp với {name}, nhật ký nguyên vẹn; từ đó {len(found.changed)} hoạt động được tính đã sửa có ghi lại: "
                "hãy xem lịch sử từng hoạt động.")  # fmt: skip
    return f"Giấy khớp với {name}; mọi hoạt động được tính khi đó vẫn y nguyên trong sổ."


def _made(uid: str, version: int, at: str, number: str, report: str, figures: str, seq: int, chain: bytes) -> str:
    try:
        return code_of(uid, version, at, number, bare(report), figures, seq, chain)
    except ValueError:
        return ""


def _written(report: str) -> str:
    try:
        found = json.loads(report)
    except ValueError:
        return ""
    return str(found.get("code", "")) if isinstance(found, dict) else ""


def _chained(book: Book, seq: int, chain: bytes) -> bool:
    if not seq:
        return chain in (b"", START)
    rows = book.query("SELECT chain FROM journal WHERE seq = ?", (seq,))
    return bool(rows) and bytes(rows[0][0]) == chain


def _changed(book: Book, figures: str) -> tuple[str, ...]:
    try:
        behind = dict(json.loads(figures).get("behind", ()))
    except (ValueError, TypeError, AttributeError):
        return ()
    newest: dict[str, int] = {}
    uids = list(behind)
    for start in range(0, len(uids), 500):
        some = uids[start : start + 500]
        sql = f"SELECT uid, max(revision) FROM journal WHERE uid IN ({','.join('?' * len(some))}) GROUP BY uid"
        newest.update(book.query(sql, tuple(some)))
    return tuple(uid for uid, revision in behind.items() if newest.get(uid) != revision)
