"""Which copies stay: one an hour for a day, one a day for two weeks, one a month for a year."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY, DAYS, MONTHS = timedelta(hours=24), timedelta(days=14), timedelta(days=366)
WHYS = {"auto": "tự động", "exit": "lúc đóng chương trình", "import": "trước khi nhập", "migration": "trước khi nâng cấp",
        "restore": "trước khi khôi phục", "hand": "tự tay"}  # fmt: skip
BEFORE = 2  # the last copies from before each kind of great change, which stay whatever their age: the way back
CHANGES = ("migration", "restore", "import")


@dataclass(frozen=True, slots=True)
class Dated:
    """A copy as thinning sees it: what it is called, when it was made (with time zone), why (a key of WHYS)."""

    name: str
    at: datetime
    why: str = "auto"


def keep(copies: Iterable[Dated], now: datetime) -> set[str]:
    """Return the names of the copies that stay; the newest of each stretch of time stands for it.

    What was made by hand stays until a hand removes it. The newest copy always stays, also where the clock was set back
    and its moment is yet to come: such copies count as made now.
    """
    ordered = sorted(copies, key=lambda one: (one.at, one.name), reverse=True)
    kept = {one.name for one in ordered if one.why == "hand"} | {one.name for one in ordered[:1]}
    for why in CHANGES:
        kept |= {one.name for one in [one for one in ordered if one.why == why][:BEFORE]}
    seen: set[Hashable] = set()
    for one in ordered:
        stretch = _stretch(one.at, now)
        if stretch is not None and stretch not in seen:
            seen.add(stretch)
            kept.add(one.name)
    return kept


def _stretch(at: datetime, now: datetime) -> Hashable | None:
    """Return the stretch of time a copy stands for, None for one that is too old to stand for any."""
    age = now - at
    there = at.astimezone(now.tzinfo)
    if age <= DAY:
        return ("hour", there.date(), there.hour)
    if age <= DAYS:
        return ("day", there.date())
    if age <= MONTHS:
        return ("month", there.year, there.month)
    return None
