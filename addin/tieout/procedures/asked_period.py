"""Which days does a cell name: a month, a quarter, a year, a day, or two of them, as people write them."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.cleaning.dates import FIRST_YEAR, LAST_YEAR, read_dates

Days = tuple[date | None, date | None]
"""The first and the last day, None where it is open."""

_SINCE_UNTIL = re.compile(r"\s*(?:\.\.|~|～|至|到|\bto\b)\s*")
_YEAR = re.compile(r"(\d{4})\s*年?")
_QUARTER = re.compile(
    r"(\d{4})\s*年?\s*[-/]?\s*(?:Q([1-4])|第?([1-4一二三四])季度?)", re.IGNORECASE
)
_QUARTERS = {
    word: number for number in (1, 2, 3, 4) for word in (str(number), "一二三四"[number - 1])
}
_MONTHS = (
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})"),
)


def days_of(period: Sequence[object]) -> Days:
    """The days of a period: one cell that names it, or two with its first and its last day.

    A date in one cell is its month, as Excel makes a date of 2026-07. Of more cells, a whole column too,
    the blank ones say nothing.

    >>> days_of(["2026-07"]) == days_of([46204.0]) == days_of(["2026-07-01..2026-07-31"])
    True
    >>> days_of(["2026Q3"])
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    >>> days_of([46204, None])
    (datetime.date(2026, 7, 1), None)
    """
    filled = [cell for cell in period if not blank(cell)]
    if not filled:
        return None, None
    if len(filled) > 2:
        raise TieoutError("asking.period_cells", count=len(filled))
    if len(period) == 2 or len(filled) == 2:
        ends = period if len(period) == 2 else filled
        first, last = (None if blank(cell) else _day(cell) for cell in ends)
    else:
        first, last = _named(filled[0])
    if first and last and first > last:
        raise TieoutError("asking.turned", first=first, last=last)
    return first, last


def blank(cell: object) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _named(cell: object) -> tuple[date, date]:
    if isinstance(cell, str):
        ends = [_named_days(end, cell) for end in _SINCE_UNTIL.split(cell.strip(), maxsplit=1)]
        return ends[0][0], ends[-1][1]
    if isinstance(cell, int | float) and cell in range(FIRST_YEAR, LAST_YEAR + 1):
        return _months(int(cell), 1, 12)
    if isinstance(cell, int | float) and (month := _month(f"{cell:.15g}")):
        return month
    day = _day(cell)
    return _months(day.year, day.month, day.month)


def _named_days(words: str, whole: str) -> tuple[date, date]:
    if found := _YEAR.fullmatch(words):
        return _months(int(found[1]), 1, 12)
    if found := _QUARTER.fullmatch(words):
        last = 3 * _QUARTERS[found[2] or found[3]]
        return _months(int(found[1]), last - 2, last)
    if month := _month(words):
        return month
    day = _day(words, whole)
    return day, day


def _month(words: str) -> tuple[date, date] | None:
    """The days of a month as people and programs write it: 2026-07, 2026年7月, 202607, 7/2026."""
    for pattern in _MONTHS:
        found = pattern.fullmatch(words)
        if (
            found
            and FIRST_YEAR <= int(found["year"]) <= LAST_YEAR
            and 1 <= int(found["month"]) <= 12
        ):
            return _months(int(found["year"]), int(found["month"]), int(found["month"]))
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(cell: object, whole: object = None) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    found = read_dates(pd.Series([cell], dtype=object))
    day: date | None = found.days.tolist()[0]
    if day is None or found.order_assumed or isinstance(cell, bool):
        raise TieoutError("asking.period", found=shown(whole or cell))
    return day


def shown(cell: object) -> str:
    """A cell as it is repeated in a message."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
