"""Which customers does a name mean: the one of that name, else those whose names contain it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, select

from tieout.books.grams import TEXT_LENGTH_MAX, normalised
from tieout.books.schema import ENTRIES

BETWEEN = "\x00"
"""Stands in no text that is kept."""
_NO_LETTER = re.compile(rf"[^\w{BETWEEN}]+|_")


def customers_named(connection: Connection, name: str) -> list[str]:
    """The customer of that name; where there is none, those whose names contain it."""
    exact = select(ENTRIES.c.customer).where(ENTRIES.c.customer == name).limit(1)
    if connection.execute(exact).first():
        return [name]
    part = normalised(name)
    if not part:
        return []
    return _containing(part, connection.execute(_distinct_customers()).scalars())


def _containing(part: str, names: Iterable[str]) -> list[str]:
    """The names a part is found in; all are normalised at once, a tenth of the time of one by one.

    >>> _containing("东机", ["华东-机械", "East", "ＥＡＳＴ东_机"])
    ['华东-机械', 'ＥＡＳＴ东_机']
    """
    every = sorted(names)
    whole = BETWEEN.join(each[:TEXT_LENGTH_MAX] for each in every)
    folded = _NO_LETTER.sub("", unicodedata.normalize("NFKC", whole).casefold())
    found = zip(every, folded.split(BETWEEN), strict=True)
    return [each for each, text in found if part in text]


def _distinct_customers() -> Select[Any]:
    """Jumping through the index from name to name; a plain DISTINCT would read every entry."""
    names = (
        select(ENTRIES.c.customer.label("name")).order_by(ENTRIES.c.customer).limit(1).subquery()
    )
    chain = select(names.c.name).cte("names", recursive=True)
    after = (
        select(ENTRIES.c.customer)
        .where(ENTRIES.c.customer > chain.c.name)
        .order_by(ENTRIES.c.customer)
        .limit(1)
        .scalar_subquery()
    )
    chain = chain.union_all(select(after).where(chain.c.name.is_not(None)))
    return select(chain.c.name).where(chain.c.name.is_not(None))
