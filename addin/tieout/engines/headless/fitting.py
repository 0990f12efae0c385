"""How wide and high must columns and rows be to show what they hold: an estimate without a screen."""

from typing import Any

from openpyxl.cell.cell import MergedCell

from tieout.engines.headless.areas import areas
from tieout.engines.headless.cells import existing, read_values
from tieout.engines.headless.columns import column_width, own_column
from tieout.engines.headless.styles import alignment_of, font_of, number_format
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.measures import (
    HEIGHT_DEFAULT,
    characters,
    file_width,
    fitting_width,
    lines_count,
)
from tieout.engines.shared.shown import shown_text

_LINE_HEIGHT = 1.36


def fit_columns(sheet: Any, area: Area) -> None:
    """Widens or narrows columns to their longest text; merged and wrapped cells do not count."""
    native = sheet.native
    merged = [part for cells in native.merged_cells.ranges for part in areas(str(cells))]
    for column in range(area.column, area.last_column + 1):
        part = Area(area.row, column, area.rows, 1)
        values = read_values(native, part, sheet.book.cached)
        shown = []
        for row, (value,) in zip(range(part.row, part.last_row + 1), values, strict=True):
            if value is None or any(place.holds(row, column) for place in merged):
                continue
            cell = native._cells[row, column]
            style = cell._style
            if style is None:
                shown.append((shown_text(value, "General"), 11.0, False))
            elif not alignment_of(native, style).wrap_text:
                font = font_of(native, style)
                text = shown_text(value, number_format(native, style))
                shown.append((text, float(font.sz or 11), bool(font.b)))
        width = fitting_width(shown)
        if width is not None:
            entry = own_column(native, column)
            entry.width, entry.bestFit, entry.hidden = file_width(width), True, False


def fit_rows(sheet: Any, area: Area) -> None:
    """Makes rows as high as their wrapped texts; a row without any goes back to its own height."""
    native = sheet.native
    for row in range(area.row, area.last_row + 1):
        heights = [
            _height(native, cell)
            for cell in existing(native, Area(row, 1, 1, max(native.max_column, 1)))
            if type(cell) is not MergedCell and cell._value is not None
        ]
        highest = max(heights, default=0.0)
        if highest > HEIGHT_DEFAULT + 1:
            native.row_dimensions[row].height = min(highest, 409.0)
        elif row in native.row_dimensions:
            native.row_dimensions[row].height = None


def _height(native: Any, cell: Any) -> float:
    if cell._style is None:
        return HEIGHT_DEFAULT
    size = float(font_of(native, cell._style).sz or 11)
    text = str(cell._value)
    if not alignment_of(native, cell._style).wrap_text:
        return size * _LINE_HEIGHT
    width = characters(column_width(native, cell.column)) * 11 / size
    return lines_count(text, width) * size * _LINE_HEIGHT
