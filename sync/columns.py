"""A batch of revisions as columns: what is alike stands together, and the batch names how each column is written.

    [layout, groups, texts, random bytes, numbers, plain values]

A group is [kind, version, [name, codec, name, codec, …]] with all declared names and codecs of a kind, whether its rows
use them or not: so the words of a declaration are always the same, and the shipped dictionary has them.
Columns of one name and one codec are one column over all kinds. A further revision of an activity in the same
batch carries only what it changes. See `sync.heads`, `sync.codecs` for the values, `sync.streams` for the bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.models.errors import TooNew
from desktop.models.fields import Field
from desktop.models.kinds import Kinds
from sync import codecs, dictionary, frame, heads, wire
from sync.codecs import Spec
from sync.fitting import fit
from sync.streams import MAX_WEIGHT, Reader, Writer

LAYOUT = 1
LEAN_UP_TO = 20  # rows: beyond, what a group says of itself hardly weighs


class FieldTypes(dict[str, str]):
    """Declared types by field name, and for each kind its names and codecs in the declared order."""

    def __init__(self, types: Mapping[str, str], shapes: Mapping[str, Mapping[str, Spec]]) -> None:
        super().__init__(types)
        self.shapes = shapes


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one kind and version, and how each name of theirs is written."""

    kind: str
    version: int
    shape: dict[str, Spec]
    rows: list[int] = field(default_factory=list)


def field_types(kinds: Kinds) -> FieldTypes:
    """Return the declared type of each field that may leave; "" for a name with two types in two kinds."""
    types: dict[str, str] = {}
    shapes: dict[str, dict[str, Spec]] = {}
    for code, kind in kinds.items():
        outgoing = [one for one in kind.fields if not one.local]
        shapes[code] = {one.name: _declared(one) for one in outgoing}
        for one in outgoing:
            types[one.name] = one.type if types.get(one.name, one.type) == one.type else ""
    return FieldTypes(types, shapes)


def encode(revisions: "Sequence[wire.WireRevision]", types: Mapping[str, str]) -> list[Any]:
    """Return the revisions as plain values for `frame.pack`. Raises Rejected when one breaks a limit.

    `types` are the declared types by field name; the `FieldTypes` of `field_types` know the order of names too.
    """
    for revision in revisions:
        heads.check(revision)
    whole = lay_out(revisions, types)
    if not isinstance(types, FieldTypes) or len(revisions) > LEAN_UP_TO:
        return whole
    # Where the dictionary does not know a declaration yet, its words would outweigh a few rows.
    lean = lay_out(revisions, dict(types))
    return min(whole, lean, key=lambda data: len(dictionary.compress(frame.pack(data))))


def decode(data: Any, n: int) -> "tuple[wire.WireRevision, ...]":
    """Return the n revisions that `encode` wrote. Raises Rejected, or TooNew for a layout of tomorrow."""
    frame.expect(type(data) is list and len(data) > 0 and type(data[0]) is int, "columns")
    if data[0] > LAYOUT:
        raise TooNew("Chương trình bên gửi mới hơn bên nhận: hãy chờ bên nhận nâng cấp, dữ liệu vẫn được giữ.")
    frame.expect(data[0] == LAYOUT and len(data) == 6, "columns: layout")
    given = Reader(data[2:])
    groups, places = _read_groups(data[1]), given.ints(n)
    for row, place in enumerate(places):
        frame.expect(0 <= place < len(groups), "columns: group")
        groups[place].rows.append(row)
    found, days = heads.take(n, given)
    bases = _bases([head.uid for head in found], places)
    written, gone = _read_masks(groups, bases, given)
    for (name, _), (spec, rows) in _columns(groups, written).items():
        cells = codecs.take(spec, [days[row] for row in rows], given)
        given.weigh(len(name) * len(rows))
        for row, cell in zip(rows, cells, strict=True):
            written[row][name] = cell
        _learn_days(days, spec, rows, cells)
    for row, base in enumerate(bases):
        if base >= 0:
            given.weigh(_weight(written[base]))
            kept = {name: value for name, value in written[base].items() if name not in gone[row]}
            written[row] = kept | written[row]
    given.done()
    return heads.whole(found, [(groups[place].kind, groups[place].version) for place in places], written)


def lay_out(revisions: "Sequence[wire.WireRevision]", types: Mapping[str, str]) -> list[Any]:
    """Return checked revisions in one form: `FieldTypes` lay out all declared names, other types those in use."""
    out = Writer()
    groups, places = _grouped(revisions, types)
    out.ints(places)
    bases = _bases([revision.uid for revision in revisions], places)
    days = heads.put(revisions, out)
    values = [revision.values for revision in revisions]
    written = [_changed(new, values[base] if base >= 0 else {}) for new, base in zip(values, bases, strict=True)]
    frame.expect(sum(_weight(values[base]) for base in bases if base >= 0) <= MAX_WEIGHT, "columns: too much text")
    _fit_columns(groups, written)
    for group in groups:
        names, further = list(group.shape), [row for row in group.rows if bases[row] >= 0]
        gone = [dict.fromkeys(name for name in values[bases[row]] if name not in values[row]) for row in further]
        out.masks(codecs.masks([written[row] for row in group.rows], names), codecs.width(names))
        out.masks(codecs.masks(gone, names), codecs.width(names))
    for (name, _), (spec, rows) in _columns(groups, written).items():
        cells = [written[row][name] for row in rows]
        codecs.put(spec, cells, [days[row] for row in rows], out)
        _learn_days(days, spec, rows, cells)
    return [LAYOUT, [[group.kind, group.version, _flat(group.shape)] for group in groups], *out.close()]


