"""What does the 余额调节表 say: from each side's balance to the adjusted one, and what is left between them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.matching.causes import CAUSES, Cause, Turn
from tieout.statements.account import Mixing, OneAccount
from tieout.statements.differences import all_differences
from tieout.statements.fields import (
    Cell,
    Fields,
    balance,
    date_column,
    money,
    money_column,
    nothing,
    text_column,
    words,
)
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import dates_of
from tieout.statements.two_sided import SideBalance, both_remark, side_balance
from tieout.texts import Language

SECTIONS = ("add", "less", "correction")
_SIDE_COLUMNS = ("date", "document", "memo", "amount", "cause")
PAIR_COLUMNS = (
    "number",
    "our_date",
    "our_document",
    "our_amount",
    "their_date",
    "their_document",
    "their_memo",
    "their_amount",
    "difference",
    "cause",
    "action",
)
_TURNS: dict[object, Turn] = {cause.value: rule.turn for cause, rule in CAUSES.items()}
_Side = Literal["ours", "theirs"]


@dataclass(frozen=True)
class ReconciliationStatement:
    """A 余额调节表, minor units in our perspective.

    `our_items` and `their_items` are what each side has to book (section, date, reference, memo,
    amount, cause): what only the other has booked, what it must put right itself, and on our side
    the differences inside matches that we take (fees, rounding, allowances, discounts, write-offs).
    `pairs` are the other matches whose amounts differ, and the entries of which nobody knows yet
    who is wrong.
    """

    heading: StatementHeading
    currency: str
    ours: SideBalance
    theirs: SideBalance
    our_items: pd.DataFrame
    their_items: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def our_adjusted(self) -> int:
        """Our closing balance with what we have to book."""
        return self.ours.closing + int(self.our_items["amount"].sum())

    @property
    def their_adjusted(self) -> int:
        """Their closing balance with what they have to book."""
        return self.theirs.closing + int(self.their_items["amount"].sum())

    @property
    def opening_difference(self) -> int:
        """Ours − theirs at the beginning."""
        return self.ours.opening - self.theirs.opening

    @property
    def pair_difference(self) -> int:
        """Ours − theirs inside matches, and in what is to be looked into."""
        return int(self.pairs["difference"].sum())

    @property
    def unreconciled(self) -> int:
        """What is left when everything listed is taken off; must be nil."""
        left = self.our_adjusted - self.their_adjusted
        return left - self.opening_difference - self.pair_difference


def reconciliation_statement(
    found: OneAccount, heading: StatementHeading
) -> ReconciliationStatement:
    """The 余额调节表 of one account."""
    return ReconciliationStatement(
        heading=completed(
            heading, found.customer, *dates_of([found.ours, found.theirs]), found.our_name
        ),
        currency=found.currency,
        ours=side_balance(found.ours, found.our_opening, found.our_closing),
        theirs=side_balance(found.theirs, found.their_opening, found.their_closing),
        our_items=_to_book(found, "ours"),
        their_items=_to_book(found, "theirs"),
        pairs=_left(found),
    )


def _to_book(found: OneAccount, side: _Side) -> pd.DataFrame:
    """What a side has to book: what only the other has, and its own errors the other way round."""
    columns = ["section", "date", "reference", "memo", "amount", "cause"]
    kept = [_placed(found, holder, side)[columns] for holder in ("theirs", "ours")]
    if side == "ours":
        kept.append(_taken(found)[columns])
    kept = [frame for frame in kept if len(frame)] or kept[:1]
    return pd.concat(kept, ignore_index=True)


def _placed(found: OneAccount, holder: _Side, side: _Side) -> pd.DataFrame:
    """The open entries of one side that another, or itself, has to book."""
    entries = found.ours if holder == "ours" else found.theirs
    entries = entries[entries["match"] == 0]
    who = [_to_adjust(cause, holder, found.mixing) for cause in entries["cause"]]
    mine = entries[np.array([each == side for each in who], dtype=bool)]
    if holder == side:
        return mine.assign(section="correction", amount=-mine["amount"])
    error = [_is_error(cause) for cause in mine["cause"]]
    added = np.where(mine["amount"].to_numpy(np.int64) >= 0, "add", "less")
    return mine.assign(section=np.where(error, "correction", added))


def _taken(found: OneAccount) -> pd.DataFrame:
    """The differences inside matches that our balance is adjusted by."""
    lines = all_differences(found)
    lines = lines[_are_taken(lines)]
    names = {f"our_{name}": name for name in ("date", "reference", "memo")}
    return lines.rename(columns=names).assign(section="correction", amount=-lines["difference"])


def _are_taken(lines: pd.DataFrame) -> npt.NDArray[np.bool_]:
    ours = [_TURNS.get(cause) == "ours" for cause in lines["cause"]]
    return (lines["section"] == "matched").to_numpy(dtype=bool) & np.array(ours, dtype=bool)


def _to_adjust(cause: object, holder: _Side, mixing: Mixing) -> _Side | None:
    """Whose balance an open entry adjusts; nobody's while it is not known who is wrong.

    An entry under the wrong customer is put right by the side that can have mixed customers up: it
    takes it out of the one account, and into the other.
    """
    other: _Side = "theirs" if holder == "ours" else "ours"
    if cause == Cause.OTHER_CUSTOMER:
        return mixing or None
    sides: dict[Turn, _Side] = {
        "holder": holder,
        "other": other,
        "nobody": other,
        "ours": "ours",
        "theirs": "theirs",
    }
    return sides.get(_TURNS.get(cause, "both"))


def _is_error(cause: object) -> bool:
    """Whether a side that lacks an entry made an error of its own, and not only is not there yet."""
    return cause == Cause.OTHER_CUSTOMER or _TURNS.get(cause) in ("ours", "theirs")


def _left(found: OneAccount) -> pd.DataFrame:
    """The differences that no balance is adjusted by."""
    lines = all_differences(found)
    holders: dict[object, _Side] = {"only_ours": "ours", "only_theirs": "theirs"}
    left = [
        section not in holders or _to_adjust(cause, holders[section], found.mixing) is None
        for section, cause in zip(lines["section"], lines["cause"], strict=True)
    ]
    return lines[np.array(left, dtype=bool) & ~_are_taken(lines)].reset_index(drop=True)


def reconciliation_fields(statement: ReconciliationStatement, language: Language) -> Fields:
    """Everything a template of a 余额调节表 can show."""
    currency = statement.currency
    return Fields(
        values={
            **heading_fields(statement.heading, currency, language),
            **balance("our_closing", statement.ours.closing, currency, language),
            **balance("their_closing", statement.theirs.closing, currency, language),
            **balance("our_adjusted", statement.our_adjusted, currency, language),
            **balance("their_adjusted", statement.their_adjusted, currency, language),
            "opening_difference": money(statement.opening_difference, currency),
            "pair_difference": money(statement.pair_difference, currency),
            "remark": words(both_remark(statement.ours, statement.theirs, currency, language)),
            "unreconciled": money(statement.unreconciled, currency),
        },
        blocks={
            **{f"{section}_rows": _section(statement, section, language) for section in SECTIONS},
            "pair_rows": pair_rows(statement.pairs, currency, language),
        },
        places=decimals(currency),
    )


def _section(
    statement: ReconciliationStatement, section: str, language: Language
) -> dict[str, list[Cell]]:
    """Both sides' items of a section beside each other; the shorter side has empty cells below."""
    sides = {
        side: _side(items[items["section"] == section], statement.currency, language)
        for side, items in (("our", statement.our_items), ("their", statement.their_items))
    }
    height = max(len(side["amount"]) for side in sides.values())
    return {
        f"{name}_{column}": [*cells, *[None] * (height - len(cells))]
        for name, side in sides.items()
        for column, cells in side.items()
    }


