"""A fresh book from what is left of a damaged one, from the newest good copy, and from the rows themselves.

Revisions are joined by their rid. Where all are there again, the journal is bit by bit what it was and its chain goes on;
where some are missing, those that are left are linked anew in their order, as another life of the book: the centre then
sends back what it holds and this book does not.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.models import engine, witness
from desktop.models.activities import JSONS, NUMBERS, TEXTS
from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.files import told
from desktop.models.identity import PARENT, START, canonical, revision_id
from desktop.models.integrity import JSON
from desktop.models.journal import Journal
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox
from desktop.models.projection import Projection
from desktop.models.salvage import Table, Wreck, tables_of

# Counters of the journal's rows that mean nothing once the rows are numbered anew.
NUMBERED = ("unanswered", "journal_verified", "check")
_JOURNAL = ("seq", "uid", "revision", "at", "by", "device", "change", "chain", "incarnation", "parents", "rid", "salt")
# What a person may have deleted for good never comes back from a copy.
_ERASABLE = ("attendees", "attendee_lists", "drafts")
_PHOTOS = ("attachments", "paper_photos")  # proved by their digest, so taken wherever they are
_BATCH = 500
GONE = b"\0"  # the salt of a row a person's data was taken out of
_JSON: dict[str, tuple[str, ...]] = {name: tuple(column for table, column in JSON if table == name) for name, _ in JSON}
_RID = 32


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a book: revisions in the damaged file, added from a copy, made again from the rows they stood for;
    numbers of the journal nobody has any more, the activities they belong to where that is known, photos that are gone."""

    revisions: int = 0
    from_file: int = 0
    from_copy: int = 0
    from_rows: int = 0
    missing: int = 0
    missing_names: tuple[str, ...] = ()
    activities: int = 0
    photos: int = 0
    photos_missing: int = 0
    drafts: int = 0
    relinked: bool = False
    settings: bool = True  # whether all settings are there again


@dataclass(slots=True)
class _Count:
    from_file: int = 0
    from_copy: int = 0
    from_rows: int = 0


