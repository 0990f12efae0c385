"""What does each customer owe at a date: the sum of what was posted until then."""

from datetime import date

from sqlalchemy import func, select

from tieout.books.books import Books
from tieout.books.journal import is_in
from tieout.books.schema import ENTRIES
from tieout.books.sight import in_sight
from tieout.ledger.ledger import Account


def balances(
    books: Books, *, as_of: date | None = None, customer: str | None = None
) -> dict[Account, int]:
    """Balance of each account, minor units, the day itself included."""
    query = (
        select(ENTRIES.c.customer, ENTRIES.c.currency, func.sum(ENTRIES.c.cents))
        .where(is_in("posted"))
        .group_by(ENTRIES.c.customer, ENTRIES.c.currency)
    )
    if as_of is not None:
        query = query.where(ENTRIES.c.posting_date <= as_of)
    if customer is not None:
        query = query.where(ENTRIES.c.customer == customer)
    with books.reading() as connection:
        query = query.where(*in_sight(connection, books.store, books.who))
        rows = connection.execute(query).all()
    books.note("balances", len(rows), {"customer": customer, "as_of": as_of and str(as_of)})
    return {Account(str(name), str(currency)): int(cents) for name, currency, cents in rows}