def _side(items: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    if items.empty:
        return nothing(_SIDE_COLUMNS, "memo", language)
    memo = items["memo"].where(items["memo"] != "", items["reference"])
    return {
        "date": date_column(items["date"]),
        "document": text_column(items["reference"]),
        "memo": text_column(memo),
        "amount": money_column(items["amount"].abs(), currency)
        if (items["section"] != "correction").all()
        else money_column(items["amount"], currency),
        "cause": [Cause(cause).word(language) for cause in items["cause"]],
    }


def pair_rows(pairs: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    """The rows of differences, each with its cause and what to do."""
    if pairs.empty:
        return nothing(PAIR_COLUMNS, "our_document", language)
    return {
        "number": list(range(1, len(pairs) + 1)),
        **{f"{side}_date": date_column(pairs[f"{side}_date"]) for side in ("our", "their")},
        **{
            f"{side}_document": text_column(pairs[f"{side}_reference"]) for side in ("our", "their")
        },
        "their_memo": text_column(pairs["their_memo"]),
        **{
            name: money_column(pairs[name], currency)
            for name in ("our_amount", "their_amount", "difference")
        },
        "cause": [Cause(cause).word(language) for cause in pairs["cause"]],
        "action": [Cause(cause).action(language) for cause in pairs["cause"]],
    }
