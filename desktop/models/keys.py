"""Where the key of a book lies, and the other ways to it.

    book.json   which book this is and where slot 1 is kept: the keyring of the operating system, or a 0600 file without one
    book.keys   slots 2 and 3 (desktop.models.key_slots); it lies in every backup too, and once more inside the book
    *.next      a new key that waits to take the old one's place (desktop.models.rekeying)

Whatever of these is missing or wrong: the book stays as it is, and no new one takes its place.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.models import key_slots
from desktop.models.errors import KeyMissing, StoreError
from desktop.models.files import atomic_write, told
from desktop.models.key_slots import KEY_SIZE, Slots
from desktop.models.recovery import read_code

SERVICE = "so-phuong"
MARKER, KEY_FILE, SLOTS_FILE, NEXT = "book.json", "book.key", "book.keys", ".next"
KEYRING, FILE = "keyring", "file"
GONE = ("Không thấy khóa của sổ trên máy này: hãy mở sổ bằng phiếu khôi phục, hoặc xin trung tâm tệp mở khóa; "
        "sổ vẫn còn nguyên.")  # fmt: skip
WRONG = ("Khóa trên máy này không phải của sổ này: hãy mở sổ bằng phiếu khôi phục, hoặc xin trung tâm tệp mở khóa; "
         "sổ vẫn còn nguyên.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The mark left beside a book: its id and where its key is kept ("keyring" or "file")."""

    book: str
    place: str


def keep_new(folder: Path) -> tuple[KeyPlace, bytes]:
    """Make a random 256-bit key and keep it; the marker is written last, so a cut leaves no half book."""
    key = secrets.token_bytes(KEY_SIZE)
    return keep(folder, secrets.token_hex(8), key), key


def keep(folder: Path, book: str, key: bytes, *, suffix: str = "") -> KeyPlace:
    """Keep a key on this PC (slot 1): in the keyring where there is one, in a file of the owner's where there is none."""
    place = KeyPlace(book, KEYRING if _to_keyring(book + suffix, key) else FILE)
    if place.place == FILE:
        atomic_write(folder / f"{KEY_FILE}{suffix}", key.hex().encode(), mode=0o600)
    return place


def mark(folder: Path, place: KeyPlace) -> None:
    """Write the marker that says: here is a book, and its key lies there."""
    content = {"format": 2, "book": place.book, "key": place.place}
    atomic_write(folder / MARKER, json.dumps(content, indent=1).encode())


def read_mark(folder: Path) -> KeyPlace:
    """Read the marker of a book; where it is gone or spoilt, what the slots say. Raises StoreError without both."""
    try:
        return _marked(folder)
    except (StoreError, ValueError, KeyError, TypeError) as fault:
        found = read_slots(folder)
        if found:
            return KeyPlace(found.book, FILE if (folder / KEY_FILE).exists() else KEYRING)
        raise StoreError(f"Tệp «{MARKER}» bên cạnh sổ đã mất hoặc hỏng: hãy chép lại cả thư mục sổ, hoặc khôi phục từ bản sao lưu "
                         "gần nhất.", details=repr(fault)) from fault  # fmt: skip


def is_marked(folder: Path) -> bool:
    """Tell whether the marker of a book is there and whole."""
    try:
        return bool(_marked(folder))
    except (StoreError, ValueError, KeyError, TypeError):
        return False


def fetch(folder: Path, place: KeyPlace) -> bytes:
    """Return the key of a book. Raises KeyMissing when it is gone: never does a new book take its place."""
    return _fetched(folder, place, "")


def candidates(folder: Path, place: KeyPlace, *, suffix: str = "") -> list[bytes]:
    """Return the keys on this PC that may be the book's, the likeliest first: slots from another day may deny the right one."""
    readers: list[Callable[[], str]] = [lambda: _from_file(folder / f"{KEY_FILE}{suffix}"),
                                        lambda: _from_keyring(place.book + suffix)]  # fmt: skip
    about = _own(folder, place, suffix)
    found: list[bytes] = []
    for read in reversed(readers) if place.place == KEYRING else readers:
        key = _key(read())
        if key and about and about.fits(key):
            return [key, *found]  # nobody asks the keyring in vain: it is slow to wake
        found += [key] if key and key not in found else []
    return found


def is_sure(folder: Path, place: KeyPlace, key: bytes) -> bool:
    """Tell whether the slots beside the book do not deny this key."""
    about = _own(folder, place)
    return about is None or about.fits(key)


