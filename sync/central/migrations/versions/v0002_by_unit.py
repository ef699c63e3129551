"""Every key begins with the unit, batches are numbered within it, sums over activities are kept."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOVED = ("inbox", "quarantine", "revisions")


def upgrade() -> None:
    """Make the new tables beside the old ones, copy, drop the old ones."""
    bind = op.get_bind()
    postgres = bind.dialect.name == "postgresql"
    op.drop_index("revisions_by_uid", table_name="revisions")
    op.drop_index("ix_quarantine_device", table_name="quarantine")
    for name in _MOVED:
        op.rename_table(name, f"old_{name}")
        if postgres:
            for constraint in sa.inspect(bind).get_unique_constraints(f"old_{name}"):
                op.drop_constraint(str(constraint["name"]), f"old_{name}", type_="unique")
            op.execute(f"ALTER TABLE old_{name} RENAME CONSTRAINT {name}_pkey TO old_{name}_pkey")
    _make()
    op.add_column("logs", sa.Column("batches", sa.Integer, nullable=False, server_default="0"))
    op.add_column("activities", sa.Column("starts_on", sa.String(10), nullable=False, server_default=""))
    _copy()
    for name in _MOVED:
        op.drop_table(f"old_{name}")
    _guard(bind.dialect.name)
    _sum(bind)


def _device() -> sa.Column[str]:
    return sa.Column("device", sa.String(32), sa.ForeignKey("devices.id"), nullable=False)


def _make() -> None:
    unit = ("unit", sa.String(5))
    op.create_table(
        "inbox", sa.Column(*unit, primary_key=True), sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False), _device(),
        sa.Column("received_at", sa.String(32), nullable=False), sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False), sa.UniqueConstraint("unit", "digest", name="batch_once"))  # fmt: skip
    op.create_index("inbox_by_device", "inbox", ["device", "received_at"])
    op.create_table(
        "quarantine", sa.Column(*unit, primary_key=True), sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("serial", sa.Integer, nullable=False), _device(),
        sa.Column("received_at", sa.String(32), nullable=False), sa.Column("body", sa.LargeBinary, nullable=False))  # fmt: skip
    op.create_index("ix_quarantine_device", "quarantine", ["device"])
    op.create_table(
        "revisions", sa.Column(*unit, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rid", sa.LargeBinary(32), nullable=False), sa.Column("chain", sa.LargeBinary(32), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False), sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("parents", sa.LargeBinary, nullable=False), sa.Column("kind", sa.Text, nullable=False),
        sa.Column("kind_version", sa.Integer, nullable=False), sa.Column("at", sa.Text, nullable=False),
        sa.Column("pc", sa.LargeBinary(8), nullable=False), sa.Column("incarnation", sa.LargeBinary(4), nullable=False),
        sa.Column("binned", sa.Boolean, nullable=False), sa.Column("values", sa.JSON, nullable=False),
        sa.Column("problems", sa.JSON),
        _device(), sa.Column("batch", sa.LargeBinary(32), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.UniqueConstraint("unit", "rid", name="revision_once"))  # fmt: skip
    op.create_index("revisions_by_uid", "revisions", ["unit", "uid"])
    op.create_table(
        "totals", sa.Column(*unit, primary_key=True), sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True), sa.Column("measure", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False))  # fmt: skip


def _copy() -> None:
    columns = ('"unit", "position", "rid", "chain", "uid", "revision", "parents", "kind", "kind_version", "at", "pc", '
               '"incarnation", "binned", "values", "problems", "device", "batch", "received_at"')  # fmt: skip
    op.execute(f"INSERT INTO revisions ({columns}) SELECT {columns} FROM old_revisions ORDER BY id")  # noqa: S608
    for name, more in (("inbox", ", receipt"), ("quarantine", "")):
        op.execute(
            f"INSERT INTO {name} (unit, serial, digest, device, received_at, body{more}) "  # noqa: S608
            f"SELECT d.unit, row_number() OVER (PARTITION BY d.unit ORDER BY o.id), o.digest, o.device, o.received_at, "
            f"o.body{more} "
            f"FROM old_{name} o JOIN devices d ON d.id = o.device")  # fmt: skip
    op.execute("UPDATE logs SET batches = (SELECT count(*) FROM inbox WHERE inbox.unit = logs.unit)")


def _guard(dialect: str) -> None:
    if dialect == "sqlite":
        for name in ("inbox", "revisions"):
            for act in ("update", "delete"):
                op.execute(f"CREATE TRIGGER {name}_no_{act} BEFORE {act.upper()} ON {name} "
                           f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END")  # fmt: skip
        return
    op.execute("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
               "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$")  # fmt: skip
    for name in ("inbox", "revisions", "items"):
        op.execute(f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
                   "FOR EACH ROW EXECUTE FUNCTION refuse_change()")  # fmt: skip
        op.execute(f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
                   "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")  # fmt: skip


def _sum(bind: sa.Connection) -> None:
    names = ("unit", "uid", "kind", "binned", "starts_on")
    activities = sa.table("activities", *map(sa.column, names), sa.column("values", sa.JSON))
    totals = sa.table("totals", *map(sa.column, ("unit", "month", "kind", "measure", "value")))
    sums: dict[tuple[str, str, str, str], int] = {}
    days: list[dict[str, str]] = []
    for row in bind.execute(sa.select(activities)):
        day = row.values.get("starts_on") if isinstance(row.values, dict) else None
        day = day if isinstance(day, str) and len(day) == 10 else ""
        days.append({"of": row.unit, "which": row.uid, "day": day})
        for measure, value in () if row.binned else _measures(row.values):
            key = (row.unit, day[:7], row.kind, measure)
            sums[key] = sums.get(key, 0) + value
    if days:
        same = (activities.c.unit == sa.bindparam("of"), activities.c.uid == sa.bindparam("which"))
        bind.execute(activities.update().where(*same).values(starts_on=sa.bindparam("day")), days)
    if sums:
        bind.execute(totals.insert(), [dict(zip(("unit", "month", "kind", "measure"), key, strict=True), value=value)
                                       for key, value in sums.items()])  # fmt: skip


def _measures(values: Any) -> Iterator[tuple[str, int]]:
    yield "", 1
    for name, value in json.loads(values).items() if isinstance(values, str) else values.items():
        if type(value) is int and abs(value) < 10**12:
            yield name, value
