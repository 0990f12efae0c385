"""The books as they were first released."""

from alembic import op

from tieout.books.guards import postgres_guards, sqlite_guards
from tieout.books.schema import KEPT, METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, its indexes and its guards."""
    connection = op.get_bind()
    METADATA.create_all(connection)
    names = tuple(table.name for table in KEPT)
    guards = sqlite_guards(names) if connection.dialect.name == "sqlite" else postgres_guards(names)
    for guard in guards:
        connection.exec_driver_sql(
            guard.replace("%", "%%") if connection.dialect.name != "sqlite" else guard
        )