class Rebuilding:
    """One rebuilding: `wreck` and `copies` (open books, the newest first) into a fresh file."""

    def __init__(self, folder: Path, key: bytes, kinds_of: Callable[[Book], Kinds], wreck: Wreck | None,
                 copies: Sequence[Book] = (), *, known: witness.Witness | None = None,
                 progress: Callable[[int, int], None] = lambda done, whole: None) -> None:  # fmt: skip
        """`known` is what the witness beside the book says."""
        self._folder, self._key, self._kinds_of = folder, key, kinds_of
        self._wreck, self._copies, self._witness, self._tell = wreck, copies, known, progress
        self._count = _Count()
        self._true: set[int] = set()  # numbers under which receipts and approvals still speak of the same revision
        self._reach = max([known.seq if known else 0, *self._known()])  # the highest number anything left speaks of

    def run(self, target: Path) -> Outcome:
        """Write the fresh book and return what it holds. Raises StoreError when there is nothing to make one from."""
        gathered = target.with_name(f"{target.name}.rows")
        for path in (target, gathered):
            _remove(path)
        first = self._open(gathered)
        try:
            tables = tables_of(first)
            self._gather(first, tables)
            whole = self._chained(first)
            if whole:
                first.close()
                _move(gathered, target)
                book = self._open(target)
            else:
                book = self._open(target)
                self._link_anew(first, book, tables)
                first.close()
            try:
                return self._finish(book, whole)
            finally:
                book.close()
        finally:
            first.close()
            _remove(gathered)

    # Gathering

    def _gather(self, book: Book, tables: Mapping[str, Table]) -> None:
        execute = book.connection.execute
        execute("PRAGMA foreign_keys = OFF")  # a receipt may be left whose revision is not
        with book.tx():
            for name in ("bulletins", "settings"):
                self._add_table(book, name, tables[name])
            self._add_journal(book, tables)
            for name, table in tables.items():
                if name not in ("journal", "redactions", "activities", "bulletins", "settings"):
                    self._add_table(book, name, table)
            self._reach = max([self._reach, *self._true])
            self._from_rows(book)
        if not book.setting("office") and self._witness is not None:
            book.set("office", {"person": "", **self._witness.office})
        if not book.setting("office"):
            raise StoreError("Phần còn lại của sổ không cho biết là của đơn vị nào: hãy khôi phục từ một bản sao lưu.")

    def _add_journal(self, book: Book, tables: Mapping[str, Table]) -> None:
        table, kinds = tables["journal"], self._kinds_of(book)
        redactions = {row["seq"]: row for row in self._rows("redactions")}
        for copy in self._copies:
            redactions |= {row["seq"]: row for row in _read(copy, tables["redactions"]) if row["seq"] not in redactions}
        elsewhere = [copy for copy in self._copies if copy.query("SELECT 1 FROM journal LIMIT 1")]

        def believed() -> Iterator[dict[str, Any]]:
            for row in self._rows("journal"):
                same = row["seq"] in redactions or _says_its_rid(row, kinds)
                if same or not any(copy.query("SELECT 1 FROM journal WHERE rid = ?", (row["rid"],)) for copy in elsewhere):
                    yield row

        self._count.from_file = _insert(book, "journal", table, believed())
        self._true = {row[0] for row in book.query("SELECT seq FROM journal")}
        for copy in elsewhere:
            common = self._common(book, copy)
            # What was taken out of a row after the copy was made must not come back with it.
            rows = (row for row in _read(copy, table) if row["seq"] not in redactions or row["salt"] == GONE)
            self._count.from_copy += _insert(book, "journal", table, self._placed(book, rows))
            self._true |= {row[0] for row in book.query("SELECT seq FROM journal WHERE seq <= ?", (common,))}
        _insert(book, "redactions", tables["redactions"], (row for seq, row in sorted(redactions.items()) if seq in self._true))

    def _common(self, book: Book, copy: Book) -> int:
        """Return the last number up to which a copy tells the same history as the file."""
        if not self._true:
            return int(copy.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])
        chains = dict(copy.query("SELECT seq, chain FROM journal"))
        for seq, chain in book.query("SELECT seq, chain FROM journal ORDER BY seq DESC"):
            if chains.get(seq) == chain:
                return int(seq)
        return 0

    def _placed(self, book: Book, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Keep a revision of a copy under its number, or behind everything where that is taken by another one."""
        for row in rows:
            if book.query("SELECT 1 FROM journal WHERE rid = ?", (row["rid"],)):
                continue
            if book.query("SELECT 1 FROM journal WHERE seq = ?", (row["seq"],)):
                row["seq"] = max(self._reach, book.query("SELECT max(seq) FROM journal")[0][0]) + 1
            yield row

    def _add_table(self, book: Book, name: str, table: Table) -> None:
        rows = (row for row in self._rows(name) if _readable(name, row))
        if name in ("receipts", "approvals"):
            rows = (row for row in rows if row["seq"] in self._true)
        _insert(book, name, table, rows)
        lost = self._wreck is None or not self._wreck.readable or self._wreck.losses[name].any or name in _PHOTOS
        if lost and name == "settings":
            again = witness.mirrored(self._rows("checks"))
            _insert(book, name, table, ({"key": key, "value": value} for key, value in again.items()))
        if not lost or (name in _ERASABLE and self._wreck is not None and self._wreck.readable):
            return  # what is not there was taken away by somebody
        for copy in self._copies[:1]:
            kept = _read(copy, table)
            if name in ("receipts", "approvals"):
                kept = self._said_of(copy, book, kept)
            _insert(book, name, table, (row for row in kept if _readable(name, row)))

    def _said_of(self, copy: Book, book: Book, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Let what a copy says of a revision be said of the same revision here."""
        for row in rows:
            rid = copy.query("SELECT rid FROM journal WHERE seq = ?", (row["seq"],))
            same = book.query("SELECT seq FROM journal WHERE rid = ?", rid[0]) if rid else []
            if same:
                yield row | {"seq": same[0][0]}

    def _from_rows(self, book: Book) -> None:
        """Make the newest revision of an activity again from its row, where the journal has lost it."""
        kinds = self._kinds_of(book)
        for row in self._rows("activities"):
            heads = [row["heads"][at : at + _RID] for at in range(0, len(row["heads"]), _RID)]
            if len(heads) != 1 or book.query("SELECT 1 FROM journal WHERE rid = ?", (heads[0],)):
                continue
            office = book.setting("office") or {}
            if row["kind"] in kinds and office:
                self._make_again(book, kinds, row, heads[0], office)
                self._count.from_rows += 1

    def _make_again(self, book: Book, kinds: Kinds, row: Mapping[str, Any], head: bytes, office: Mapping[str, Any]) -> None:
        values = {name: row[name] for name in (*TEXTS, *NUMBERS) if row[name] is not None}
        values |= {name: json.loads(row[name]) for name in JSONS if row[name] is not None}
        values |= json.loads(row["particulars"])
        binned, kind, number = bool(row["binned"]), row["kind"], row["revision"]
        sql = "SELECT rid FROM journal WHERE uid = ? ORDER BY revision DESC, seq DESC"
        known = [rid for (rid,) in book.query(sql, (row["uid"],))]
        out = kinds.outgoing(kind, values)

        def named(parents: tuple[bytes, ...]) -> bytes:
            return revision_id(row["uid"], number, parents, kind, row["updated_at"], binned, out)

        choices = [(), *((rid[:PARENT],) for rid in known)]
        parents = next((one for one in choices if named(one) == head), None)
        if parents is None:  # not to be made the same again: then a later save, so that nothing is lost
            parents, number = tuple(rid[:PARENT] for rid in known[:1]), number + 1
        change = canonical({"kind": kind, "version": kinds.known(kind).version, "values": values, "binned": binned})
        # Behind every number a receipt may speak of; linked anew afterwards.
        last = max(self._reach, book.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])
        book.connection.execute(
            "INSERT INTO journal (seq, uid, revision, at, by, device, change, chain, incarnation, parents, rid) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (last + 1, row["uid"], number, row["updated_at"], row["updated_by"], office["device"], change, START,
             office["incarnation"], b"".join(parents), named(parents)))  # fmt: skip

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        return self._wreck.rows(name) if self._wreck is not None else iter(())

    # Linking

    def _chained(self, book: Book) -> bool:
        """Tell whether the gathered journal is the old one, from its first row to its last, and nothing behind it is missing."""
        if self._count.from_rows:
            return False
        try:
            last = Journal(book).verify()
        except StoreError:
            return False
        return last >= self._reach

    def _known(self) -> list[int]:
        """Return the numbers of the journal that anything left of the file still speaks of."""
        if self._wreck is None:
            return []
        said = [row["seq"] for name in ("journal", "receipts") for row in self._rows(name)]
        return [*(seq for _, _, seq in self._wreck.named_by_index()), *said]

    def _link_anew(self, old: Book, book: Book, tables: Mapping[str, Table]) -> None:
        moved: dict[int, int] = {}
        journal = Journal(book)
        book.connection.execute("PRAGMA foreign_keys = OFF")
        with book.tx():
            last, sql = 0, f"SELECT {', '.join(_JOURNAL)} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
            while rows := old.query(sql, (last, _BATCH)):
                for row in rows:
                    moved[row[0]] = _append(journal, dict(zip(_JOURNAL, row, strict=True)))
                last = rows[-1][0]
            for name, table in tables.items():
                if name in ("journal", "activities", "anchors"):
                    continue  # an anchor is of the chain that was
                rows_ = _read(old, table)
                if name in ("receipts", "redactions", "approvals"):
                    rows_ = (row | {"seq": moved[row["seq"]]} for row in rows_ if row["seq"] in moved)
                elif name == "parcels":
                    rows_ = (_renumbered(row, moved) for row in rows_)
                elif name == "settings":
                    rows_ = (row for row in rows_ if row["key"] not in NUMBERED)
                _insert(book, name, table, rows_)
            since = book.setting("approval")
            if since is not None:
                before = [new for was, new in moved.items() if was <= since["since"]]
                book.set("approval", {"since": max(before, default=0)})

    # The end

    def _finish(self, book: Book, whole: bool) -> Outcome:
        with book.tx() as db:
            db.execute("DELETE FROM receipts WHERE seq NOT IN (SELECT seq FROM journal)")
            db.execute("DELETE FROM approvals WHERE uid NOT IN (SELECT uid FROM journal)")
            db.execute("DELETE FROM import_rows WHERE uid NOT IN (SELECT uid FROM journal)")
            db.execute("DELETE FROM attendees WHERE uid NOT IN (SELECT uid FROM attendee_lists)")
        book.connection.execute("PRAGMA foreign_keys = ON")
        if not whole or self._lost("settings"):
            book.new_incarnation()
        outbox = Outbox(book)
        outbox.advance(*outbox.checkpoint(0))  # the centre tells again what lies behind
        self._project(book)
        names = () if whole else self._missing_names(book)
        revisions = book.query("SELECT count(*) FROM journal")[0][0]
        photos = {photo["sha256"] for (raw,) in book.query("SELECT photos FROM activities WHERE photos IS NOT NULL")
                  for photo in json.loads(raw)}  # fmt: skip
        kept = {row[0] for row in book.query("SELECT sha256 FROM attachments")}
        return Outcome(
            revisions, self._count.from_file, self._count.from_copy, self._count.from_rows,
            0 if whole else max(0, self._reach - revisions), names,
            book.query("SELECT count(*) FROM activities")[0][0], len(kept), len(photos - kept) if self._lost("attachments") else 0,
            book.query("SELECT count(*) FROM drafts")[0][0], relinked=not whole,
            settings=not self._lost("settings") or bool(book.setting("enrolment")))  # fmt: skip

    def _lost(self, name: str) -> bool:
        return self._wreck is None or self._wreck.losses[name].any

    def _project(self, book: Book) -> None:
        projection = Projection(book, self._kinds_of(book))
        rows = book.query("SELECT uid, min(json_extract(change, '$.values.starts_on')) AS day FROM journal "
                          "GROUP BY uid ORDER BY day")  # fmt: skip
        uids = [row[0] for row in rows]  # in the order of days: the index of words is then written once
        for start in range(0, len(uids), _BATCH):
            projection.put_right(uids[start : start + _BATCH])
            self._tell(min(len(uids), start + _BATCH), len(uids))

    def _missing_names(self, book: Book) -> tuple[str, ...]:
        """Return «title (day)» of activities of which a save is missing, as far as anything knows."""
        if self._wreck is None:
            return ()
        wanted: dict[str, None] = {}
        for uid, revision, _ in self._wreck.named_by_index():
            if not book.query("SELECT 1 FROM journal WHERE uid = ? AND revision = ?", (uid, revision)):
                wanted[uid] = None
        found = []
        for uid in wanted:
            rows = book.query("SELECT title, coalesce(starts_on, '') FROM activities WHERE uid = ?", (uid,))
            found.append(f"{rows[0][0]} ({rows[0][1]})" if rows else _made_on(uid))
        return tuple(dict.fromkeys(found[:50]))

    def _open(self, path: Path) -> Book:
        from desktop.models import migrations  # sqlite-utils: a tenth of a second only making a book needs

        book = Book(self._folder, self._key, engine.connect(path, self._key, create=True))
        engine.prepare(book.connection)
        with engine.faults():
            migrations.steps.apply(book.db)
        return book


