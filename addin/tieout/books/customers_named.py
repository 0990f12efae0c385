"""Which customers does a name mean: the one of that name, else those whose names contain it."""

from typing import Any

from sqlalchemy import Connection, Select, select

from tieout.books.grams import normalised
from tieout.books.schema import ENTRIES


def customers_named(connection: Connection, name: str) -> list[str]:
    """The customer of that name; where there is none, those whose names contain it."""
    exact = select(ENTRIES.c.customer).where(ENTRIES.c.customer == name).limit(1)
    if connection.execute(exact).first():
        return [name]
    part = normalised(name)
    every_name = connection.execute(_distinct_customers()).scalars()
    return [str(each) for each in every_name if part and part in normalised(str(each))]


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
