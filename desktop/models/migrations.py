"""The frozen steps that make and renew a book. A step names its columns literally and imports nothing of ours.

Each step and its record are one transaction (sqlite-utils `Migrations`); a step ends by raising
`user_version`, so that a program can tell a newer book before it touches it.
"""

import hashlib
import json

from sqlite_utils import Database, Migrations

steps = Migrations("book")
VERSION = 6


@steps()
def s0001_journal_and_activities(db: Database) -> None:
    for statement in _FIRST:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")


@steps()
def s0002_search(db: Database) -> None:
    # No Vietnamese syllable has more than seven letters: with these prefixes no typed word builds a list of its own.
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5("
        "words, tokenize = 'unicode61', detail = none, prefix = '1 2 3 4 5 6 7')"
    )
    db.execute("INSERT INTO search(search, rank) VALUES ('secure-delete', 1)")
    db.execute("PRAGMA user_version = 2")


@steps()
def s0003_log_of_the_unit(db: Database) -> None:
    rows = db.execute("SELECT seq, uid, revision, at, by, device, change, chain FROM journal ORDER BY seq").fetchall()
    receipts = db.execute("SELECT seq, verdict, problems, at, batch FROM receipts").fetchall()
    for statement in _THIRD:
        db.execute(statement)
    newest: dict[str, bytes] = {}
    for seq, uid, revision, at, by, device, change, chain in rows:
        # Without an incarnation: that is how the journal knows a row whose chain was linked by the older rule.
        parents = newest[uid][:8] if uid in newest else b""
        newest[uid] = _rid_of_2(uid, revision, parents, at, change)
        db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
                   [seq, uid, revision, at, by, device, change, chain, parents, newest[uid]])  # fmt: skip
    for row in receipts:
        db.execute("INSERT INTO receipts (seq, verdict, problems, at, batch) VALUES (?, ?, ?, ?, ?)", list(row))
    for uid, rid in newest.items():
        db.execute("UPDATE activities SET heads = ? WHERE uid = ?", [rid, uid])
    db.execute("PRAGMA user_version = 3")


@steps()
def s0004_papers(db: Database) -> None:
    for statement in _FOURTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


@steps()
def s0005_plans_reports_and_accounts(db: Database) -> None:
    for statement in _FIFTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 5")


@steps()
def s0006_trust_and_persons(db: Database) -> None:
    for statement in _SIXTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 6")


def _rid_of_2(uid: str, revision: int, parents: bytes, at: str, change: str) -> bytes:
    """The name of a revision as it was when books of version 2 became books of version 3."""
    content = json.loads(change)
    local = ("person", "phone", "leader", "deputy")
    values = {name: value for name, value in content["values"].items() if name not in local}
    told = [uid, revision, [parents.hex()] if parents else [], content["kind"], at, content["binned"], values]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


_COUNTED = ("starts_on, kind, family, binned, campaign, targets, plan_targets, host, participants, people, households, "
            "businesses, cost_planned, cost_actual, particulars")  # fmt: skip
_BUCKET = ("CAST(substr({0}.starts_on, 1, 4) AS INTEGER) * 24 + CAST(substr({0}.starts_on, 6, 2) AS INTEGER) * 2 "
           "+ (substr({0}.starts_on, 9, 2) >= '15')")  # fmt: skip

