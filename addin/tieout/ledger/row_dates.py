"""On which day is each row: its date, put together where its parts stand apart, or the one above."""

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.dates import Dates, read_dates
from tieout.ledger.problem import Problem
from tieout.ledger.table import PROBLEMS_MAX, Table

_LATE, _EARLY, _PARTS_WITHOUT_YEAR = 11, 2, 2
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ROWS_LOOKED_AT = 1000
FILLED_SHARE_MIN = 0.1
"""Share of entries without a date from which a sheet is taken to write it once a block."""


@dataclass(frozen=True)
class RowDates:
    """The day of each row, NaT where none; what was found wrong or assumed on the way.

    `filled` are the rows that have the day of a row above.
    """

    days: npt.NDArray[np.datetime64]
    problems: tuple[Problem, ...]
    filled: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def row_dates(table: Table, entry: npt.NDArray[np.bool_]) -> RowDates:
    """Read the dates of the entries."""
    meaning = date_meaning(table)
    if not meaning:
        return RowDates(np.full(len(table), np.datetime64("NaT"), "datetime64[D]"), ())
    cells = _cells(table, meaning)
    found = _read(table, meaning, cells, entry)
    problems = [
        table.problem("not_a_date", row, meaning, cells.iloc[row])
        for row in np.flatnonzero(found.bad & entry)[:PROBLEMS_MAX]
    ]
    if found.order_assumed:
        problems.append(
            table.problem(f"date_order_{found.order_assumed}", -1, meaning, found.example)
        )
    days, filled = _filled(table, found, entry)
    if len(filled):
        problems.append(
            table.problem("date_filled_down", int(filled[0]), meaning, count=len(filled))
        )
    problems += _year_turns(table, meaning, days, entry)
    problems += _year_of_sheet(table, meaning, cells, days)
    return RowDates(days, tuple(problems), filled)


def due_dates(table: Table, entry: npt.NDArray[np.bool_]) -> RowDates:
    """Read the due dates of the entries."""
    if table.column("due_date") is None:
        return RowDates(np.full(len(table), np.datetime64("NaT"), "datetime64[D]"), ())
    cells = table.cells_of("due_date")
    found = _read(table, "due_date", cells, entry)
    problems = [
        table.problem("not_a_due_date", row, "due_date", cells.iloc[row])
        for row in np.flatnonzero(found.bad & entry)[:PROBLEMS_MAX]
    ]
    return RowDates(found.days, tuple(problems))


def date_meaning(table: Table) -> str:
    """The meaning under which dates stand, "" where none do."""
    if table.column("date") is not None:
        return "date"
    return "day" if table.column("day") is not None else ""


def stated_year(table: Table) -> int:
    """The year the headings state, else the lines above them, else the one the sheet is called by; 0 where none does."""
    return table.header.year or table.preamble.year or _called_by(table)


def _called_by(table: Table) -> int:
    """2025 of a sheet called 2025年 or 应收2025-01; nothing where a period says more, or two years stand there."""
    years = {int(year) for year in _YEAR.findall(table.sheet)}
    return years.pop() if len(years) == 1 and not table.preamble.period else 0


def _year_of_sheet(
    table: Table, meaning: str, cells: pd.Series, days: npt.NDArray[np.datetime64]
) -> list[Problem]:
    """Where only the name of the sheet told the year, that is said."""
    if table.header.year or table.preamble.year or not (year := _called_by(table)):
        return []
    yearless = meaning == "day" and table.column("year") is None
    some = np.flatnonzero(~np.isnat(days))[:_ROWS_LOOKED_AT].tolist()
    rows = some if yearless else [row for row in some if _yearless(cells.iloc[row])]
    if not rows:
        return []
    return [table.problem("year_of_sheet", rows[0], meaning, str(days[rows[0]]), year=year)]


def _read(table: Table, meaning: str, cells: pd.Series, entry: npt.NDArray[np.bool_]) -> Dates:
    """The dates of the entries, each writing of one asked once."""
    column = table.column(meaning)
    coded = None if meaning == "day" or column is None else table.coded_column(column)
    year_first = any(ord(char) > 0x2E7F for heading in table.header.headings for char in heading)
    return read_dates(
        _only(cells, entry) if coded is None else coded.distinct(entry),
        epoch_1904=table.traits.epoch_1904,
        year=stated_year(table),
        period=table.preamble.period,
        year_first=year_first,
    )


def _only(cells: pd.Series, entry: npt.NDArray[np.bool_]) -> pd.Series:
    return cells if entry.all() else cells.where(pd.Series(entry), None)


def _cells(table: Table, meaning: str) -> pd.Series:
    """The dates, put together where year, month and day have columns of their own."""
    if meaning == "date":
        return table.cells_of("date")
    year, month, day = (_carried(table.texts(part), part) for part in ("year", "month", "day"))
    stated = str(stated_year(table) or "")
    year = year.where(year != "", stated).str.removesuffix("年")
    joined = year + "-" + month.str.removesuffix("月") + "-" + day.str.removesuffix("日")
    return joined.where((month != "") & (day != ""), None).astype(object)


def _carried(texts: pd.Series, part: str) -> pd.Series:
    """Year and month may be written once and hold until the next."""
    if part == "day":
        return texts
    return texts.where(texts.str.fullmatch(r"\d+\s*[年月]?"), None).ffill().fillna("")


def _filled(
    table: Table, found: Dates, entry: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.int64]]:
    """Dates written only on the first line of a block hold for the lines below it."""
    silent = entry & np.isnat(found.days) & ~found.bad
    if not silent.any():
        return found.days, np.zeros(0, dtype=np.int64)
    dated = entry & ~np.isnat(found.days)
    merged = _merged_below(table)
    often = silent.sum() >= max(2, FILLED_SHARE_MIN * entry.sum()) and dated.any()
    filled = np.flatnonzero(silent & (merged | often) & (np.cumsum(dated) > 0))
    days = pd.Series(found.days).where(pd.Series(dated)).ffill().to_numpy().astype("datetime64[D]")
    return np.where(np.isin(np.arange(len(entry)), filled), days, found.days), filled


def _year_turns(
    table: Table, meaning: str, days: npt.NDArray[np.datetime64], entry: npt.NDArray[np.bool_]
) -> list[Problem]:
    """Days without a year are of the one that is stated; January after December is likely of the next."""
    year = stated_year(table)
    if not year or (meaning == "day" and table.column("year") is not None):
        return []
    rows = np.flatnonzero(entry & ~np.isnat(days))
    months = days[rows].astype("datetime64[M]").astype(np.int64) % 12 + 1
    turns = rows[1:][(months[:-1] >= _LATE) & (months[1:] <= _EARLY)].tolist()
    turns = [
        row for row in turns if meaning == "day" or _yearless(table.cells_of("date").iloc[row])
    ]
    found = [table.problem("year_turns", row, meaning, str(days[row]), year=year) for row in turns]
    return [each for each in found if each.found.startswith(str(year))][:1]


def _yearless(cell: object) -> bool:
    """5-1 and 1月5日 name no year."""
    return isinstance(cell, str) and len(re.findall(r"\d+", cell)) == _PARTS_WITHOUT_YEAR


def _merged_below(table: Table) -> npt.NDArray[np.bool_]:
    """Rows under the first of a merged date cell."""
    marked = np.zeros(len(table), dtype=bool)
    column = (table.column("date") or table.column("day") or 0) + 1
    for first, left, last, right in table.traits.merged:
        if left <= column <= right and last > first:
            start = max(first + 1 - table.header.last - 2, 0)
            marked[start : max(last - table.header.last - 1, 0)] = True
    return marked
