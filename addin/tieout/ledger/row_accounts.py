"""Whose account is each row, rows that are no entries included."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.ledger import Account


@dataclass(frozen=True)
class RowAccounts:
    """The account of each row as a number, and the accounts by that number."""

    codes: npt.NDArray[np.int64]
    accounts: tuple[Account, ...]


def row_accounts(customers: CodedTexts, currencies: CodedTexts, aside: Reasons) -> RowAccounts:
    """Openings belong to the entries below them, totals and closings to those above."""
    entry = aside == Aside.ENTRY
    whose, which = customers.used(), currencies.used()
    if len(whose) == len(which) == 1 and entry.any():
        only = Account(whose[0], which[0])
        return RowAccounts(np.zeros(len(aside), dtype=np.int64), (only,))
    customer_codes, names = _numbered(customers)
    currency_codes, kinds = _numbered(currencies)
    both = customer_codes * max(len(kinds), 1) + currency_codes
    found, codes = np.unique(both[entry], return_inverse=True)
    accounts = tuple(
        Account(str(names[each // len(kinds)]), str(kinds[each % len(kinds)])) for each in found
    )
    own = np.full(len(aside), -1, dtype=np.int64)
    own[entry] = codes
    if len(accounts) <= 1:
        return RowAccounts(np.zeros(len(aside), dtype=np.int64), accounts)
    named = _named(both, found, ~customers.among([""]))
    spread = pd.Series(own).where(entry)
    after, before = spread.bfill().fillna(-1), spread.ffill().fillna(-1)
    near = np.where((aside == Aside.OPENING) | (before == -1), after, before).astype(np.int64)
    return RowAccounts(np.where(entry, own, np.where(named >= 0, named, near)), accounts)


def _numbered(texts: CodedTexts) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The texts as they appear from the first row on, and the place of each row's among them."""
    codes, found = pd.factorize(texts.codes)
    names = list(dict.fromkeys(texts.texts[code] for code in found))
    place = {name: number for number, name in enumerate(names)}
    places = np.array([place[texts.texts[code]] for code in found], dtype=np.int64)
    return places[codes], names


def _named(
    both: npt.NDArray[np.int64], found: npt.NDArray[np.int64], given: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """The account a row names itself, −1 where it names none that has entries."""
    place = np.searchsorted(found, both).clip(0, len(found) - 1)
    return np.where(given & (found[place] == both), place, -1)
