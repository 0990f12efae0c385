"""Are the tables, indexes, guards and permissions those of this release: asked of the database's own catalogue."""

import re
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.pool import StaticPool

from tieout.books.migrate import NEWEST, upgrade
from tieout.books.migrations.frozen import statements

_SQLITE = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
# A disabled trigger still has its definition; the body of a function is kept word for word.
_POSTGRES = """
SELECT 'trigger ' || tgname, CASE WHEN tgenabled = 'O' THEN tgrelid::regclass::text ELSE 'off' END
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname, prosrc FROM pg_proc WHERE proname LIKE 'tieout%'
UNION ALL SELECT 'policy ' || polname, polrelid::regclass::text FROM pg_policy
UNION ALL SELECT 'rows of ' || relname, 'guarded' FROM pg_class WHERE relrowsecurity
UNION ALL SELECT 'index ' || indexname, tablename FROM pg_indexes
WHERE schemaname = 'public' AND indexdef NOT LIKE '%UNIQUE%'
"""
_MADE = re.compile(
    r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION|POLICY|INDEX) (\w+)|"
    r"ALTER TABLE (\w+) ENABLE ROW LEVEL SECURITY"
)
_ON = re.compile(r"\bON (\w+)")
_BODY = re.compile(r"AS \$\$(.*)\$\$", re.DOTALL)


@cache
def expected_schema(dialect: str) -> dict[str, str]:
    """What must be there, by name."""
    return _fresh_sqlite() if dialect == "sqlite" else dict(_made_on_a_server())


def found_schema(connection: Connection) -> dict[str, str]:
    """What is there, by name."""
    if connection.dialect.name == "sqlite":
        return _of_sqlite(connection)
    return {str(name): str(found) for name, found in connection.execute(sql(_POSTGRES))}


def _made_on_a_server() -> Iterator[tuple[str, str]]:
    versions = [f"{number:04}" for number in range(1, int(NEWEST) + 1)]
    for statement in (each for version in versions for each in statements(version, "postgresql")):
        made = _MADE.match(statement)
        if made is None:
            continue
        kind, name, table = made.groups()
        if table:
            yield f"rows of {table}", "guarded"
        elif kind == "FUNCTION":
            body = _BODY.search(statement)
            assert body, name
            yield f"function {name}", body[1]
        else:
            on = _ON.search(statement)
            assert on, name
            yield f"{kind.lower()} {name}", on[1]


def _of_sqlite(connection: Connection) -> dict[str, str]:
    return {str(name): str(found) for name, found in connection.execute(sql(_SQLITE))}


def _fresh_sqlite() -> dict[str, str]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        found = _of_sqlite(connection)
    engine.dispose()
    return found
