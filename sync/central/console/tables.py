"""The console's own tables: who may sign in, who is signed in, what each did. Small, and none of them belongs to a unit."""

from sqlalchemy import DDL, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, event

from sync.central.tables import append_only, metadata

users = Table(
    "users", metadata,
    Column("name", String(60), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("unit", String(5), nullable=False),  # "" sees all units
    Column("hash", Text, nullable=False),  # Argon2id
    Column("active", Boolean, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("waits_until", String(32), nullable=False),
    Column("made_at", String(32), nullable=False),
)  # fmt: skip

# Who is signed in, by the SHA-256 of the cookie: whoever reads this table cannot sign in with it.
sessions = Table(
    "sessions", metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("name", String(60), nullable=False, index=True),
    Column("begun_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("act", String(40), nullable=False),
    Column("unit", String(5), nullable=False),
    Column("what", Text, nullable=False),
    Index("audit_by_unit", "unit", "id"),
)  # fmt: skip
# Keys of the city's own systems, by the SHA-256 of what was shown once.
tokens = Table(
    "tokens", metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("scopes", String(60), nullable=False),  # words of SCOPES, a space between
    Column("unit", String(5), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
    Column("used_at", String(32)),
)  # fmt: skip
OWN = (users, sessions, audit, tokens)
for _dialect, _statement in append_only("audit"):
    _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(audit, "after_create", _ddl.execute_if(dialect=_dialect))
