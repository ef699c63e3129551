"""The centre's tables. What was received is only ever added to; `activities` is what of it is current."""

from sqlalchemy import (
    DDL,
    JSON,
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
    Column("enrolled_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)  # fmt: skip

enrolments = Table(
    "enrolments", metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("unit", String(5), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("device", ForeignKey("devices.id")),
)  # fmt: skip

inbox = Table(
    "inbox", metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("device", ForeignKey("devices.id"), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
)  # fmt: skip


def _snapshot() -> list[Column[object]]:
    """The columns of one received revision, accepted or refused."""
    return [
        Column("id", Integer, primary_key=True),
        Column("unit", String(5), nullable=False),
        Column("uid", String(36), nullable=False),
        Column("revision", Integer, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("kind", Text, nullable=False),
        Column("kind_version", Integer, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("pc", Text, nullable=False),
        Column("binned", Boolean, nullable=False),
        Column("values", JSON, nullable=False),
        Column("device", ForeignKey("devices.id"), nullable=False),
        Column("incarnation", LargeBinary(4), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("chain", LargeBinary(64), nullable=False),
        Column("batch", LargeBinary(32), nullable=False),
        Column("received_at", String(32), nullable=False),
    ]


# One revision is stored once: the database says so, not a look before the insert.
revisions = Table(
    "revisions", metadata, *_snapshot(),
    UniqueConstraint("unit", "uid", "revision", "digest", name="revision_once"),
)  # fmt: skip

refusals = Table(
    "refusals", metadata, *_snapshot(),
    Column("problems", JSON, nullable=False),
    UniqueConstraint("unit", "uid", "revision", "digest", name="refusal_once"),
)  # fmt: skip

activities = Table(
    "activities", metadata,
    Column("unit", String(5), primary_key=True),
    Column("uid", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("source", ForeignKey("revisions.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("binned", Boolean, nullable=False),
    Column("conflict", Boolean, nullable=False),
    Column("values", JSON, nullable=False),
    Index("activities_by_unit", "unit", "binned", "kind"),
)  # fmt: skip

for _table in (inbox, revisions):
    for _act in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_no_{_act.lower()} BEFORE {_act} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{_table.name} is append-only'); END"
            ),
        )  # fmt: skip
