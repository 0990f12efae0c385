"""How does SQLite index texts, and does its index say what the entries say.

The index keeps no texts, only where each piece stands, and SQLite's own check of the file does not
look into it: so it is made once more beside it, and the two are compared.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from tieout.books.grams import pieces
from tieout.books.stores import Texts

PIECES_MAX = 20
"""Of so many differing pieces the entries are named."""

_VIEWS = (
    ("texts_here", "main", "entry_texts", "instance"),
    ("texts_again", "temp", "again", "instance"),
    ("pieces_again", "temp", "again", "row"),
)
# Sums over all places of a piece: they differ where one does, and take a tenth of the time.
_PLACE = "((doc * 1000003 + offset) * 31 + unicode(col)) % 2147483647"
_SUMS = f"SELECT term, count(*), sum({_PLACE}), sum({_PLACE} * ({_PLACE}) % 2147483629) FROM temp.{{}} GROUP BY term"  # noqa: S608
_HERE, _AGAIN = _SUMS.format("texts_here"), _SUMS.format("texts_again")
_DIFFERING = f"""
SELECT term FROM (SELECT * FROM ({_HERE} EXCEPT {_AGAIN}) UNION SELECT * FROM ({_AGAIN} EXCEPT {_HERE}))
UNION SELECT term FROM temp.pieces_again AS p WHERE NOT EXISTS
(SELECT 1 FROM temp.texts_here AS h WHERE h.term = p.term) LIMIT {PIECES_MAX}
"""  # noqa: S608
# Looked up; and read through, where what was looked up agrees.
_OF_PIECE = (
    "SELECT doc FROM (SELECT doc, col, offset FROM temp.{} WHERE term = ?1 EXCEPT SELECT doc, col, offset FROM temp.{} WHERE term = ?1)",
    "SELECT doc FROM temp.{} WHERE term || '' = ?1",
)
_LENGTHS = "SELECT id FROM (SELECT id, sz FROM {}_docsize EXCEPT SELECT id, sz FROM {}_docsize)"


def add_texts(connection: Connection, index: str, entries: Texts) -> None:
    """Index the texts of entries, piece by piece."""
    rows = [(number, *(" ".join(pieces(text)) for text in texts)) for number, texts in entries]
    statement = f"INSERT INTO {index} (rowid, reference, memo, customer, others) VALUES (?, ?, ?, ?, ?)"  # fmt: skip  # noqa: S608
    connection.exec_driver_sql(statement, rows)


def wrongly_indexed(connection: Connection, entries: Iterable[Texts]) -> list[int]:
    """The entries whose texts are indexed otherwise or not at all."""
    _index_again(connection, entries)
    found = {*_of_differing_pieces(connection), *_of_other_length(connection)}
    for name in (*(view[0] for view in _VIEWS), "again"):
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")
    return sorted(found)


def _index_again(connection: Connection, entries: Iterable[Texts]) -> None:
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'entry_texts'")
    again = str(made.scalar()).replace("entry_texts", "temp.again", 1)
    connection.exec_driver_sql(again)
    for some in entries:
        add_texts(connection, "temp.again", some)
    for name, database, of, kind in _VIEWS:
        view = f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({database}, {of}, {kind})"
        connection.exec_driver_sql(view)


def _of_differing_pieces(connection: Connection) -> Iterator[int]:
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
