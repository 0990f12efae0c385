"""In which order are both sides' entries printed: what was settled stands on one line."""

import numpy as np
import pandas as pd

from tieout.statements.account import OneAccount

SECTIONS = ("matched", "only_ours", "only_theirs")
_SIDE = ("date", "reference", "memo", "amount")


def statement_lines(found: OneAccount) -> pd.DataFrame:
    """The printed rows of one account.

    section (one of SECTIONS), block (1, 2, … within the statement; a match of several entries is
    one block of several lines), first (True on a block's first line), our_date, our_reference,
    our_memo, our_amount, their_date, their_reference, their_memo, their_amount (missing where that
    side has no entry on the line), difference (the block's, on its first line, else missing),
    state, cause, kind. Amounts are Int64 minor units in our perspective, and the differences of
    all lines add up to ours − theirs.
    """
    lines = _side_by_side(found).assign(section=_section)
    lines = lines.assign(
        place=lines["section"].map(SECTIONS.index),
        start=_least(lines, "date"),
        start_line=_least(lines, "line"),
    ).sort_values(["place", "start", "start_line", "key", "turn"], kind="stable", ignore_index=True)
    lines["first"] = ~lines["key"].duplicated()
    lines["block"] = lines["first"].cumsum()
    lines["difference"] = _differences(lines)
    lines["kind"] = [found.kinds.get(match, "") for match in lines["match"]]
    return lines[
        ["section", "block", "first"]
        + [f"{side}_{name}" for side in ("our", "their") for name in _SIDE]
        + ["difference", "state", "cause", "kind"]
    ]


def _side_by_side(found: OneAccount) -> pd.DataFrame:
    """Entry beside entry within each match; open items alone. `key` is one number a block."""
    ours, theirs = _turned(found.ours, "our"), _turned(found.theirs, "their")
    joined = ours.merge(
        theirs, on=["match", "turn", "key"], how="outer", suffixes=("_our", "_their")
    )
    for name in ("state", "cause"):
        # A side without entries has a column without a kind.
        our, their = (joined.pop(f"{name}_{side}").astype(object) for side in ("our", "their"))
        joined[name] = our.where(our.notna(), their)
    return joined


def _turned(entries: pd.DataFrame, side: str) -> pd.DataFrame:
    """One side with its turn within each match, by date; an open item has a key of its own."""
    entries = entries.sort_values(["match", "date", "line"], kind="stable", ignore_index=True)
    alone = -2 * np.arange(1, len(entries) + 1) - (side == "their")
    settled = entries["match"] > 0
    return (
        entries.assign(
            turn=entries.groupby("match").cumcount().where(settled, 0),
            key=entries["match"].where(settled, alone),
        )
        .astype({"amount": "Int64", "line": "Int64"})
        .rename(columns={name: f"{side}_{name}" for name in (*_SIDE, "line")})
    )


def _section(lines: pd.DataFrame) -> np.ndarray:
    """Settled, or open on the side that booked it."""
    only_ours = lines["their_amount"].isna()
    return np.select([lines["match"] > 0, only_ours], [SECTIONS[0], SECTIONS[1]], SECTIONS[2])


def _least(lines: pd.DataFrame, name: str) -> pd.Series:
    """The least of a block, on our side where we have any."""
    ours, theirs = (
        lines.groupby("key")[f"{side}_{name}"].transform("min") for side in ("our", "their")
    )
    return ours.fillna(theirs)


def _differences(lines: pd.DataFrame) -> pd.Series:
    difference = lines["our_amount"].fillna(0) - lines["their_amount"].fillna(0)
    return difference.groupby(lines["key"]).transform("sum").where(lines["first"])
