"""Worksheet functions over one ledger: what the customer owes, and how old it is."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from tieout.excel.cells import NOT_FOUND, Cell, CellError, Cells, Result, Table, shown
from tieout.excel.ledgers import LedgerRange, ledger_of, only_currency
from tieout.ledger.currency import decimals
from tieout.ledger.ledger import Ledger
from tieout.statements.aging import LIMITS_DAYS, age_days
from tieout.statements.one_side import OneSide, movement, sides_of
from tieout.statements.open_documents import open_documents
from tieout.texts import first_of, text

CUSTOMERS_NAMED_MAX = 8


def balance(ledger: LedgerRange, customer: str | None = None, as_of: date | None = None) -> Result:
    """Opening balance and entries of a customer up to a day."""
    sides = accounts_of(ledger_of(ledger, "ours"), customer)
    currency = only_currency(tuple(sorted({side.account.currency for side in sides})))
    if as_of is not None:
        _refuse_undated(sides)
    cents = sum(movement(side, None, as_of).closing for side in sides)
    return cents / 10 ** decimals(currency)


def aging(ledger: LedgerRange, as_of: date, buckets: Cells | None = None) -> Table:
    """What each customer owes by its age in days, receipts spent on what they name, then the oldest."""
    sides = accounts_of(ledger_of(ledger, "ours"), None)
    currency = only_currency(tuple(sorted({side.account.currency for side in sides})))
    bounds = _bounds(buckets)
    aged = np.array([_aged(side, as_of, bounds) for side in sides], dtype=np.int64)
    aged = aged.reshape(len(sides), len(bounds) + 4)
    names = [*(side.account.customer for side in sides), text("workbook.causes.total")]
    unit = 10 ** decimals(currency)
    rows = [*aged.tolist(), aged.sum(axis=0).tolist()]
    table = [
        [name, *(cents / unit for cents in row)] for name, row in zip(names, rows, strict=True)
    ]
    return [_aging_headings(bounds), *table]


def accounts_of(ledger: Ledger, customer: str | None) -> list[OneSide]:
    """The accounts of one customer, of all where none is named."""
    sides = list(sides_of(ledger).values())
    mine = [
        side for side in sides if not customer or side.account.customer.strip() == customer.strip()
    ]
    if customer and not mine:
        raise CellError(
            "excel.no_customer", code=NOT_FOUND, customer=customer, known=_customers(sides)
        )
    return mine


def _refuse_undated(sides: Sequence[OneSide]) -> None:
    """One number cannot say that it counts what has no date."""
    lines = [
        int(line) for side in sides for line in side.entries["line"][side.entries["date"].isna()]
    ]
    if lines:
        raise CellError("excel.undated", count=len(lines), row=min(lines))


def _customers(sides: Sequence[OneSide]) -> list[str] | str:
    names = list(dict.fromkeys(side.account.customer for side in sides if side.account.customer))
    return first_of(names, CUSTOMERS_NAMED_MAX) or text("excel.no_customers")


def _aged(side: OneSide, as_of: date, bounds: Sequence[int]) -> list[int]:
    """Buckets, the opening balance and what has no date, receipts not applied, and the total."""
    found = open_documents(movement(side, None, as_of))
    cents = found["open"].to_numpy(np.int64)
    age = age_days(found, as_of, "invoice")
    place = np.searchsorted(np.asarray(bounds), age.fillna(0).to_numpy(np.int64))
    place = np.where(age.isna(), len(bounds) + 1, place)
    place = np.where(cents < 0, len(bounds) + 2, place)
    sums = np.zeros(len(bounds) + 3, dtype=np.int64)
    np.add.at(sums, place, cents)
    return [*sums.tolist(), int(cents.sum())]


def _bounds(buckets: Cells | None) -> tuple[int, ...]:
    """The days at which buckets end: cells with numbers, or a text such as 30,60,90."""
    if buckets is None:
        return LIMITS_DAYS["invoice"]
    written = [
        part for row in buckets.rows for cell in row if cell is not None for part in _parts(cell)
    ]
    if not all(part.isdigit() for part in written):
        raise CellError("excel.buckets", found=", ".join(written))
    bounds = tuple(int(part) for part in written)
    if not bounds or list(bounds) != sorted(set(bounds)) or bounds[0] <= 0:
        raise CellError("excel.buckets", found=", ".join(written))
    return bounds


def _parts(cell: Cell) -> list[str]:
    return [part.strip() for part in re.split("[,，、/;；]", shown(cell))]


def _aging_headings(bounds: tuple[int, ...]) -> list[str]:
    begins = (0, *(bound + 1 for bound in bounds))
    named = [
        text("excel.aging.bucket", first=first, last=last)
        for first, last in zip(begins, bounds, strict=False)
    ]
    older = text("excel.aging.older", days=bounds[-1])
    head, undated, unapplied, total = (
        text(key)
        for key in (
            "workbook.open.customer",
            "excel.aging.undated",
            "excel.aging.unapplied",
            "workbook.causes.total",
        )
    )
    return [head, *named, older, undated, unapplied, total]
