"""What days stand in a column: the order of day, month and year is that of the whole column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.coded_texts import Distinct
from tieout.ledger.cleaning.written_date import Order, tidy_date, written_date

FIRST_YEAR, LAST_YEAR = 1990, 2100
YEARS_TRIED_MAX = 10
"""Years a ledger can be of; a date outside is taken for a slip."""
_EMPTY = ("", "-", "--", "/", "—", "无")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?|\d{3,4}")


@dataclass(frozen=True)
class Dates:
    """A column of dates: `days` datetime64[D], NaT where none; `bad` marks what is no date.

    `order_assumed` is "" or the order of day and month that was taken where the column does not
    tell; `example` is a cell that shows it.
    """

    days: npt.NDArray[np.datetime64]
    bad: npt.NDArray[np.bool_]
    order_assumed: Order | None = None
    example: str = ""


def read_dates(
    cells: pd.Series | Distinct,
    *,
    epoch_1904: bool = False,
    year: int = 0,
    period: tuple[date, date] | None = None,
    year_first: bool = False,
) -> Dates:
    """Read a column of dates; `year_first` where its people write 26-01-31.

    A month and a day without a year are of the `year`, else of the one in which they lie in the `period`.

    >>> read_dates(pd.Series(["2026-01-05", "20260106", "2026年1月7日", 46030, "31/02/2026"])).bad
    array([False, False, False, False,  True])
    >>> read_dates(pd.Series(["05/01/2026", "25/01/2026"])).days.astype(str).tolist()
    ['2026-01-05', '2026-01-25']
    >>> read_dates(pd.Series(["12-05", "1月6日"]), period=(date(2024, 12, 1), date(2025, 1, 31))).days.astype(str).tolist()
    ['2024-12-05', '2025-01-06']
    """
    if isinstance(cells, pd.Series) and cells.dtype.kind == "M":
        days = cells.to_numpy().astype("datetime64[D]")
        return _sensible(Dates(days, np.zeros(len(cells), dtype=bool)))
    codes, distinct = pd.factorize(_plain(cells)) if isinstance(cells, pd.Series) else cells
    texts = [text for text in distinct if isinstance(text, str)]
    if year:
        period = date(year, 1, 1), date(year, 12, 31)
    order, assumed, example = _order(texts, period, year_first=year_first)
    read = [_read(cell, order, period, epoch_1904=epoch_1904) for cell in distinct]
    days = np.array([*read, None], dtype="datetime64[D]")
    given = np.array([*(_given(cell) for cell in distinct), False])
    found = _sensible(Dates(days, given & np.isnat(days), order if assumed else None, example))
    return replace(found, days=found.days[codes], bad=found.bad[codes])


def _read(
    cell: object, order: Order, period: tuple[date, date] | None, *, epoch_1904: bool = False
) -> date | None:
    """One date; without a year, the only one that lies in the period."""
    whole = written_date(cell, order, epoch_1904=epoch_1904)
    if whole is not None or period is None or not isinstance(cell, str):
        return whole
    first, last = period
    years = range(first.year, min(last.year, first.year + YEARS_TRIED_MAX) + 1)
    days = {written_date(cell, order, year=year) for year in years}
    inside = [day for day in days if day and first <= day <= last]
    return inside[0] if len(inside) == 1 else None


def _plain(cells: pd.Series) -> pd.Series | npt.NDArray[np.object_]:
    if cells.dtype != object:
        return cells
    values = cells.to_numpy(dtype=object)
    # True equals 1 to a hash table, which would make one a date where the other stood first.
    truth = np.array([isinstance(cell, bool) for cell in values], dtype=bool)
    return np.where(truth, values.astype(str), values) if truth.any() else values


def _given(cell: object) -> bool:
    return cell is not None and cell == cell and str(cell).strip() not in _EMPTY


def _order(
    texts: Sequence[str], period: tuple[date, date] | None, *, year_first: bool
) -> tuple[Order, bool, str]:
    """The order of the column, whether it was assumed, and an example.

    The order in which most cells are dates; of several such, the one that keeps the dates closest
    together; of several such, the one people of that tongue write.
    """
    usual: tuple[Order, ...] = ("day_month", "month_day", "year_month")
    if year_first:
        usual = ("year_month", "month_day", "day_month")
    found = [text for text in texts if _NUMBERS.fullmatch(tidy_date(text))]
    if not found:
        return usual[0], False, ""
    spans = {order: _span(found, order, period) for order in usual}
    most = max(count for count, _ in spans.values())
    likely = [order for order in usual if spans[order][0] == most]
    order = min(likely, key=lambda each: spans[each][1])
    same = all(_same(found, order, other, period) for other in likely)
    return order, not same, found[0]


def _span(texts: Sequence[str], order: Order, period: tuple[date, date] | None) -> tuple[int, int]:
    """How many cells are dates in an order, and how many days lie between them."""
    days = [day for text in texts if (day := _read(text, order, period))]
    sensible = [day.toordinal() for day in days if FIRST_YEAR <= day.year <= LAST_YEAR]
    return len(sensible), max(sensible, default=0) - min(sensible, default=0)


def _same(
    texts: Sequence[str], order: Order, other: Order, period: tuple[date, date] | None
) -> bool:
    return all(_read(text, order, period) == _read(text, other, period) for text in texts)


def _sensible(dates: Dates) -> Dates:
    years = dates.days.astype("datetime64[Y]").astype(np.int64) + 1970
    strange = ~np.isnat(dates.days) & ((years < FIRST_YEAR) | (years > LAST_YEAR))
    days = np.where(strange, np.datetime64("NaT"), dates.days)
    return Dates(days, dates.bad | strange, dates.order_assumed, dates.example)