def slots(folder: Path) -> bytes:
    """Return what a backup carries so that it can be opened elsewhere; b"" for a book that has no slots yet."""
    return _bytes(folder / SLOTS_FILE)


def read_slots(folder: Path, *, suffix: str = "") -> Slots | None:
    """Return the slots beside a book, None where there are none that can be read."""
    raw = _bytes(folder / f"{SLOTS_FILE}{suffix}")
    try:
        return key_slots.parse(raw) if raw else None
    except StoreError:
        return None


def keep_slots(folder: Path, found: Slots, *, suffix: str = "") -> None:
    """Write the slots beside a book."""
    atomic_write(folder / f"{SLOTS_FILE}{suffix}", found.dump())


def unlock(raw: bytes, *, recovery: str) -> bytes:
    """Return the key by the code of a recovery sheet, as somebody typed it.

    Raises InputError for a code that was mistyped (and where), KeyMissing when it opens nothing here.
    """
    code = read_code(recovery)
    if not raw:
        raise KeyMissing("Tệp này không mang theo phiếu khôi phục nào: hãy dùng bản sao lưu mới hơn, hoặc máy đã lập sổ.")
    return key_slots.parse(raw).by_code(code)


def fits(raw: bytes, key: bytes) -> bool:
    """Tell whether a key is the one the slots of a backup are about."""
    return bool(raw) and key_slots.parse(raw).fits(key)


def stage(folder: Path, key: bytes, found: Slots) -> None:
    """Keep a new key and its slots beside the old ones; the next opening puts it in their place."""
    keep(folder, found.book, key, suffix=NEXT)
    keep_slots(folder, found, suffix=NEXT)


def staged(folder: Path, place: KeyPlace) -> bytes | None:
    """Return the key that waits, None where none does."""
    found = read_slots(folder, suffix=NEXT)
    if found is None or found.book != place.book:
        return None
    try:
        key = _fetched(folder, place, NEXT)
    except KeyMissing:
        return None
    return key if found.fits(key) else None


def is_staged(folder: Path) -> bool:
    """Tell whether a new key waits; one look at the folder."""
    return (folder / f"{SLOTS_FILE}{NEXT}").exists()


def promote(folder: Path, place: KeyPlace, key: bytes) -> None:
    """Make the key that waited the only one: the book is already under it."""
    found = read_slots(folder, suffix=NEXT)
    if found:
        keep_slots(folder, found)
    mark(folder, keep(folder, place.book, key))
    unstage(folder, place)


def unstage(folder: Path, place: KeyPlace) -> None:
    """Forget the key that waits."""
    _forget(place.book + NEXT)
    for name in (KEY_FILE, SLOTS_FILE):
        path = folder / f"{name}{NEXT}"
        with told(path):
            path.unlink(missing_ok=True)


def _marked(folder: Path) -> KeyPlace:
    path = folder / MARKER
    with told(path):
        content = json.loads(path.read_bytes())
    return KeyPlace(str(content["book"]), str(content["key"]))


def _fetched(folder: Path, place: KeyPlace, suffix: str) -> bytes:
    found = candidates(folder, place, suffix=suffix)
    about = _own(folder, place, suffix)
    for key in found:
        if about is None or about.fits(key):
            return key
    raise KeyMissing(WRONG if found else GONE)


def _own(folder: Path, place: KeyPlace, suffix: str = "") -> Slots | None:
    about = read_slots(folder, suffix=suffix)
    return about if about and about.book == place.book else None  # else somebody else's file


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return b""
    return key if len(key) == KEY_SIZE else b""


def _bytes(path: Path) -> bytes:
    if not path.exists():
        return b""
    with told(path), path.open("rb") as file:
        return file.read(key_slots.MOST_BYTES + 1)


def _from_file(path: Path) -> str:
    return _bytes(path).decode("ascii", "replace").strip()


def _to_keyring(name: str, key: bytes) -> bool:
    # keyring reads every backend's metadata when imported: only when a key is really asked of it.
    import keyring
    import keyring.errors

    try:
        keyring.set_password(SERVICE, name, key.hex())
        return keyring.get_password(SERVICE, name) == key.hex()
    except (keyring.errors.KeyringError, RuntimeError):
        return False


def _from_keyring(name: str) -> str:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, name) or ""
    except (keyring.errors.KeyringError, RuntimeError):
        return ""


def _forget(name: str) -> None:
    import keyring
    import keyring.errors

    try:
        keyring.delete_password(SERVICE, name)
    except (keyring.errors.KeyringError, RuntimeError):
        return  # it was never there
