"""The frozen steps that make and renew a book. A step names its columns literally and imports nothing of ours.

Each step and its record are one transaction (sqlite-utils `Migrations`); a step ends by raising
`user_version`, so that a program can tell a newer book before it touches it.
"""

from sqlite_utils import Database, Migrations

steps = Migrations("book")
VERSION = 2


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
