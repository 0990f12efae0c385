"""In which order are both sides' entries printed: what was settled stands on one line."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.statements.account import OneAccount

SECTIONS = ("matched", "only_ours", "only_theirs")
_Ints = npt.NDArray[np.int64]
_LATEST = np.iinfo(np.int64).max
"""What stands for a day, or a line, that a side does not have."""


def statement_lines(found: OneAccount) -> pd.DataFrame:
    """The printed rows of one account.

    section (one of SECTIONS), block (1, 2, … within the statement; a match of several entries is
    one block of several lines), first (True on a block's first line), our_date, our_reference,
    our_memo, our_amount, their_date, their_reference, their_memo, their_amount (missing where that
    side has no entry on the line), difference (the block's, on its first line, else missing),
    state, cause, kind. Amounts are Int64 minor units in our perspective, and the differences of
    all lines add up to ours − theirs.
    """
    rows = _in_order(_side_by_side(_turned(found.ours, "our"), _turned(found.theirs, "their")))
    first = _begins(rows.key)
    ours, theirs = _cells(found.ours, rows.our), _cells(found.theirs, rows.their)
    difference = ours["amount"].fillna(0) - theirs["amount"].fillna(0)
    here = rows.our >= 0
    return pd.DataFrame(
        {
            "section": np.array(SECTIONS, dtype=object)[_section(rows)],
            "block": first.cumsum(),
            "first": first,
            **{f"our_{name}": ours[name] for name in _SIDE},
            **{f"their_{name}": theirs[name] for name in _SIDE},
            "difference": _of_blocks(difference.to_numpy(np.int64), first),
            **{name: np.where(here, ours[name], theirs[name]) for name in ("state", "cause")},
            "kind": [found.kinds.get(key, "") for key in rows.key.tolist()],
        }
    )


_SIDE = ("date", "reference", "memo", "amount")


@dataclass(frozen=True)
class _Turned:
    """One side's entries by match and date: their places, the key of the block and the turn in it.

    The key is the match, or a negative number of its own for an open item.
    """

    places: _Ints
    key: _Ints
    turn: _Ints
    day: _Ints
    line: _Ints


@dataclass(frozen=True)
class _Rows:
    """Printed rows: the key and turn, and the place of each side's entry, -1 where it has none.

    `day` and `line` are the least of the block, on our side where we have any.
    """

    key: _Ints
    turn: _Ints
    our: _Ints
    their: _Ints
    day: _Ints
    line: _Ints


def _turned(entries: pd.DataFrame, side: str) -> _Turned:
    match = entries["match"].to_numpy(np.int64)
    stamps = entries["date"].to_numpy("datetime64[ns]")
    day = np.where(np.isnat(stamps), _LATEST, stamps.astype(np.int64))
    line = entries["line"].to_numpy(np.int64)
    places = np.lexsort((line, day, match))
    match = match[places]
    alone = -2 * np.arange(1, len(match) + 1) - (side == "their")
    key = np.where(match > 0, match, alone)
    at = np.arange(len(key))
    turn = at - np.maximum.accumulate(np.where(_begins(key), at, 0))
    return _Turned(places, key, turn, day[places], line[places])


def _side_by_side(ours: _Turned, theirs: _Turned) -> _Rows:
    """Entry beside entry within each match; open items alone."""
    key, turn = (
        np.concatenate([getattr(ours, name), getattr(theirs, name)]) for name in ("key", "turn")
    )
    by_key = np.lexsort((turn, key))
    key, turn = key[by_key], turn[by_key]
    new = _begins(key) | _begins(turn)
    row = np.empty(len(by_key), dtype=np.int64)
    row[by_key] = new.cumsum() - 1
    key, turn = key[new], turn[new]
    placed = np.full((6, len(key)), -1)
    placed[2:] = _LATEST
    for at, (side, rows) in enumerate(
        ((ours, row[: len(ours.key)]), (theirs, row[len(ours.key) :]))
    ):
        placed[at, rows], placed[2 + at, rows], placed[4 + at, rows] = (
            side.places,
            side.day,
            side.line,
        )
    our, their, our_day, their_day, our_line, their_line = placed
    first = _begins(key)
    return _Rows(
        key,
        turn,
        our,
        their,
        _least(our_day, their_day, first),
        _least(our_line, their_line, first),
    )


def _in_order(rows: _Rows) -> _Rows:
    """By section, then by day and line; a block stays together."""
    order = np.lexsort((rows.turn, rows.key, rows.line, rows.day, _section(rows)))
    return _Rows(*(getattr(rows, name)[order] for name in _Rows.__dataclass_fields__))


def _section(rows: _Rows) -> _Ints:
    """Settled, or open on the side that booked it: the place in SECTIONS."""
    return np.select([rows.key > 0, rows.their < 0], [0, 1], 2)


def _begins(keys: _Ints) -> npt.NDArray[np.bool_]:
    """Where a key is another than that before it."""
    return np.append(True, keys[1:] != keys[:-1])[: len(keys)]


def _least(ours: _Ints, theirs: _Ints, first: npt.NDArray[np.bool_]) -> _Ints:
    """The least of each block, on our side where we have any."""
    if not len(first):
        return ours
    starts = np.flatnonzero(first)
    our, their = (np.minimum.reduceat(side, starts) for side in (ours, theirs))
    return np.where(our == _LATEST, their, our)[first.cumsum() - 1]


def _of_blocks(cents: _Ints, first: npt.NDArray[np.bool_]) -> pd.api.extensions.ExtensionArray:
    """The sum of each block on its first line, missing on the others."""
    found = np.zeros(len(cents), dtype=np.int64)
    if len(cents):
        found[first] = np.add.reduceat(cents, np.flatnonzero(first))
    return pd.arrays.IntegerArray(found, ~first)


def _cells(entries: pd.DataFrame, places: _Ints) -> dict[str, pd.Series]:
    """What a side's entries say on every line, missing where it has none there."""
    none = places < 0
    nothing = np.array([None], dtype=object)
    texts = {
        name: pd.Series(np.append(entries[name].to_numpy(object), nothing)[places]).astype(object)
        for name in ("reference", "memo", "state", "cause")
    }
    days = np.append(entries["date"].to_numpy("datetime64[ns]"), np.datetime64("NaT"))[places]
    cents = np.append(entries["amount"].to_numpy(np.int64), 0)[places]
    return {
        "date": pd.Series(days),
        **texts,
        "amount": pd.Series(pd.arrays.IntegerArray(cents, none)),
    }
