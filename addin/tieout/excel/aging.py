"""How old is what a customer owes: receipts settle what they name, then what is oldest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tieout.matching.coded import Ints, encode
from tieout.matching.references import digits

BOUNDS = (30, 60, 90, 180, 365)
"""Days at which a bucket ends; a last bucket holds what is older."""


@dataclass(frozen=True)
class Aged:
    """What one customer owes, minor units: by bucket, and receipts that settle nothing (negative)."""

    customer: str
    buckets: tuple[int, ...]
    unapplied: int

    @property
    def total(self) -> int:
        """The balance of the entries."""
        return sum(self.buckets) + self.unapplied


def aged(entries: pd.DataFrame, as_of: date, bounds: Sequence[int] = BOUNDS) -> list[Aged]:
    """The age of each customer's open debits by the date of the entry, customers in order of name.

    >>> rows = [("2026-01-05", "R1", 500), ("2026-03-01", "R2", 200), ("2026-03-09", "R2", -150)]
    >>> frame = pd.DataFrame(rows, columns=["date", "reference", "amount"])
    >>> frame = frame.assign(date=pd.to_datetime(frame["date"]), customer="")
    >>> aged(frame, date(2026, 3, 31), (30, 60))
    [Aged(customer='', buckets=(50, 0, 500), unapplied=0)]
    """
    entries = entries.sort_values("date", kind="stable").reset_index(drop=True)
    customer, names = pd.factorize(entries["customer"], sort=True)
    cents = entries["amount"].to_numpy(np.int64)
    days = (np.datetime64(as_of) - entries["date"].to_numpy("datetime64[D]")).astype(np.int64)
    left, unapplied = _settled(cents, customer, _documents(entries, customer), len(names))
    bucket = np.searchsorted(np.asarray(bounds), days)
    table = np.zeros((len(names), len(bounds) + 1), dtype=np.int64)
    np.add.at(table, (customer, bucket), left)
    return [
        Aged(str(name), tuple(row), -int(credit))
        for name, row, credit in zip(names, table.tolist(), unapplied, strict=True)
    ]


def _documents(entries: pd.DataFrame, customer: np.ndarray) -> Ints:
    """The document each entry names, of its customer; one that names none stands alone."""
    number = encode([entries["reference"]]).map(digits)
    keys = pd.DataFrame({"customer": customer, "number": np.where(number.given, number.codes, -1)})
    alone = ~number.given
    keys.loc[alone, "number"] = -2 - np.arange(int(alone.sum()))
    return np.asarray(keys.groupby(["customer", "number"], sort=False).ngroup(), dtype=np.int64)


def _settled(
    cents: Ints, customer: np.ndarray, document: Ints, customers: int
) -> tuple[Ints, Ints]:
    """What is left of each debit, and of each customer's credits."""
    debits, receipts = np.maximum(cents, 0), np.maximum(-cents, 0)
    named = _sums(document, receipts, int(document.max(initial=-1)) + 1)
    left = _oldest_first(debits, document, named)
    used = _sums(document, debits - left, len(named))
    pool = np.zeros(customers, dtype=np.int64)
    first = pd.Series(customer).groupby(document).first().to_numpy(np.int64)
    np.add.at(pool, first, named - used)
    rest = _oldest_first(left, customer, pool)
    return rest, pool - _sums(customer, left - rest, customers)


def _sums(group: np.ndarray, cents: Ints, count: int) -> Ints:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, group, cents)
    return total


def _oldest_first(debits: Ints, group: np.ndarray, credit: Ints) -> Ints:
    """What is left of debits, oldest first, when each group's credit is spent on them in order."""
    upto = pd.Series(debits).groupby(group).cumsum().to_numpy(np.int64)
    return np.minimum(np.maximum(upto - credit[group], 0), debits)
