"""The people of the office: who sits at the desk, what each may do, and the PIN that says it is them.

The PIN guards the desk, not the file: who holds the account of the operating system can reset it
(`sophuong accounts reset`). Nothing of it is logged, sent or kept but its Argon2 hash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.models.errors import InputError
from desktop.models.moment import new_uid, now
from desktop.models.text import clean, fold

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

ROLES: Mapping[str, str] = MappingProxyType(
    {"official": "Cán bộ ghi", "leader": "Lãnh đạo duyệt", "print": "Người in"}
)
MANAGES = "manage"
_RECORDING = frozenset({"record", "edit", "bin", "print", "report", "plan", "send", "attendees"})
MAY: Mapping[str, frozenset[str]] = MappingProxyType({
    "official": _RECORDING,
    "leader": _RECORDING | {"approve"},
    "print": frozenset({"print"}),
})  # fmt: skip
ACTS: Mapping[str, str] = MappingProxyType({
    "record": "ghi hoạt động", "edit": "sửa hoạt động", "bin": "bỏ hoặc khôi phục hoạt động", "print": "in",
    "report": "soạn, phát hành báo cáo", "plan": "sửa kế hoạch", "send": "gửi dữ liệu", "approve": "duyệt",
    "attendees": "xem và ghi danh sách người dự", "manage": "quản lý tài khoản và cài đặt chung",
})  # fmt: skip
FREE_TRIES = 4  # wrong PINs before the first wait
WAITS = (30, 60, 120, 300, 900, 3600)  # seconds after the 5th, 6th … wrong PIN; the last one stays
_WRONG = "wrong_pins"
_PIN = re.compile(r"\d{4,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the office: `role` of ROLES, `manages` accounts and common settings; without a PIN until they set one."""

    uid: str
    name: str
    role: str
    manages: bool
    active: bool
    has_pin: bool

    def may(self, act: str) -> str:
        """Return why this person may not do something of ACTS, "" when they may."""
        if self.manages if act == MANAGES else act in MAY[self.role]:
            return ""
        what = ACTS[act]
        return f"«{self.name}» ({ROLES[self.role].lower()}) không được {what}: hãy đổi người dùng (Ctrl+Shift+U)."


class Session:
    """Who sits at the desk now; one for the whole program, shared by its threads."""

    def __init__(self, *, guarded: bool) -> None:
        self.guarded = guarded
        self.account: Account | None = None

    def may(self, act: str) -> str:
        """Return why nothing or not this can be done now, "" when it can; without accounts everything can."""
        if not self.guarded:
            return ""
        return self.account.may(act) if self.account else "Máy đang khóa: hãy mở khóa bằng PIN rồi làm tiếp."


