"""What does the two-sided 往来对账单 of one customer say: both books side by side, to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from tieout.ledger.ledger import Account
from tieout.matching.reconciliation import Reconciliation
from tieout.statements.account import OneAccount, one_account
from tieout.statements.lines import statement_lines


@dataclass(frozen=True)
class SideBalance:
    """One side's balance over the period: minor units, positive where the customer owes us.

    `opening_stated` and `stated_closing` say what the ledger itself told.
    """

    opening: int
    movement: int
    opening_stated: bool
    stated_closing: int | None

    @property
    def closing(self) -> int:
        """Opening + movement."""
        return self.opening + self.movement


@dataclass(frozen=True)
class StatementHeading:
    """What stands above a statement; what is left out follows from the ledgers where it can."""

    our_name: str = ""
    customer: str = ""
    number: str = ""
    begin: date | None = None
    end: date | None = None
    issued: date | None = None
    fingerprint: str = ""


@dataclass(frozen=True)
class TwoSidedStatement:
    """A 往来对账单: `lines` has one line a printed row, see `statement_lines`.

    All amounts are int64 minor units of `currency`, in our perspective.
    """

    heading: StatementHeading
    currency: str
    lines: pd.DataFrame
    ours: SideBalance
    theirs: SideBalance

    @property
    def difference(self) -> int:
        """Ours − theirs at the end."""
        return self.ours.closing - self.theirs.closing


def two_sided_statement(
    result: Reconciliation,
    heading: StatementHeading | None = None,
    account: Account | None = None,
) -> TwoSidedStatement:
    """The statement of one account of a reconciliation; of its only one where none is named."""
    return two_sided_of(one_account(result, account), heading or StatementHeading())


def two_sided_of(found: OneAccount, heading: StatementHeading) -> TwoSidedStatement:
    """The statement of one account."""
    return TwoSidedStatement(
        heading=_completed(heading, found),
        currency=found.currency,
        lines=statement_lines(found),
        ours=_balance(found.ours, found.our_opening, found.our_closing),
        theirs=_balance(found.theirs, found.their_opening, found.their_closing),
    )


def _completed(heading: StatementHeading, found: OneAccount) -> StatementHeading:
    """The customer as our books name them, and the period of the entries."""
    dates = pd.concat([found.ours["date"], found.theirs["date"]]).dropna()
    end = heading.end or (dates.max().date() if len(dates) else None)
    return replace(
        heading,
        customer=heading.customer or found.customer,
        begin=heading.begin or (dates.min().date() if len(dates) else None),
        end=end,
        issued=heading.issued or end,
    )


def _balance(
    entries: pd.DataFrame, opening: Mapping[Account, int], closing: Mapping[Account, int]
) -> SideBalance:
    """Where no opening is stated it follows from the closing; where neither is, it is nil."""
    movement = int(entries["amount"].sum())
    stated_closing = sum(closing.values()) if closing else None
    counted_back = stated_closing - movement if stated_closing is not None else 0
    return SideBalance(
        opening=sum(opening.values()) if opening else counted_back,
        movement=movement,
        opening_stated=bool(opening) or stated_closing is not None,
        stated_closing=stated_closing,
    )
