"""What do the passes look at: the entries of both sides as columns of numbers, ours first."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Bools, Coded, Ints, encode
from tieout.matching.references import compact, digits, read_digits

NO_DAY = -(2**40)
"""The day of an entry without a date: further from any date than any window."""


@dataclass(frozen=True)
class Rows:
    """Entries of both sides, or those of them still open; one element of every column a row.

    `position` is the row's place in the whole, ours before theirs; `account` a code for customer
    and currency; `amount` minor units in our perspective; `day` days since 1970 or NO_DAY.
    """

    position: Ints
    theirs: Bools
    account: Ints
    amount: Ints
    day: Ints
    reference: Coded
    memo: Coded
    type: Coded

    def __len__(self) -> int:
        return len(self.position)

    def take(self, index: npt.NDArray[Any]) -> "Rows":
        """The rows at an index or mask, in that order, with what was already derived of them."""
        taken = Rows(
            **{field.name: _take(getattr(self, field.name), index) for field in fields(self)}
        )
        for name in _DERIVED & self.__dict__.keys():
            taken.__dict__[name] = _take(self.__dict__[name], index)
        return taken

    @cached_property
    def compact(self) -> Coded:
        """References as letters and digits."""
        return self.reference.map(compact)

    @cached_property
    def digits(self) -> Coded:
        """References as their number alone."""
        return self.reference.map(digits)

    @cached_property
    def read_digits(self) -> Coded:
        """References as a scanner may have meant them."""
        return self.reference.map(read_digits)


_DERIVED = {"compact", "digits", "read_digits"}


def rows_of(ours: Ledger, theirs: Ledger, accounts: Ints) -> Rows:
    """Both ledgers as one set of rows; their amounts already in our perspective."""
    sides = (ours.entries, theirs.entries)
    count = len(ours) + len(theirs)
    return Rows(
        position=np.arange(count),
        theirs=np.arange(count) >= len(ours),
        account=accounts,
        amount=np.concatenate([side["amount"].to_numpy(dtype=np.int64) for side in sides]),
        day=np.concatenate([_days(side["date"].to_numpy(dtype="datetime64[D]")) for side in sides]),
        reference=encode([side["reference"] for side in sides]),
        memo=encode([side["memo"] for side in sides]),
        type=encode([side["type"] for side in sides]),
    )


def _take(column: Any, index: npt.NDArray[Any]) -> Any:
    return column.take(index) if isinstance(column, Coded) else column[index]


def _days(dates: npt.NDArray[np.datetime64]) -> Ints:
    return np.where(np.isnat(dates), NO_DAY, dates.astype(np.int64))
