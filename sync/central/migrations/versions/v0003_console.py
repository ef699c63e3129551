"""The people of the centre, their sessions, what each did, and the keys of the city's own systems."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the console's tables."""
    from sync.central.console.tables import OWN

    for table in OWN:
        table.create(op.get_bind(), checkfirst=True)
    op.create_index("activities_by_day", "activities", ["starts_on", "unit", "uid"])
