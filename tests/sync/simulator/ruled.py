"""A world's own time and chance in place of the machine's, so that a seed says everything that happens."""

import itertools
import os
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from desktop.models import activities, engine, moment
from desktop.models.kinds import Kinds
from sync import columns
from sync.central import engines

FIRST_DAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Ruler:
    """The chance and the time of one world; `clock` is seconds since it began."""

    def __init__(self, seed: int, world: int) -> None:
        self.chance = random.Random(f"{seed}/{world}")
        self.bytes = random.Random(f"bytes {seed}/{world}")
        self.clock = 0.0
        self.skew = timedelta()  # of the PC whose turn it is
        self._count = itertools.count()

    def now(self) -> datetime:
        """Return the true time."""
        return FIRST_DAY + timedelta(seconds=self.clock)

    def local(self) -> datetime:
        """Return the time that the PC whose turn it is believes."""
        return self.now() + self.skew

    def seconds(self) -> float:
        """Return the seconds since the world began, for whoever measures."""
        return self.clock

    def pass_by(self, longest: float) -> None:
        """Let some time pass."""
        self.clock += self.chance.random() * longest


@contextmanager
def ruled(ruler: Ruler) -> Iterator[None]:
    """Let the code of both ends take time and chance from the ruler; stores need not outlive a power cut here."""
    stamp = SimpleNamespace(time_ns=lambda: int(ruler.local().timestamp() * 1000) * 1_000_000)
    with ExitStack() as stack:
        for target, name, by in (
            (os, "urandom", ruler.bytes.randbytes), (random, "_urandom", ruler.bytes.randbytes),
            (moment, "time", stamp),
            (activities, "now", lambda: ruler.local().isoformat(timespec="milliseconds")),
            (engine, "prepare", _quick_book), (engines, "_PRAGMAS", _QUICK),
            (columns, "field_types", _field_types),
        ):  # fmt: skip
            stack.enter_context(patch.object(target, name, by))
        yield


_declared: dict[int, columns.FieldTypes] = {}  # the declarations of a process never change
_types, _prepare = columns.field_types, engine.prepare
# A crash here ends a connection, not the machine: what the power takes is the business of other tests.
_QUICK = (*(pragma for pragma in engines._PRAGMAS if not pragma.startswith("synchronous")), "synchronous=OFF",
          "wal_autocheckpoint=200")  # fmt: skip


def _quick_book(connection: engine.Connection) -> None:
    _prepare(connection)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA wal_autocheckpoint = 200")


def _field_types(kinds: Kinds) -> columns.FieldTypes:
    if id(kinds) not in _declared:
        _declared[id(kinds)] = _types(kinds)
    return _declared[id(kinds)]
