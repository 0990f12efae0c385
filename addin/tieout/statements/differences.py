"""Which differences are there between both books, one line each: inside matches, and what one side lacks."""

import pandas as pd

from tieout.matching.causes import Cause
from tieout.matching.reconciliation import whose_turn
from tieout.statements.account import Mixing, OneAccount
from tieout.statements.lines import statement_lines

_SIDES = ("our", "their")
_HOLDERS = {"only_ours": "ours", "only_theirs": "theirs"}


def all_differences(found: OneAccount) -> pd.DataFrame:
    """Every block of a statement whose difference is not nil; together they are ours − theirs.

    Dates and references are those of a block's first line, amounts its sums; a block that differs
    without a cause is unexplained.
    """
    lines = statement_lines(found)
    amounts = {
        f"{side}_amount": lines.groupby("block")[f"{side}_amount"].sum(min_count=1).astype("Int64")
        for side in _SIDES
    }
    first = lines[lines["first"]].set_index("block").assign(**amounts)
    first = first[first["difference"].fillna(0) != 0].reset_index()
    cause = first["cause"].astype(object)
    return first.assign(
        cause=cause.where(cause.notna() & (cause != ""), Cause.UNEXPLAINED.value)
    ).astype({"difference": "int64"})


def with_opening(lines: pd.DataFrame, our_opening: int, their_opening: int) -> pd.DataFrame:
    """The differences with that of the opening balances before them, if there is one."""
    if our_opening == their_opening:
        return lines
    opening = pd.DataFrame(
        {
            "section": ["opening"],
            "our_amount": pd.Series([our_opening], dtype="Int64"),
            "their_amount": pd.Series([their_opening], dtype="Int64"),
            "difference": [our_opening - their_opening],
            "cause": [Cause.OPENING.value],
        }
    )
    if lines.empty:
        return opening.reindex(columns=lines.columns)
    return pd.concat([opening, lines], ignore_index=True)[lines.columns]


def turns(lines: pd.DataFrame, mixing: Mixing) -> list[str]:
    """Whose turn each difference is: ours, theirs, both or nobody.

    A difference inside a confirmed match has been accepted, by a person or within the tolerance:
    it is ours to book.
    """
    said = lines[["section", "state", "cause"]].itertuples(index=False, name=None)
    return [_turn(section, state, Cause(cause), mixing) for section, state, cause in said]


def _turn(section: str, state: object, cause: Cause, mixing: Mixing) -> str:
    if section == "matched" and state == "confirmed":
        return "ours"
    if cause == Cause.OTHER_CUSTOMER:
        return mixing or "both"
    return whose_turn(cause, _HOLDERS.get(section, "ours"))
