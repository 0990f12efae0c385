"""What is in a batch: its first entries, and what all of them come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from tieout.books.books import Books
from tieout.books.entry import Entry, entry_columns
from tieout.books.schema import ENTRIES
from tieout.books.sight import in_sight


@dataclass(frozen=True)
class BatchContents:
    """The first entries in their order, and by currency the sum of all in minor units."""

    first: tuple[Entry, ...]
    totals: Mapping[str, int]


def batch_contents(books: Books, batch: int, *, most: int) -> BatchContents:
    """As much of a batch as its reviewer may see."""
    with books.reading() as connection:
        mine = (ENTRIES.c.batch == batch, *in_sight(connection, books.store, books.who))
        entries = select(*entry_columns()).where(*mine).order_by(ENTRIES.c.id).limit(most)
        sums = select(ENTRIES.c.currency, func.sum(ENTRIES.c.cents)).where(*mine)
        found = BatchContents(
            tuple(Entry(*row) for row in connection.execute(entries)),
            {
                str(code): int(cents)
                for code, cents in connection.execute(sums.group_by(ENTRIES.c.currency))
            },
        )
    books.note("query", len(found.first), {"batch": batch})
    return found
