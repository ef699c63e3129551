"""Books as earlier programs left them: their steps, and rows written literally."""

import hashlib
import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from desktop.models import engine, keys, migrations
from desktop.models.book import FILE

START = bytes(32)
NAMES = ("s0001_journal_and_activities", "s0002_search", "s0003_log_of_the_unit", "s0004_papers",
         "s0005_plans_reports_and_accounts", "s0006_trust_and_persons")  # fmt: skip
KEPT = {
    "journal": "seq, uid, revision, at, by, device, change, chain",
    "activities": "id, uid, revision, kind, title, starts_on, results, photos, binned",
    "drafts": "key, kind, uid, content, at",
    "attachments": "sha256, name, size, data",
    "settings": "key, value",
}


def make(folder: Path, version: int, rows: int = 12) -> None:
    """Make the book of a program of that version, with `rows` activities of two revisions, photos and drafts."""
    folder.mkdir(parents=True)
    place, key = keys.keep_new(folder)
    connection = engine.connect(folder / FILE, key, create=True)
    engine.prepare(connection)
    stop = {"stop_before": NAMES[version]} if version < len(NAMES) else {}
    migrations.steps.apply(Database(connection, execute_plugins=False), **stop)
    fill(connection, version, rows)
    connection.commit()
    connection.close()
    keys.mark(folder, place)


def fill(connection: Any, version: int, rows: int) -> None:
    """Write rows as the program of that version did."""
    office = {"unit": "20242", "person": "Văn thư", "device": "00112233aabbccdd", "incarnation": "0a0b0c0d"}
    put = connection.execute
    put("INSERT INTO settings VALUES ('office', ?)", (json.dumps(office, ensure_ascii=False),))
    put("INSERT INTO settings VALUES ('window', '{\"text_size\": 125}')")
    chain, seq = START, 0
    for number in range(1, rows + 1):
        uid, newest = f"{number:032x}", b""
        photo = bytes([number]) * 3000
        name = hashlib.sha256(photo).hexdigest()
        put("INSERT INTO attachments VALUES (?, 'anh.png', 'image/png', ?, ?)", (name, len(photo), photo))
        photos = [{"sha256": name, "name": "anh.png", "size": len(photo)}]
        for revision in (1, 2):
            seq += 1
            values = {"title": f"Việc {number}", "starts_on": "2026-01-05", "results": f"kết quả {revision}", "photos": photos}
            at = f"2026-02-{revision:02}T08:00:00+00:00"
            change = _text({"kind": "TAPHUAN", "version": 1, "values": values, "binned": False})
            facts: list[Any] = [seq, uid, revision, at, "Văn thư", office["device"], change]
            rid = hashlib.sha256(_text([uid, revision, at]).encode()).digest()
            more = [office["incarnation"], rid.hex()] if version >= 3 else []
            chain = hashlib.sha256(chain + _text(facts + more).encode()).digest()
            tail = (chain,) if version < 3 else (chain, office["incarnation"], newest[:8], rid)
            columns = "seq, uid, revision, at, by, device, change, chain"
            columns += ", incarnation, parents, rid" if version >= 3 else ""
            put(f"INSERT INTO journal ({columns}) VALUES ({','.join('?' * (len(facts) + len(tail)))})", (*facts, *tail))
            newest = rid
        row = {"id": number, "uid": uid, "revision": 2, "kind": "TAPHUAN", "family": "activity", "verdict": "waiting", "binned": 0,
               "created_at": "2026-02-01T08:00:00+00:00", "created_by": "Văn thư", "updated_at": at, "updated_by": "Văn thư",
               "title": f"Việc {number}", "starts_on": "2026-01-05", "results": "kết quả 2", "photos": json.dumps(photos),
               "particulars": "{}"}  # fmt: skip
        if version >= 3:
            row["heads"] = newest
        put(f"INSERT INTO activities ({', '.join(row)}) VALUES ({','.join('?' * len(row))})", tuple(row.values()))
        if version >= 2:
            put("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, f"viec {number}"))
        put("INSERT INTO drafts VALUES (?, 'TAPHUAN', NULL, ?, ?)", (f"new-{number}", _text({"title": f"nháp {number}"}), at))


def content(connection: Any) -> dict[str, str]:
    """Return a digest of the rows of each table that every version has."""
    found = {}
    for table, columns in KEPT.items():
        where = " WHERE key IN ('office', 'window')" if table == "settings" else ""
        rows = connection.execute(f"SELECT {columns} FROM {table}{where} ORDER BY 1").fetchall()
        found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def shape(connection: Any) -> tuple[int, frozenset[str]]:
    """Return the version a book says it has, and the statements its tables were made by."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'search%'").fetchall()
    return version, frozenset(f"{name} {sql}" for name, sql in made)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
