"""Where does a table begin whose headings nobody knows, and which rows of it are entries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tieout.ledger.sayings import why_aside
from tieout.ledger.shapes.sampled_column import SampledColumn, all_serials

Rows = npt.NDArray[np.int64]
HEADING_LENGTH_MAX = 40
_DAYS_MIN = 2
_ASIDE_MAX = 3
_SAYS_SOMETHING = re.compile(r"[:：]\s*\S")


@dataclass(frozen=True)
class Body:
    """`heading` is the row of headings, None where there is none; `first` the first row below.

    `rows` are those that look like entries; `days` the columns in which their dates stand: one, or year,
    month and day.
    """

    heading: int | None
    first: int
    rows: Rows
    days: tuple[int, ...]


def body_of(columns: Sequence[SampledColumn]) -> Body | None:
    """The rows that have a day and a number, and what stands above them; None where there are none."""
    count = len(columns[0].texts) if columns else 0
    everything = np.arange(count)
    days = _day_columns(columns, everything)
    if not days:
        return None
    dated = _dated(columns, days, everything)
    numeric = [
        column
        for column in columns
        if column.place not in days and column.numbers[dated].sum() * 2 >= column.given[dated].sum()
    ]
    counted = _any(count, [column.numbers for column in numeric])
    entries = dated[counted[dated]]
    if not len(entries):
        return None
    heading, first = _above(columns, int(entries[0]))
    if heading is None and len(entries) < _DAYS_MIN:
        return None
    below = everything[(everything >= first) & counted]
    if len(entries) * 2 >= len(below):
        below = entries  # totals have no date; where most rows have none, it holds for a block
    said = {
        row for row in below.tolist() if any(why_aside(column.texts[row]) for column in columns)
    }
    rows = np.array([row for row in below.tolist() if row not in said], dtype=np.int64)
    return Body(heading, first, rows, days)


def _any(count: int, masks: Sequence[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    return np.logical_or.reduce(masks) if masks else np.zeros(count, dtype=bool)


def _day_columns(columns: Sequence[SampledColumn], rows: Rows) -> tuple[int, ...]:
    """The column with most days, the left one of several; else year, month and day apart."""
    best = max(columns, key=lambda column: int(column.dated.sum()), default=None)
    if best is not None and best.dated.any():
        return (best.place,)
    for column in columns:
        if all_serials(column, rows[column.numbers[rows]]):
            return (column.place,)
    for place in range(len(columns) - 2):
        if _are_parts(columns[place : place + 3], rows):
            return (place, place + 1, place + 2)
    return ()


def _are_parts(columns: Sequence[SampledColumn], rows: Rows) -> bool:
    """A column of years beside one of months and one of days."""
    whole = rows[np.logical_and.reduce([column.numbers[rows] for column in columns])]
    if len(whole) < _DAYS_MIN:
        return False
    between = ((1990, 2100), (1, 12), (1, 31))
    return all(
        low * 10_000 <= int(column.units[whole].min())
        and int(column.units[whole].max()) <= high * 10_000
        and not column.decimals[whole].any()
        for column, (low, high) in zip(columns, between, strict=True)
    )


def _dated(columns: Sequence[SampledColumn], days: tuple[int, ...], rows: Rows) -> Rows:
    """The rows that have a day."""
    if len(days) > 1:
        return rows[np.logical_and.reduce([columns[place].numbers for place in days])]
    column = columns[days[0]]
    return rows[column.dated if column.dated.any() else column.serials]


def _above(columns: Sequence[SampledColumn], first: int) -> tuple[int | None, int]:
    """The row of headings above the first entry, past rows of balances; and where the body begins."""
    row, passed = first - 1, 0
    begin = first
    while row >= 0 and passed < _ASIDE_MAX:
        if _is_heading(columns, row):
            return row, row + 1
        given = [column for column in columns if column.given[row]]
        says = any(why_aside(column.texts[row]) for column in given)
        if given and not says and not any(column.numbers[row] for column in given):
            break
        if says:
            begin = row
        row, passed = row - 1, passed + 1
    return None, begin


def _is_heading(columns: Sequence[SampledColumn], row: int) -> bool:
    """Several short texts, none a number, a day, a saying or a label with its value."""
    given = [column for column in columns if column.given[row]]
    words = [column.texts[row] for column in given]
    used = sum(bool(column.given[row + 1 :].any()) for column in columns)
    return (
        len(words) >= min(3, used)
        and len(words) * 2 >= used
        and all(
            len(word) <= HEADING_LENGTH_MAX and not _SAYS_SOMETHING.search(word) for word in words
        )
        and not any(column.numbers[row] or column.dated[row] for column in given)
        and not any(map(why_aside, words))
    )
