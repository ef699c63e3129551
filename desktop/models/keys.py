"""Where the key of a book lies: the keyring of the operating system, or a 0600 file where there is none."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from desktop.models.errors import StoreError
from desktop.models.files import atomic_write, told

SERVICE = "so-phuong"
MARKER, KEY_FILE = "book.json", "book.key"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The mark left beside a book: its id and where its key is kept ("keyring" or "file")."""

    book: str
    place: str


def keep_new(folder: Path) -> tuple[KeyPlace, bytes]:
    """Make a random 256-bit key and keep it; the marker is written last, so a cut leaves no half book."""
    key, book = secrets.token_bytes(32), secrets.token_hex(8)
    place = KeyPlace(book, "keyring" if _to_keyring(book, key) else "file")
    if place.place == "file":
        atomic_write(folder / KEY_FILE, key.hex().encode(), mode=0o600)
    return place, key


def mark(folder: Path, place: KeyPlace) -> None:
    """Write the marker that says: here is a book, and its key lies there."""
    content = {"format": 1, "book": place.book, "key": place.place}
    atomic_write(folder / MARKER, json.dumps(content, indent=1).encode())


def read_mark(folder: Path) -> KeyPlace:
    """Read the marker of a book. Raises StoreError when it is missing or spoilt."""
    path = folder / MARKER
    try:
        with told(path):
            content = json.loads(path.read_bytes())
        return KeyPlace(str(content["book"]), str(content["key"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise StoreError(f"Tệp «{MARKER}» bên cạnh sổ đã hỏng: hãy khôi phục từ bản sao lưu gần nhất.",
                         details=repr(fault)) from fault  # fmt: skip


def fetch(folder: Path, place: KeyPlace) -> bytes:
    """Return the key of a book. Raises StoreError when it is gone: never does a new book take its place."""
    text = _from_keyring(place.book) if place.place == "keyring" else _from_file(folder)
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        key = b""
    if len(key) != 32:
        raise StoreError("Không thấy khóa của sổ trên máy này: hãy nhờ quản trị khôi phục khóa; sổ vẫn còn nguyên.")
    return key


def _from_file(folder: Path) -> str:
    path = folder / KEY_FILE
    if not path.exists():
        return ""
    with told(path):
        return path.read_text(encoding="utf-8", errors="replace").strip()


def _to_keyring(book: str, key: bytes) -> bool:
    # keyring reads every backend's metadata when imported: only when a key is really asked of it.
    import keyring
    import keyring.errors

    try:
        keyring.set_password(SERVICE, book, key.hex())
        return keyring.get_password(SERVICE, book) == key.hex()
    except (keyring.errors.KeyringError, RuntimeError):
        return False


def _from_keyring(book: str) -> str:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, book) or ""
    except (keyring.errors.KeyringError, RuntimeError):
        return ""
