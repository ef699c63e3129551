"""The slots of a book's key: ways to open it that lie beside the book and in every backup, and are worthless alone.

    sheet    the recovery sheet: its code through Argon2id, with the parameters it was made by
    centre   closed to the centre's public key (HPKE), bound to unit and book; opened there, by people, offline
    check    what tells the right key from a wrong one before the book is touched

The first way, the keyring of the operating system, is not in here: it stays on its PC (desktop.models.keys).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from desktop.models import guards
from desktop.models.errors import KeyMissing, StoreError

FORMAT = 1
MOST_BYTES = 16_000
TIME, MEMORY, LANES = 3, 65_536, 4  # RFC 9106, second recommended option: 64 MiB
_MOST = {"time": 16, "memory": 1_048_576, "lanes": 16}  # a spoilt file must not eat the PC
KEY_SIZE = 32


@dataclass(frozen=True, slots=True)
class Sheet:
    """Slot 2: the n-th sheet of the book. `box` is the key under a pad of this code, with 16 bytes that prove it."""

    number: int
    made: str
    by: str
    salt: bytes
    box: bytes
    time: int
    memory: int  # KiB
    lanes: int


@dataclass(frozen=True, slots=True)
class Centre:
    """Slot 3: `key` names the centre's public key (16 hex digits), `box` is what its holder opens."""

    key: str
    made: str
    box: bytes


@dataclass(frozen=True, slots=True)
class Slots:
    """All slots of one key of one book; `unit` is a five-digit code, `check` 16 bytes."""

    book: str
    unit: str
    check: bytes
    sheet: Sheet | None = None
    centre: Centre | None = None

    @classmethod
    def of(cls, key: bytes, *, book: str, unit: str) -> Self:
        """Return the empty slots of a key."""
        return cls(book, unit, _check(key, book))

    def fits(self, key: bytes) -> bool:
        """Tell whether this is the key the slots are about."""
        return hmac.compare_digest(self.check, _check(key, self.book))

    def with_sheet(self, key: bytes, code: str, *, by: str = "", number: int = 0) -> Self:
        """Return slots that the code of a new sheet opens; the sheet before it opens nothing any more."""
        number = number or (self.sheet.number if self.sheet else 0) + 1
        made = Sheet(number, _now(), by, secrets.token_bytes(16), b"", TIME, MEMORY, LANES)
        pad, proof = _stretched(made, code)
        hidden = bytes(a ^ b for a, b in zip(key, pad, strict=True))
        return replace(self, sheet=replace(made, box=hidden + self._proof(made, proof, hidden)))

    def by_code(self, code: str) -> bytes:
        """Return the key by the code of the sheet, as `recovery.read_code` gives it. Raises KeyMissing."""
        sheet = self.sheet
        if sheet is None:
            raise KeyMissing("Sổ này chưa có phiếu khôi phục nào: hãy nhờ trung tâm mở, hoặc mở trên máy đã lập sổ.")
        pad, proof = _stretched(sheet, code)
        hidden, told = sheet.box[:KEY_SIZE], sheet.box[KEY_SIZE:]
        if not hmac.compare_digest(told, self._proof(sheet, proof, hidden)):
            raise KeyMissing(f"Mã gõ đúng cách nhưng không phải của phiếu số {sheet.number} mà tệp này cần: "
                             "hãy tìm đúng phiếu có số đó.")  # fmt: skip
        key = bytes(a ^ b for a, b in zip(hidden, pad, strict=True))
        if not self.fits(key):
            raise KeyMissing("Phiếu mở ra khóa của sổ khác: hãy tìm phiếu của sổ này.")
        return key

    def with_centre(self, name: str, box: bytes) -> Self:
        """Return slots that the holder of the named public key opens."""
        return replace(self, centre=Centre(name, _now(), box))

    def dump(self) -> bytes:
        """Return the bytes that are kept."""
        content: dict[str, Any] = {"format": FORMAT, "book": self.book, "unit": self.unit, "check": self.check.hex()}
        if self.sheet:
            one = self.sheet
            content["sheet"] = {"number": one.number, "made": one.made, "by": one.by, "salt": one.salt.hex(), "box": one.box.hex(),
                                "time": one.time, "memory": one.memory, "lanes": one.lanes}  # fmt: skip
        if self.centre:
            content["centre"] = {"key": self.centre.key, "made": self.centre.made, "box": self.centre.box.hex()}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def _proof(self, sheet: Sheet, key: bytes, hidden: bytes) -> bytes:
        about = f"so-phuong sheet 1\n{self.book}\n{self.unit}\n{sheet.number}\n".encode()
        return hmac.digest(key, about + sheet.salt + hidden, "sha256")[:16]


def name_of(public: bytes) -> str:
    """Return the name of a centre's public key (16 hex digits)."""
    return hashlib.sha256(public).hexdigest()[:16]


def parse(raw: bytes) -> Slots:
    """Read kept slots strictly. Raises StoreError for anything else, or what a newer program wrote."""
    try:
        if len(raw) > MOST_BYTES:
            raise ValueError("too long")
        content = guards.json_of(raw)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r}")
        check = _sized(content["check"], 16)
        return Slots(_text(content["book"]), _text(content["unit"]), check, _sheet(content.get("sheet")),
                     _centre(content.get("centre")))  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise StoreError("Tệp các cách mở khóa (book.keys) đã hỏng hoặc do chương trình mới hơn tạo ra: hãy mở sổ trên máy đã lập "
                         "sổ, hoặc dùng bản sao lưu gần nhất.", details=repr(fault)) from fault  # fmt: skip


def _sheet(content: Mapping[str, Any] | None) -> Sheet | None:
    if content is None:
        return None
    for name, most in _MOST.items():
        if type(content[name]) is not int or not 1 <= content[name] <= most:
            raise ValueError(name)
    number = content["number"]
    if type(number) is not int or number < 1:
        raise ValueError("number")
    return Sheet(number, _text(content["made"]), _text(content["by"]), _sized(content["salt"], 16),
                 _sized(content["box"], KEY_SIZE + 16), content["time"], content["memory"], content["lanes"])  # fmt: skip


def _centre(content: Mapping[str, Any] | None) -> Centre | None:
    if content is None:
        return None
    return Centre(_text(content["key"]), _text(content["made"]), bytes.fromhex(content["box"]))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError("text")
    return value


def _sized(value: str, size: int) -> bytes:
    raw = bytes.fromhex(value)
    if len(raw) != size:
        raise ValueError("size")
    return raw


def _check(key: bytes, book: str) -> bytes:
    return hmac.digest(key, f"so-phuong key 1\n{book}\n".encode(), "sha256")[:16]


def _stretched(sheet: Sheet, code: str) -> tuple[bytes, bytes]:
    """Return (pad, key of the proof), 32 bytes each: a fresh salt for each sheet makes them good for one key only."""
    from argon2.exceptions import HashingError  # most starts ask for no sheet
    from argon2.low_level import Type, hash_secret_raw

    secret = hashlib.sha256(f"so-phuong code 1\n{code}".encode()).digest()
    try:
        made = hash_secret_raw(secret, sheet.salt, sheet.time, sheet.memory, sheet.lanes, 2 * KEY_SIZE, Type.ID)
    except HashingError as fault:
        raise StoreError(f"Máy không còn đủ bộ nhớ để kiểm tra phiếu (cần {sheet.memory // 1024} MB): hãy đóng bớt chương trình "
                         "rồi làm lại.", details=repr(fault)) from fault  # fmt: skip
    return made[:KEY_SIZE], made[KEY_SIZE:]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
