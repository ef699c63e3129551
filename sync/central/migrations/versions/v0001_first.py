"""The tables as the first centres made them, by `create_all` and without a version. Frozen."""

from alembic import op
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

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

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

inbox = Table(
    "inbox", metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("device", ForeignKey("devices.id"), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
)  # fmt: skip


# What came from a device that may not send (yet): kept whole, taken in when it may.
quarantine = Table(
    "quarantine", metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("device", ForeignKey("devices.id"), nullable=False, index=True),
    Column("received_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

# The log of each unit: entries 1, 2, 3 …, one revision each, once. The database says once, not a look before.
revisions = Table(
    "revisions", metadata,
    Column("id", Integer, primary_key=True),
    Column("unit", String(5), nullable=False),
    Column("position", Integer, nullable=False),
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
    UniqueConstraint("unit", "position", name="position_once"),
    UniqueConstraint("unit", "rid", name="revision_once"),
    Index("revisions_by_uid", "unit", "uid"),
)  # fmt: skip

# How long each unit's log is.
logs = Table(
    "logs", metadata,
    Column("unit", String(5), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
)  # fmt: skip

activities = Table(
    "activities", metadata,
    Column("unit", String(5), primary_key=True),
    Column("uid", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("heads", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("binned", Boolean, nullable=False),
    Column("conflict", Boolean, nullable=False),
    Column("values", JSON, nullable=False),
    Column("review", String(10)),
    Column("locked_at", String(32)),
    Index("activities_by_unit", "unit", "binned", "kind"),
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


def upgrade() -> None:
    """Make them, except what an older centre may have made by itself."""
    metadata.create_all(op.get_bind())


for _table in (inbox, revisions, items):
    for _act in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_no_{_act.lower()} BEFORE {_act} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{_table.name} is append-only'); END"
            ).execute_if(dialect="sqlite"),
        )  # fmt: skip
