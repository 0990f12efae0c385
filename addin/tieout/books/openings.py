"""Which opening balances of a file become entries: those of accounts the books know nothing earlier of.

Without them no balance of the books would be the ledger's. Where there are earlier entries, the
opening is what these come to.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from tieout.books.journal import is_in
from tieout.books.rows import Rows, rows_of
from tieout.books.schema import ENTRIES
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger

OPENING = "opening"
"""The type of an entry that is an opening balance."""


def with_openings(
    connection: Connection, ledger: Ledger, rows: Rows, corrects: int | None = None
) -> Rows:
    """The rows, preceded by the opening balances of accounts that begin with this ledger."""
    first = _first_days(ledger)
    _refuse_earlier(connection, first, corrects)
    new = _new(connection, ledger, first, corrects)
    return _rows(ledger, new, first).joined(rows) if new else rows


def opening_rows(connection: Connection, ledger: Ledger) -> Rows | None:
    """The opening balances that come before the rows of a ledger, if any."""
    first = _first_days(ledger)
    new = _new(connection, ledger, first, None)
    return _rows(ledger, new, first) if new else None


def _new(
    connection: Connection, ledger: Ledger, first: Mapping[Account, date], corrects: int | None
) -> dict[Account, int]:
    stated = _stated(ledger, first)
    if not stated:
        return {}
    begun = _begun(connection, corrects)
    return {a: cents for a, cents in stated.items() if begun.get(a, first[a]) >= first[a]}


def _first_days(ledger: Ledger) -> dict[Account, date]:
    days = ledger.entries.groupby(["customer", "currency"], as_index=False)["date"].min()
    columns = (days[name].tolist() for name in ("customer", "currency", "date"))
    return {Account(str(c), str(k)): day.date() for c, k, day in zip(*columns, strict=True)}


def _stated(ledger: Ledger, known: Mapping[Account, date]) -> dict[Account, int]:
    """By the accounts that have entries; a balance that names no customer is of the only one."""
    found: dict[Account, int] = {}
    for account, cents in ledger.opening.items():
        own = next(iter(known)) if len(known) == 1 else account
        if cents and own in known:
            found[own] = found.get(own, 0) + cents
    return found


def _begun(connection: Connection, corrects: int | None) -> dict[tuple[str, str], date]:
    """Since when each account has entries, those of the corrected batch aside."""
    query = select(ENTRIES.c.customer, ENTRIES.c.currency, func.min(ENTRIES.c.posting_date))
    query = query.where(~is_in("rejected"), ENTRIES.c.batch != (corrects or 0))
    found = connection.execute(query.group_by(ENTRIES.c.customer, ENTRIES.c.currency))
    return {(str(c), str(k)): day for c, k, day in found}


def _refuse_earlier(
    connection: Connection, first: Mapping[Account, date], corrects: int | None
) -> None:
    """An entry earlier than an opening balance is in that balance already."""
    query = select(
        ENTRIES.c.customer,
        ENTRIES.c.currency,
        func.min(ENTRIES.c.id),
        func.min(ENTRIES.c.posting_date),
    ).where(ENTRIES.c.type == OPENING, ~is_in("rejected"), ENTRIES.c.batch != (corrects or 0))
    grouped = query.group_by(ENTRIES.c.customer, ENTRIES.c.currency)
    standing = grouped.having(func.sum(ENTRIES.c.cents) != 0)
    for customer, currency, entry, day in connection.execute(standing):
        mine = first.get(Account(str(customer), str(currency)))
        if mine is not None and mine < day:
            raise TieoutError(
                "books.before_opening", customer=customer, entry=entry, day=day, found=mine
            )


def _rows(ledger: Ledger, openings: Mapping[Account, int], first: Mapping[Account, date]) -> Rows:
    """An entry each, dated as the account's first."""
    lines = {each.amount: each.line for each in ledger.set_aside if each.why == OPENING}
    frame = pd.DataFrame(
        {
            "line": [lines.get(c, ledger.source.header_line) for c in openings.values()],
            "date": pd.to_datetime([first[account] for account in openings]),
            "due_date": pd.Series(pd.NaT, index=range(len(openings)), dtype="datetime64[ns]"),
            "type": OPENING,
            "reference": "",
            "memo": "",
            "amount": list(openings.values()),
            "currency": [account.currency for account in openings],
            "customer": [account.customer for account in openings],
        }
    )
    return rows_of(replace(ledger, entries=frame))
