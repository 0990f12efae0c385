"""Where does a drawing stand: points from the corner of the sheet, or a cell and what it lies beyond."""

from typing import Any

from openpyxl.drawing.spreadsheet_drawing import (
    AbsoluteAnchor,
    AnchorMarker,
    OneCellAnchor,
    TwoCellAnchor,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import coordinate_to_tuple

from tieout.engines.headless.columns import column_width
from tieout.engines.headless.native import Native
from tieout.engines.shared.addresses import COLUMNS_MAX, ROWS_MAX
from tieout.engines.shared.measures import (
    DIGIT_PIXELS,
    EMU_PER_POINT,
    HEIGHT_DEFAULT,
    digit_pixels,
    width_points,
)

Place = tuple[float, float, float, float]
"""Left, top, width and height in points."""


def row_points(sheet: Native, row: int) -> float:
    """The height of a row."""
    entry = sheet.row_dimensions.get(row)
    if entry is not None and entry.hidden:
        return 0.0
    if entry is not None and entry.height is not None:
        return float(entry.height)
    return float(sheet.sheet_format.defaultRowHeight or HEIGHT_DEFAULT)


def column_points(sheet: Native, column: int) -> float:
    """The width of a column, which is measured in digits of the workbook's usual font."""
    usual = sheet.parent._fonts[0]
    digit = digit_pixels(str(usual.name), float(usual.sz or 11))
    return width_points(column_width(sheet, column)) * digit / DIGIT_PIXELS


def rows_points(sheet: Native, first: int, count: int) -> float:
    """The height of rows together; only those of their own height are looked at."""
    default = float(sheet.sheet_format.defaultRowHeight or HEIGHT_DEFAULT)
    own = [row for row in sheet.row_dimensions if first <= row < first + count]
    return (count - len(own)) * default + sum(row_points(sheet, row) for row in own)


def columns_points(sheet: Native, first: int, count: int) -> float:
    """The width of columns together."""
    return sum(column_points(sheet, column) for column in range(first, first + count))


def anchor(sheet: Native, place: Place) -> OneCellAnchor:
    """A place as a file holds it."""
    left, top, width, height = place
    column, column_rest = _down(left, lambda n: column_points(sheet, n), COLUMNS_MAX)
    row, row_rest = _down(top, lambda n: row_points(sheet, n), ROWS_MAX)
    return OneCellAnchor(
        _from=AnchorMarker(
            col=column - 1, colOff=_emu(column_rest), row=row - 1, rowOff=_emu(row_rest)
        ),
        ext=XDRPositiveSize2D(_emu(width), _emu(height)),
    )


def place_of(sheet: Native, drawing: Any) -> Place:
    """Where a chart or picture stands."""
    at = drawing.anchor
    if isinstance(at, str):
        row, column = coordinate_to_tuple(at)
        size = (float(drawing.width), float(drawing.height))
        scale = 0.75 if hasattr(drawing, "ref") else 28.35
        left = columns_points(sheet, 1, column - 1)
        return left, rows_points(sheet, 1, row - 1), size[0] * scale, size[1] * scale
    if isinstance(at, AbsoluteAnchor):
        return (_points(at.pos.x), _points(at.pos.y), _points(at.ext.width), _points(at.ext.height))
    left, top = _corner(sheet, at._from)
    if isinstance(at, TwoCellAnchor):
        right, bottom = _corner(sheet, at.to)
        return left, top, right - left, bottom - top
    return left, top, _points(at.ext.width), _points(at.ext.height)


def _corner(sheet: Native, marker: AnchorMarker) -> tuple[float, float]:
    left = columns_points(sheet, 1, marker.col) + _points(marker.colOff)
    return left, rows_points(sheet, 1, marker.row) + _points(marker.rowOff)


def _down(points: float, size: Any, last: int) -> tuple[int, float]:
    rest = max(points, 0.0)
    for number in range(1, last + 1):
        here = size(number)
        if rest < here:
            return number, rest
        rest -= here
    return last, 0.0


def _emu(points: float) -> int:
    return round(points * EMU_PER_POINT)


def _points(emu: Any) -> float:
    return round(float(emu) / EMU_PER_POINT, 2)
