"""Are the tables, indexes and guards those of this release: asked of the database's own catalogue."""

from functools import cache

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.pool import StaticPool

from tieout.books.guards import postgres_guards
from tieout.books.schema import KEPT

_SQLITE = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
# A disabled trigger still has its definition.
_POSTGRES = """
SELECT 'trigger ' || tgname, CASE WHEN tgenabled = 'O' THEN pg_get_triggerdef(oid) ELSE 'off' END
FROM pg_trigger WHERE NOT tgisinternal
"""


@cache
def expected_schema(dialect: str) -> dict[str, str]:
    """What must be there, by name; for a server the guards."""
    if dialect == "sqlite":
        return _fresh_sqlite()
    return {
        f"trigger {words[2]}": words[2]
        for guard in postgres_guards(tuple(table.name for table in KEPT))
        if (words := guard.split())[1] == "TRIGGER"
    }


def found_schema(connection: Connection) -> dict[str, str]:
    """What is there, by name."""
    if connection.dialect.name == "sqlite":
        return _of_sqlite(connection)
    rows = connection.execute(sql(_POSTGRES))
    return {str(name): str(name).split()[1] if found != "off" else "off" for name, found in rows}


def _of_sqlite(connection: Connection) -> dict[str, str]:
    return {str(name): str(found) for name, found in connection.execute(sql(_SQLITE))}


def _fresh_sqlite() -> dict[str, str]:
    from tieout.books.migrate import upgrade

    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        found = _of_sqlite(connection)
    engine.dispose()
    return found
