"""Which entries belong to one account: the same customer in the same currency on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Ledger
from tieout.matching.at_once import all_at_once
from tieout.matching.coded import Ints, encode
from tieout.matching.scope import customers_of


@dataclass(frozen=True)
class Accounts:
    """A code for the account and for the currency of each row, ours first."""

    account: Ints
    currency: Ints


def accounts_of(ours: Ledger, theirs: Ledger, renamed: Mapping[str, str]) -> Accounts:
    """The account of each row; rows may match only within one.

    `renamed` has our name for theirs. An unstated currency is the only one of the other side.
    """
    customer, currency = all_at_once(
        lambda: encode(customers_of(ours, theirs, renamed)).codes,
        lambda: _currencies(ours, theirs),
        rows=len(ours) + len(theirs),
    )
    return Accounts(customer * (int(currency.max(initial=0)) + 1) + currency, currency)


def _currencies(ours: Ledger, theirs: Ledger) -> Ints:
    if len({*ours.currencies, *theirs.currencies} - {UNSTATED}) < 2:
        return np.zeros(len(ours) + len(theirs), dtype=np.int64)
    return encode([_stated(ours, theirs), _stated(theirs, ours)]).codes


def _stated(ledger: Ledger, other: Ledger) -> pd.Series:
    named = [currency for currency in other.currencies if currency != UNSTATED]
    currency = ledger.entries["currency"]
    return currency.where(currency != UNSTATED, named[0]) if len(named) == 1 else currency
