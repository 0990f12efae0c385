"""What could each cell of a column be: a day, a number, a text; of the first rows of a sheet."""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.amounts import amount_cells, mark_of, read_amounts
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.cleaning.written_amount import is_empty

ROWS_SAMPLED = 1000
COLUMNS_SAMPLED = 60
PLACES = 4
"""Decimals to which numbers are compared, as no currency is known yet."""
Mask = npt.NDArray[np.bool_]
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_WITH_DECIMALS = re.compile(r"[.,]\d{1,2}(?!\d)|\d,\d{3}|[¥￥$€£元]")
_SERIAL_FIRST, _SERIAL_LAST, _SERIAL_SPAN = 36_526, 54_789, 1_100


@dataclass(frozen=True)
class SampledColumn:
    """The cells of a column: `units` are numbers in ten-thousandths, 0 where there is none.

    `serials` marks numbers that are days only if the whole column is; `decimals` the numbers that are
    written as money is, with decimals, thousands apart or a currency.
    """

    place: int
    texts: tuple[str, ...]
    given: Mask
    days: npt.NDArray[np.datetime64]
    serials: Mask
    numbers: Mask
    units: npt.NDArray[np.int64]
    decimals: Mask

    @property
    def dated(self) -> Mask:
        """Cells that are days beyond doubt."""
        return ~np.isnat(self.days) & ~self.serials

    def texts_of(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """What stands in some rows, empty cells left out."""
        return [self.texts[row] for row in rows.tolist() if self.given[row]]


def sampled_columns(cells: pd.DataFrame) -> list[SampledColumn]:
    """The first columns over the first rows."""
    some = cells.iloc[:ROWS_SAMPLED, :COLUMNS_SAMPLED].astype(object)
    mark = mark_of([amount_cells(some.iloc[:, place]) for place in range(some.shape[1])])
    return [_sampled(place, some.iloc[:, place], mark) for place in range(some.shape[1])]


def _sampled(place: int, cells: pd.Series, mark: str) -> SampledColumn:
    values = cells.tolist()
    texts = tuple(cell_text(cell).strip(" \t\r\n\u3000'`") for cell in values)
    found = read_amounts(cells, PLACES, mark=mark)  # type: ignore[arg-type]
    whole = pd.Series([_day_cell(cell) for cell in values], dtype=object)
    days = read_dates(whole, year_first=any(ord(letter) > 0x2E7F for t in texts for letter in t))
    serials = np.array([bool(_SERIAL.fullmatch(text)) for text in texts], dtype=bool)
    fraction = np.array([isinstance(cell, float) and cell % 1 != 0 for cell in values], dtype=bool)
    written = np.array([bool(_WITH_DECIMALS.search(text)) for text in texts], dtype=bool)
    return SampledColumn(
        place,
        texts,
        np.array([not is_empty(text) for text in texts], dtype=bool),
        np.where(days.bad, np.datetime64("NaT"), days.days),
        serials & found.given,
        found.given,
        found.cents,
        found.given & (fraction | written),
    )


def _day_cell(cell: object) -> object:
    """A cell as the reader of dates takes it: texts and days, and whole numbers that may be days."""
    if isinstance(cell, (str, date)):
        return cell
    return cell if isinstance(cell, (int, float)) and cell == cell and cell % 1 == 0 else None


def all_serials(column: SampledColumn, rows: npt.NDArray[np.int64]) -> bool:
    """Every number is the serial of a day, in order, within some years: no money is like that."""
    rows = rows[column.given[rows]]
    numbers = column.units[rows] // 10**PLACES
    if len(rows) < 2 or not column.serials[rows].all() or column.decimals[rows].any():
        return False
    steps = np.diff(numbers)
    return bool(
        ((numbers >= _SERIAL_FIRST) & (numbers <= _SERIAL_LAST)).all()
        and ((steps >= 0).all() or (steps <= 0).all())
        and numbers.max() - numbers.min() <= _SERIAL_SPAN
    )
