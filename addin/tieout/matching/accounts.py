"""Which entries belong to one account: the same customer in the same currency on both sides."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Ints, encode


@dataclass(frozen=True)
class Accounts:
    """A code for the account and for the currency of each row, ours first."""

    account: Ints
    currency: Ints


def accounts_of(ours: Ledger, theirs: Ledger) -> Accounts:
    """The account of each row; rows may match only within one.

    A side that names one customer at most, or none, is that customer whatever the other side calls
    it: our books name them, theirs name us. An unstated currency is the only one of the other side.
    """
    customer, currency = _customers(ours, theirs), _currencies(ours, theirs)
    return Accounts(customer * (int(currency.max(initial=0)) + 1) + currency, currency)


def _customers(ours: Ledger, theirs: Ledger) -> Ints:
    names = encode([ours.entries["customer"], theirs.entries["customer"]])
    sides = names.codes[: len(ours)], names.codes[len(ours) :]
    if any(len(np.unique(side)) <= 1 for side in sides):
        return np.zeros(len(names.codes), dtype=np.int64)
    return names.codes


def _currencies(ours: Ledger, theirs: Ledger) -> Ints:
    sides = [_stated(ours, theirs), _stated(theirs, ours)]
    return encode(sides).codes


def _stated(ledger: Ledger, other: Ledger) -> pd.Series:
    named = [currency for currency in other.currencies if currency != UNSTATED]
    currency = ledger.entries["currency"]
    return currency.where(currency != UNSTATED, named[0]) if len(named) == 1 else currency
