"""What do the passes look at: the entries of both sides as columns of numbers, ours first."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.ledger import Ledger
from tieout.matching.accounts import Accounts
from tieout.matching.coded import Bools, Coded, Ints, encode
from tieout.matching.grouping import group_by, is_in, mixed, scrambled
from tieout.matching.numberings import NO_NUMBERINGS, Numberings, numberings_of
from tieout.matching.references import compact, digits_of, letters_of, read_digits_of

Column = TypeVar("Column", Ints, Bools, Coded)

NUMBERED_ROWS = 100_000
"""Rows that are asked which numberings both sides share, chosen by number."""
NO_DAY = -(2**40)
"""The day of an entry without a date: further from any date than any window."""


@dataclass(frozen=True)
class Rows:
    """Entries of both sides, or those of them still open; one element of every column a row.

    `position` is the row's place in the whole, ours before theirs; `line` where it stands in its
    sheet; `account` a code for customer
    and currency; `amount` minor units in our perspective; `day` days since 1970 or NO_DAY.
    `twins` counts the rows of the same side, account and amount over the whole ledger, itself
    included; it and `numberings` are counted once the passes need them.
    """

    position: Ints
    line: Ints
    theirs: Bools
    account: Ints
    currency: Ints
    amount: Ints
    day: Ints
    twins: Ints
    reference: Coded
    memo: Coded
    type: Coded
    numberings: Numberings = NO_NUMBERINGS

    def __len__(self) -> int:
        return len(self.position)

    def take(self, index: npt.NDArray[Any]) -> "Rows":
        """The rows at an index or mask, in that order, with what was already derived of them."""
        if len(index) == len(self) and index.dtype != bool and (index[1:] > index[:-1]).all():
            return self
        columns = self.__dict__.keys() - _DERIVED - {"numberings"}
        derived = self.__dict__.keys() & _DERIVED
        taken = Rows(
            **{name: _take(self.__dict__[name], index) for name in columns},
            numberings=self.numberings,
        )
        taken.__dict__.update({name: self.__dict__[name].take(index) for name in derived})
        return taken

    @cached_property
    def compact(self) -> Coded:
        """References as letters and digits."""
        return self.reference.map(compact)

    @cached_property
    def digits(self) -> Coded:
        """References as their number alone."""
        return self.compact.map(digits_of)

    @cached_property
    def letters(self) -> Coded:
        """The letters before the number of a reference."""
        return self.compact.map(letters_of)

    @cached_property
    def read_digits(self) -> Coded:
        """References as a scanner may have meant them."""
        return self.compact.map(read_digits_of)


_DERIVED = {"compact", "digits", "letters", "read_digits"}


def rows_of(ours: Ledger, theirs: Ledger, accounts: Accounts) -> Rows:
    """Both ledgers as one set of rows; their amounts already in our perspective."""
    sides = (ours.entries, theirs.entries)
    count = len(ours) + len(theirs)
    is_theirs = np.arange(count) >= len(ours)
    amount = np.concatenate([side["amount"].to_numpy(dtype=np.int64) for side in sides])
    texts = _encoded(sides, ("reference", "memo", "type"))
    return Rows(
        position=np.arange(count),
        line=np.concatenate([side["line"].to_numpy(dtype=np.int64) for side in sides]),
        theirs=is_theirs,
        account=accounts.account,
        currency=accounts.currency,
        amount=amount,
        twins=np.ones(count, dtype=np.int64),
        day=np.concatenate([_days(side["date"].to_numpy(dtype="datetime64[D]")) for side in sides]),
        reference=texts["reference"],
        memo=texts["memo"],
        type=texts["type"],
    )


def _encoded(sides: Sequence[pd.DataFrame], names: Sequence[str]) -> dict[str, Coded]:
    """Columns of texts as numbers, at the same time where there is more than one processor."""
    with ThreadPoolExecutor(len(names)) as threads:
        found = threads.map(lambda name: encode([side[name] for side in sides]), names)
        return dict(zip(names, found, strict=True))


def turned(rows: Rows, chosen: Bools) -> Rows:
    """The rows with the sign of the chosen amounts turned."""
    return replace(rows, amount=np.where(chosen, -rows.amount, rows.amount))


def twins_of(rows: Rows, some: Rows) -> Ints:
    """How many of all rows have the side, account and amount of each of some."""
    key, wanted = (mixed(r.account * 2 + r.theirs, r.amount) for r in (rows, some))
    alike = key[is_in(key, wanted)]
    grouping = group_by(np.concatenate([wanted, alike]))
    twins = np.empty(len(wanted) + len(alike), dtype=np.int64)
    count = grouping.counts(np.arange(len(twins)) >= len(wanted))
    twins[grouping.order] = np.repeat(count, grouping.size)
    return twins[: len(wanted)]


def numbered(rows: Rows) -> Numberings:
    """Which numberings of the two sides number the same documents."""
    share = max(1, len(rows) // NUMBERED_ROWS)
    chosen = scrambled(rows.digits.codes.astype(np.uint64)) % np.uint64(share) == 0
    some = rows.take(np.flatnonzero(chosen & rows.digits.given))
    place = some.account * 3 + np.sign(some.amount)
    return numberings_of(place, some.theirs, some.digits, some.letters, some.amount)


def _take(column: Column, index: npt.NDArray[Any]) -> Column:
    return column.take(index) if isinstance(column, Coded) else column[index]


def _days(dates: npt.NDArray[np.datetime64]) -> Ints:
    return np.where(np.isnat(dates), NO_DAY, dates.astype(np.int64))
