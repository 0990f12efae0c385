"""Worksheet functions over one ledger: what the customer owes."""

from datetime import date

import numpy as np
import pandas as pd

from tieout.excel.aging import BOUNDS, Aged, aged
from tieout.excel.cells import NOT_FOUND, CellError, Cells, Result, Table
from tieout.excel.ledgers import LedgerRange, ledger_of, only_currency
from tieout.ledger.currency import UNSTATED, decimals
from tieout.ledger.ledger import Ledger
from tieout.texts import text

CUSTOMERS_NAMED_MAX = 8


def balance(ledger: LedgerRange, customer: str | None = None, as_of: date | None = None) -> Result:
    """Opening balance and entries of a customer up to a day."""
    found = ledger_of(ledger, "ours")
    entries = of_customer(found, customer)
    if as_of is not None:
        entries = until(entries, as_of)
    currency = only_currency(tuple(entries["currency"].unique()))
    cents = _opening(found, customer, currency) + int(entries["amount"].to_numpy(np.int64).sum())
    return cents / 10 ** decimals(currency)


def aging(ledger: LedgerRange, as_of: date, buckets: Cells | None = None) -> Table:
    """What each customer owes by its age in days, receipts spent on what they name, then the oldest."""
    found = ledger_of(ledger, "ours")
    entries = until(found.entries, as_of)
    currency = only_currency(tuple(entries["currency"].unique()))
    bounds = _bounds(buckets)
    rows = aged(entries, as_of, bounds)
    opening = _opening(found, None, currency)
    total = Aged(
        text("workbook.causes.total"),
        tuple(sum(column) for column in zip(*(row.buckets for row in rows), strict=True)),
        sum(row.unapplied for row in rows),
    )
    unit = 10 ** decimals(currency)
    table = [
        [row.customer, *(cents / unit for cents in (*row.buckets, row.unapplied, row.total))]
        for row in (*rows, total)
    ]
    blanks = [""] * (len(bounds) + 2)
    brought = [text("workbook.result.opening"), *blanks, opening / unit]
    closing = [text("workbook.result.closing"), *blanks, (opening + total.total) / unit]
    return [_aging_headings(bounds), *table, *([brought, closing] if opening else [])]


def of_customer(ledger: Ledger, customer: str | None) -> pd.DataFrame:
    """The entries of one customer, of all where none is named."""
    if not customer:
        return ledger.entries
    names = ledger.entries["customer"]
    mine = names.str.strip() == customer.strip()
    if not mine.any():
        known = list(dict.fromkeys(name for name in names if name)) or [text("excel.no_customers")]
        shown = "、".join(known[:CUSTOMERS_NAMED_MAX]) + ("…" * (len(known) > CUSTOMERS_NAMED_MAX))
        raise CellError("excel.no_customer", code=NOT_FOUND, customer=customer, known=shown)
    return ledger.entries[mine]


def until(entries: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The entries up to and including a day; one without a date belongs to no day."""
    undated = entries["date"].isna()
    if undated.any():
        raise CellError(
            "excel.undated", count=int(undated.sum()), row=int(entries.loc[undated, "line"].iloc[0])
        )
    return entries[entries["date"] <= pd.Timestamp(as_of)]


def _opening(ledger: Ledger, customer: str | None, currency: str) -> int:
    """The opening balance the ledger states, of the customer where it keeps several."""
    one_customer = ledger.entries["customer"].nunique() <= 1
    return sum(
        cents
        for account, cents in ledger.opening.items()
        if account.currency in (currency, UNSTATED)
        and (not customer or one_customer or account.customer.strip() == customer.strip())
    )


def _bounds(buckets: Cells | None) -> tuple[int, ...]:
    """The days at which buckets end: cells with numbers, or a text such as 30,60,90."""
    if buckets is None:
        return BOUNDS
    written = [
        part for row in buckets.rows for cell in row if cell is not None for part in _parts(cell)
    ]
    if not all(part.isdigit() for part in written):
        raise CellError("excel.buckets", found=", ".join(written))
    bounds = tuple(int(part) for part in written)
    if not bounds or list(bounds) != sorted(set(bounds)) or bounds[0] <= 0:
        raise CellError("excel.buckets", found=", ".join(written))
    return bounds


def _parts(cell: object) -> list[str]:
    if isinstance(cell, float):
        return [f"{cell:g}"]
    return [part.strip() for part in str(cell).replace("，", ",").replace("/", ",").split(",")]


def _aging_headings(bounds: tuple[int, ...]) -> list[str]:
    begins = (0, *(bound + 1 for bound in bounds))
    named = [
        text("excel.aging.bucket", first=first, last=last)
        for first, last in zip(begins, bounds, strict=False)
    ]
    older = text("excel.aging.older", days=bounds[-1])
    head, unapplied, total = (
        text(key) for key in ("meaning.customer", "excel.aging.unapplied", "workbook.causes.total")
    )
    return [head, *named, older, unapplied, total]
