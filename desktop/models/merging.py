"""The state of an activity as a function of its revisions: the same at every PC and at the centre.

Nothing here depends on the order in which revisions came, on a clock or on a counter of a PC. Edits of different
fields merge; edits of the same field with different values are a conflict: one shows, all are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.identity import PARENT, canonical

BINNED, KIND = "binned", "kind"
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Node:
    """A revision as the merge sees it; `parents` are the first 8 bytes of the rids it was made from."""

    rid: bytes
    parents: tuple[bytes, ...]
    revision: int
    kind: str
    version: int
    at: str
    binned: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with values nobody chose between: (rid that wrote it, value), the shown one first; None is no value."""

    field: str
    choices: tuple[tuple[bytes, Any], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The state: `heads` are the rids (sorted) that no revision was made from.

    `revision` is the highest number or the count of revisions, whichever is more: it rises with every one that comes.
    """

    heads: tuple[bytes, ...]
    revision: int
    kind: str
    version: int
    at: str
    binned: bool
    values: Mapping[str, Any]
    conflicts: tuple[Conflict, ...] = ()


def merge(nodes: Sequence[Node]) -> Merged:
    """Return the state that a set of revisions of one activity (at least one) stands for."""
    history = _History(nodes)
    heads = sorted(history.heads, key=_rank, reverse=True)
    top, rids = heads[0], tuple(sorted(head.rid for head in heads))
    number = max(max(node.revision for node in nodes), len({node.rid for node in nodes}))
    if len(heads) == 1:
        return Merged(rids, number, top.kind, top.version, top.at, top.binned, dict(top.values))
    values: dict[str, Any] = {}
    conflicts = []
    for field in sorted({name for head in heads for name in head.values} | {BINNED}):
        choices = history.choices(field, heads)
        if len(choices) > 1:
            conflicts.append(Conflict(field, tuple((rid, _told(value)) for rid, value in choices)))
        if choices[0][1] is not _ABSENT:
            values[field] = choices[0][1]
    binned = bool(values.pop(BINNED))
    return Merged(rids, number, top.kind, top.version, top.at, binned, values, tuple(conflicts))


class _History:
    """The revisions of one activity and who was made from whom; revisions that are not here yet are roots."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        by_prefix = {node.rid[:PARENT]: node for node in nodes}
        self._parents = {
            node.rid: [by_prefix[parent] for parent in node.parents if parent in by_prefix] for node in nodes
        }
        made_from = {parent.rid for parents in self._parents.values() for parent in parents}
        # A hash cannot name itself, so there is always a head.
        self.heads = [node for node in {node.rid: node for node in nodes}.values() if node.rid not in made_from]
        self._ancestors: dict[bytes, frozenset[bytes]] = {}
        for node in sorted(nodes, key=_rank):
            self._ancestors_of(node)

    def choices(self, field: str, heads: Sequence[Node]) -> list[tuple[bytes, Any]]:
        """Return the values of a field that no later write has replaced, each once, the shown one first."""
        seen: set[bytes] = set()
        writers = {writer.rid: writer for head in heads for writer in self._writers(field, head, seen)}
        left = [one for one in writers.values()
                if not any(one.rid in self._ancestors[other] for other in writers)]  # fmt: skip
        found: dict[str, tuple[bytes, Any]] = {}
        for writer in sorted(left, key=_rank, reverse=True):
            value = _value(writer, field)
            found.setdefault("" if value is _ABSENT else canonical(value), (writer.rid, value))
        return list(found.values())

    def _writers(self, field: str, node: Node, seen: set[bytes]) -> list[Node]:
        """Return the revisions in which the value that `node` has of a field was written, but for those by way of `seen`."""
        found, waiting = [], [node]
        while waiting:
            one = waiting.pop()
            if one.rid in seen:
                continue  # torn and mended again and again, the ways through a history double each time
            seen.add(one.rid)
            parents, value = self._parents[one.rid], _value(one, field)
            if not parents or any(_value(parent, field) != value for parent in parents):
                found.append(one)
            else:
                waiting += parents
        return found

    def _ancestors_of(self, node: Node) -> frozenset[bytes]:
        found: set[bytes] = set()
        waiting = list(self._parents[node.rid])
        while waiting:
            one = waiting.pop()
            if one.rid not in found:
                found.add(one.rid)
                known = self._ancestors.get(one.rid)
                if known is None:
                    waiting.extend(self._parents[one.rid])
                else:
                    found |= known
        self._ancestors[node.rid] = frozenset(found)
        return self._ancestors[node.rid]


def _value(node: Node, field: str) -> Any:
    return node.binned if field == BINNED else node.values.get(field, _ABSENT)


def _told(value: Any) -> Any:
    return None if value is _ABSENT else value


def _rank(node: Node) -> tuple[int, bytes]:
    return node.revision, node.rid