def _insert(book: Book, name: str, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add rows that are not there yet; return how many."""
    marks = ", ".join("?" * len(table.columns))
    sql = f"INSERT OR IGNORE INTO {name} ({', '.join(table.columns)}) VALUES ({marks})"
    done = 0
    for row in rows:
        done += book.connection.execute(sql, tuple(row[one] for one in table.columns)).rowcount
    return done


def _read(book: Book, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of an open book in the order of its key."""
    have = {row[0] for row in book.query("SELECT name FROM pragma_table_info(?)", (table.name,))}
    columns = [one for one in table.columns if one in have]
    if not columns:
        return
    cursor = book.connection.execute(f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {', '.join(table.key)}")
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            yield {name: table.defaults.get(name) for name in table.columns} | dict(zip(columns, row, strict=True))


def _made_on(uid: str) -> str:
    """Say what the id of an activity tells of it: the day it was made (UUID version 7)."""
    try:
        made = datetime.fromtimestamp(int(uid.replace("-", "")[:12], 16) / 1000)
    except (ValueError, OverflowError, OSError):
        return "hoạt động không rõ tên"
    return f"hoạt động ghi ngày {made:%d/%m/%Y}"


def _says_its_rid(row: Mapping[str, Any], kinds: Kinds) -> bool:
    """Tell whether a revision still is what its rid was made of; of a kind nobody knows here it is believed."""
    try:
        content = json.loads(row["change"])
        if content["kind"] not in kinds:
            return True
        parents = tuple(row["parents"][at : at + PARENT] for at in range(0, len(row["parents"]), PARENT))
        out = kinds.outgoing(content["kind"], content["values"])
        said = revision_id(row["uid"], row["revision"], parents, content["kind"], row["at"], content["binned"], out)
        return bool(row["rid"] == said)
    except (ValueError, KeyError, TypeError):
        return False


def _readable(name: str, row: Mapping[str, Any]) -> bool:
    """Tell whether the program will be able to read a row, and a photo is the one it is called by."""
    if name in _PHOTOS:
        return bool(hashlib.sha256(row["data"]).hexdigest() == row["sha256"])
    try:
        for column in _JSON.get(name, ()):
            json.loads(row[column])
    except (ValueError, TypeError):
        return False
    return True


def _append(journal: Journal, row: Mapping[str, Any]) -> int:
    content = json.loads(row["change"])
    parents = tuple(row["parents"][at : at + PARENT] for at in range(0, len(row["parents"]), PARENT))
    return journal.append(
        row["uid"], row["revision"], content["kind"], content["values"], version=content["version"], by=row["by"],
        device=row["device"], incarnation=row["incarnation"], parents=parents, rid=row["rid"], at=row["at"],
        binned=content["binned"]).seq  # fmt: skip


def _renumbered(row: dict[str, Any], moved: Mapping[int, int]) -> dict[str, Any]:
    raw = row["seqs"]
    seqs = [moved[one] for one in json.loads(raw) if one in moved]
    told = json.dumps(seqs, separators=(",", ":"))
    return row | {"seqs": told.encode() if isinstance(raw, bytes) else told}


def _move(source: Path, target: Path) -> None:
    with told(target):
        source.replace(target)


def _remove(path: Path) -> None:
    with told(path):
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
