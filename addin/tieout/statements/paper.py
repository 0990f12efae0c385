"""How much of a sheet does a printed page hold: its paper, margins, scale, and the headings it repeats."""

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tieout.statements.package import NAMESPACE, parsed

_POINTS_PER_INCH = 72
_SIZES = {
    1: (612, 792),
    5: (612, 1008),
    8: (842, 1191),
    9: (595, 842),
    11: (420, 595),
    13: (516, 729),
}
"""Letter, Legal, A3, A4, A5, B5 in points, by the number that workbooks give them."""
_SMALLEST = (595, 792)
"""What a page holds whether it is A4 or Letter: where a template does not say."""
_DIGIT_PER_POINT = 0.56
"""How wide a digit of the usual fonts is; programs measure columns in it, each a little differently."""
_SURE = 0.98
"""Programs and printers round the heights of rows each in their own way."""


@dataclass(frozen=True)
class Paper:
    """What a printed page holds: points of rows as the sheet counts them, at a scale in percent.

    `scaled` is True where the scale is ours, in place of a fit to the width: Excel takes no notice
    of page breaks in a sheet that is to fit. `headings` are the rows that every page repeats.
    """

    height: float
    scale: int
    scaled: bool
    headings: range


def paper_of(sheet: Worksheet, parts: Mapping[str, bytes]) -> Paper | None:
    """The paper of a template's sheet; none where all of it is to fit on one page."""
    setup, margins = sheet.page_setup, sheet.page_margins
    fit = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    if fit and setup.fitToHeight != 0:
        return None
    width, height = _SIZES.get(int(setup.paperSize or 0), _SMALLEST)
    if setup.orientation == "landscape":
        width, height = height, width
    across = width - _POINTS_PER_INCH * (margins.left + margins.right)
    down = height - _POINTS_PER_INCH * (margins.top + margins.bottom)
    scale = _fitting(across, sheet, parts) if fit else int(setup.scale or 100)
    return Paper(down * _SURE * 100 / scale, scale, fit, _headings(sheet))


def column_widths(sheet: Worksheet) -> list[float]:
    """Widths by column number; there is no column 0, and a run of equal columns is written once."""
    widths = [0.0, *[sheet.sheet_format.defaultColWidth or 8.43] * sheet.max_column]
    for letter, dimension in sheet.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        for column in range(first, min(dimension.max or first, sheet.max_column) + 1):
            widths[column] = 0.0 if dimension.hidden else dimension.width
    return widths


def _fitting(across: float, sheet: Worksheet, parts: Mapping[str, bytes]) -> int:
    """The scale at which all columns that are printed fit beside each other."""
    widths = column_widths(sheet)
    area = (sheet.print_area or sheet.dimensions).split(",")[0].rpartition("!")[2]
    first, _, last, _ = range_boundaries(area.replace("$", ""))
    characters = sum(widths[first or 1 : (last or len(widths)) + 1])
    points = characters * _DIGIT_PER_POINT * _usual_size(parts)
    return max(10, min(100, int(100 * across / points))) if points else 100


def _usual_size(parts: Mapping[str, bytes]) -> float:
    """The size of the font that columns are measured in."""
    size = parsed(parts["xl/styles.xml"]).find(
        f"{{{NAMESPACE}}}fonts/{{{NAMESPACE}}}font/{{{NAMESPACE}}}sz"
    )
    return float(size.get("val", "11")) if size is not None else 11.0


def _headings(sheet: Worksheet) -> range:
    first, _, last = (sheet.print_title_rows or "").replace("$", "").partition(":")
    return range(int(first), int(last) + 1) if first else range(0)
