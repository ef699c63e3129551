"""The people of the centre: roles, passwords (Argon2id), waits after wrong ones, sessions that end by themselves."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from desktop.models import units
from desktop.models.errors import InputError, Refused
from sync.central.console.tables import audit, sessions, users
from sync.central.enrolments import stamp
from sync.central.store import Store

ROLES = {"viewer": "Xem", "reviewer": "Duyệt", "operator": "Vận hành", "admin": "Quản trị"}
MAY = {
    "viewer": frozenset({"see"}),
    "reviewer": frozenset({"see", "review"}),
    "operator": frozenset({"see", "review", "publish", "devices"}),
    "admin": frozenset({"see", "review", "publish", "devices", "audit"}),
}
SHORTEST = 12  # characters of a password
FREE, WAITS = 4, (30, 60, 120, 300, 900, 3600)  # wrong passwords without a wait; seconds after each further one
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
_WRONG = "Tên hoặc mật khẩu không đúng, hoặc đã gõ sai nhiều lần: hãy đợi ít phút rồi gõ lại."
# About 100 ms and 64 MiB: the library's own recommendation (RFC 9106, low memory).
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in; `unit` "" sees every unit, else only this one."""

    name: str
    role: str
    unit: str

    def may(self, act: str) -> bool:
        """Tell whether the role lets this person do something of MAY."""
        return act in MAY[self.role]


class Users:
    """The people of one centre."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, role: str, password: str, *, unit: str = "", now: datetime) -> None:
        """Add a person, or give one a new password, role and unit; every session of theirs ends. Raises InputError."""
        name = _named(name)
        if role not in ROLES:
            raise InputError(f"Không có vai trò «{role[:20]}»: hãy chọn viewer, reviewer, operator hoặc admin.")
        facts = {"role": role, "unit": units.find(unit).code if unit else "", "hash": _hashed(name, password), "active": True,
                 "wrong": 0, "waits_until": ""}  # fmt: skip
        with self._store.tx() as connection:
            if connection.scalar(select(users.c.name).where(users.c.name == name)):
                connection.execute(update(users).where(users.c.name == name).values(**facts))
                connection.execute(delete(sessions).where(sessions.c.name == name))
            else:
                connection.execute(insert(users).values(name=name, made_at=stamp(now), **facts))
            note(connection, name, "users.add", now=now, what=role)

    def disable(self, name: str, *, now: datetime) -> None:
        """Let a person in no more. Raises InputError."""
        with self._store.tx() as connection:
            done = connection.execute(update(users).where(users.c.name == _named(name)).values(active=False))
            if done.rowcount != 1:
                raise InputError(f"Không có người dùng «{name[:40]}»: hãy xem users list.")
            connection.execute(delete(sessions).where(sessions.c.name == _named(name)))
            note(connection, _named(name), "users.disable", now=now)

    def all(self) -> list[tuple[str, str, str, bool]]:
        """Return (name, role, unit, active) of everybody."""
        with self._store.reading() as connection:
            rows = connection.execute(select(users.c.name, users.c.role, users.c.unit, users.c.active).order_by(users.c.name))
            return [(row.name, row.role, row.unit, row.active) for row in rows]

    def sign_in(self, name: str, password: str, *, now: datetime) -> str:
        """Return the token of a new session. Raises Refused; the sentence does not tell which of the two was wrong."""
        name = name.strip().casefold()[:60]
        with self._store.reading() as connection:
            row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
        if row is not None and row.waits_until > stamp(now):
            raise Refused(_WRONG, details="waits")
        right = _is_right(row.hash if row is not None and row.active else _NOBODY, password) and row is not None and row.active
        with self._store.tx() as connection:
            if row is None or not right:
                if row is not None:
                    # Counted in the database: a thousand tries at once are a thousand wrong ones.
                    connection.execute(update(users).where(users.c.name == name).values(wrong=users.c.wrong + 1))
                    wrong = connection.scalar(select(users.c.wrong).where(users.c.name == name)) or 0
                    if wrong > FREE:
                        until = now + timedelta(seconds=WAITS[min(wrong - FREE, len(WAITS)) - 1])
                        connection.execute(update(users).where(users.c.name == name).values(waits_until=stamp(until)))
                    note(connection, name, "sign-in.wrong", now=now)
            else:
                token = secrets.token_urlsafe(32)
                fresh = {"wrong": 0, "waits_until": ""}
                if _HASHER.check_needs_rehash(row.hash):
                    fresh["hash"] = _HASHER.hash(password)
                connection.execute(update(users).where(users.c.name == name).values(**fresh))
                connection.execute(delete(sessions).where(sessions.c.begun_at < stamp(now - LONGEST)))
                connection.execute(insert(sessions).values(token=_kept(token), name=name, begun_at=stamp(now), seen_at=stamp(now)))
                note(connection, name, "sign-in", now=now)
                return token
        raise Refused(_WRONG, details="password")

    def who(self, token: str, *, now: datetime) -> User | None:
        """Return who has this session, None for one that ended; being seen keeps it alive."""
        if not token:
            return None
        query = select(users, sessions.c.begun_at, sessions.c.seen_at).join(sessions, sessions.c.name == users.c.name)
        with self._store.reading() as connection:
            row = connection.execute(query.where(sessions.c.token == _kept(token))).one_or_none()
        if row is None or not row.active or row.seen_at < stamp(now - IDLE) or row.begun_at < stamp(now - LONGEST):
            return None
        if row.seen_at < stamp(now - timedelta(minutes=1)):
            with self._store.tx() as connection:
                connection.execute(update(sessions).where(sessions.c.token == _kept(token)).values(seen_at=stamp(now)))
        return User(row.name, row.role, row.unit)

    def sign_out(self, token: str, *, everywhere: bool = False, now: datetime) -> None:
        """End a session, or all of that person."""
        with self._store.tx() as connection:
            name = connection.scalar(select(sessions.c.name).where(sessions.c.token == _kept(token)))
            if name is not None:
                chosen = sessions.c.name == name if everywhere else sessions.c.token == _kept(token)
                connection.execute(delete(sessions).where(chosen))
                note(connection, name, "sign-out", now=now, what="everywhere" if everywhere else "")

    def is_empty(self) -> bool:
        """Tell whether nobody may sign in yet."""
        with self._store.reading() as connection:
            return not connection.scalar(select(func.count()).select_from(users))


def note(connection: Connection, name: str, act: str, *, now: datetime, unit: str = "", what: str = "") -> None:
    """Write an act into the audit log, in the transaction that does it."""
    connection.execute(insert(audit).values(at=stamp(now), name=name, act=act, unit=unit, what=what[:400]))


def _named(name: str) -> str:
    plain = name.strip().casefold()
    if not plain or len(plain) > 60 or not all(sign.isalnum() or sign in "._-@" for sign in plain):
        raise InputError("Tên người dùng gồm chữ, số, dấu chấm, gạch nối, @, nhiều nhất 60 ký tự: hãy đặt lại.")
    return plain


def _hashed(name: str, password: str) -> str:
    if len(password) < SHORTEST or name in password.casefold():
        raise InputError(f"Mật khẩu cần từ {SHORTEST} ký tự và không chứa tên người dùng: hãy đặt lại, một câu dài là tốt nhất.")
    return _HASHER.hash(password[:1000])


def _is_right(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password[:1000])
    except (VerificationError, InvalidHashError):
        return False


def _kept(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
