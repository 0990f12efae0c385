"""What does a 差异函 ask: the differences the customer is to look at, and what the others add up to."""

from dataclasses import dataclass

import pandas as pd

from tieout.ledger.currency import decimals
from tieout.statements.account import OneAccount
from tieout.statements.balance_sentences import figures
from tieout.statements.differences import all_differences, turns, with_opening
from tieout.statements.fields import Cell, Field, Fields, money, words
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import dates_of
from tieout.statements.reconciliation_statement import pair_rows
from tieout.statements.two_sided import SideBalance, side_balance
from tieout.texts import Language, text


@dataclass(frozen=True)
class DifferenceLetter:
    """A 差异函; every difference is in one of three frames (as `all_differences`, minor units).

    `lines` are those the customer is to look at, that of the opening balances first; `in_transit`
    clear when the other side books them; `with_us` are ours to put right, or accepted already.
    """

    heading: StatementHeading
    currency: str
    ours: SideBalance
    theirs: SideBalance
    lines: pd.DataFrame
    in_transit: pd.DataFrame
    with_us: pd.DataFrame

    @property
    def difference(self) -> int:
        """Ours − theirs at the end; the sum of all differences."""
        return self.ours.closing - self.theirs.closing


def difference_letter(found: OneAccount, heading: StatementHeading) -> DifferenceLetter:
    """The letter on one account's differences."""
    ours = side_balance(found.ours, found.our_opening, found.our_closing)
    theirs = side_balance(found.theirs, found.their_opening, found.their_closing)
    lines = with_opening(all_differences(found), ours.opening, theirs.opening)
    turn = pd.Series(turns(lines, found.mixing), index=lines.index, dtype=object)
    return DifferenceLetter(
        heading=completed(
            heading, found.customer, *dates_of([found.ours, found.theirs]), found.our_name
        ),
        currency=found.currency,
        ours=ours,
        theirs=theirs,
        lines=lines[turn.isin(("theirs", "both"))].reset_index(drop=True),
        in_transit=lines[turn == "nobody"],
        with_us=lines[turn == "ours"],
    )


def difference_letter_fields(letter: DifferenceLetter, language: Language) -> Fields:
    """Everything a template of a 差异函 can show."""
    currency = letter.currency
    return Fields(
        values={
            **heading_fields(letter.heading, currency, language),
            "our_closing": money(letter.ours.closing, currency),
            "their_closing": money(letter.theirs.closing, currency),
            "difference": money(letter.difference, currency),
            "our_closing_figures": words(figures(letter.ours.closing, currency, language)),
            "their_closing_figures": words(figures(letter.theirs.closing, currency, language)),
            "difference_figures": words(figures(letter.difference, currency, language)),
            "count": _count(letter.lines),
            **_left_out("in_transit", letter.in_transit, currency),
            **_left_out("with_us", letter.with_us, currency),
        },
        blocks={"difference_rows": _rows(letter.lines, currency, language)},
        places=decimals(currency),
    )


def _left_out(name: str, lines: pd.DataFrame, currency: str) -> dict[str, Field]:
    """How many differences are not listed, and what they add up to."""
    cents = int(lines["difference"].sum())
    return {f"{name}_count": _count(lines), f"{name}_difference": money(cents, currency)}


def _count(lines: pd.DataFrame) -> Field:
    return Field(len(lines), str(len(lines)))


def _rows(lines: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    """The rows of the letter; what to do is said to the customer."""
    rows = pair_rows(lines, currency, language)
    if lines.empty:
        return rows
    opening = text("statement.opening", language)
    documents = zip(lines["section"] == "opening", rows["our_document"], strict=True)
    return {
        **rows,
        "our_document": [opening if of_opening else said for of_opening, said in documents],
        "action": [text(f"statement.ask.{cause}", language) for cause in lines["cause"]],
    }
