"""The centre's tables. What was received is only ever added to; `activities` is what of it is current."""

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

metadata = MetaData()

meta = Table(
    "meta", metadata,
    Column("key", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)  # fmt: skip

devices = Table(
    "devices", metadata,
    Column("id", String(32), primary_key=True),
    Column("unit", String(5), nullable=False, index=True),
    Column("public_key", LargeBinary(32), nullable=False, unique=True),
    Column("old_key", LargeBinary(32)),
    Column("enrolled_at", String(32), nullable=False),
    Column("approved_at", String(32)),
    Column("revoked_at", String(32)),
)  # fmt: skip

enrolments = Table(
    "enrolments", metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("unit", String(5), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("device", ForeignKey("devices.id")),
)  # fmt: skip

# Office files by what their code is looked up by, for offices that type the code; gone with the code's last hour.
office_files = Table(
    "office_files", metadata,
    Column("lookup", LargeBinary(16), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)  # fmt: skip

# Every batch as it came, numbered 1, 2, 3 … within its unit: from it everything else can be made again (`replay`).
inbox = Table(
    "inbox", metadata,
    Column("unit", String(5), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("device", ForeignKey("devices.id"), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    UniqueConstraint("unit", "digest", name="batch_once"),
    Index("inbox_by_device", "device", "received_at"),
)  # fmt: skip


# What came from a device that may not send (yet): kept whole, taken in when it may.
quarantine = Table(
    "quarantine", metadata,
    Column("unit", String(5), primary_key=True),
    Column("digest", LargeBinary(32), primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("device", ForeignKey("devices.id"), nullable=False, index=True),
    Column("received_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

# The log of each unit: entries 1, 2, 3 …, one revision each, once. The database says once, not a look before.
revisions = Table(
    "revisions", metadata,
    Column("unit", String(5), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("rid", LargeBinary(32), nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    Column("uid", String(36), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("parents", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("pc", LargeBinary(8), nullable=False),
    Column("incarnation", LargeBinary(4), nullable=False),
    Column("binned", Boolean, nullable=False),
    Column("values", JSON, nullable=False),
    Column("problems", JSON(none_as_null=True)),
    Column("device", ForeignKey("devices.id"), nullable=False),
    Column("batch", LargeBinary(32), nullable=False),
    Column("received_at", String(32), nullable=False),
    UniqueConstraint("unit", "rid", name="revision_once"),
    Index("revisions_by_uid", "unit", "uid"),
)  # fmt: skip

# How long each unit's log is, and how many batches made it. Its row is the lock under which a unit is written.
logs = Table(
    "logs", metadata,
    Column("unit", String(5), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    Column("batches", Integer, nullable=False),
)  # fmt: skip

activities = Table(
    "activities", metadata,
    Column("unit", String(5), primary_key=True),
    Column("uid", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("heads", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_on", String(10), nullable=False),  # "" where the kind has no such day
    Column("binned", Boolean, nullable=False),
    Column("conflict", Boolean, nullable=False),
    Column("values", JSON, nullable=False),
    Column("review", String(10)),
    Column("locked_at", String(32)),
    Index("activities_by_unit", "unit", "binned", "kind"),
    Index("activities_by_day", "starts_on", "unit", "uid"),
)  # fmt: skip

# Sums over `activities` that are not in the bin, kept in the transaction that changes them. `month` is YYYY-MM of
# starts_on, "" for none; measure "" counts activities, any other adds up the whole numbers of the field of that name.
totals = Table(
    "totals", metadata,
    Column("unit", String(5), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)  # fmt: skip

# What was published, as it was signed; `unit` "" is for all.
items = Table(
    "items", metadata,
    Column("serial", Integer, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("unit", String(5), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("raw", LargeBinary, nullable=False),
)  # fmt: skip

# How far each unit's photos have come; the bytes are files beside the database.
photos = Table(
    "photos", metadata,
    Column("unit", String(5), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("length", Integer, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("complete_at", String(32)),
    Index("photos_by_name", "sha256"),
)  # fmt: skip

# Who had which book opened, and who stood beside; no key is ever kept.
recoveries = Table(
    "recoveries", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("unit", String(5), nullable=False),
    Column("book", String(16), nullable=False),
    Column("request", String(64), nullable=False, unique=True),
    Column("first", String(120), nullable=False),
    Column("second", String(120), nullable=False),
)  # fmt: skip

# Small tables, copied to every machine of a distributed PostgreSQL; all others are spread over them by `unit`.
REFERENCE = frozenset({"meta", "devices", "enrolments", "office_files", "items", "recoveries",
                       "users", "sessions", "audit", "tokens"})  # fmt: skip
APPEND_ONLY = ("inbox", "revisions", "items")


def append_only(name: str) -> tuple[tuple[str, str], ...]:
    """Return (dialect, statement) pairs that keep the rows of a table from being changed or taken away."""
    ends = tuple(
        ("sqlite", f"CREATE TRIGGER {name}_no_{act} BEFORE {act.upper()} ON {name} "
                   f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END")
        for act in ("update", "delete")
    )  # fmt: skip
    return (
        *ends,
        ("postgresql", "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                       "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"),
        ("postgresql", f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
                       "FOR EACH ROW EXECUTE FUNCTION refuse_change()"),
        ("postgresql", f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
                       "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"),
    )  # fmt: skip


for _name in APPEND_ONLY:
    for _dialect, _statement in append_only(_name):
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(metadata.tables[_name], "after_create", _ddl.execute_if(dialect=_dialect))
