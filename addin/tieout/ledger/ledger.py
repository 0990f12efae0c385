"""What is a ledger: one side's entries with a customer or many, in fixed columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.currency import UNSTATED
from tieout.ledger.problem import Problem
from tieout.ledger.shapes.evidence import Evidence

COLUMNS = (
    "line",
    "date",
    "due_date",
    "type",
    "reference",
    "memo",
    "amount",
    "currency",
    "customer",
)
"""The columns every ledger has, in this order; the user's other columns follow untouched."""

SignRule = Literal["debit_credit", "signed", "direction", "balance"]
"""How amounts are written: on two sides, with a sign, with a word, or without any beside a balance."""


class Account(NamedTuple):
    """One customer in one currency."""

    customer: str
    currency: str


@dataclass(frozen=True)
class SetAside:
    """A line of the sheet that is not an entry; `why` names a text `set_aside.<why>`."""

    line: int
    why: str
    amount: int | None = None


@dataclass(frozen=True)
class Source:
    """Where a ledger was read from, and how: enough to write results beside it.

    `header_line` is 1-based, 0 where there was no sheet. `columns` maps a meaning (`date`,
    `reference`, `memo`, `debit`, `credit`, `amount`, `direction`, `balance`, `customer`,
    `currency`, `type`, `due_date`) to its 0-based column. `cells` is the sheet as it was read,
    raw values, row 0 being line 1. `profile` names the source recognised, `format` that of a bank
    whose statement was put into cells by us (MT940, camt.053.001.08 …), "" for every other file.
    `evidence` says why a column whose heading says nothing was taken for what it is; a `headless` sheet
    has no headings, and `headings` are the letters of its columns.
    """

    file: str = ""
    sheet: str = ""
    header_line: int = 0
    headings: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    sign_rule: SignRule = "signed"
    cells: pd.DataFrame | None = None
    profile: str = "generic"
    format: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    headless: bool = False


def in_order(currencies: Iterable[str]) -> tuple[str, ...]:
    """Currencies sorted, each once; unstated last where there are others."""
    return tuple(sorted(set(currencies), key=lambda currency: (currency == UNSTATED, currency)))


@dataclass(frozen=True)
class Ledger:
    """One side's entries, and what stood around them.

    `entries` has the COLUMNS: `line` int64 (1-based row of the sheet or line of the file), `date`
    and `due_date` datetime64 (NaT where none), texts ("" where none), `amount` int64 in minor units
    of its currency, what the customer owes being positive where the ledger is ours. `opening` and
    `closing` are minor units by account, and hold only what the ledger states.
    """

    entries: pd.DataFrame
    source: Source = field(default_factory=Source)
    opening: Mapping[Account, int] = field(default_factory=dict)
    closing: Mapping[Account, int] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        missing = [name for name in COLUMNS if name not in self.entries.columns]
        assert not missing, f"a ledger needs the columns {missing}"

    @staticmethod
    def from_frame(frame: pd.DataFrame) -> "Ledger":
        """A ledger from a frame with date and amount in major units; see `from_frame`."""
        from tieout.ledger.from_frame import from_frame

        return from_frame(frame)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the entries, sorted; unstated last where there are others."""
        return in_order(map(str, self.entries["currency"].unique()))

    def movement(self, currency: str) -> int:
        """Sum of the entries in one currency, minor units."""
        mine = self.entries["currency"] == currency
        return int(self.entries.loc[mine, "amount"].sum())

    def mirrored(self, turned: npt.NDArray[np.bool_], sign: int) -> "Ledger":
        """The same ledger seen from the other side.

        `turned` marks the entries whose sign turns; a balance turns with its customer's entries, and
        where it has none, when `sign` is −1.
        """
        amount = self.entries["amount"].to_numpy(np.int64)
        signs: dict[str, int] = {}
        if self.opening or self.closing:
            customers = self.entries["customer"]
            signs = dict.fromkeys(customers.unique(), 1)
            signs |= dict.fromkeys(customers[turned].unique(), -1)
        return replace(
            self,
            entries=self.entries.assign(amount=np.where(turned, -amount, amount)),
            opening={a: signs.get(a.customer, sign) * cents for a, cents in self.opening.items()},
            closing={a: signs.get(a.customer, sign) * cents for a, cents in self.closing.items()},
        )
