"""Are the tables, indexes, guards and permissions those of this release: asked of the database's own catalogue."""

from functools import cache

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.pool import StaticPool

from tieout.books.migrate import upgrade
from tieout.books.server_guards import guards_expected, guards_found

_SQLITE = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"


def expected_schema(connection: Connection) -> dict[str, str]:
    """What must be there, by name."""
    server = connection.dialect.name != "sqlite"
    return guards_expected(connection) if server else _fresh_sqlite()


def found_schema(connection: Connection) -> dict[str, str]:
    """What is there, by name."""
    server = connection.dialect.name != "sqlite"
    return guards_found(connection) if server else _of_sqlite(connection)


def _of_sqlite(connection: Connection) -> dict[str, str]:
    return {str(name): str(found) for name, found in connection.execute(sql(_SQLITE))}


@cache
def _fresh_sqlite() -> dict[str, str]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        found = _of_sqlite(connection)
    engine.dispose()
    return found
