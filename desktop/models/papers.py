"""What was edited on paper: remembered with its activity, never sent. An order is JSON of printing.order, opaque here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.attachments import SIZE_LIMIT
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.journal import now

HISTORY = 50  # states of one paper that are kept
_COLUMNS = "n, uid, design, content, photos, at, printed"


@dataclass(frozen=True, slots=True)
class Paper:
    """One state of a paper: of an activity, or of none (`uid` ""); `printed` is the SHA-256 of the PDF last printed, or "".

    `n` rises with time; `order` is its JSON, `photos` the SHA-256 of what it shows.
    """

    n: int
    uid: str
    design: str
    order: str
    photos: tuple[str, ...]
    at: str
    printed: str


class Papers:
    """The papers of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def keep(self, uid: str, design: str, order: str, *, photos: Sequence[str] = ()) -> Paper:
        """Keep a state of a paper after the ones before it; a state that changes nothing is kept once."""
        found = self.get(uid, design)
        if found and found.order == order:
            return found
        with self._book.tx() as db:
            db.execute("INSERT INTO papers (uid, design, content, photos, at, printed) VALUES (?, ?, ?, ?, ?, '')",
                       [uid, design, order, " ".join(sorted(set(photos))), now()])  # fmt: skip
            db.execute("DELETE FROM papers WHERE uid = ? AND design = ? AND n NOT IN (SELECT n FROM papers "
                       "WHERE uid = ? AND design = ? ORDER BY n DESC LIMIT ?)", [uid, design, uid, design, HISTORY])  # fmt: skip
            kept = self._select("WHERE uid = ? AND design = ? ORDER BY n DESC LIMIT 1", uid, design)[0]
            self._forget_photos(db)
        return kept

    def get(self, uid: str, design: str) -> Paper | None:
        """Return a paper as it was left, None when nobody edited it."""
        return next(iter(self._select("WHERE uid = ? AND design = ? ORDER BY n DESC LIMIT 1", uid, design)), None)

    def of(self, uid: str) -> list[Paper]:
        """Return the newest state of every paper of an activity, the last edited first."""
        return self._select("WHERE uid = ? AND n IN (SELECT max(n) FROM papers GROUP BY uid, design) ORDER BY n DESC", uid)

    def history(self, uid: str, design: str) -> list[Paper]:
        """Return the kept states of a paper, the newest first."""
        return self._select("WHERE uid = ? AND design = ? ORDER BY n DESC", uid, design)

    def printed(self, paper: Paper, pdf: bytes) -> None:
        """Remember what was printed of a state, so that a reprint can be told to be the same."""
        with self._book.tx() as db:
            db.execute("UPDATE papers SET printed = ? WHERE n = ?", [hashlib.sha256(pdf).hexdigest(), paper.n])

    def drop(self, uid: str, design: str) -> None:
        """Forget a paper and its history: it is filled from the activity again."""
        with self._book.tx() as db:
            db.execute("DELETE FROM papers WHERE uid = ? AND design = ?", [uid, design])
            self._forget_photos(db)

    def add_photo(self, data: bytes) -> str:
        """Keep a photo for paper and return its SHA-256. Raises InputError over 8 MB.

        It stays apart from the photos of activities, for those are sent; one that no paper shows is forgotten after a day.
        """
        if len(data) > SIZE_LIMIT:
            raise InputError("Ảnh lớn hơn 8 MB: hãy thu nhỏ ảnh rồi chọn lại.")
        digest = hashlib.sha256(data).hexdigest()
        with self._book.tx() as db:
            db.execute("INSERT OR REPLACE INTO paper_photos VALUES (?, ?, ?)", [digest, data, now()])
        return digest

    def photo(self, sha256: str) -> bytes:
        """Return a photo of a paper or of an activity. Raises InputError when the book has neither."""
        rows = self._book.query("SELECT data FROM paper_photos WHERE sha256 = ? UNION ALL "
                                "SELECT data FROM attachments WHERE sha256 = ? LIMIT 1", (sha256, sha256))  # fmt: skip
        if not rows:
            raise InputError("Không thấy ảnh của bản in này trong sổ: hãy chọn lại ảnh từ tệp.")
        return bytes(rows[0][0])

    def _forget_photos(self, db: Any) -> None:
        db.execute("DELETE FROM paper_photos WHERE at < strftime('%Y-%m-%dT%H:%M:%S', 'now', '-1 day') AND NOT EXISTS "
                   "(SELECT 1 FROM papers WHERE instr(papers.photos, paper_photos.sha256))")  # fmt: skip

    def _select(self, tail: str, *parameters: str) -> list[Paper]:
        rows = self._book.query(f"SELECT {_COLUMNS} FROM papers {tail}", parameters)
        return [Paper(n, uid, design, order, tuple(photos.split()), at, printed)
                for n, uid, design, order, photos, at, printed in rows]  # fmt: skip
