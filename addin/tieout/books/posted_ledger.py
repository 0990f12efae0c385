"""Which ledger do the posted entries make: the journal as columns, each entry known by its number."""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from tieout.books.books import Books
from tieout.books.customers_named import customers_named
from tieout.books.due_dates import DERIVED
from tieout.books.journal import is_in
from tieout.books.openings import OPENING
from tieout.books.place import shown
from tieout.books.schema import ENTRIES
from tieout.books.sight import in_sight
from tieout.books.stores import Store
from tieout.ledger.ledger import COLUMNS, Account, Ledger, Source

_KEPT = ("id", "posting_date", "due_date", "type", "reference", "memo", "cents", "currency")
_TEXTS = ("type", "reference", "memo", "currency", "customer")


def posted_ledger(books: Books, customers: Sequence[str] = ()) -> Ledger:
    """Every posted entry, or those of some customers, in the order of the journal.

    A reversal and what replaced an entry stand in it like any other; an opening balance that was
    posted is the opening of its account. A name may be a part of a customer's; where one
    is no customer's at all the ledger has everybody, so that the names there are can be shown.
    """
    columns = [ENTRIES.c[name] for name in (*_KEPT, "customer", "others")]
    with books.reading() as connection:
        seen = in_sight(connection, books.store, books.who)
        query = select(*columns).where(
            is_in("posted"), *seen, *_of(connection, books.store, customers)
        )
        rows = connection.execute(query.order_by(ENTRIES.c.id)).all()
    books.note("statement", len(rows), {"customers": list(customers)})
    frame = pd.DataFrame(rows, columns=[column.name for column in columns], dtype=object)
    opening = frame["type"] == OPENING
    return Ledger(
        _entries(frame[~opening].reset_index(drop=True)),
        Source(file=shown(books.store.url), sign_rule="debit_credit"),
        opening=_sums(frame[opening]),
    )


def _sums(openings: pd.DataFrame) -> dict[Account, int]:
    """What opening balances come to; one that was reversed is none."""
    found: dict[Account, int] = {}
    for customer, currency, cents in openings[["customer", "currency", "cents"]].to_numpy():
        account = Account(str(customer), str(currency))
        found[account] = found.get(account, 0) + int(cents)
    return {account: cents for account, cents in found.items() if cents}


def _of(
    connection: Connection, store: Store, customers: Sequence[str]
) -> list[ColumnElement[bool]]:
    named = [customers_named(connection, store, name) for name in customers]
    if not all(named):
        return []
    names = sorted({name for each in named for name in each})
    return [ENTRIES.c.customer.in_(names)] if names else []


def _entries(frame: pd.DataFrame) -> pd.DataFrame:
    known = pd.DataFrame(
        {
            "line": frame["id"].to_numpy(np.int64),
            "date": _days(frame["posting_date"]),
            "due_date": _days(frame["due_date"]),
            "amount": frame["cents"].to_numpy(np.int64),
            **{name: frame[name].astype(str) for name in _TEXTS},
        }
    )
    return pd.concat([known[list(COLUMNS)], _other_columns(frame["others"].tolist())], axis=1)


def _days(days: pd.Series) -> np.ndarray:
    return np.array(days.tolist(), dtype="datetime64[D]").astype("datetime64[ns]")


def _other_columns(others: Sequence[str]) -> pd.DataFrame:
    """The user's other columns, as texts; blank where an entry's file did not have them."""
    said = [json.loads(each) if each else {} for each in others]
    own = (*COLUMNS, DERIVED)
    names = dict.fromkeys(name for each in said for name in each if name not in own)
    return pd.DataFrame({name: [each.get(name, "") for each in said] for name in names})
