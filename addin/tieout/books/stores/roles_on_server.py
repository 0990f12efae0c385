"""How does a role in the books become rights on a PostgreSQL server: one group role each, and grants."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection
from sqlalchemy import text as sql

from tieout.books.schema import KEPT, TRAIL

NAME_BYTES_MAX = 63
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "viewer": (
        *(
            f"SELECT ON {name}"
            for name in (*(t.name for t in KEPT), TRAIL.name, "entry_texts", "alembic_version")
        ),
    ),
    "preparer": tuple(
        f"INSERT ON {name}"
        for name in ("trail", "files", "batches", "entries", "goods", "steps", "events", "reconciliations", "periods", "customers", "products", "entry_texts")
    ),
    "reviewer": ("INSERT ON carried",),
    "administrator": ("INSERT ON settings", "INSERT ON people"),
}  # fmt: skip
"""What each role may besides what the one before it may; which rows, row-level security says."""


def grant(connection: Connection, name: str, role: str | None) -> None:
    """Put a user of the server into one role of these books, or into none."""
    groups = groups_of(connection)
    _ensure(connection, groups)
    user = _quoted(connection, name)
    if not _exists(connection, name):
        if role is None:
            return
        _do(connection, f"CREATE ROLE {user} LOGIN")
    for group in groups.values():
        if _is_member(connection, name, group):
            _do(connection, f"REVOKE {_quoted(connection, group)} FROM {user}")
    if role == "administrator":  # may put others into every role
        for group in groups.values():
            _do(connection, f"GRANT {_quoted(connection, group)} TO {user} WITH ADMIN OPTION")
    elif role is not None:
        _do(connection, f"GRANT {_quoted(connection, groups[role])} TO {user}")


def renew(connection: Connection) -> None:
    """Give the group roles there are the rights of this release, and take back what it no longer gives."""
    groups = groups_of(connection)
    for role, group in groups.items():
        if _exists(connection, group):
            quoted = _quoted(connection, group)
            _do(connection, f"REVOKE INSERT ON trail FROM {quoted}")
            for right in RIGHTS[role]:
                _do(connection, f"GRANT {right} TO {quoted}")


def _ensure(connection: Connection, groups: Mapping[str, str]) -> None:
    """The group roles of this database, each with its rights."""
    before = ""
    for role, group in groups.items():
        if not _exists(connection, group):
            quoted = _quoted(connection, group)
            _do(connection, f"CREATE ROLE {quoted} NOLOGIN")
            for right in RIGHTS[role]:
                _do(connection, f"GRANT {right} TO {quoted}")
            if before:
                _do(connection, f"GRANT {before} TO {quoted}")
        before = _quoted(connection, group)


def groups_of(connection: Connection) -> dict[str, str]:
    """Roles belong to the whole server, so their names say of which database they are."""
    database = str(connection.execute(sql("SELECT current_database()")).scalar())
    if len(f"tieout_{database}_administrator".encode()) > NAME_BYTES_MAX:
        database = sha256(database.encode()).hexdigest()[:32]
    return {role: f"tieout_{database}_{role}" for role in RIGHTS}


def _exists(connection: Connection, name: str) -> bool:
    asked = sql("SELECT 1 FROM pg_roles WHERE rolname = :name")
    return connection.execute(asked, {"name": name}).first() is not None


def _is_member(connection: Connection, name: str, group: str) -> bool:
    asked = sql(
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member "
        "JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolname = :name AND g.rolname = :found"
    )
    return connection.execute(asked, {"name": name, "found": group}).first() is not None


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _do(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))
