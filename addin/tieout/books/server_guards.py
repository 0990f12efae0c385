"""Which guards stand on a PostgreSQL server, and which should: tables, keys, triggers, functions, policies, rights.

A server writes a condition in its own words, so it is asked to write ours too: tables and guards are
made once more, empty, where nobody else sees them, and taken back.
"""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection
from sqlalchemy import text as sql

from tieout.books.migrate import NEWEST
from tieout.books.migrations.frozen import statements
from tieout.books.people import people
from tieout.books.stores.roles_on_server import RIGHTS, groups_of

_MADE = re.compile(
    r"CREATE (?:OR REPLACE )?(TABLE|TRIGGER|FUNCTION|POLICY|INDEX) (\w+)|ALTER TABLE (\w+) ENABLE ROW"
)
_FUNCTION = re.compile(r"(.*?)AS \$\$(.*)\$\$", re.DOTALL)
_SCHEMA = re.compile(r"\b(?:pg_temp(?:_\d+)?|public)\.")
_ALEMBIC = """CREATE TABLE alembic_version (
version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"""
"""What Alembic makes before our first version."""
# A disabled trigger still has its definition; those that hold a foreign key have no name of ours.
_ON_TABLE = """
SELECT 'trigger ' || tgname, pg_get_triggerdef(oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ' off' END
FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = CAST(:name AS regclass)
UNION ALL SELECT 'policy ' || polname, concat_ws(' ', polcmd, polpermissive, polroles::regrole[],
pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid))
FROM pg_policy WHERE polrelid = CAST(:name AS regclass)
UNION ALL SELECT 'index ' || relname, pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = CAST(:name AS regclass) AND NOT indisunique
UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(c.oid, true) || CASE WHEN EXISTS
(SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = c.oid AND t.tgenabled <> 'O') THEN ' off' ELSE '' END
FROM pg_constraint c WHERE conrelid = CAST(:name AS regclass)
UNION ALL SELECT 'rule ' || rulename, pg_get_ruledef(oid, true)
FROM pg_rewrite WHERE ev_class = CAST(:name AS regclass)
UNION ALL SELECT 'table ' || relname, string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod),
CASE WHEN attnotnull THEN 'filled' END, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum)
FROM pg_class c JOIN pg_attribute t ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum WHERE c.oid = CAST(:name AS regclass) GROUP BY relname
"""
_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
# Functions of one name are one guard; those an extension brings are its own.
_APART = """
SELECT 'function ' || proname, string_agg(concat_ws(' ', CASE WHEN prosecdef THEN 'definer' END, provolatile,
array_to_string(proconfig, ' '), prosrc), ' and ') FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') GROUP BY proname
UNION ALL SELECT 'rows of ' || relname, 'guarded' FROM pg_class
WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
"""
_EXECUTE = """
SELECT proname, a.privilege_type, coalesce(r.rolname, 'PUBLIC'), a.is_grantable FROM pg_proc p
CROSS JOIN LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE proname LIKE 'tieout%' AND pronamespace = 'public'::regnamespace AND a.grantee <> proowner
"""
_PAST = """
SELECT rolname, CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'BYPASSRLS' END
FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname = ANY(:names)
"""
_RIGHTS = """
SELECT c.relname, a.privilege_type, coalesce(r.rolname, 'PUBLIC'), a.is_grantable
FROM (SELECT relname, relowner, relacl FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT c.relname || '.' || t.attname, c.relowner, t.attacl FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND t.attacl IS NOT NULL) AS c
CROSS JOIN LATERAL aclexplode(c.relacl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE a.grantee <> c.relowner
"""
_MEMBERS = """
SELECT g.rolname, u.rolname FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
WHERE g.rolname = ANY(:groups) AND u.rolname <> ALL(:groups)
"""
_OWNER = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'trail'::regclass"

_WRITTEN: dict[str, Mapping[str, str]] = {}
"""What a server of some version makes of our guards."""


def guards_found(connection: Connection) -> dict[str, str]:
    """The guards there are, by name."""
    found = _pairs(connection, _APART)
    for (table,) in connection.execute(sql(_TABLES)).all():
        found |= _on_table(connection, f"public.{table}")
    for asked in (_RIGHTS, _EXECUTE):
        for on, right, who, further in connection.execute(sql(asked)):
            found[_right(right, on, who)] = "granted further" if further else "granted"
    found |= dict.fromkeys(_past_the_guards(connection), "granted")
    return found | dict.fromkeys(_members_found(connection), "member")


