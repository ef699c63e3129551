"""What a thief with the key, or a careful thief without it, could read: every byte of every file, and the pages of the book."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.models.pages import Pages
from desktop.models.text import fold


def forms(name: str) -> list[bytes]:
    """Return the bytes in which a name may lie in a file: composed or not, plain, escaped, in UTF-8 and UTF-16."""
    texts = {unicodedata.normalize(form, case) for form in ("NFC", "NFD") for case in (name, name.upper(), name.lower())}
    texts |= {fold(name), name.encode("ascii", "backslashreplace").decode(), fold(name).upper(), fold(name).title()}
    return sorted({text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")})


def named(data: bytes, names: Iterable[str]) -> list[str]:
    """Return those of the names that lie in the bytes."""
    return [name for name in names if any(form in data for form in forms(name))]


def pages(book: Path, key: bytes) -> bytes:
    """Return all pages of a book as SQLite wrote them, free ones too; its log must be empty."""
    log = book.with_name(f"{book.name}-wal")
    assert not log.exists() or not log.stat().st_size, "the log still holds older pages"

    def decrypt(key: bytes, vector: bytes, page: bytes) -> bytes:
        made = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        return made.update(page) + made.finalize()

    with Pages(book, key) as found:
        return b"".join(found.plain(number, decrypt) for number in range(1, found.count + 1))


def files(*folders: Path) -> dict[Path, bytes]:
    """Return every file under the folders with its bytes."""
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
