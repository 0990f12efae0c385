"""How high must a row be so that no wrapped text is cut; opening a file does not adjust it."""

from collections.abc import Mapping
from math import ceil
from unicodedata import east_asian_width

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tieout.statements.fields import Cell
from tieout.statements.template import Formula

_LINE_PER_POINT = 1.35
_SIZE_OF_WIDTHS = 11
_WIDTH_USABLE = 0.88


def fit_heights(sheet: Worksheet, cells: Mapping[tuple[int, int], Cell]) -> None:
    """Raise the rows whose wrapped texts need more lines than they have."""
    ends = {(span.min_row, span.min_col): span.max_col for span in sheet.merged_cells.ranges}
    widths = _column_widths(sheet)
    for address, value in cells.items():
        row, column = address
        if not isinstance(value, str) or isinstance(value, Formula):
            continue
        cell = sheet.cell(row, column)
        if cell.alignment.wrap_text:
            size = cell.font.size or 11
            lines = _lines(value, size, sum(widths[column : ends.get(address, column) + 1]))
            if lines > 1:
                _raise(sheet, row, lines * size * _LINE_PER_POINT)


def text_width(line: str, size: float = 11) -> float:
    """Width of a line of text in the unit of column widths; a Chinese character takes two.

    >>> text_width("INV-1"), text_width("发票1")
    (5.0, 5.0)
    """
    wide = sum(east_asian_width(character) in "WF" for character in line)
    return (len(line) + wide) * size / _SIZE_OF_WIDTHS


def _lines(value: str, size: float, width: float) -> int:
    usable = max(width * _WIDTH_USABLE, 1)
    return sum(max(ceil(text_width(line, size) / usable), 1) for line in value.split("\n"))


def _column_widths(sheet: Worksheet) -> list[float]:
    """Widths by column number; there is no column 0."""
    letters = [get_column_letter(column) for column in range(1, sheet.max_column + 1)]
    return [0.0, *(sheet.column_dimensions[letter].width for letter in letters)]


def _raise(sheet: Worksheet, row: int, points: float) -> None:
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0.0, points)
