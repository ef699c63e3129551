"""Photos at the centre: named by what they are (SHA-256), taken in pieces, whole only when the name fits.

A piece is a whole question, signed and read to its end before a byte of it is kept; it is written under a lock of
its upload, and only where the upload stands. So no late byte of a dead connection can get in between. First the bytes
are on the disk, then the row says so: after a kill the file may be longer than the row says, and what is beyond the row
is written again. All bytes here is a state of its own; naming the photo from it can be done again after a kill.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Row, func, select

from sync import frame
from sync.central import engines
from sync.central.enrolments import stamp
from sync.central.pace import TooFast
from sync.central.store import Store
from sync.central.tables import photos

MOST = 8 * 2**20  # bytes of a photo
PIECE = 256 * 1024  # bytes of a piece
A_DAY = 500 * 2**20  # bytes of one unit in a day
LATER = 3600  # seconds after which a unit that sent too much may ask again
STALE = timedelta(days=30)  # an upload nobody goes on with
LOCKS = 64
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a photo has come: `offset` bytes are here; `complete` when all are and the name fits."""

    offset: int
    complete: bool


NOTHING = Standing(0, complete=False)


class Photos:
    """The photos of one centre, in a folder beside its database; a unit may send `a_day` bytes of them in a day."""

    def __init__(self, store: Store, folder: Path, *, a_day: int = A_DAY) -> None:
        self._store = store
        self._folder = folder
        self._a_day = a_day
        self._locks = tuple(Lock() for _ in range(LOCKS))

    def standing(self, unit: str, device: str, sha256: str, proof: str, *, now: datetime) -> Standing:
        """Say how far a unit's photo has come.

        A photo that is here from another unit counts as complete for this one once it `proof`s (hex SHA-256 of name,
        device and content) that it has it too; else nobody could ask what others have sent.
        """
        with self._one_writer(sha256):
            mine = self._mine(unit, sha256, now)
            if mine.complete or not proof:
                return mine
            with self._store.reading() as connection:
                others = select(photos.c.length).where(photos.c.sha256 == sha256, photos.c.complete_at.is_not(None))
                length = connection.scalar(others)
            if length is None or proof != proof_of(sha256, device, self._path(sha256)):
                return mine
            self._keep(unit, sha256, length, length, begun=stamp(now), at=stamp(now))
            self._part(unit, sha256).unlink(missing_ok=True)
            return Standing(length, complete=True)

    def add(self, unit: str, sha256: str, offset: int, length: int, piece: bytes, *, now: datetime) -> Standing:
        """Add a piece; return how far the photo has come: elsewhere than asked when the piece did not fit there.

        Raises Rejected for a piece or photo that is too long, TooFast when the unit has sent too much for a day.
        """
        frame.expect(0 < length <= MOST and 0 < len(piece) <= PIECE and offset + len(piece) <= length, "photo: size")
        with self._one_writer(sha256):
            here = self._mine(unit, sha256, now)
            if here.complete or offset != here.offset:
                return here
            row = self._row(unit, sha256)
            if row is not None and row.length != length:
                return self._drop(unit, sha256)
            self._allow(unit, len(piece), now)
            end = offset + len(piece)
            self._put(self._part(unit, sha256), offset, piece)
            self._keep(unit, sha256, length, end, begun=stamp(now))
            return Standing(end, complete=False) if end < length else self._finish(unit, sha256, length, now)

    def keep(self, unit: str, sha256: str, data: bytes, *, now: datetime) -> bool:
        """Keep a whole photo that came in a parcel; say whether it was one."""
        if not _fits(sha256, data) or len(data) > MOST:
            return False
        # A file of its own: another process may be writing pieces of the same photo meanwhile.
        whole = self._folder / "parts" / f"{unit}-{sha256}.{os.getpid()}"
        with self._one_writer(sha256):
            self._put(whole, 0, data)
            self._name(whole, sha256)
            self._keep(unit, sha256, len(data), len(data), begun=stamp(now), at=stamp(now))
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

    def _mine(self, unit: str, sha256: str, now: datetime) -> Standing:
        """Return how far an upload has come by row and file together: either may be older after a restore."""
        row = self._row(unit, sha256)
        if row is None:
            return NOTHING
        if row.complete_at is not None:
            whole = _size(self._path(sha256)) == row.length
            return Standing(row.length, complete=True) if whole else self._drop(unit, sha256)
        if row.offset == row.length:
            return self._finish(unit, sha256, row.length, now)
        if _size(self._part(unit, sha256)) < row.offset:
            return self._drop(unit, sha256)
        return Standing(row.offset, complete=False)

    def _finish(self, unit: str, sha256: str, length: int, now: datetime) -> Standing:
        """Give a photo whose bytes are all here its name; may be done again after a kill anywhere in it."""
        part, target = self._part(unit, sha256), self._path(sha256)
        found = part if part.exists() else target
        data = found.read_bytes()[:length] if found.exists() else b""
        if not _fits(sha256, data):
            return self._drop(unit, sha256)
        if found is part:
            os.truncate(part, length)
            self._name(part, sha256)
        self._keep(unit, sha256, length, length, begun=stamp(now), at=stamp(now))
        return Standing(length, complete=True)

    def _name(self, whole: Path, sha256: str) -> None:
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole.replace(target)
        _sync_folder(target.parent)

    def _allow(self, unit: str, size: int, now: datetime) -> None:
        recent = photos.c.begun_at >= stamp(now - timedelta(days=1))
        with self._store.reading() as connection:
            sent = connection.scalar(select(func.sum(photos.c.offset)).where(photos.c.unit == unit, recent)) or 0
        if sent + size > self._a_day:
            raise TooFast(LATER)

    def _row(self, unit: str, sha256: str) -> Row[Any] | None:
        with self._store.reading() as connection:
            return connection.execute(select(photos).where(photos.c.unit == unit, photos.c.sha256 == sha256)).first()

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

    def _keep(self, unit: str, sha256: str, length: int, offset: int, *, begun: str, at: str | None = None) -> None:
        row = {"unit": unit, "sha256": sha256, "length": length, "offset": offset, "begun_at": begun,
               "complete_at": at}  # fmt: skip
        fresh = {"offset": offset, "length": length, "complete_at": at}
        with self._store.tx() as connection:
            statement = engines.insert(connection, photos).values(row)
            connection.execute(statement.on_conflict_do_update(index_elements=["unit", "sha256"], set_=fresh))

    def _drop(self, unit: str, sha256: str) -> Standing:
        """Throw an upload away that cannot become the photo it was to be; it begins again at 0."""
        with self._store.tx() as connection:
            connection.execute(photos.delete().where(photos.c.unit == unit, photos.c.sha256 == sha256))
        self._part(unit, sha256).unlink(missing_ok=True)
        return NOTHING

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, unit: str, sha256: str) -> Path:
        return self._folder / "parts" / f"{unit}-{sha256}"

    @contextmanager
    def _one_writer(self, sha256: str) -> Iterator[None]:
        with self._locks[int(sha256[:8], 16) % LOCKS]:
            yield


def proof_of(sha256: str, device: str, content: Path | bytes) -> str:
    """Return what shows that a device has a photo (64 hex digits); "" when there is none."""
    try:
        data = content if isinstance(content, bytes) else content.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(sha256.encode() + device.encode() + data).hexdigest()


def _fits(sha256: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256 and data.startswith(_SIGNS)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
