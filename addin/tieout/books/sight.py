"""Which entries may somebody see: on a file those of the customer groups they are listed for.

On a server row-level security shows them no others in the first place.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select

from tieout.books.people import people, split
from tieout.books.schema import CUSTOMERS, ENTRIES
from tieout.books.stores import Store
from tieout.errors import TieoutError


def in_sight(connection: Connection, store: Store, who: str) -> list[ColumnElement[bool]]:
    """What a query for entries must ask besides."""
    names = customers_in_sight(connection, store, who)
    return [] if names is None else [ENTRIES.c.customer.in_(sorted(names))]


def customers_in_sight(connection: Connection, store: Store, who: str) -> set[str] | None:
    """The names and aliases of the customers somebody sees; None where they see all, or the server sees to it."""
    return None if store.keeps_people else _customers_of(connection, who)


def _customers_of(connection: Connection, who: str) -> set[str] | None:
    person = people(connection).get(who)
    if person is None or not person.groups:
        return None
    newest = select(func.max(CUSTOMERS.c.id)).group_by(CUSTOMERS.c.code)
    columns = (CUSTOMERS.c.name, CUSTOMERS.c.aliases)
    query = select(*columns).where(
        CUSTOMERS.c.id.in_(newest), CUSTOMERS.c.customer_group.in_(person.groups)
    )
    rows = connection.execute(query)
    return {each for name, aliases in rows for each in (str(name), *split(str(aliases)))}


def refuse_out_of_sight(connection: Connection, who: str, customers: Iterable[str]) -> None:
    """Nobody writes of customers they do not see; a server refuses it too, without saying of whom."""
    names = _customers_of(connection, who)
    if names is None:
        return
    others = sorted(set(customers) - names)
    if others:
        raise TieoutError("books.out_of_sight", who=who, found=", ".join(others[:5]))


def refuse_batch_out_of_sight(connection: Connection, who: str, batch: int, entries: int) -> None:
    """Nobody reviews, posts or rejects a batch with entries of customers they do not see."""
    names = _customers_of(connection, who)
    if names is None:
        return
    mine = ENTRIES.c.batch == batch, ENTRIES.c.customer.in_(sorted(names))
    seen = connection.execute(select(func.count()).select_from(ENTRIES).where(*mine)).scalar()
    if int(seen or 0) < entries:
        raise TieoutError("books.batch_out_of_sight", who=who, found=batch)
