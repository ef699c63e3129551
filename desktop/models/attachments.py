"""Evidence photos: kept inside the encrypted book, named by what they are (SHA-256)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import told
from desktop.models.text import clean

SIZE_LIMIT = 8 * 2**20
_ORIGINAL = "photo_of:"  # in the settings: digest of a file as it came → digest of the photo that is kept, its day
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept photo; `size` in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int

    @property
    def value(self) -> dict[str, object]:
        """What a `photos` field keeps of it."""
        return {"sha256": self.sha256, "name": self.name, "size": self.size}


class Attachments:
    """The photos of one book; adding the same photo twice keeps it once."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def add(self, path: Path) -> Attachment:
        """Keep a JPEG or PNG file of at most 8 MB. Raises InputError otherwise."""
        with told(path):
            if path.stat().st_size > SIZE_LIMIT:
                raise InputError(f"Ảnh «{path.name}» lớn hơn 8 MB: hãy thu nhỏ ảnh rồi thêm lại.")
            data = path.read_bytes()
        media_type = next((found for sign, found in _SIGNS if data.startswith(sign)), "")
        if not media_type:
            raise InputError(f"«{path.name}» không phải ảnh JPEG hoặc PNG: hãy chọn tệp ảnh khác.")
        kept = Attachment(hashlib.sha256(data).hexdigest(), clean(path.name)[:120], media_type, len(data))
        with self._book.tx() as db:
            db.execute("INSERT OR IGNORE INTO attachments (sha256, name, media_type, size, data) VALUES (?,?,?,?,?)",
                       [kept.sha256, kept.name, kept.media_type, kept.size, data])  # fmt: skip
        return kept

    def keep(self, data: bytes, name: str, media_type: str, thumb: bytes = b"") -> Attachment:
        """Keep a photo that was made ready, and its small picture."""
        kept = Attachment(hashlib.sha256(data).hexdigest(), clean(name)[:120], media_type, len(data))
        with self._book.tx() as db:
            db.execute("INSERT OR IGNORE INTO attachments (sha256, name, media_type, size, data) VALUES (?,?,?,?,?)",
                       [kept.sha256, kept.name, kept.media_type, kept.size, data])  # fmt: skip
            if thumb:
                db.execute("INSERT OR IGNORE INTO thumbnails VALUES (?, ?)", [kept.sha256, thumb])
        return kept

    def remember(self, original: str, sha256: str, taken: str = "") -> None:
        """Note which photo an original became and its day (ISO), so that it is the same one when it comes again."""
        self._book.set(f"{_ORIGINAL}{original}", [sha256, taken])

    def of_original(self, original: str) -> tuple[Attachment, str] | None:
        """Return the photo an original became and the day it was taken, None when it was never here."""
        digest, taken = self._book.setting(f"{_ORIGINAL}{original}", ("", ""))
        rows = self._book.query("SELECT sha256, name, media_type, size FROM attachments WHERE sha256 = ?", (digest,))
        return (Attachment(*rows[0]), str(taken)) if rows else None

    def thumb(self, sha256: str) -> bytes:
        """Return the small picture of a photo, b"" where none was made yet."""
        rows = self._book.query("SELECT data FROM thumbnails WHERE sha256 = ?", (sha256,))
        return bytes(rows[0][0]) if rows else b""

    def keep_thumb(self, sha256: str, thumb: bytes) -> None:
        """Keep a small picture made later."""
        with self._book.tx() as db:
            db.execute("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", [sha256, thumb])

    def data(self, sha256: str) -> bytes:
        """Return the bytes of a photo. Raises InputError when the book has none of that digest."""
        rows = self._book.query("SELECT data FROM attachments WHERE sha256 = ?", (sha256,))
        if not rows:
            raise InputError("Không thấy ảnh này trong sổ: hãy thêm lại ảnh từ tệp.")
        return bytes(rows[0][0])
