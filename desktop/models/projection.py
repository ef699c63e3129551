"""What the row of an activity has to say by its journal, receipts and reviews: the rows are only a reading of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.activities import COMMON, JSONS, NUMBERS, TEXTS, Activities, Activity, conflict_text, words_kept
from desktop.models.book import Book
from desktop.models.identity import PARENT
from desktop.models.kinds import Kinds
from desktop.models.merging import Node, merge
from desktop.models.outbox import REFUSED, SETTLED
from desktop.models.query import BITS, day_floor
from desktop.models.reviews import LOCKED, OPEN

_REVISIONS = "seq, uid, revision, at, by, device, change, parents, rid"
_ROW = ("id", "uid", "revision", "kind", "family", "verdict", "binned", "created_at", "created_by", "updated_at", "updated_by",
        "people", *COMMON, "particulars", "heads", "conflict", "review")  # fmt: skip
_RID = 32


@dataclass(frozen=True, slots=True)
class Stand:
    """An activity as its journal says it; `state` is not told, `conflict` is JSON or None."""

    activity: Activity
    binned: bool
    verdict: str
    review: str | None
    conflict: str | None


class Projection:
    """The rows of `activities` and their words, reckoned anew from what they were made of."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds
        self._device = book.office.device
        self._activities = Activities(book, kinds)

    def wrong_rows(self, after: int, limit: int) -> tuple[list[str], list[str], int | None]:
        """Look at `limit` rows behind an id: uids whose row is wrong, whose words are, and the last id (None: no more)."""
        rows = self._book.query(f"SELECT {', '.join(_ROW)} FROM activities WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
        if not rows:
            return [], [], None
        ids, uids = [row[0] for row in rows], [row[1] for row in rows]
        marks = ",".join("?" * len(ids))
        words = dict(self._book.query(f"SELECT rowid, words FROM search WHERE rowid IN ({marks})", tuple(ids)))
        kept: dict[str, Mapping[str, Any] | None] = {row[1]: _values(row) for row in rows}
        stands = self.stands(uids, kept)
        wrong = [row[1] for row in rows if not self._says(row, kept[row[1]], stands.get(row[1]))]
        lost = set(wrong)
        unfound = [row[1] for row in rows if row[1] not in lost and row[1] in stands
                   and words.get(row[0]) != self._words(stands[row[1]])]  # fmt: skip
        return wrong, unfound, ids[-1]

    def missing(self) -> list[str]:
        """Return the uids of the journal that have no row though this program knows their kind."""
        rows = self._book.query("SELECT DISTINCT uid FROM journal WHERE uid NOT IN (SELECT uid FROM activities)")
        uids = [row[0] for row in rows]
        return [uid for start in range(0, len(uids), 500) for uid in self.stands(uids[start : start + 500])]

    def strangers(self) -> list[str]:
        """Return the uids of rows the journal knows nothing of."""
        return [row[0] for row in self._book.query("SELECT uid FROM activities WHERE uid NOT IN (SELECT uid FROM journal)")]

    def put_right(self, uids: Sequence[str]) -> int:
        """Write the rows and words of these activities anew; return how many. The rows may be missing or wrong."""
        done = 0
        for start in range(0, len(uids), 200):
            some = uids[start : start + 200]
            kept = {uid: self._kept(uid) for uid in some}
            with self._book.tx():
                for stand in self.stands(some, kept).values():
                    self._activities.put(stand.activity, binned=stand.binned, verdict=stand.verdict, conflict=stand.conflict)
                    done += 1
        return done

    def stands(self, uids: Sequence[str], kept: Mapping[str, Mapping[str, Any] | None] | None = None) -> dict[str, Stand]:
        """Return what these activities have to be; those of a kind this program does not know are left out.

        `kept` are values their rows have now: what never leaves the PC and stands in no revision is taken from there.
        """
        marks = ",".join("?" * len(uids))
        history: dict[str, list[tuple[Any, ...]]] = {}
        for row in self._book.query(f"SELECT {_REVISIONS} FROM journal WHERE uid IN ({marks}) ORDER BY seq", tuple(uids)):
            history.setdefault(row[1], []).append(row)
        said = dict(self._book.query("SELECT rid, verdict FROM receipts JOIN journal USING (seq) "
                                     f"WHERE uid IN ({marks})", tuple(uids)))  # fmt: skip
        words = {uid: (state, rid) for uid, _, state, rid in self._book.query(
            f"SELECT uid, serial, state, rid FROM reviews WHERE uid IN ({marks}) ORDER BY serial", tuple(uids))}  # fmt: skip
        found = {}
        for uid, rows in history.items():
            stand = self._stand(uid, rows, said, words.get(uid), (kept or {}).get(uid))
            if stand is not None:
                found[uid] = stand
        return found

    def _stand(self, uid: str, rows: list[tuple[Any, ...]], said: Mapping[bytes, str], word: tuple[str, bytes] | None,
               kept: Mapping[str, Any] | None) -> Stand | None:  # fmt: skip
        parents = {row[7][at : at + PARENT] for row in rows for at in range(0, len(row[7]), PARENT)}
        heads = [row for row in rows if row[8][:PARENT] not in parents]
        conflict = None
        rids: tuple[bytes, ...]
        if len(heads) == 1:
            content = json.loads(heads[0][6])
            kind, binned, values = content["kind"], content["binned"], dict(content["values"])
            revision, rids = max(max(row[2] for row in rows), len(rows)), (heads[0][8],)
            own = self._own(heads[0])
        else:
            merged = merge([self._node(row) for row in rows])
            kind, binned, values, conflict = merged.kind, merged.binned, dict(merged.values), conflict_text(merged)
            revision, rids, own = merged.revision, merged.heads, False
        if kind not in self._kinds:
            return None
        if not own:
            values = self._with_locals(kind, values, rows, kept)
        first, last = rows[0], max(rows, key=lambda row: (row[2], row[0]))
        activity = Activity(uid, revision, kind, values, "", first[3], first[4], last[3], last[4], tuple(rids))
        states = [SETTLED.get(said[rid], "waiting") if rid in said else "waiting" for rid in rids]
        verdict = next((one for one in (REFUSED, "waiting") if one in states), "sent")
        review = None
        if word is not None and word[0] != OPEN:
            review = word[0] if word[0] == LOCKED or word[1] == b"".join(rids) else None
        return Stand(activity, bool(binned), verdict, review, conflict)

    def _own(self, row: tuple[Any, ...]) -> bool:
        """Tell whether a revision was written here, with everything: what came back from the centre has no person."""
        return row[5] == self._device and bool(row[4])

    def _with_locals(self, kind: str, values: Mapping[str, Any], rows: list[tuple[Any, ...]],
                     kept: Mapping[str, Any] | None) -> dict[str, Any]:  # fmt: skip
        local = {field.name for field in self._kinds[kind].fields if field.local}
        source: Mapping[str, Any] = kept or {}
        if kept is None:
            # By the newest revision written here; one without a person may be one that came back without its local facts.
            own = [json.loads(row[6])["values"] for row in rows if row[5] == self._device]
            source = next((one for one in reversed(own) if not local.isdisjoint(one)), {})
        return {name: value for name, value in values.items() if name not in local} | {
            name: value for name, value in source.items() if name in local}  # fmt: skip

    def _node(self, row: tuple[Any, ...]) -> Node:
        _, _, revision, at, _, _, change, parents, rid = row
        content = json.loads(change)
        kind = content["kind"]
        local = {field.name for field in self._kinds[kind].fields if field.local} if kind in self._kinds else set()
        values = {name: value for name, value in content["values"].items() if name not in local}
        made_from = tuple(parents[at_ : at_ + PARENT] for at_ in range(0, len(parents), PARENT))
        return Node(rid, made_from, revision, kind, content["version"], at, content["binned"], values)

    def _says(self, row: tuple[Any, ...], values: Mapping[str, Any] | None, stand: Stand | None) -> bool:
        if values is None:
            return False
        if stand is None:
            return True  # a kind of a newer program: its row, if there is one, cannot be judged
        facts = dict(zip(_ROW, row, strict=True))
        one = stand.activity
        people = one.values.get("participants")
        told = (one.uid, one.revision, one.kind, self._kinds[one.kind].family, stand.verdict, int(stand.binned),
                one.created_at, one.created_by, one.updated_at, one.updated_by,
                people.get("total") if isinstance(people, dict) else None, b"".join(one.heads), stand.review)  # fmt: skip
        names = (*_ROW[1:12], "heads", "review")
        if tuple(facts[name] for name in names) != told or not _same_json(facts["conflict"], stand.conflict):
            return False
        expected = {"title": ""} | {name: value for name, value in one.values.items()
                                    if not (value is None and name in COMMON)}  # fmt: skip
        floor = _floor(one.values.get("starts_on"))
        return expected == values and floor <= facts["id"] < floor + (1 << BITS)

    def _words(self, stand: Stand) -> str:
        return words_kept(self._kinds[stand.activity.kind], stand.activity.values)

    def _kept(self, uid: str) -> Mapping[str, Any] | None:
        rows = self._book.query(f"SELECT {', '.join(_ROW)} FROM activities WHERE uid = ?", (uid,))
        return _values(rows[0]) if rows else None


def _values(row: tuple[Any, ...]) -> dict[str, Any] | None:
    """Return the values a row keeps, None where they cannot be read."""
    facts = dict(zip(_ROW, row, strict=True))
    try:
        values = {name: facts[name] for name in (*TEXTS, *NUMBERS) if facts[name] is not None}
        values |= {name: json.loads(facts[name]) for name in JSONS if facts[name] is not None}
        return values | dict(json.loads(facts["particulars"]))
    except (ValueError, TypeError):
        return None


def _same_json(one: str | None, other: str | None) -> bool:
    if one == other:
        return True
    try:
        return bool(one and other and json.loads(one) == json.loads(other))
    except ValueError:
        return False


def _floor(day: Any) -> int:
    try:
        return day_floor(day)
    except (ValueError, TypeError):
        return day_floor(None)
