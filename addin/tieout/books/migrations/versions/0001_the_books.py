"""The books as they were first released."""

from alembic import op

from tieout.books.guards import POSTGRES_TEXTS, SQLITE_TEXTS, postgres_guards, sqlite_guards
from tieout.books.schema import KEPT, METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, its indexes and its guards."""
    connection = op.get_bind()
    METADATA.create_all(connection)
    names = tuple(table.name for table in KEPT)
    if connection.dialect.name == "sqlite":
        statements = [SQLITE_TEXTS, *sqlite_guards(names)]
    else:
        statements = [
            *POSTGRES_TEXTS,
            *(guard.replace("%", "%%") for guard in postgres_guards(names)),
        ]
    for statement in statements:
        connection.exec_driver_sql(statement)
