"""The people of the centre, their sessions, and what each did."""

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