class Accounts:
    """The accounts of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[Account]:
        """Return every account, the active ones first, by name."""
        rows = self._book.query("SELECT uid, name, role, active, pin FROM accounts")
        return sorted((_account(*row) for row in rows), key=lambda one: (not one.active, fold(one.name)))

    def active(self) -> list[Account]:
        """Return those who may sit at the desk."""
        return [one for one in self.all() if one.active]

    @property
    def guarded(self) -> bool:
        """Whether the program asks who is there: only with accounts does it."""
        return bool(self._book.query("SELECT 1 FROM accounts WHERE active = 1 LIMIT 1"))

    def get(self, uid: str) -> Account:
        """Return an account. Raises InputError when there is none."""
        rows = self._book.query("SELECT uid, name, role, active, pin FROM accounts WHERE uid = ?", (uid,))
        if not rows:
            raise InputError("Không còn tài khoản này: hãy chọn lại người dùng.")
        return _account(*rows[0])

    def find(self, name: str) -> Account:
        """Return the account of a name, with or without marks. Raises InputError when none or several are called so."""
        found = [one for one in self.all() if one.name == name] or [one for one in self.all() if fold(one.name) == fold(name)]
        if len(found) != 1:
            names = ", ".join(one.name for one in self.all()) or "chưa có tài khoản nào"
            raise InputError(f"Không có tài khoản «{name[:60]}»: đang có {names}.")
        return found[0]

    def add(self, name: str, role: str, pin: str, *, manages: bool = False) -> Account:
        """Add a person; the first one always manages. Raises InputError for a wrong name, role or PIN."""
        hashed = hash_pin(pin)  # before the write begins: it takes its time
        with self._book.tx() as db:
            kept = self._name(name, "")
            manages = manages or not any(one.manages for one in self.active())
            uid = new_uid()
            db.execute("INSERT INTO accounts (uid, name, role, pin, active, at) VALUES (?, ?, ?, ?, 1, ?)",
                       [uid, kept, _role(role, manages=manages), hashed, now()])  # fmt: skip
        return self.get(uid)

    def change(self, uid: str, *, name: str, role: str, manages: bool, active: bool = True) -> Account:
        """Change an account. Raises InputError when nobody would be left to manage."""
        with self._book.tx() as db:
            self.get(uid)
            others = any(one.manages and one.uid != uid for one in self.active())
            if not others and not (manages and active):
                raise InputError("Phải còn ít nhất một người quản lý tài khoản: hãy giao quyền cho người khác trước.")
            db.execute("UPDATE accounts SET name = ?, role = ?, active = ? WHERE uid = ?",
                       [self._name(name, uid), _role(role, manages=manages), int(active), uid])  # fmt: skip
        return self.get(uid)

    def set_pin(self, uid: str, pin: str) -> None:
        """Give an account a new PIN. Raises InputError for one that is too short or too easy."""
        hashed = hash_pin(pin)
        with self._book.tx() as db:
            db.execute("UPDATE accounts SET pin = ? WHERE uid = ?", [hashed, uid])
            self._forget_wrong(uid)

    def reset(self, uid: str) -> None:
        """Take the PIN away: the person sets a new one the next time they sit down."""
        with self._book.tx() as db:
            db.execute("UPDATE accounts SET pin = '' WHERE uid = ?", [uid])
            self._forget_wrong(uid)

    def remove_all(self) -> None:
        """Make the program open again without asking who is there; names in the history stay."""
        with self._book.tx() as db:
            db.execute("DELETE FROM accounts")
            self._book.set(_WRONG, None)

    def verify(self, uid: str, pin: str) -> Account:
        """Return the account when the PIN is right. Raises InputError, and makes the next try wait longer each time.

        The try is written down before the PIN is looked at, so that ending the program in between saves nobody a wait.
        """
        wait = self.wait(uid)
        if wait:
            raise InputError(f"Sai PIN nhiều lần: hãy chờ {_length(wait)} rồi thử lại.")
        with self._book.tx():
            rows = self._book.query("SELECT pin FROM accounts WHERE uid = ? AND active = 1", (uid,))
            if not rows:
                raise InputError("Tài khoản này không còn dùng: hãy chọn người khác.")
            tries = self._note_try(uid)
        if rows[0][0] and not _matches(rows[0][0], pin):
            raise InputError(_wrong(tries))
        with self._book.tx():
            self._forget_wrong(uid)
        return self.get(uid)

    def wait(self, uid: str) -> int:
        """Return how many seconds an account must wait for its next try, 0 for none."""
        tries, until = self._wrong().get(uid, (0, ""))
        left = (datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() if until else 0
        # A clock that was set back must not lock somebody out for years.
        return max(0, min(round(left + 0.5), WAITS[-1])) if tries > FREE_TRIES else 0

    def _name(self, name: str, uid: str) -> str:
        kept = " ".join(clean(name).split())
        if not 2 <= len(kept) <= 80:
            raise InputError("Hãy ghi họ và tên (2 đến 80 chữ).")
        if any(fold(one.name) == fold(kept) and one.uid != uid for one in self.all()):
            raise InputError(f"Đã có tài khoản «{kept}»: hãy thêm chức danh để phân biệt.")
        return kept

    def _wrong(self) -> dict[str, Any]:
        return dict(self._book.setting(_WRONG, {}))

    def _note_try(self, uid: str) -> int:
        wrong = self._wrong()
        tries = int(wrong.get(uid, (0, ""))[0]) + 1
        wait = WAITS[min(tries - FREE_TRIES - 1, len(WAITS) - 1)] if tries > FREE_TRIES else 0
        until = (datetime.now(UTC) + timedelta(seconds=wait)).isoformat() if wait else ""
        self._book.set(_WRONG, wrong | {uid: [tries, until]})
        return tries

    def _forget_wrong(self, uid: str) -> None:
        wrong = self._wrong()
        if wrong.pop(uid, None) is not None:
            self._book.set(_WRONG, wrong or None)


def hash_pin(pin: str) -> str:
    """Return the Argon2id hash of a PIN, about 150 ms of work. Raises InputError for a wrong one."""
    fault = pin_fault(pin)
    if fault:
        raise InputError(fault)
    return str(_hasher().hash(pin))


def pin_fault(pin: str) -> str:
    """Return what is wrong with a new PIN, "" when nothing is."""
    if not _PIN.fullmatch(pin):
        return "PIN gồm 4 đến 12 chữ số: hãy nhập lại."
    steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "PIN này dễ đoán (các số giống nhau hoặc liền nhau): hãy chọn PIN khác."
    return ""


def _hasher() -> Any:
    from argon2 import PasswordHasher  # 30 ms that only an office with accounts pays

    return PasswordHasher(time_cost=3, memory_cost=48 * 1024, parallelism=1)


def _matches(hashed: str, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(hashed, pin))
    except (VerificationError, InvalidHashError):
        return False


def _wrong(tries: int) -> str:
    if tries < FREE_TRIES:
        return f"PIN chưa đúng: còn {FREE_TRIES - tries + 1} lần thử trước khi phải chờ."
    if tries == FREE_TRIES:
        return "PIN chưa đúng: sai lần nữa sẽ phải chờ."
    return f"PIN chưa đúng: hãy chờ {_length(WAITS[min(tries - FREE_TRIES - 1, len(WAITS) - 1)])} rồi thử lại."


def _length(seconds: int) -> str:
    return f"{seconds} giây" if seconds < 120 else f"{-(-seconds // 60)} phút"


def _role(role: str, *, manages: bool) -> str:
    if role not in ROLES:
        raise InputError(f"Không có vai trò «{role[:20]}»: chọn một trong {', '.join(ROLES)}.")
    return f"{role},{MANAGES}" if manages else role


def _account(uid: str, name: str, role: str, active: int, pin: str) -> Account:
    parts = role.split(",")
    return Account(uid, name, parts[0] if parts[0] in ROLES else "print", MANAGES in parts, bool(active), bool(pin))
