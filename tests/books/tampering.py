"""Is every row changed by plain SQL seen, in every table: python -m tests.books.tampering URL [EVERY].

Each row of every table is changed column by column, taken away, written again under other numbers,
swapped with each other row, and every table cut off after each row; with the guards off, in a
transaction that is taken back. What verifying does not see is printed.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from tests.books.sheets import write

from tieout.books.balances import Account
from tieout.books.base_data import Edit, apply
from tieout.books.books import Books, create_books, open_books
from tieout.books.journal import correct
from tieout.books.people import add_person
from tieout.books.periods import close_period, record_reconciliation
from tieout.books.posting import post_file
from tieout.books.register_sheets import read_row
from tieout.books.registers import CUSTOMER_LIST, PRODUCT_LIST
from tieout.books.schema import KEPT, TRAIL
from tieout.books.search import catch_up
from tieout.books.trace import record_event
from tieout.books.trail import Anchor
from tieout.books.verify import verify_view

EAST = "华东机械有限公司"
HEADINGS = ["日期", "类型", "单据号", "摘要", "客户", "币种", "借方", "贷方", "到期日", "品名", "数量", "单位", "单价"]  # fmt: skip
ROWS = [
    ["2026-07-01", "销售", "XS-001", "七月货款", EAST, "CNY", "1200.00", "", "", "螺栓", "96", "件", "12.50"],
    ["2026-07-03", "收款", "SK-001", "电汇", EAST, "CNY", "", "200.00", "", "", "", "", ""],
    ["2026-08-09", "销售", "XS-003", "Spare parts", "Acme Ltd", "USD", "500.00", "", "2026-09-30", "", "", "", ""],
]  # fmt: skip
OTHERS: tuple[object, ...] = (0, 1, -1, 10**15, "", "x", "\x00", b"", b"x", 1.5, "2026-07-02")

WITHOUT_EFFECT = ("entry_texts_data", "entry_texts_idx", "DELETE FROM entry_texts WHERE entry")
"""Verifying looked up every piece and compared it with a new index; an end cut off is read through, then indexed again."""

Change = tuple[str, dict[str, object]]
"""A statement, its values by name."""


def small_books(url: str, folder: Path) -> None:
    """Books with something in every table, and their texts indexed."""
    with create_books(url, who="zhang") as books:
        for register, words in (
            (CUSTOMER_LIST, {"code": "C1", "name": EAST, "terms_days": 30, "currency": "CNY"}),
            (PRODUCT_LIST, {"code": "P1", "name": "螺栓", "price_cents": "12.50"}),
        ):
            apply(books, register, [Edit(read_row(register, words)[0])])
        post_file(books, write(folder / "july.csv", ROWS, HEADINGS), reason="July")
        correct(books, [(2, -25000)], "typing error")
        record_event(books, [1, 2], "match", "M1")
        record_reconciliation(
            books, "2026-07", Account(EAST, "CNY"), difference_cents=0, unexplained_cents=0
        )
        close_period(books, "2026-07")
        catch_up(books)
        add_person(books, "owner", "administrator")


def changes(connection: Connection) -> Iterator[Change]:
    """Every change of a row, in every table."""
    for table in (*KEPT, TRAIL):
        key = "sequence" if table is TRAIL else "id"
        yield from _of_table(connection, table.name, key, [each.name for each in table.columns])
    for name, key in _texts(connection):
        found = connection.exec_driver_sql(f"SELECT * FROM {name} LIMIT 0")
        yield from _of_table(connection, name, key, list(found.keys()))
    for version in ("'0001'", "'9999'", "''"):
        yield f"UPDATE alembic_version SET version_num = {version}", {}
    yield "DELETE FROM alembic_version", {}
    yield "INSERT INTO alembic_version VALUES ('0001')", {}


def _texts(connection: Connection) -> list[tuple[str, str]]:
    """Where the index of texts lies, and the key of each table."""
    if connection.dialect.name != "sqlite":
        return [("entry_texts", "entry")]
    keys = {"data": "id", "docsize": "id", "idx": "term", "config": "k"}
    return [(f"entry_texts_{part}", key) for part, key in keys.items()]


def _of_table(connection: Connection, name: str, key: str, columns: list[str]) -> Iterator[Change]:
    listed = ", ".join(columns)
    rows = connection.exec_driver_sql(f"SELECT {listed} FROM {name} ORDER BY {key}").all()
    keys = [row._mapping[key] for row in rows]
    for number, row in enumerate(rows):
        at = {"at": keys[number]}
        for column, value in zip(columns, row, strict=True):
            after = rows[number - 1]._mapping.get(column)
            for other in dict.fromkeys([*_near(value), after, *OTHERS, None]):
                if other != value or type(other) is not type(value):
                    yield f"UPDATE {name} SET {column} = :other WHERE {key} = :at", at | {"other": other}  # fmt: skip
        yield f"DELETE FROM {name} WHERE {key} = :at", at
        yield f"DELETE FROM {name} WHERE {key} >= :at", at
        numbered = isinstance(keys[number], int)
        for new in (max(keys) + 1, max(keys) + 1000, 0, -1) if numbered else ("another", b"x"):
            rest = ", ".join(each for each in columns if each != key)
            yield f"INSERT INTO {name} ({key}, {rest}) SELECT :new, {rest} FROM {name} WHERE {key} = :at", at | {"new": new}  # fmt: skip
    for one, other in combinations(keys, 2):
        yield _swap(name, key, [each for each in columns if each != key], one, other)


def _swap(name: str, key: str, columns: list[str], one: object, other: object) -> Change:
    """Two rows exchange everything but their keys."""
    values = ", ".join(
        f"{each} = (SELECT t.{each} FROM {name} t WHERE t.{key} = CASE {name}.{key} WHEN :one THEN :other ELSE :one END)"
        for each in columns
    )
    return f"UPDATE {name} SET {values} WHERE {key} IN (:one, :other)", {"one": one, "other": other}


def _near(value: object) -> Iterator[object]:
    """What differs as little as can be."""
    if isinstance(value, int):
        yield value + 1
        yield str(value)
    elif isinstance(value, str):
        yield value + " "
        yield value[:-1]
        yield value.encode()
    elif isinstance(value, date):
        yield value + timedelta(1)
    elif isinstance(value, bytes):
        yield bytes([value[0] ^ 1, *value[1:]]) if value else b"\x01"
        yield value[:-1]


def seen(
    books: Books, connection: Connection, change: Change, anchor: Anchor
) -> tuple[str, list[str]]:
    """What became of a change: refused by the database, no change, seen (and where), without effect, or unseen."""
    aside = connection.begin_nested()
    try:
        return _tried(books, connection, change, anchor)
    finally:
        aside.rollback()


def _tried(
    books: Books, connection: Connection, change: Change, anchor: Anchor
) -> tuple[str, list[str]]:
    statement, values = change
    before = _content(connection, statement)
    try:
        around_guards(connection, [(statement, values)])
    except (DBAPIError, ValueError):
        return "refused", []
    if _content(connection, statement) == before:
        return "no change", []
    try:
        places = verify_view(books, connection, [anchor]).places
    except (DBAPIError, ValueError) as error:  # verify() says that they cannot be opened
        return "seen", [str(error)]
    if not places and any(name in statement for name in WITHOUT_EFFECT):
        return "without effect", []
    return ("seen" if places else "unseen"), [each.sentence("en") for each in places]


def _content(connection: Connection, statement: str) -> list[object]:
    table = statement.split()[2 if statement.startswith(("DELETE", "INSERT")) else 1]
    kinds = ""
    found = connection.exec_driver_sql(f"SELECT * FROM {table}")
    if connection.dialect.name == "sqlite":
        kinds = ", ".join(f"typeof({name})" for name in list(found.keys()))
        found = connection.exec_driver_sql(f"SELECT *, {kinds} FROM {table}")
    return sorted(map(repr, found))


def around_guards(connection: Connection, statements: Sequence[Change]) -> None:
    """Plain SQL: a server's guards stand aside for the session, those of a file are dropped and made again."""
    guards: Sequence[Sequence[object]] = []
    if connection.dialect.name == "sqlite":
        tables = " ".join(statement for statement, _ in statements)
        guards = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(?, tbl_name)",
            (tables,),
        ).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for statement, values in statements:
        connection.execute(text(statement), values)
    for _, made_by in guards:
        connection.exec_driver_sql(str(made_by))


def unguarded(url: str) -> tuple[Books, Connection, Anchor]:
    """Books, a connection with their guards off that is never committed, and their head."""
    books = open_books(url, who="zhang", judged=False)
    if books.store.name == "sqlite":
        event.listen(books.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
    anchor = books.head()
    connection = books.engine.connect().execution_options(tieout_writes=True)
    connection.begin()
    if books.store.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")
    return books, connection, anchor


def main(url: str, every: int = 1) -> None:
    """Make every change (or each so many-th), and say what became of them."""
    with TemporaryDirectory() as folder:
        small_books(url, Path(folder))
    books, connection, anchor = unguarded(url)
    counts: Counter[str] = Counter()
    for change in list(islice(changes(connection), 0, None, every)):
        found, _ = seen(books, connection, change, anchor)
        counts[found] += 1
        if found == "unseen":
            print("UNSEEN", change, flush=True)
    connection.rollback()
    connection.close()
    print(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
