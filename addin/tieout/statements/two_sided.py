"""What does the two-sided 往来对账单 of one customer say: both books side by side, to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.ledger import Account
from tieout.matching.reconciliation import Reconciliation
from tieout.statements.account import OneAccount, one_account
from tieout.statements.balance_sentences import doubt
from tieout.statements.heading import StatementHeading, completed
from tieout.statements.lines import statement_lines
from tieout.statements.one_side import dates_of
from tieout.texts import Language, text


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
        heading=completed(
            heading, found.customer, *dates_of([found.ours, found.theirs]), found.our_name
        ),
        currency=found.currency,
        lines=statement_lines(found),
        ours=side_balance(found.ours, found.our_opening, found.our_closing),
        theirs=side_balance(found.theirs, found.their_opening, found.their_closing),
    )


def side_balance(
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


def both_remark(ours: SideBalance, theirs: SideBalance, currency: str, language: Language) -> str:
    """What a reader must know before trusting either balance, or nothing."""
    said = [
        doubt(
            text(f"statement.side.{name}", language),
            found.closing,
            found.stated_closing,
            currency,
            language,
            opening_stated=found.opening_stated,
        )
        for name, found in (("ours", ours), ("theirs", theirs))
    ]
    return " ".join(filter(None, said))