def _declared(one: Field) -> Spec:
    """Return the codec a declared field begins with."""
    if one.type in ("choice", "choices"):
        codes = [codecs.CHOICE, *(choice.code for choice in one.choices)]
        return codes if one.type == "choice" else [codecs.LIST, codes]
    if one.type == "people":
        names = ("total", *(group.code for group in one.groups))
        return [codecs.RECORD, *(part for name in names for part in (name, codecs.INT))]
    if one.type == "table":
        cells = [part for column in one.columns for part in (column.name, _declared(column))]
        return [codecs.LIST, [codecs.RECORD, *cells]]
    return codecs.DECIMAL if one.decimals else codecs.HINTS[one.type]


def _grouped(revisions: "Sequence[wire.WireRevision]", types: Mapping[str, str]) -> tuple[list[_Group], list[int]]:
    shapes: Mapping[str, Mapping[str, Spec]] = types.shapes if isinstance(types, FieldTypes) else {}
    groups: dict[tuple[str, int], _Group] = {}
    for row, one in enumerate(revisions):
        group = groups.get((one.kind, one.kind_version))
        if group is None:
            group = groups[one.kind, one.kind_version] = _Group(one.kind, one.kind_version, dict(shapes.get(one.kind, {})))
        group.rows.append(row)
        for name in one.values:
            if name not in group.shape:
                frame.expect(type(name) is str, "revision: name")
                group.shape[name] = codecs.HINTS.get(types.get(name, ""), codecs.INT)
    frame.expect(all(len(group.shape) <= codecs.MAX_NAMES for group in groups.values()), "revision: names")
    order = {key: place for place, key in enumerate(groups)}
    return list(groups.values()), [order[one.kind, one.kind_version] for one in revisions]


def _bases(uids: Sequence[bytes], places: Sequence[int]) -> list[int]:
    """Return for each row the last row before it of the same activity and group, -1 when there is none."""
    seen: dict[tuple[bytes, int], int] = {}
    found = []
    for row, key in enumerate(zip(uids, places, strict=True)):
        found.append(seen.get(key, -1))
        seen[key] = row
    return found


def _changed(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if name not in old or not _same(value, old[name])}


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in JSON: 1, 1.0 and true are three values, and so are 0.0 and -0.0."""
    if type(one) is not type(other):
        return False
    if type(one) is list:
        return len(one) == len(other) and all(map(_same, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    return repr(one) == repr(other) if type(one) is float else bool(one == other)


def _weight(value: Any) -> int:
    """Return about how many characters a value is."""
    if isinstance(value, Mapping):
        return sum(len(name) + _weight(one) for name, one in value.items())
    if type(value) is list:
        return sum(map(_weight, value))
    return len(value) + 1 if type(value) is str else 1


def _fit_columns(groups: Sequence[_Group], written: Sequence[Mapping[str, Any]]) -> None:
    """Put in every shape the codec that carries the column exactly."""
    wanted: dict[tuple[str, str], list[_Group]] = {}
    for group in groups:
        for name, hint in group.shape.items():
            wanted.setdefault((name, repr(hint)), []).append(group)
    for (name, _), used in wanted.items():
        cells = [written[row][name] for group in used for row in group.rows if name in written[row]]
        spec = fit(used[0].shape[name], cells)
        for group in used:
            group.shape[name] = spec


def _columns(groups: Sequence[_Group],
             written: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[Spec, list[int]]]:  # fmt: skip
    """Return codec and rows of each column, in the order in which the groups name them."""
    found: dict[tuple[str, str], tuple[Spec, list[int]]] = {}
    for group in groups:
        for name, spec in group.shape.items():
            rows = [row for row in group.rows if name in written[row]]
            found.setdefault((name, repr(spec)), (spec, []))[1].extend(rows)
    return found


def _learn_days(days: list[int], spec: Spec, rows: Sequence[int], cells: Sequence[Any]) -> None:
    """The days of a date column are the days of its rows from here on: what follows lies near them."""
    if spec == codecs.DATE:
        for row, cell in zip(rows, cells, strict=True):
            days[row] = date.fromisoformat(cell).toordinal()


def _flat(shape: Mapping[str, Spec]) -> list[Any]:
    return [part for pair in shape.items() for part in pair]


def _read_groups(data: Any) -> list[_Group]:
    frame.expect(type(data) is list and len(data) <= wire.MAX_PAGE, "columns: groups")
    groups: dict[tuple[str, int], _Group] = {}
    for one in data:
        frame.expect(type(one) is list and len(one) == 3, "columns: group")
        kind, version, pairs = one
        frame.expect(type(kind) is str and len(kind) <= wire.MAX_TEXT, "columns: kind")
        frame.expect(type(version) is int and 0 <= version < 2**62, "columns: version")
        frame.expect(type(pairs) is list and (kind, version) not in groups, "columns: group")
        codecs.check_names(pairs)
        groups[kind, version] = _Group(kind, version, dict(zip(pairs[::2], pairs[1::2], strict=True)))
    return list(groups.values())


def _read_masks(groups: Sequence[_Group], bases: Sequence[int],
                given: Reader) -> tuple[list[dict[str, Any]], dict[int, set[str]]]:  # fmt: skip
    """Return which names each row writes (their values are to come) and which a further revision leaves out."""
    written: list[dict[str, Any]] = [{} for _ in bases]
    gone: dict[int, set[str]] = {}
    for group in groups:
        names, further = list(group.shape), [row for row in group.rows if bases[row] >= 0]
        for row, mask in zip(group.rows, codecs.take_masks(len(group.rows), names, given), strict=True):
            written[row] = {name: None for bit, name in enumerate(names) if mask >> bit & 1}
        for row, mask in zip(further, codecs.take_masks(len(further), names, given), strict=True):
            gone[row] = {name for bit, name in enumerate(names) if mask >> bit & 1}
    return written, gone