# Sums by half-months, which both the 15th-to-14th and the calendar months are made of: what is counted once stays
# counted until an activity of that half-month changes (deletes its row of `buckets`).
_FIFTH = (
    "ALTER TABLE activities ADD COLUMN plan_targets TEXT",
    "CREATE TABLE buckets (bucket INTEGER PRIMARY KEY)",
    """CREATE TABLE bucket_sums (
        bucket INTEGER NOT NULL, kind TEXT NOT NULL, campaign TEXT NOT NULL, marks TEXT NOT NULL, sums TEXT NOT NULL,
        PRIMARY KEY (bucket, kind, campaign, marks)) WITHOUT ROWID""",
    f"""CREATE TRIGGER bucket_after_insert AFTER INSERT ON activities
        BEGIN DELETE FROM buckets WHERE bucket = {_BUCKET.format("NEW")}; END""",
    f"""CREATE TRIGGER bucket_after_delete AFTER DELETE ON activities
        BEGIN DELETE FROM buckets WHERE bucket = {_BUCKET.format("OLD")}; END""",
    f"""CREATE TRIGGER bucket_after_update AFTER UPDATE OF {_COUNTED} ON activities
        BEGIN DELETE FROM buckets WHERE bucket = {_BUCKET.format("OLD")} OR bucket = {_BUCKET.format("NEW")}; END""",
    # A plan is never changed: it gets a next version. origin: "own" or "centre".
    """CREATE TABLE plan_versions (
        code TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, origin TEXT NOT NULL,
        text TEXT NOT NULL, PRIMARY KEY (code, version)) WITHOUT ROWID""",
    # What the official wrote into a report, and every version that was issued, with its numbers.
    """CREATE TABLE reports (
        uid TEXT PRIMARY KEY, kind TEXT NOT NULL, period TEXT NOT NULL, preset TEXT NOT NULL, subject TEXT NOT NULL,
        content TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, UNIQUE (kind, period, preset, subject)) WITHOUT ROWID""",
    """CREATE TABLE issues (
        uid TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, number TEXT NOT NULL,
        report TEXT NOT NULL, figures TEXT NOT NULL, seq INTEGER NOT NULL, chain BLOB NOT NULL,
        PRIMARY KEY (uid, version)) WITHOUT ROWID""",
    # undone_at is "" until the whole import is taken back.
    """CREATE TABLE imports (
        uid TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL,
        found INTEGER NOT NULL, saved INTEGER NOT NULL, undone_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE import_rows (
        import TEXT NOT NULL, line INTEGER NOT NULL, uid TEXT NOT NULL, revision INTEGER NOT NULL,
        PRIMARY KEY (import, uid)) WITHOUT ROWID""",
    "CREATE TABLE import_matches (headings TEXT PRIMARY KEY, matches TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE accounts (
        uid TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, pin TEXT NOT NULL, active INTEGER NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    # The counts beside the filters of the list are read from this index alone.
    """CREATE INDEX activities_facets ON activities (family, kind, campaign, verdict, review, conflict IS NOT NULL,
        updated_by, photos IS NOT NULL, areas) WHERE binned = 0 AND revision > 0""",
    # Which save of an activity the leader approved; kept here, never sent.
    """CREATE TABLE approvals (
        uid TEXT PRIMARY KEY, seq INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE thumbnails (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)",
    """CREATE TABLE views (
        name TEXT PRIMARY KEY, query TEXT NOT NULL, columns TEXT NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID""",
)

# The journal stays append-only but for one act: a person's data is taken out of a row that `redactions` names. The
# chain of rows with a salt covers a salted digest of the content; salt and content go together, the digest stays.
_SIXTH = (
    "ALTER TABLE journal ADD COLUMN salt BLOB NOT NULL DEFAULT x''",
    """CREATE TABLE redactions (
        seq INTEGER PRIMARY KEY REFERENCES journal (seq), digest BLOB NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
        reason TEXT NOT NULL)""",
    """CREATE TRIGGER redactions_keep_rows BEFORE DELETE ON redactions
        BEGIN SELECT RAISE(ABORT, 'redactions are append-only'); END""",
    "DROP TRIGGER journal_keeps_content",
    """CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal
        WHEN NOT (EXISTS (SELECT 1 FROM redactions WHERE redactions.seq = OLD.seq) AND NEW.seq = OLD.seq
            AND NEW.uid = OLD.uid AND NEW.revision = OLD.revision AND NEW.at = OLD.at AND NEW.device = OLD.device
            AND NEW.chain = OLD.chain AND NEW.incarnation = OLD.incarnation AND NEW.parents = OLD.parents
            AND NEW.rid = OLD.rid)
        BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    # Where the centre countersigned the journal's end: what stands before `seq` cannot be rewritten unseen.
    """CREATE TABLE anchors (
        seq INTEGER PRIMARY KEY, chain BLOB NOT NULL, at TEXT NOT NULL, batch TEXT NOT NULL, proof BLOB NOT NULL)""",
    # Who came: kept only where the office asks for it, never sent; `keep_until` is an ISO day.
    """CREATE TABLE attendee_lists (
        uid TEXT PRIMARY KEY, purpose TEXT NOT NULL, keep_until TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL)
        WITHOUT ROWID""",
    """CREATE TABLE attendees (
        uid TEXT NOT NULL, n INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (uid, n)) WITHOUT ROWID""",
    # What was erased, in counts and never in names; incidents as the office wrote them down.
    """CREATE TABLE erasures (
        n INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL, counts TEXT NOT NULL)""",
    """CREATE TABLE incidents (
        uid TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, content TEXT NOT NULL) WITHOUT ROWID""",
    # What the keeper of the book did: copies made and looked at, checks and what they found.
    """CREATE TABLE copies (
        n INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, place TEXT NOT NULL, file TEXT NOT NULL,
        size INTEGER NOT NULL, revisions INTEGER NOT NULL, digest TEXT NOT NULL, took INTEGER NOT NULL,
        fault TEXT NOT NULL)""",
    """CREATE TABLE checks (
        n INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, took INTEGER NOT NULL, found TEXT NOT NULL)""",
)

# What was edited on paper and its photos (apart from those of activities: these are never sent); designs from packs.
_FOURTH = (
    """CREATE TABLE papers (
        n INTEGER PRIMARY KEY, uid TEXT NOT NULL, design TEXT NOT NULL, content TEXT NOT NULL, photos TEXT NOT NULL,
        at TEXT NOT NULL, printed TEXT NOT NULL)""",
    "CREATE INDEX papers_uid ON papers (uid, design)",
    "CREATE TABLE paper_photos (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL, at TEXT NOT NULL)",
    """CREATE TABLE designs (
        id TEXT PRIMARY KEY, text TEXT NOT NULL, digest TEXT NOT NULL, signed INTEGER NOT NULL, at TEXT NOT NULL)""",
)

_THIRD = (
    "DROP TABLE receipts",
    "DROP TRIGGER journal_keeps_rows",
    "DROP TRIGGER journal_keeps_content",
    "DROP TABLE journal",
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, uid TEXT NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL, device TEXT NOT NULL, change TEXT NOT NULL, chain BLOB NOT NULL,
        incarnation TEXT NOT NULL, parents BLOB NOT NULL, rid BLOB NOT NULL UNIQUE)""",
    "CREATE INDEX journal_uid ON journal (uid, revision)",
    """CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    """CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    # row: its place in the batch that was answered; position: its place in the log of the unit, where that is known.
    """CREATE TABLE receipts (
        seq INTEGER PRIMARY KEY REFERENCES journal (seq), verdict TEXT NOT NULL, problems TEXT NOT NULL,
        at TEXT NOT NULL, batch TEXT NOT NULL, row INTEGER, position INTEGER)""",
    "CREATE INDEX receipts_position ON receipts (position)",
    "CREATE INDEX receipts_batch ON receipts (batch)",
    "ALTER TABLE sealed_receipts ADD COLUMN leaves BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE activities ADD COLUMN heads BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE activities ADD COLUMN conflict TEXT",
    "ALTER TABLE activities ADD COLUMN review TEXT",
    "CREATE INDEX activities_torn ON activities (uid) WHERE conflict IS NOT NULL",
    "CREATE INDEX activities_reviewed ON activities (review) WHERE review IS NOT NULL",
    """CREATE TABLE bulletins (
        digest BLOB PRIMARY KEY, serial INTEGER NOT NULL, topic TEXT NOT NULL, key TEXT NOT NULL,
        version INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, raw BLOB NOT NULL, known INTEGER NOT NULL)""",
    "CREATE INDEX bulletins_topic ON bulletins (topic, serial)",
    """CREATE TABLE reviews (
        uid TEXT NOT NULL, serial INTEGER NOT NULL, state TEXT NOT NULL, remarks TEXT NOT NULL, at TEXT NOT NULL,
        rid BLOB NOT NULL, PRIMARY KEY (uid, serial)) WITHOUT ROWID""",
    "CREATE TABLE parcels (digest BLOB PRIMARY KEY, at TEXT NOT NULL, seqs BLOB NOT NULL, file TEXT NOT NULL)",
    """CREATE TABLE photo_sends (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, sent INTEGER NOT NULL, done_at TEXT) WITHOUT ROWID""",
)

_FIRST = (
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, uid TEXT NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL, device TEXT NOT NULL, change TEXT NOT NULL, chain BLOB NOT NULL,
        UNIQUE (uid, revision))""",
    """CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    """CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    """CREATE TABLE receipts (
        seq INTEGER PRIMARY KEY REFERENCES journal (seq), verdict TEXT NOT NULL, problems TEXT NOT NULL,
        at TEXT NOT NULL, batch TEXT NOT NULL)""",
    """CREATE TABLE sealed_receipts (batch TEXT PRIMARY KEY, at TEXT NOT NULL, receipt BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE activities (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, kind TEXT NOT NULL,
        family TEXT NOT NULL, verdict TEXT NOT NULL, binned INTEGER NOT NULL,
        created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
        title TEXT NOT NULL, starts_on TEXT, ends_on TEXT, starts_at TEXT, place TEXT, areas TEXT, topics TEXT,
        audiences TEXT, host TEXT, partners TEXT, person TEXT, phone TEXT, basis TEXT, targets TEXT,
        campaign TEXT, integrated TEXT, participants TEXT, people INTEGER, households INTEGER,
        businesses INTEGER, cost_planned INTEGER, cost_actual INTEGER, funding TEXT, results TEXT,
        difficulties TEXT, proposals TEXT, photos TEXT, links TEXT, particulars TEXT NOT NULL)""",
    "CREATE INDEX activities_family ON activities (family, binned)",
    "CREATE INDEX activities_kind ON activities (kind, binned)",
    "CREATE INDEX activities_campaign ON activities (campaign, binned)",
    "CREATE INDEX activities_unsettled ON activities (verdict) WHERE verdict <> 'sent'",
    """CREATE TABLE drafts (
        key TEXT PRIMARY KEY, kind TEXT NOT NULL, uid TEXT, content TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE attachments (
        sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,
        data BLOB NOT NULL)""",
)
