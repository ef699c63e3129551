"""What the centre publishes to its units: signed once, numbered over all, asked for by a cursor."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from desktop.models import kinds
from desktop.models.errors import DeclarationError, InputError
from desktop.models.kinds import Kinds
from sync import seal, wire
from sync.central.store import Store
from sync.central.tables import items, meta
from sync.wire import Cursor, Item

_log = logging.getLogger(__name__)


def publish(store: Store, *, topic: str, key: str, body: Any, units: Sequence[str] = ("",), now: datetime) -> list[int]:
    """Sign and keep one item for each unit ("" is all); return their serials. Raises Rejected when it is too big."""
    with store.tx() as connection:
        return [add(connection, store.secret, topic=topic, key=key, body=body, unit=unit, now=now) for unit in units]


def add(connection: Connection, secret: bytes, *, topic: str, key: str, body: Any, unit: str, now: datetime) -> int:
    """Sign and keep one item in a transaction under way; return its serial."""
    if len(topic) > wire.MAX_TEXT or len(key) > wire.MAX_TEXT:
        raise InputError("Tên mục công bố quá dài: hãy rút gọn tên tệp.")
    # One at a time until the commit: else a unit could read the later serial first and never ask for the earlier.
    connection.execute(select(meta.c.key).where(meta.c.key == "centre_secret").with_for_update())
    serial = (connection.scalar(select(func.max(items.c.serial))) or 0) + 1
    same = select(func.max(items.c.version)).where(items.c.topic == topic, items.c.key == key)
    version = (connection.scalar(same) or 0) + 1
    item = Item(serial, int(now.timestamp()), topic, key, version, unit, body)
    sealed = seal.seal_item(item, secret)
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute(items.insert().values(
        serial=serial, digest=sealed.digest, topic=topic, key=key, version=version, unit=unit, at=at,
        raw=sealed.body))  # fmt: skip
    return serial


def behind(connection: Connection, unit: str, cursor: Cursor, *, room: int) -> tuple[bytes, ...]:
    """Return the items of a unit behind a cursor, as many as there is room for (bytes), at least one.

    A cursor that names no item here (the centre was restored) gets all from the start.
    """
    since = cursor.serial
    if since:
        known = connection.scalar(select(items.c.digest).where(items.c.serial == since))
        if known is None or known[: wire.TAG] != cursor.mark:
            since = 0
    query = select(items.c.raw).where(_for(unit), items.c.serial > since).order_by(items.c.serial)
    found: list[bytes] = []
    with connection.execute(query) as rows:
        for (raw,) in rows:
            if found and sum(map(len, found)) + len(raw) > room:
                break
            found.append(raw)
    return tuple(found)


def last(connection: Connection, unit: str) -> int:
    """Return the serial of the last item of a unit, 0 for none."""
    return connection.scalar(select(func.max(items.c.serial)).where(_for(unit))) or 0


def texts(store: Store, topic: str) -> dict[str, str]:
    """Return the newest text published to all of each declaration of a topic, by its name."""
    query = select(items.c.raw).where(items.c.topic == topic, items.c.unit == "").order_by(items.c.serial)
    found: dict[str, str] = {}
    with store.reading() as connection:
        for (raw,) in connection.execute(query):
            body = wire.read_item(wire.open_item(raw)).body
            found.pop(body["name"], None)
            if body["text"]:
                found[body["name"]] = body["text"]
    return found


def kinds_of(store: Store) -> Kinds:
    """Return the kinds by which the centre judges: those it ships with and those it has published to all."""
    return kinds.load(published=texts(store, "kinds"), published_lists=texts(store, "lists"))


class Declared:
    """The kinds by which the centre judges: read anew once something was published, without a restart."""

    def __init__(self, store: Store, kinds: Kinds) -> None:
        self._store, self._kinds = store, kinds
        self._serial = self._last()

    def now(self) -> Kinds:
        """Return the kinds as they are published at this moment."""
        serial = self._last()
        if serial != self._serial:
            self._serial = serial
            try:
                self._kinds = kinds_of(self._store)
            except DeclarationError as fault:  # meant for a newer centre: those before go on judging
                _log.warning("published kinds left aside: %s", fault.sentence)
        return self._kinds

    def _last(self) -> int:
        query = select(func.max(items.c.serial)).where(items.c.topic.in_(("kinds", "lists")), items.c.unit == "")
        with self._store.reading() as connection:
            return connection.scalar(query) or 0


def _for(unit: str) -> Any:
    return or_(items.c.unit == unit, items.c.unit == "")
