"""Goods stand beside the entries they belong to; what was read is a line of the trail that the server writes."""

from alembic import op

from tieout.books.migrations import frozen
from tieout.books.stores import roles_on_server

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table of goods; on a server nobody who only reads adds to the trail but through a function."""
    connection = op.get_bind()
    frozen.run(connection, revision)
    if connection.dialect.name == "postgresql":
        roles_on_server.renew(connection)
