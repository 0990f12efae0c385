"""What does a sheet of an open workbook show besides its values: hidden rows, amounts shown as percentages."""

from collections.abc import Iterator

import pandas as pd
import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.ledger.sheet_traits import SheetTraits

AMOUNTS = ("debit", "credit", "amount", "balance")
ASKED_MAX = 64
"""Questions about the look of one column; beyond that a column of mixed looks stays as it is read."""


def open_traits(sheet: xw.Sheet, ledger: Ledger, cells: pd.DataFrame) -> SheetTraits:
    """The facts about a ledger that its values do not tell; a few calls, however many rows there are."""
    first, last = ledger.source.header_line + 1, len(cells)
    if first >= last:
        return SheetTraits()
    return SheetTraits(
        hidden_lines=_hidden(sheet, first, last),
        percent_cells=tuple(
            (line, column + 1)
            for meaning, column in ledger.source.columns.items()
            if meaning in AMOUNTS
            for line in _percents(sheet, column, cells, first, last)
        ),
    )


def _hidden(sheet: xw.Sheet, first: int, last: int) -> tuple[int, ...]:
    """The lines that are hidden or filtered away."""
    shown = sheet.range((first, 1), (last, 1)).get_special_cells("visible")
    assert isinstance(shown, list)
    if len(shown) == 1 and shown[0].count == last - first + 1:
        return ()
    seen = {line for area in shown for line in range(area.row, area.last_cell.row + 1)}
    return tuple(line for line in range(first, last + 1) if line not in seen)


def _percents(
    sheet: xw.Sheet, column: int, cells: pd.DataFrame, first: int, last: int
) -> Iterator[int]:
    """The lines of a column whose number is shown as a percentage; mixed looks are halved until they are one."""
    parts, asked = [(first, last)], 0
    while parts and asked < ASKED_MAX:
        top, bottom = parts.pop()
        asked += 1
        look: str | None = sheet.range((top, column + 1), (bottom, column + 1)).number_format
        if look is None and top < bottom:
            middle = (top + bottom) // 2
            parts += [(middle + 1, bottom), (top, middle)]
        elif look is not None and "%" in look:
            held = cells.iloc[top - 1 : bottom, column]
            yield from (line for line, cell in enumerate(held, top) if _is_number(cell))


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and cell == cell
