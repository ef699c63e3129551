"""The pages of a book's file, looked at without SQLite: which are as they were written, and which are not.

SQLCipher 4 keeps with every page of 4,096 bytes its initialisation vector (16) and an HMAC-SHA512 (64) over page, vector
and page number; the first page begins with the salt (16) from which, with the raw key, the key of these sums is derived.
A page that lies in the write-ahead log in a newer state is taken from there.
"""

import hashlib
import hmac
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from desktop.models import salt as salts
from desktop.models.files import told

SIZE, VECTOR, SUM = 4096, 16, 64
CONTENT = SIZE - VECTOR - SUM  # bytes of a page that are SQLite's
SALT, PLAIN = 16, b"SQLite format 3\0"
LOCK_PAGE = 2**30 // SIZE + 1  # SQLite never writes the page its locks lie in
_HEAD, _FRAME = 32, 24
_TRIED = 64  # pages that are tried before a salt is called wrong
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}

Decrypt = Callable[[bytes, bytes, bytes], bytes]  # key, vector, bytes → bytes (AES-256-CBC, no padding)


class Pages:
    """The pages of a file and of its write-ahead log, by number from 1.

    `salt`, else the one kept beside the book, is used where the first page is lost; with neither nothing can be proved, and
    every page counts as unsound.
    """

    def __init__(self, path: Path, key: bytes, *, salt: bytes = b"") -> None:
        salt = salt or _beside(path)
        with told(path):
            self._file = path.open("rb")
            self.size = path.stat().st_size
        self._key = key
        self.count = -(-self.size // SIZE)
        self._newer, self.log_size = _log(path.with_name(f"{path.name}-wal"))
        if self._newer:
            self.count = self.log_size
        sums = [_sum_key(key, one) for one in dict.fromkeys((self._raw(1)[:SALT], salt)) if len(one) == SALT]
        # Where SQLCipher could not be had the file is plain: SQLite's own, without sums.
        self.plain_file = self._raw(1)[:SALT] == PLAIN
        self.usable = SIZE if self.plain_file else CONTENT
        self._sum = next((one for one in sums if any(self._proves(one, at) for at in range(1, _TRIED + 1))), b"")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    @property
    def provable(self) -> bool:
        """Whether there is a salt with which pages can be told apart from damaged ones."""
        return bool(self._sum) or self.plain_file

    def sound(self, number: int) -> bool:
        """Tell whether a page is as it was written."""
        if self.plain_file:
            return len(self._raw(number)) == SIZE
        return bool(self._sum) and self._proves(self._sum, number)

    def unsound(self, numbers: Iterable[int] | None = None) -> Iterator[int]:
        """Yield the numbers of damaged pages, of the whole file or of those given."""
        for number in range(1, self.count + 1) if numbers is None else numbers:
            if number != LOCK_PAGE and not self.sound(number):
                yield number

    def plain(self, number: int, decrypt: Decrypt) -> bytes:
        """Return what SQLite wrote into a page (`usable` bytes); the first begins with SQLite's own mark again."""
        page = self._raw(number)
        if self.plain_file:
            return page
        skip = SALT if number == 1 else 0
        opened = decrypt(self._key, page[CONTENT : CONTENT + VECTOR], page[skip:CONTENT])
        return (PLAIN if skip else b"") + opened

    def salt(self) -> bytes:
        """Return the salt of the file where its first page proves it, else b""."""
        return self._raw(1)[:SALT] if self.sound(1) else b""

    def _proves(self, sum_key: bytes, number: int) -> bool:
        page = self._raw(number)
        if len(page) != SIZE:
            return False
        said = page[SALT if number == 1 else 0 : SIZE - SUM] + number.to_bytes(4, "little")
        return hmac.digest(sum_key, said, "sha512") == page[-SUM:]

    def _raw(self, number: int) -> bytes:
        if number in self._newer:
            return self._newer[number]
        self._file.seek((number - 1) * SIZE)
        return self._file.read(SIZE)


def damaged(path: Path, key: bytes, *, salt: bytes = b"") -> list[int]:
    """Return the numbers of the damaged pages of a file nobody writes to."""
    with Pages(path, key, salt=salt) as pages:
        return list(pages.unsound())


def _beside(path: Path) -> bytes:
    """Return the salt kept beside the book, b"" where there is none."""
    kept = path.with_name(salts.FILE)
    if not kept.exists():
        return b""
    with told(kept):
        return kept.read_bytes()[:SALT]


def _sum_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ 0x3A for one in salt), 2, 32)


def _log(path: Path) -> tuple[dict[int, bytes], int]:
    """Return the newest committed state of each page in a write-ahead log, and how many pages the file then has."""
    if not path.exists():
        return {}, 0
    with told(path):
        raw = path.read_bytes()
    order = _MAGIC.get(int.from_bytes(raw[:4], "big")) if len(raw) > _HEAD else None
    if order is None or int.from_bytes(raw[8:12], "big") != SIZE:
        return {}, 0
    so_far = _check(order, (0, 0), raw[:24])
    if so_far != struct.unpack(">II", raw[24:32]):
        return {}, 0
    committed: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    count = 0
    for at in range(_HEAD, len(raw) - _FRAME - SIZE + 1, _FRAME + SIZE):
        number, commit = struct.unpack(">II", raw[at : at + 8])
        page = raw[at + _FRAME : at + _FRAME + SIZE]
        so_far = _check(order, _check(order, so_far, raw[at : at + 8]), page)
        if raw[at + 8 : at + 16] != raw[16:24] or so_far != struct.unpack(">II", raw[at + 16 : at + 24]):
            break
        waiting[number] = page
        if commit:
            committed |= waiting
            waiting, count = {}, commit
    return committed, count


def _check(order: str, so_far: tuple[int, int], data: bytes) -> tuple[int, int]:
    """Return the running check of a write-ahead log (sqlite.org/fileformat2.html, 4.2)."""
    one, two = so_far
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
