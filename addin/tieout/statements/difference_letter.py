"""What does a 差异函 say: every difference between both books, whose turn it is, and their sum."""

from dataclasses import dataclass

import pandas as pd

from tieout.ledger.currency import decimals
from tieout.statements.account import OneAccount
from tieout.statements.balance_sentences import figures
from tieout.statements.differences import all_differences, with_opening
from tieout.statements.fields import Field, Fields, money, words
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import dates_of
from tieout.statements.reconciliation_statement import pair_rows
from tieout.statements.two_sided import SideBalance, side_balance
from tieout.texts import Language, text


@dataclass(frozen=True)
class DifferenceLetter:
    """A 差异函: `lines` are all differences, that of the opening balances first; minor units."""

    heading: StatementHeading
    currency: str
    ours: SideBalance
    theirs: SideBalance
    lines: pd.DataFrame

    @property
    def difference(self) -> int:
        """Ours − theirs at the end; the sum of the lines."""
        return self.ours.closing - self.theirs.closing


def difference_letter(found: OneAccount, heading: StatementHeading) -> DifferenceLetter:
    """The letter on one account's differences."""
    ours = side_balance(found.ours, found.our_opening, found.our_closing)
    theirs = side_balance(found.theirs, found.their_opening, found.their_closing)
    return DifferenceLetter(
        heading=completed(
            heading, found.customer, *dates_of([found.ours, found.theirs]), found.our_name
        ),
        currency=found.currency,
        ours=ours,
        theirs=theirs,
        lines=with_opening(all_differences(found), ours.opening, theirs.opening),
    )


def difference_letter_fields(letter: DifferenceLetter, language: Language) -> Fields:
    """Everything a template of a 差异函 can show."""
    currency = letter.currency
    rows = pair_rows(letter.lines, currency, language)
    if not letter.lines.empty:
        opening = text("statement.opening", language)
        marks = (letter.lines["section"] == "opening").tolist()
        documents = zip(marks, rows["our_document"], strict=True)
        rows["our_document"] = [opening if mark else said for mark, said in documents]
    count = len(letter.lines)
    return Fields(
        values={
            **heading_fields(letter.heading, currency, language),
            "our_closing": money(letter.ours.closing, currency),
            "their_closing": money(letter.theirs.closing, currency),
            "difference": money(letter.difference, currency),
            "difference_figures": words(figures(letter.difference, currency, language)),
            "count": Field(count, str(count)),
        },
        blocks={"difference_rows": rows},
        places=decimals(currency),
    )
