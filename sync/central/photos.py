"""Photos at the centre: named by what they are (SHA-256), taken in pieces, whole only when the name fits.

A piece is a whole question, signed and read to its end before a byte of it is kept; it is written under a lock of
its upload, and only where the upload stands. So no late byte of a dead connection can get in between, and after a
kill the file may be longer than the row says: what is beyond the row is written again.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from desktop.models.errors import Refused
from sync.central.enrolments import stamp
from sync.central.store import Store
from sync.central.tables import photos

MOST = 8 * 2**20  # bytes of a photo
PIECE = 256 * 1024  # bytes of a piece
A_DAY = 500 * 2**20  # bytes of one unit in a day
STALE = timedelta(days=30)  # an upload nobody goes on with
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a photo has come: `offset` bytes are here; `complete` when all are and the name fits."""

    offset: int
    complete: bool


class Photos:
    """The photos of one centre, in a folder beside its database."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._locks: dict[tuple[str, str], Lock] = {}
        self._guard = Lock()

    def standing(self, unit: str, device: str, sha256: str, proof: str) -> Standing:
        """Say how far a unit's photo has come.

        A photo that is here from another unit counts as complete for this one once it `proof`s (hex SHA-256 of name,
        device and content) that it has it too; else nobody could ask what others have sent.
        """
        with self._store.reading() as connection:
            mine = connection.execute(select(photos).where(photos.c.unit == unit, photos.c.sha256 == sha256)).first()
            other = connection.execute(
                select(photos.c.length).where(photos.c.sha256 == sha256, photos.c.complete_at.is_not(None))).first()  # fmt: skip
        if mine is not None and (mine.complete_at is not None or other is None):
            return Standing(mine.offset, mine.complete_at is not None)
        if other is None or not proof or proof != proof_of(sha256, device, self._path(sha256)):
            return Standing(mine.offset if mine is not None else 0, complete=False)
        self._keep(unit, sha256, other.length, other.length, at="now")
        return Standing(other.length, complete=True)

    def add(self, unit: str, sha256: str, offset: int, length: int, piece: bytes, *, now: datetime) -> Standing:
        """Add a piece; return how far the photo has come: elsewhere than asked when the piece did not fit there.

        Raises Refused for a photo that is too long, or when the unit has sent too much for a day.
        """
        if not 0 < length <= MOST or len(piece) > PIECE or offset + len(piece) > length:
            raise Refused("Ảnh lớn hơn mức trung tâm nhận: hãy thu nhỏ ảnh.", details="photo: size")
        with self._one_writer(unit, sha256):
            with self._store.reading() as connection:
                row = connection.execute(select(photos).where(photos.c.unit == unit, photos.c.sha256 == sha256)).first()
                sent = select(func.sum(photos.c.offset)).where(
                    photos.c.unit == unit, photos.c.begun_at >= stamp(now - timedelta(days=1)))  # fmt: skip
                today = connection.scalar(sent) or 0
            if row is not None and row.complete_at is not None:
                return Standing(row.offset, complete=True)
            here = row.offset if row is not None else 0
            if (row is not None and row.length != length) or offset != here:
                return Standing(here if row is None or row.length == length else self._drop(unit, sha256), complete=False)
            if today + len(piece) > A_DAY:
                raise Refused("Hôm nay đơn vị đã gửi quá nhiều ảnh: phần còn lại gửi tiếp ngày mai.", details="photo: day")
            return self._write(unit, sha256, offset, length, piece, now)

    def keep(self, unit: str, sha256: str, data: bytes, *, now: datetime) -> bool:
        """Keep a whole photo that came in a parcel; say whether it was one."""
        if hashlib.sha256(data).hexdigest() != sha256 or not data.startswith(_SIGNS) or len(data) > MOST:
            return False
        with self._one_writer(unit, sha256):
            self._put(self._path(sha256), 0, data)
            self._keep(unit, sha256, len(data), len(data), at=stamp(now))
        return True

    def sweep(self, *, now: datetime) -> int:
        """Forget uploads nobody has gone on with for 30 days; return how many."""
        old = (photos.c.complete_at.is_(None), photos.c.begun_at < stamp(now - STALE))
        with self._store.tx() as connection:
            rows = connection.execute(select(photos.c.unit, photos.c.sha256).where(*old)).all()
            connection.execute(photos.delete().where(*old))
        for unit, sha256 in rows:
            self._part(unit, sha256).unlink(missing_ok=True)
        return len(rows)

    def _write(self, unit: str, sha256: str, offset: int, length: int, piece: bytes, now: datetime) -> Standing:
        part, end = self._part(unit, sha256), offset + len(piece)
        self._put(part, offset, piece)
        if end < length:
            self._keep(unit, sha256, length, end, begun=stamp(now))
            return Standing(end, complete=False)
        data = part.read_bytes()[:length]
        if hashlib.sha256(data).hexdigest() != sha256 or not data.startswith(_SIGNS):
            return Standing(self._drop(unit, sha256), complete=False)
        os.truncate(part, length)
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
        self._keep(unit, sha256, length, length, begun=stamp(now), at=stamp(now))
        return Standing(length, complete=True)

    def _put(self, path: Path, offset: int, piece: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.lseek(handle, offset, os.SEEK_SET)
            view = memoryview(piece)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)

    def _keep(self, unit: str, sha256: str, length: int, offset: int, *, begun: str = "", at: str | None = None) -> None:
        row = {"unit": unit, "sha256": sha256, "length": length, "offset": offset, "begun_at": begun or at or "",
               "complete_at": at}  # fmt: skip
        statement = insert(photos).values(row)
        fresh = {"offset": offset, "length": length, "complete_at": at}
        with self._store.tx() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["unit", "sha256"], set_=fresh))

    def _drop(self, unit: str, sha256: str) -> int:
        """Throw an upload away that cannot become the photo it was to be; it begins again at 0."""
        with self._store.tx() as connection:
            connection.execute(photos.delete().where(photos.c.unit == unit, photos.c.sha256 == sha256))
        self._part(unit, sha256).unlink(missing_ok=True)
        return 0

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, unit: str, sha256: str) -> Path:
        return self._folder / "parts" / f"{unit}-{sha256}"

    @contextmanager
    def _one_writer(self, unit: str, sha256: str) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault((unit, sha256), Lock())
        with lock:
            yield


def proof_of(sha256: str, device: str, content: Path | bytes) -> str:
    """Return what shows that a device has a photo (64 hex digits); "" when there is none."""
    try:
        data = content if isinstance(content, bytes) else content.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(sha256.encode() + device.encode() + data).hexdigest()
