"""A witness beside the book: how far its journal had come. A book that has gone back since was rolled back.

A disk that lies about what it wrote, a write-ahead log that was lost, or an old copy put in place by hand leave a book
that is healthy and older. Only something outside the book can tell; the witness is written in rests after saves, so it
may be a little behind the book and is never ahead of it.

With it go the facts without which nothing of a book can be used: whose it is stands in the witness, and all settings are
kept once more in the log of checks, on other pages of the book: a damaged page costs one of the two.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.files import atomic_write, told
from desktop.models.moment import now
from desktop.models.text import number_vi

NAME = "book.witness"
MIRROR, MIRRORED = "settings", 100_000  # rows of `checks` that hold the settings once more, and how many letters of them
_NEEDED = ("office", "enrolment", "keys")
PULSE = "pulse"  # setting: rises each time the witness is written, so that the settings too can be seen to have gone back


@dataclass(frozen=True, slots=True)
class Witness:
    """What was known: the last seq, its chain (32 bytes), the pulse; `office` is the setting without the person, `drafts` when
    each draft was last kept, by a digest of its key."""

    seq: int
    chain: bytes
    pulse: int
    office: Mapping[str, str]
    drafts: Mapping[str, str]


def keep(book: Book) -> bool:
    """Write the witness anew where the journal moved on; return whether it was written.

    Raises StoreError when the disk refuses. A book that went back is left to be told of, not witnessed.
    """
    known = read(book.folder, book.key)
    seq, chain = _end(book)
    if known is not None and (known.seq, known.chain) == (seq, chain):
        return False
    if compare(book, known):
        return False
    pulse = int(book.setting(PULSE, 0)) + 1
    with book.tx():
        book.set(PULSE, pulse)
        _mirror(book)
    held = book.setting("office")  # the first programs did not keep when a book was made
    office = {name: held.get(name, "") for name in ("unit", "device", "incarnation", "made")}
    facts = {"seq": seq, "chain": chain.hex(), "pulse": pulse, "office": office, "drafts": _drafts(book)}
    content = json.dumps(facts | {"proof": _proof(facts, book.key)}, indent=1)
    atomic_write(book.folder / NAME, content.encode())
    return True


def renew(book: Book) -> None:
    """Take the book as it stands for the truth: it went back with somebody's knowledge."""
    forget(book.folder)
    keep(book)


def forget(folder: Path) -> None:
    """Remove the witness: another book is about to be put in place."""
    with told(folder / NAME):
        (folder / NAME).unlink(missing_ok=True)


def read(folder: Path, key: bytes) -> Witness | None:
    """Return the witness of a folder, None where there is none or it is not this book's."""
    try:
        with told(folder / NAME):
            content = json.loads((folder / NAME).read_bytes())
        proof = content.pop("proof")
        if not hmac.compare_digest(str(proof), _proof(content, key)):
            return None
        return Witness(int(content["seq"]), bytes.fromhex(content["chain"]), int(content["pulse"]), dict(content["office"]),
                       dict(content["drafts"]))  # fmt: skip
    except (StoreError, ValueError, KeyError, TypeError, AttributeError):
        return None


def compare(book: Book, known: Witness | None = None) -> str:
    """Return in words that the book is older than it was, or another one; "" when it is as the witness says."""
    known = known or read(book.folder, book.key)
    if known is None or known.seq == 0:
        return ""
    rows = book.query("SELECT chain FROM journal WHERE seq = ?", (known.seq,))
    if rows and bytes(rows[0][0]) == known.chain:
        if int(book.setting(PULSE, 0)) >= known.pulse:
            return ""
        return ("Phần thiết lập của sổ đã bị đưa về trạng thái cũ hơn: hãy xem lại trang Cài đặt, hoặc bấm «Sửa sổ» để lấy lại từ "
                "bản sao lưu.")  # fmt: skip
    last, _ = _end(book)
    if rows or last >= known.seq:
        return ("Sổ này không nối tiếp những gì máy đã ghi: có thể một bản cũ đã được chép đè lên rồi ghi tiếp. Hãy bấm «Sửa sổ» "
                "để lấy lại phần thiếu từ bản sao lưu và trung tâm.")  # fmt: skip
    missing = number_vi(known.seq - last)
    return (f"Sổ đã lùi lại: thiếu {missing} lần lưu mà máy này từng ghi (ổ đĩa hoặc ai đó đã đưa về bản cũ). Hãy bấm «Sửa sổ» để "
            "lấy lại từ bản sao lưu và trung tâm.")  # fmt: skip


def older_drafts(book: Book) -> int:
    """Return how many drafts are older than they were: what is typed is only ever kept later."""
    known = read(book.folder, book.key)
    return sum(at < known.drafts.get(key, "") for key, at in _drafts(book).items()) if known else 0


def mirrored(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return the settings (key: JSON) that rows of the log of checks keep once more, {} where none do."""
    kept = [(row["n"], str(row["found"])) for row in rows if row["what"] == MIRROR]
    try:
        found = json.loads(max(kept, default=(0, "{}"))[1])
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _drafts(book: Book) -> dict[str, str]:
    return {hashlib.sha256(key.encode()).hexdigest()[:16]: at for key, at in book.query("SELECT key, at FROM drafts")}


def _mirror(book: Book) -> None:
    rows = book.query("SELECT key, value FROM settings WHERE key NOT LIKE 'photo_of:%' AND key <> ? "
                      "ORDER BY length(value)", (PULSE,))  # fmt: skip
    kept: dict[str, str] = {}
    size = 0
    for key, value in rows:
        size += len(value)
        if size > MIRRORED and key not in _NEEDED:
            continue
        kept[key] = value
    told_ = json.dumps(kept, ensure_ascii=False)
    if book.query("SELECT 1 FROM checks WHERE what = ? AND found = ?", (MIRROR, told_)):
        return
    book.connection.execute("DELETE FROM checks WHERE what = ?", (MIRROR,))
    book.connection.execute("INSERT INTO checks (at, what, took, found) VALUES (?, ?, 0, ?)", (now(), MIRROR, told_))


def _end(book: Book) -> tuple[int, bytes]:
    rows = book.query("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1")
    return (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, b"")


def _proof(facts: dict[str, object], key: bytes) -> str:
    return hmac.digest(key, b"witness" + json.dumps(facts, sort_keys=True).encode(), "sha256").hex()
