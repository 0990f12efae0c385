"""People have roles, on a server kept by the database; customers have a kind of statement."""

from alembic import op

from tieout.books.migrations import frozen

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """The table of customers is made anew: nothing of the first release could write in it."""
    connection = op.get_bind()
    filled = connection.exec_driver_sql("SELECT count(*) FROM customers").scalar()
    assert not filled, "customers were written by something else than the first release"
    frozen.run(connection, revision)