def guards_expected(connection: Connection) -> dict[str, str]:
    """The guards there must be, by name."""
    version = str(connection.execute(sql("SHOW server_version")).scalar())
    if version not in _WRITTEN:
        _WRITTEN[version] = _written_by_server(connection)
    found = dict(_WRITTEN[version]) | dict.fromkeys(_rights_expected(connection), "granted")
    return found | dict.fromkeys(_members_expected(connection), "member")


def _written_by_server(connection: Connection) -> dict[str, str]:
    """Every version after the other on empty tables of its own, then what the server says of them."""
    found: dict[str, str] = {}
    tables: dict[str, None] = {}
    aside = connection.begin_nested()
    for statement in _statements():
        made = _MADE.match(statement)
        kind, name, guarded = made.groups() if made else (None, None, None)
        if kind == "FUNCTION":  # stays as it is: there are none of one's own for a while
            found[f"function {name}"] = _function(statement)
            found[_right("EXECUTE", str(name), "PUBLIC")] = "granted"
            continue
        if guarded:
            found[f"rows of {guarded}"] = "guarded"
        if kind == "TABLE":
            tables[str(name)] = None
            statement = statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1)
        connection.exec_driver_sql(statement.replace("%", "%%"))
    for table in tables:
        found |= _on_table(connection, f"pg_temp.{table}")
    aside.rollback()
    return found


def _statements() -> Iterator[str]:
    yield _ALEMBIC
    for number in range(1, int(NEWEST) + 1):
        yield from statements(f"{number:04}", "postgresql")


def _on_table(connection: Connection, table: str) -> dict[str, str]:
    return _pairs(connection, _ON_TABLE, name=table)


def _pairs(connection: Connection, asked: str, **values: str) -> dict[str, str]:
    rows = connection.execute(sql(asked), values)
    return {str(name): _SCHEMA.sub("", str(found)).strip() for name, found in rows}


def _function(statement: str) -> str:
    made = _FUNCTION.match(statement)
    assert made
    head, body = made.groups()
    definer = "definer " if "SECURITY DEFINER" in head else ""
    volatile = "s" if "STABLE" in head else "v"
    path = "search_path=public, pg_temp " if "SET search_path" in head else ""
    return _SCHEMA.sub("", f"{definer}{volatile} {path}{body}").strip()


def _rights_expected(connection: Connection) -> Iterator[str]:
    for role, group in _groups_there(connection).items():
        for each in RIGHTS[role]:
            right, _, table = each.partition(" ON ")
            yield _right(right, table, group)


def _right(right: str, table: str, who: str) -> str:
    return f"right {right} ON {table} of {who}"


def _past_the_guards(connection: Connection) -> Iterator[str]:
    """Listed people to whom the server shows every row whatever the policies say; administrators may."""
    owner = _owner(connection)
    names = [
        each.name
        for each in people(connection).values()
        if each.active and each.role != "administrator" and each.name != owner
    ]
    asked = {"names": [*names, *groups_of(connection).values()]}
    for who, right in connection.execute(sql(_PAST), asked):
        yield f"right {right} of {who}"


def _members_found(connection: Connection) -> Iterator[str]:
    groups, owner = list(groups_of(connection).values()), _owner(connection)
    for group, member in connection.execute(sql(_MEMBERS), {"groups": groups}):
        if member != owner:
            yield f"membership of {member} in {group}"


def _members_expected(connection: Connection) -> Iterator[str]:
    groups, owner = groups_of(connection), _owner(connection)
    for person in people(connection).values():
        if person.active and person.name != owner:
            mine = groups if person.role == "administrator" else {person.role}
            yield from (f"membership of {person.name} in {groups[role]}" for role in mine)


def _owner(connection: Connection) -> str:
    """Who may do everything, listed or not."""
    return str(connection.execute(sql(_OWNER)).scalar())


def _groups_there(connection: Connection) -> dict[str, str]:
    groups = groups_of(connection)
    asked = sql("SELECT rolname FROM pg_roles WHERE rolname = ANY(:groups)")
    there = set(connection.execute(asked, {"groups": list(groups.values())}).scalars())
    return {role: group for role, group in groups.items() if group in there}
