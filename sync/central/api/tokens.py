"""Tokens of the city's own systems: shown once, kept as a hash, with scopes, an end, and when they were last used."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from desktop.models import units
from desktop.models.errors import InputError
from sync.central.console.tables import tokens
from sync.central.console.users import note
from sync.central.enrolments import stamp
from sync.central.store import Store

SCOPES = {"totals": "đơn vị và tổng số", "activities": "từng hoạt động và thay đổi"}
PREFIX = "spt_"  # so that one left in a file is found by those who look for secrets
_FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """Who reads: `unit` "" may read all units."""

    id: int
    name: str
    scopes: frozenset[str]
    unit: str


class Tokens:
    """The tokens of one centre."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, name: str, scopes: tuple[str, ...], *, days: int, unit: str = "", now: datetime) -> str:
        """Return a new token; it is never shown again. Raises InputError."""
        if not name.strip() or not scopes or set(scopes) - set(SCOPES):
            raise InputError("Token cần tên và phạm vi: totals, activities.")
        token = PREFIX + secrets.token_urlsafe(32)
        with self._store.tx() as connection:
            connection.execute(insert(tokens).values(
                hash=_hash(token), name=name.strip()[:60], scopes=" ".join(sorted(set(scopes))), made_at=stamp(now),
                unit=units.find(unit).code if unit else "", expires_at=stamp(now + timedelta(days=days))))  # fmt: skip
            note(connection, name.strip()[:60], "tokens.make", now=now, what=" ".join(scopes))
        return token

    def revoke(self, ident: int, *, now: datetime) -> None:
        """End a token. Raises InputError."""
        with self._store.tx() as connection:
            done = connection.execute(update(tokens).where(tokens.c.id == ident).values(revoked_at=stamp(now)))
            if done.rowcount != 1:
                raise InputError(f"Không có token số {ident}: hãy xem tokens list.")
            note(connection, str(ident), "tokens.revoke", now=now)

    def all(self) -> list[tuple[int, str, str, str, str, str | None, str | None]]:
        """Return (id, name, scopes, unit, expires, revoked, used) of all, the newest first."""
        here = tokens.c
        query = select(here.id, here.name, here.scopes, here.unit, here.expires_at, here.revoked_at, here.used_at)
        with self._store.reading() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(here.id.desc()))]

    def find(self, token: str, *, now: datetime) -> Token | None:
        """Return who has this token, None where it is unknown, ended or revoked."""
        with self._store.reading() as connection:
            row = connection.execute(select(tokens).where(tokens.c.hash == _hash(token))).one_or_none()
        if row is None or row.revoked_at is not None or row.expires_at < stamp(now):
            return None
        if row.used_at is None or row.used_at < stamp(now - _FRESH):
            with self._store.tx() as connection:
                connection.execute(update(tokens).where(tokens.c.id == row.id).values(used_at=stamp(now)))
        return Token(row.id, row.name, frozenset(row.scopes.split()), row.unit)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
