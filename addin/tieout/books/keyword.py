"""How does a keyword go together with what else is asked: the side that leaves fewer entries is taken first.

An index of texts gives all entries with a word, which may be most of the books; a day or a customer
gives few. No database knows beforehand how common a word is, so a few of its entries are asked for;
a server's index gives no few without looking at all, so there a day or a customer comes first.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from tieout.books.grams import normalised
from tieout.books.schema import ENTRIES
from tieout.books.search import TEXTS, numbered
from tieout.books.stores import Store

RARE_ROWS = 2_000
"""So few entries with a keyword are named one by one, so few of a day or a customer read through first."""
NARROW_ROWS = 5_000
"""The texts of so few entries are read through rather than looked up."""


def by_keyword(
    store: Store,
    connection: Connection,
    keyword: str,
    others: Sequence[ColumnElement[bool]],
    *,
    narrowed: bool,
) -> list[ColumnElement[bool]]:
    """Conditions for entries with a keyword in one of their texts, besides what else must hold.

    What is not indexed yet, as who asks may not add to the index, is read through.
    """
    has = _has(store, connection, keyword, others, narrowed=narrowed)
    later = ENTRIES.c.id > store.indexed_until(connection)
    not_indexed = _read_through(connection, keyword, [*others, later])
    return [*others, or_(has, numbered(not_indexed)) if not_indexed else has]


def _has(
    store: Store,
    connection: Connection,
    keyword: str,
    others: Sequence[ColumnElement[bool]],
    *,
    narrowed: bool,
) -> ColumnElement[bool]:
    if narrowed and not store.gives_texts_one_by_one and _are_few(connection, others, RARE_ROWS):
        return numbered(_read_through(connection, keyword, others))
    first = store.found_first(connection, keyword, RARE_ROWS + 1)
    if len(first) <= RARE_ROWS:
        return numbered(first)
    if narrowed and _are_few(connection, others, NARROW_ROWS):
        return numbered(_read_through(connection, keyword, others))
    number = store.not_by_number(ENTRIES.c.id) if narrowed else ENTRIES.c.id
    return number.in_(store.found_by(connection, keyword))


def _are_few(connection: Connection, others: Sequence[ColumnElement[bool]], rows_max: int) -> bool:
    some = select(ENTRIES.c.id).where(*others).limit(rows_max + 1).subquery()
    count = connection.execute(select(func.count()).select_from(some)).scalar() or 0
    return int(count) <= rows_max


def _read_through(
    connection: Connection, keyword: str, others: Sequence[ColumnElement[bool]]
) -> list[int]:
    part = normalised(keyword)
    texts = select(ENTRIES.c.id, *(ENTRIES.c[name] for name in TEXTS)).where(*others)
    return [
        int(number)
        for number, *said in connection.execute(texts)
        if any(part in normalised(each) for each in said)
    ]
