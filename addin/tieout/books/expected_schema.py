"""Are the tables, indexes, guards and permissions those of this release: asked of the database's own catalogue."""

from functools import cache

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.pool import StaticPool

from tieout.books.migrate import NEWEST, upgrade
from tieout.books.server_guards import guards_expected, guards_found

VERSION = "version of the schema"
_NUMBERS = ("application_id", "user_version", "auto_vacuum")
# Every column as it is stored: a name of bytes, or of another table, reads like the right one in part.
_SQLITE = """
SELECT type || ' ' || name, stored || coalesce(sql, '') FROM (SELECT type, name, sql, tbl_name || ' '
|| typeof(type) || typeof(name) || typeof(tbl_name) || typeof(sql) || (rootpage > 0) || ' ' AS stored FROM sqlite_master)
"""


def expected_schema(connection: Connection) -> dict[str, str]:
    """What must be there, by name."""
    server = connection.dialect.name != "sqlite"
    guards = guards_expected(connection) if server else _fresh_sqlite()
    return guards | {VERSION: NEWEST}


def found_schema(connection: Connection) -> dict[str, str]:
    """What is there, by name."""
    server = connection.dialect.name != "sqlite"
    guards = guards_found(connection) if server else _of_sqlite(connection)
    versions = connection.execute(sql("SELECT version_num FROM alembic_version")).scalars()
    return guards | {VERSION: ", ".join(map(str, versions))}


def _of_sqlite(connection: Connection) -> dict[str, str]:
    """Tables, indexes and guards, and the numbers a file keeps in its head."""
    found = {str(name): str(made_by) for name, made_by in connection.execute(sql(_SQLITE))}
    numbers = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _NUMBERS)
    return found | dict(zip(_NUMBERS, map(str, numbers), strict=True))


@cache
def _fresh_sqlite() -> dict[str, str]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        found = _of_sqlite(connection)
    engine.dispose()
    return found
