"""A whole book in one file, as backups and moving use it: nothing compressed, read and written block by block.

A zip with three stored entries: book.db (encrypted), book.keys (the slots, where the book has some) and backup.json, which
names the book, the unit, when, why, how many revisions, and the SHA-256 of book.db.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import guards, guards_zip, key_slots
from desktop.models.errors import InputError
from desktop.models.files import put_in_place, told

BOOK_ENTRY, MARK_ENTRY, SLOTS_ENTRY = "book.db", "backup.json", "book.keys"
SIZE_LIMIT = 8 * 2**30
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file of a book says of itself; `digest` is the SHA-256 of book.db in hex, "" in files of older programs."""

    book: str
    unit: str
    made: str
    revisions: int
    why: str = "hand"
    digest: str = ""
    size: int = 0
    slots: bytes = b""

    @property
    def at(self) -> datetime:
        """When it was made, in UTC; the beginning of time where that cannot be read."""
        try:
            return datetime.fromisoformat(self.made).astimezone(UTC)
        except ValueError:
            return datetime.fromtimestamp(0, UTC)


def write(target: Path, database: Path, facts: Facts, *, pause: Callable[[], None] = lambda: None) -> Facts:
    """Write a closed database and its facts into one file, whole or not at all; return the facts with digest and size.

    Raises StoreError when the disk refuses; what was at `target` is then as it was.
    """
    part = target.with_name(f".{target.name[:60]}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with told(target), zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive, told(database):
            with database.open("rb") as source, archive.open(_info(BOOK_ENTRY), "w", force_zip64=True) as out:
                while block := source.read(BLOCK):
                    out.write(block)
                    digest.update(block)
                    size += len(block)
                    pause()
            mark = {"format": 1, "book": facts.book, "unit": facts.unit, "revisions": facts.revisions, "made": facts.made,
                    "why": facts.why, "sha256": digest.hexdigest(), "size": size}  # fmt: skip
            archive.writestr(_info(MARK_ENTRY), json.dumps(mark, indent=1))
            if facts.slots:  # what opens the copy where this PC is gone
                archive.writestr(_info(SLOTS_ENTRY), facts.slots)
        put_in_place(part, target)
    finally:
        with told(part):
            part.unlink(missing_ok=True)
    return Facts(facts.book, facts.unit, facts.made, facts.revisions, facts.why, digest.hexdigest(), size, facts.slots)


def read(source: Path) -> Facts:
    """Return what a file says of itself, without reading the book in it. Raises InputError when it is no file of ours."""
    with _opened(source) as archive:
        return _facts(archive)


def unpack(source: Path, target: Path, *, pause: Callable[[], None] = lambda: None) -> Facts:
    """Write the book of a file to `target`, block by block; return what the file says.

    Raises InputError when it is no file of ours or its bytes are not those that were written.
    """
    with _opened(source) as archive:
        facts = _facts(archive)
        digest = hashlib.sha256()
        with archive.open(BOOK_ENTRY) as book, told(target), target.open("wb") as out:
            while block := book.read(BLOCK):
                out.write(block)
                digest.update(block)
                pause()
        if facts.digest and digest.hexdigest() != facts.digest:
            raise ValueError("the digest differs")
        return facts


def proves(source: Path, *, pause: Callable[[], None] = lambda: None) -> bool:
    """Read a file back whole and tell whether the bytes of its book are those that were written."""
    try:
        with _opened(source) as archive:
            facts, digest = _facts(archive), hashlib.sha256()
            with archive.open(BOOK_ENTRY) as book:
                while block := book.read(BLOCK):
                    digest.update(block)
                    pause()
            return digest.hexdigest() == facts.digest
    except InputError:
        return False


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    with told(source):
        try:
            if source.stat().st_size > SIZE_LIMIT:
                raise ValueError("too big")
            with zipfile.ZipFile(source) as archive:
                yield archive
        except (zipfile.BadZipFile, ValueError, KeyError, EOFError, RecursionError, NotImplementedError) as fault:
            raise InputError(f"«{source.name}» không phải tệp sổ hay bản sao lưu của Sổ Phường, hoặc đã hỏng: hãy chọn tệp khác.",
                             details=repr(fault)) from None  # fmt: skip


def _facts(archive: zipfile.ZipFile) -> Facts:
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) != len(archive.infolist()) or set(infos) | {SLOTS_ENTRY} != {BOOK_ENTRY, MARK_ENTRY, SLOTS_ENTRY}:
        raise ValueError("other entries")
    if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 or one.file_size > SIZE_LIMIT for one in infos.values()):
        raise ValueError("compressed, locked or too long")
    if any(infos[name].file_size > key_slots.MOST_BYTES for name in (MARK_ENTRY, SLOTS_ENTRY) if name in infos):
        raise ValueError("too long")
    guards_zip.judge(list(infos.values()), SIZE_LIMIT * 2)
    said = guards.json_of(archive.read(MARK_ENTRY))
    if not isinstance(said, dict):
        raise ValueError("no facts")
    text = {name: str(said.get(name, "")) for name in ("book", "unit", "made", "why", "sha256")}
    count = said.get("revisions")
    slots = archive.read(SLOTS_ENTRY) if SLOTS_ENTRY in infos else b""
    return Facts(text["book"], text["unit"], text["made"], count if isinstance(count, int) else 0, text["why"] or "hand",
                 text["sha256"], infos[BOOK_ENTRY].file_size, slots)  # fmt: skip


def _info(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.external_attr = 0o600 << 16
    return made
