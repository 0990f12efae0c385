"""The books as they were first released."""

from alembic import op

from tieout.books.migrations import frozen

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, its indexes and its guards."""
    frozen.run(op.get_bind(), revision)
