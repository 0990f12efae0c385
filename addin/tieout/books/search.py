"""Which entries have a keyword in any of their texts: an index that follows the journal.

The index says nothing the entries do not say: it is filled after a posting is kept, and caught up
before a search where it is behind.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, select

from tieout.books.books import Books
from tieout.books.schema import ENTRIES
from tieout.books.stores import Store, Texts
from tieout.progress import Progress, silent

TEXTS = ("reference", "memo", "customer", "others")
CHUNK_ROWS = 20_000


def catch_up(books: Books, progress: Progress = silent) -> int:
    """Index the entries that are not indexed yet, and say how many; none where this user may not."""
    with books.reading() as connection:
        if not is_behind(books.store, connection):
            return 0
    if not books.store.may_index(books.engine):
        return 0
    done = 0
    with books.deriving() as connection:
        last = books.store.indexed_until(connection)
        newest = _newest(connection)
        while rows := connection.execute(_after(last)).all():
            books.store.index(connection, [(int(row[0]), tuple(map(str, row[1:]))) for row in rows])
            last = int(rows[-1][0])
            done += len(rows)
            progress("indexing", last / newest)
    return done


def is_behind(store: Store, connection: Connection) -> bool:
    """Whether there are entries that are not indexed yet."""
    return store.indexed_until(connection) < _newest(connection)


def numbered(numbers: Sequence[int]) -> ColumnElement[bool]:
    """Entries by their numbers, written out: thousands of values sent one by one cost more than the search."""
    return ENTRIES.c.id.in_(
        bindparam(None, numbers, BigInteger, expanding=True, literal_execute=True)
    )


def wrong_texts(books: Books, connection: Connection, progress: Progress = silent) -> list[int]:
    """The entries the index does not hold as it should, or holds though they are none."""
    end = books.store.indexed_until(connection)
    return books.store.wrongly_indexed(connection, _indexed(connection, end, progress), progress)


def _indexed(connection: Connection, end: int, progress: Progress) -> Iterator[Texts]:
    """The texts of every entry the index should hold."""
    last = 0
    while rows := connection.execute(_after(last).where(ENTRIES.c.id <= end)).all():
        yield [(int(row[0]), tuple(map(str, row[1:]))) for row in rows]
        last = int(rows[-1][0])
        progress("verifying_texts", last / max(end, 1))


def _newest(connection: Connection) -> int:
    last = connection.execute(select(ENTRIES.c.id).order_by(ENTRIES.c.id.desc()).limit(1)).scalar()
    return int(last or 0)


def _after(last: int) -> Select[Any]:
    columns = [ENTRIES.c[name] for name in TEXTS]
    return (
        select(ENTRIES.c.id, *columns)
        .where(ENTRIES.c.id > last)
        .order_by(ENTRIES.c.id)
        .limit(CHUNK_ROWS)
    )
