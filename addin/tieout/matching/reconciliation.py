"""What did a reconciliation find: every entry in exactly one match or one open item."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tieout.ledger.ledger import Account, Ledger
from tieout.matching.policy import Policy


@dataclass(frozen=True)
class Totals:
    """Sums of the entries in one currency, minor units; `unexplained` is always 0."""

    ours: int
    theirs: int
    explained: int

    @property
    def difference(self) -> int:
        """Ours − theirs."""
        return self.ours - self.theirs

    @property
    def unexplained(self) -> int:
        """What the listed differences leave over."""
        return self.difference - self.explained

    def __getitem__(self, name: str) -> int:
        return int(getattr(self, name))


@dataclass(frozen=True)
class SignFinding:
    """Whether their books mirror ours: `sign` is −1 where they do; the sentences say why."""

    sign: int
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class Reconciliation:
    """The result: both ledgers in our perspective, and where each entry went.

    `rows` has one line per entry, ours first, in input order: side, line, amount, currency,
    customer, match (0 = none), state, cause, difference, nearest_line, nearest_key.
    `matches`: match, kind, state, pass, ours (lines), theirs (lines), difference, cause,
    alternatives, confidence, currency, reason_zh, reason_en.
    All amounts are int64 minor units.
    """

    our_ledger: Ledger
    their_ledger: Ledger
    policy: Policy
    their_sign: SignFinding
    rows: pd.DataFrame
    matches: pd.DataFrame

    @cached_property
    def ours(self) -> pd.DataFrame:
        """Our entries in input order: line, match, state, cause, difference, reason_zh/en."""
        raise NotImplementedError

    @cached_property
    def theirs(self) -> pd.DataFrame:
        """Their entries in input order: line, match, state, cause, difference, reason_zh/en."""
        raise NotImplementedError

    @cached_property
    def open_items(self) -> pd.DataFrame:
        """What is not settled."""
        raise NotImplementedError

    @cached_property
    def totals(self) -> Totals:
        """Sums over all entries."""
        raise NotImplementedError

    @cached_property
    def totals_by_currency(self) -> Mapping[str, Totals]:
        """Sums by currency."""
        raise NotImplementedError

    @cached_property
    def opening_difference(self) -> Mapping[Account, int]:
        """Opening balances that differ, where both sides state one."""
        raise NotImplementedError
