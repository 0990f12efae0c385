"""How does SQLite index texts, and does its index say what the entries say.

The index keeps no texts, only where each piece stands, and SQLite's own check of the file does not
look into it: so it is made once more beside it, and the two are compared.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from tieout.books.grams import pieces
from tieout.books.stores import Texts
from tieout.progress import Progress, silent

COMPARED_TIMES = 1.0
"""How many times as long as making the index anew comparing the two takes, as measured."""
STEPS_BETWEEN = 1_000_000
"""Steps of SQLite's machine between two tellings, some hundredths of a second."""
PIECES_MAX = 20
"""Of so many differing pieces the entries are named."""

_VIEWS = (
    ("texts_here", "main", "entry_texts", "instance"),
    ("texts_again", "temp", "again", "instance"),
    ("pieces_again", "temp", "again", "row"),
)
# Sums over all places of a piece: they differ where one does, and take a tenth of the time.
_SUMS = """
CREATE TEMP TABLE {0} AS SELECT term, count(*), sum(doc % 2147483647),
sum(doc * doc % 2147483629 * (offset * 64 + unicode(col)) % 2147483647) FROM temp.texts_{1} GROUP BY term
"""
_SUMMED = (("sums_here", "here"), ("sums_again", "again"))
_DIFFERING = f"""
SELECT term FROM (SELECT * FROM (SELECT * FROM temp.sums_here EXCEPT SELECT * FROM temp.sums_again)
UNION SELECT * FROM (SELECT * FROM temp.sums_again EXCEPT SELECT * FROM temp.sums_here))
UNION SELECT term FROM temp.pieces_again AS p WHERE NOT EXISTS
(SELECT 1 FROM temp.texts_here AS h WHERE h.term = p.term) LIMIT {PIECES_MAX}
"""  # noqa: S608
# Looked up; and read through, where what was looked up agrees.
_OF_PIECE = (
    "SELECT doc FROM (SELECT doc, col, offset FROM temp.{} WHERE term = ?1 EXCEPT SELECT doc, col, offset FROM temp.{} WHERE term = ?1)",
    "SELECT doc FROM temp.{} WHERE term || '' = ?1",
)
# And what is passed over without being missed: a page of no number is taken for the first.
_TOTALS = """
SELECT 1, 1 WHERE NOT EXISTS (SELECT 1 FROM entry_texts_data h JOIN temp.again_data a USING (id, block) WHERE id = 1)
UNION ALL SELECT segid, pgno FROM entry_texts_idx WHERE typeof(pgno) <> 'integer' OR pgno < 2
UNION ALL SELECT k, v FROM entry_texts_config WHERE typeof(k) <> 'text' OR typeof(v) <> 'integer'
UNION ALL SELECT k, v FROM (SELECT k, v FROM entry_texts_config EXCEPT SELECT k, v FROM temp.again_config)
UNION ALL SELECT k, v FROM (SELECT k, v FROM temp.again_config EXCEPT SELECT k, v FROM entry_texts_config)
"""
_LENGTHS = "SELECT id FROM (SELECT id, sz FROM {}_docsize EXCEPT SELECT id, sz FROM {}_docsize)"


def add_texts(connection: Connection, index: str, entries: Texts) -> None:
    """Index the texts of entries, piece by piece."""
    rows = [(number, *(" ".join(pieces(text)) for text in texts)) for number, texts in entries]
    statement = f"INSERT INTO {index} (rowid, reference, memo, customer, others) VALUES (?, ?, ?, ?, ?)"  # fmt: skip  # noqa: S608
    connection.exec_driver_sql(statement, rows)


def wrongly_indexed(
    connection: Connection, entries: Iterable[Texts], progress: Progress = silent
) -> list[int]:
    """The entries whose texts are indexed otherwise or not at all; 0 where it is not in order within itself."""
    began = time.monotonic()
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'entry_texts'")
    statement = str(made.scalar())
    for name in ("again", "copy"):
        connection.exec_driver_sql(statement.replace("entry_texts", f"temp.{name}", 1))
    for some in entries:
        add_texts(connection, "temp.again", some)
    for name, database, of, kind in _VIEWS:
        view = f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({database}, {of}, {kind})"
        connection.exec_driver_sql(view)
    expected = COMPARED_TIMES * (time.monotonic() - began) + 1.0
    with _telling(connection, progress, expected):
        found = {*_of_differing_pieces(connection), *_of_other_length(connection)}
        if not found and not _is_in_order(connection):
            found = {0}
    sums = [name for name, _ in _SUMMED]
    for name in (*sums, *(view[0] for view in _VIEWS), "again", "copy"):
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")
    return sorted(found)


@contextmanager
def _telling(connection: Connection, progress: Progress, expected: float) -> Iterator[None]:
    """Whoever waits is told, and may cancel, while the database compares: a statement of its own takes minutes.

    `expected` is how many seconds it should take; nothing tells how far a statement is.
    """
    began = time.monotonic()
    stopped: list[BaseException] = []

    def told() -> int:
        try:
            progress("comparing_texts", min((time.monotonic() - began) / expected, 1.0))
        except BaseException as reason:  # whatever it is, it must not end inside the database
            stopped.append(reason)
        return len(stopped)

    driver: Any = connection.connection.dbapi_connection
    driver.set_progress_handler(told, STEPS_BETWEEN)
    try:
        yield
    except DatabaseError:
        if not stopped:
            raise
    finally:
        driver.set_progress_handler(None, 0)
    if stopped:
        raise stopped[0]


def _is_in_order(connection: Connection) -> bool:
    """SQLite's own check of such an index, which only asks for the right to write: so of a copy."""
    if connection.exec_driver_sql(_TOTALS).first():
        return False
    for part in ("data", "idx", "docsize"):
        connection.exec_driver_sql(f"DELETE FROM temp.copy_{part}")  # noqa: S608
        connection.exec_driver_sql(f"INSERT INTO temp.copy_{part} SELECT * FROM entry_texts_{part}")  # noqa: S608
    try:
        connection.exec_driver_sql("INSERT INTO temp.copy(copy) VALUES ('integrity-check')")
    except DatabaseError:
        return False
    return True


def _of_differing_pieces(connection: Connection) -> Iterator[int]:
    for names in _SUMMED:
        connection.exec_driver_sql(_SUMS.format(*names))
    for piece in connection.exec_driver_sql(_DIFFERING).scalars().all():
        looked_up, read_through = (
            [
                int(number)
                for pair in (("texts_here", "texts_again"), ("texts_again", "texts_here"))
                for number in connection.exec_driver_sql(asked.format(*pair), (piece,)).scalars()
            ]
            for asked in _OF_PIECE
        )
        yield from looked_up or read_through


def _of_other_length(connection: Connection) -> Iterator[int]:
    for pair in (("main.entry_texts", "temp.again"), ("temp.again", "main.entry_texts")):
        yield from connection.exec_driver_sql(_LENGTHS.format(*pair)).scalars()
