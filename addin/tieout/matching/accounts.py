"""Which entries belong to one account: the same customer in the same currency on both sides."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Coded, Ints, encode
from tieout.matching.scope import both_name_many, customers_of


def customer_codes(ours: Ledger, theirs: Ledger, names: Coded, renamed: Mapping[str, str]) -> Coded:
    """The customer of each row, ours first, as `scope.customers_of` has it.

    `names` has each as its side writes it, `renamed` our name for theirs.
    """
    if not both_name_many(ours, theirs):
        return encode(customers_of(ours, theirs, renamed))
    if not renamed:
        return names
    texts = names.texts.to_pylist()
    place = {text: code for code, text in enumerate(texts)}
    meant = np.array([place[renamed.get(text, text)] for text in texts], dtype=np.int64)
    theirs_from = len(ours)
    codes = np.append(names.codes[:theirs_from], meant[names.codes[theirs_from:]])
    return Coded(codes, names.texts)


def currency_codes(ours: Ledger, theirs: Ledger) -> Coded:
    """The currency of each row, ours first; an unstated one is the only one of the other side."""
    if len({*ours.currencies, *theirs.currencies} - {UNSTATED}) < 2:
        return Coded(np.zeros(len(ours) + len(theirs), dtype=np.int64), encode([]).texts)
    return encode([_stated(ours, theirs), _stated(theirs, ours)])


def account_codes(customer: Coded, currency: Coded) -> Ints:
    """A code for customer and currency of each row; rows may match only within one."""
    return customer.codes * (int(currency.codes.max(initial=0)) + 1) + currency.codes


def _stated(ledger: Ledger, other: Ledger) -> pd.Series:
    named = [currency for currency in other.currencies if currency != UNSTATED]
    currency = ledger.entries["currency"]
    return currency.where(currency != UNSTATED, named[0]) if len(named) == 1 else currency
