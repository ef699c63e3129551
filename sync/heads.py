"""What every revision of a batch has beside its values: ids, times, parents, the hand that wrote it.

A UUIDv7 begins with its time, so the difference to `at` and the ten random bytes are enough; any other UUID only
makes a larger difference. A parent or an activity of the same batch is named by its distance in rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sync import frame, wire
from sync.streams import Reader, Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY, _DAY_MS = _EPOCH.toordinal(), 86_400_000
_FIRST_MS, _LAST_MS = -62_135_596_800_000, 253_402_300_799_999  # years 1 to 9999
_TIME, _TAIL, _PARENT, _PC, _INCARNATION = 6, 10, 8, 8, 4  # bytes
MAX_PARENTS = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """A revision without its values; `parents` are bytes, or rows of the same batch."""

    uid: bytes
    revision: int
    parents: Sequence[bytes | int]
    at: str
    who: bytes
    binned: bool


def check(revision: "wire.WireRevision") -> None:
    """Check the limits of one revision that is to be written. Raises Rejected."""
    frame.expect(len(revision.uid) == _TIME + _TAIL, "revision: uid")
    frame.expect(len(revision.pc) == _PC and len(revision.incarnation) == _INCARNATION, "revision: pc")
    frame.expect(len(revision.parents) <= MAX_PARENTS, "revision: parents")
    frame.expect(all(len(parent) == _PARENT for parent in revision.parents), "revision: parents")
    frame.expect(type(revision.revision) is int and 0 <= revision.revision < 2**62, "revision: number")
    frame.expect(type(revision.kind_version) is int and 0 <= revision.kind_version < 2**62, "revision: version")
    frame.expect(type(revision.binned) is bool, "revision: binned")
    for text in (revision.kind, revision.at):
        frame.expect(type(text) is str and len(text) <= wire.MAX_TEXT, "revision: text")


def put(revisions: "Sequence[wire.WireRevision]", out: Writer) -> list[int]:
    """Write the heads and return the day of each (ordinal, 0 when `at` is no time of ours)."""
    times = _put_times([revision.at for revision in revisions], out)
    earlier = _earlier([revision.uid for revision in revisions])
    out.ints([row - before if before >= 0 else 0 for row, before in enumerate(earlier)])
    fresh = [row for row, before in enumerate(earlier) if before < 0]
    out.ints([times[row] - int.from_bytes(revisions[row].uid[:_TIME]) for row in fresh])
    for row in fresh:
        out.bytes += revisions[row].uid[_TIME:]
    numbers = [revision.revision for revision in revisions]
    out.ints([number - (numbers[before] if before >= 0 else 0) for number, before in zip(numbers, earlier, strict=True)])
    _put_parents(revisions, earlier, out)
    hands = [revision.pc + revision.incarnation for revision in revisions]
    known = {hand: place for place, hand in enumerate(dict.fromkeys(hands))}
    out.count(len(known))
    out.bytes += b"".join(known)
    if len(known) > 1:
        out.ints([known[hand] for hand in hands])
    out.ints([int(revision.binned) for revision in revisions])
    return _days(times)


def take(n: int, given: Reader) -> tuple[list[Head], list[int]]:
    """Read n heads and their days. Raises Rejected."""
    stamps, times = _take_times(n, given)
    distances = given.ints(n)
    frame.expect(all(0 <= distance <= row for row, distance in enumerate(distances)), "revision: distance")
    earlier = [row - distance if distance else -1 for row, distance in enumerate(distances)]
    fresh = [row for row, before in enumerate(earlier) if before < 0]
    uids = dict(zip(fresh, [_uid(times[row], late, given)
                            for row, late in zip(fresh, given.ints(len(fresh)), strict=True)], strict=True))  # fmt: skip
    numbers: list[int] = []
    for row, (before, step) in enumerate(zip(earlier, given.ints(n), strict=True)):
        if before >= 0:
            uids[row] = uids[before]
        numbers.append(step + (numbers[before] if before >= 0 else 0))
    frame.expect(all(0 <= number < 2**62 for number in numbers), "revision: number")
    parents = _take_parents(earlier, given)
    count = given.count()
    frame.expect(count <= n and bool(count) == bool(n), "revision: pc")
    known = [given.raw(_PC + _INCARNATION) for _ in range(count)]
    hands = given.ints(n) if count > 1 else [0] * n
    frame.expect(all(0 <= hand < count for hand in hands), "revision: pc")
    binned = given.ints(n)
    frame.expect(all(flag in (0, 1) for flag in binned), "revision: binned")
    heads = [Head(uids[row], numbers[row], parents[row], stamps[row], known[hands[row]], bool(binned[row]))
             for row in range(n)]  # fmt: skip
    return heads, _days(times)


def whole(heads: Sequence[Head], kinds: Sequence[tuple[str, int]],
          values: Sequence[Mapping[str, Any]]) -> "tuple[wire.WireRevision, ...]":  # fmt: skip
    """Return the revisions of these heads, kinds and values."""
    found: list[wire.WireRevision] = []
    for head, (kind, version), own in zip(heads, kinds, values, strict=True):
        parents = tuple(one if isinstance(one, bytes) else found[one].rid[:_PARENT] for one in head.parents)
        found.append(wire.WireRevision(head.uid, head.revision, parents, kind, version, head.at, head.who[:_PC],
                                       head.who[_PC:], head.binned, own))  # fmt: skip
    return tuple(found)


def _put_times(stamps: Sequence[str], out: Writer) -> list[int]:
    times = [_milliseconds(stamp) for stamp in stamps]
    if None in times:
        out.count(0)
        out.texts += stamps
        return [0] * len(stamps)
    found = [time for time in times if time is not None]
    out.count(1)
    out.ints([time - before for time, before in zip(found, [0, *found], strict=False)])
    return found


def _take_times(n: int, given: Reader) -> tuple[list[str], list[int]]:
    if not given.count():
        stamps = given.texts(n)
        frame.expect(all(len(stamp) <= wire.MAX_TEXT for stamp in stamps), "revision: time")
        return stamps, [0] * n
    times: list[int] = []
    for step in given.ints(n):
        times.append(step + (times[-1] if times else 0))
    frame.expect(all(_FIRST_MS <= time <= _LAST_MS for time in times), "revision: time")
    return [_stamp(time) for time in times], times


def _milliseconds(stamp: str) -> int | None:
    """Return milliseconds since 1970 of a time written exactly as we write it, else None."""
    try:
        at = datetime.fromisoformat(stamp)
        found = (at - _EPOCH) // timedelta(milliseconds=1) if at.tzinfo is UTC or at.tzinfo else None
        return found if found is not None and _stamp(found) == stamp else None
    except (ValueError, OverflowError):
        return None


def _stamp(milliseconds: int) -> str:
    return (_EPOCH + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")


def _days(times: Sequence[int]) -> list[int]:
    return [time // _DAY_MS + _EPOCH_DAY if time else 0 for time in times]


def _earlier(uids: Sequence[bytes]) -> list[int]:
    """Return for each row the last row before it of the same activity, -1 when there is none."""
    seen: dict[bytes, int] = {}
    found = []
    for row, uid in enumerate(uids):
        found.append(seen.get(uid, -1))
        seen[uid] = row
    return found


def _uid(time: int, late: int, given: Reader) -> bytes:
    frame.expect(0 <= time - late < 256**_TIME, "revision: time of the id")
    return (time - late).to_bytes(_TIME) + given.raw(_TAIL)


def _put_parents(revisions: "Sequence[wire.WireRevision]", earlier: Sequence[int], out: Writer) -> None:
    """Write how many parents more than usual each has, and which."""
    out.ints([len(revision.parents) - (before >= 0) for revision, before in zip(revisions, earlier, strict=True)])
    if not any(revision.parents for revision in revisions):
        return
    places: dict[bytes, int] = {}
    distances = []
    for row, revision in enumerate(revisions):
        for parent in revision.parents:
            distances.append(row - places[parent] if parent in places else 0)
            out.bytes += b"" if parent in places else parent
        places[revision.rid[:_PARENT]] = row
    out.ints(distances)


def _take_parents(earlier: Sequence[int], given: Reader) -> list[list[bytes | int]]:
    counts = [more + (before >= 0) for more, before in zip(given.ints(len(earlier)), earlier, strict=True)]
    frame.expect(all(0 <= count <= MAX_PARENTS for count in counts), "revision: parents")
    distances = iter(given.ints(sum(counts)))
    found: list[list[bytes | int]] = []
    for row, count in enumerate(counts):
        own = [next(distances) for _ in range(count)]
        frame.expect(all(0 <= distance <= row for distance in own), "revision: parent")
        found.append([row - distance if distance else given.raw(_PARENT) for distance in own])
    return found
