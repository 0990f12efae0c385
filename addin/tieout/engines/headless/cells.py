"""How are blocks of cells read and written in an openpyxl sheet: whole blocks, cell objects shared."""

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.formula.translate import Translator
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula

from tieout.engines.headless.columns import column_style
from tieout.engines.headless.native import Native
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.entering import Entered, entered, is_plain_text
from tieout.engines.shared.functions import without_prefixes
from tieout.engines.shared.values import ERROR_CODES, Rows, moment

Cached = dict[Any, Any]
"""What formulas gave when the file was last calculated, by cell."""

_TYPES = {"text": "s", "number": "n", "bool": "b", "error": "e", "date": "d", "formula": "f"}
_NUMBER_FORMAT, _QUOTE = 3, 7
_TEXT_FORMAT = 49


def positions(area: Area) -> Iterator[tuple[int, int]]:
    """The cells of an area, row by row."""
    columns = range(area.column, area.last_column + 1)
    for row in range(area.row, area.last_row + 1):
        for column in columns:
            yield row, column


def existing(sheet: Native, area: Area) -> list[Any]:
    """The cells of an area that are there, in reading order."""
    cells = sheet._cells
    if area.rows * area.columns <= len(cells):
        return [cells[at] for at in positions(area) if at in cells]
    return [cell for at, cell in sorted(cells.items()) if area.holds(*at)]


def read_values(sheet: Native, area: Area, cached: Cached) -> Rows:
    """The values of an area as Excel gives them: numbers as floats, dates by their format."""
    return _read(sheet, area, _value_reader(sheet, cached))


def read_formulas(sheet: Native, area: Area) -> Rows:
    """The formulas of an area, constants as texts, empty cells as empty texts."""
    book = sheet.parent

    def one(cell: Any) -> str:
        if cell is None or cell._value is None:
            return ""
        if cell.data_type == "f":
            return without_prefixes(formula_text(cell._value))
        value = cell._value
        if isinstance(value, bool):
            return str(value).upper()
        if moment(value) is not None:
            value = to_excel(value, book.epoch)
        return _shortest(value) if isinstance(value, (int, float)) else str(value)

    return _read(sheet, area, one)


def write_values(sheet: Native, area: Area, rows: Rows | None, value: Any, cached: Cached) -> None:
    """Values into an area: rows of them, or one for all cells, a formula moved along."""
    with many_objects():
        _write(area, rows, value, _writer(sheet, cached))


@contextmanager
def many_objects() -> Iterator[None]:
    """Python does not look for garbage while a million cells come to be; that took half the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _write(area: Area, rows: Rows | None, value: Any, put: Any) -> None:
    if rows is None:
        for row, column in positions(area):
            put(row, column, _moved(value, area, row, column))
        return
    for row, cells in zip(range(area.row, area.last_row + 1), rows, strict=False):
        for column, one in zip(range(area.column, area.last_column + 1), cells, strict=False):
            put(row, column, one)


def formula_text(value: Any) -> str:
    """The text of a formula, whatever kind of formula it is."""
    text = getattr(value, "text", value)
    return text if isinstance(text, str) and text.startswith("=") else f"={text or ''}"


def is_date_number(sheet: Native, number_format_id: int) -> bool:
    """Whether a number format shows dates or times."""
    if number_format_id < 164:
        code = BUILTIN_FORMATS.get(number_format_id, "General")
    else:
        code = sheet.parent._number_formats[number_format_id - 164]
    return bool(is_date_format(code))


def _read(sheet: Native, area: Area, one: Any) -> Rows:
    get = sheet._cells.get
    columns = range(area.column, area.last_column + 1)
    return [
        [one(get((row, column))) for column in columns]
        for row in range(area.row, area.last_row + 1)
    ]


def _value_reader(sheet: Native, cached: Cached) -> Any:
    epoch = sheet.parent.epoch
    date_formats: dict[int, bool] = {}

    def shows_date(cell: Any) -> bool:
        style = cell._style
        if style is None:
            return False
        code = style[_NUMBER_FORMAT]
        if code not in date_formats:
            date_formats[code] = is_date_number(sheet, code)
        return date_formats[code]

    def one(cell: Any) -> Any:
        if cell is None:
            return None
        value, kind = cell._value, cell.data_type
        if kind == "f":
            value = cached.get(cell)
            kind = "e" if isinstance(value, str) and value in ERROR_CODES else ""
        if value is None or isinstance(value, bool):
            return value
        if kind == "e":
            return ERROR_CODES.get(value, ERROR_CODES["#N/A"])
        if type(value) is str:
            return value
        if isinstance(value, (int, float)):
            number = float(value)
            return moment(_date(number, epoch)) if shows_date(cell) else number
        at = moment(value)
        if at is None:
            return str(value)
        return at if shows_date(cell) else float(to_excel(value, epoch))

    return one


def _date(number: float, epoch: dt.datetime) -> Any:
    try:
        return from_excel(number, epoch)
    except (OverflowError, ValueError):
        return None


def _writer(sheet: Native, cached: Cached) -> Any:
    """Puts one value into one cell; what it needs for every cell is looked up once."""
    cells, book = sheet._cells, sheet.parent
    own_styles = bool(sheet.column_dimensions) or bool(sheet.row_dimensions)
    inherited: dict[int, StyleArray | None] = {}
    text_formats = {_TEXT_FORMAT}
    restyled: dict[tuple[Any, ...], StyleArray | None] = {}

    def put(row: int, column: int, value: Any) -> None:
        cell = cells.get((row, column))
        if cell is None:
            if value is None or value == "":
                return
            style = None
            if own_styles:
                if column not in inherited:
                    inherited[column] = column_style(sheet, column)
                style = _row_style(sheet, row) or inherited[column]
            cell = cells[row, column] = new_cell(sheet, row, column, style)
        elif type(cell) is MergedCell:
            return
        elif cell.data_type == "f":
            cached.pop(cell, None)
        style = cell._style
        kind = type(value)
        if (kind is float and value - value == 0.0) and (style is None or not style[_QUOTE]):
            cell._value, cell.data_type = value, "n"
            return
        if kind is str and (style is None or not style[_QUOTE]) and is_plain_text(value):
            cell._value, cell.data_type = value, "s"
            return
        text_cell = style is not None and style[_NUMBER_FORMAT] in text_formats
        become = entered(value, text_cell=text_cell)
        cell._value, cell.data_type = become.value, _TYPES.get(become.kind, "n")
        key = (become.quoted, become.number_format, style and tuple(style))
        if key not in restyled:
            restyled[key] = _style_entered(book, style, become)
        cell._style = restyled[key]
        if become.kind == "empty" and not cell.has_style and cell._comment is None:
            del cells[row, column]

    return put


def new_cell(sheet: Native, row: int, column: int, style: StyleArray | None) -> Cell:
    """A cell that shares its style with others: styles are replaced, never changed."""
    cell = Cell.__new__(Cell)
    cell.parent, cell.row, cell.column = sheet, row, column
    cell._style, cell._value, cell.data_type = style, None, "n"
    cell._hyperlink = cell._comment = None
    return cell


def inherited_style(sheet: Native, row: int, column: int) -> StyleArray | None:
    """The style an empty cell has from its row or column."""
    return _row_style(sheet, row) or column_style(sheet, column)


def _row_style(sheet: Native, row: int) -> StyleArray | None:
    if row not in sheet.row_dimensions:
        return None
    own = sheet.row_dimensions[row]._style
    return own if own is not None and any(own) else None


def _style_entered(book: Any, style: StyleArray | None, become: Entered) -> StyleArray | None:
    """The style after a value was entered: a quote, and a format where the cell had none."""
    quoted = int(become.quoted)
    shown = become.number_format if style is None or style[_NUMBER_FORMAT] == 0 else ""
    if (style is None or style[_QUOTE] == quoted) and not shown and not (style is None and quoted):
        return style
    changed = StyleArray(style or [0] * 9)
    changed[_QUOTE] = quoted
    if shown:
        changed[_NUMBER_FORMAT] = number_format_id(book, shown)
    return changed


def number_format_id(book: Any, code: str) -> int:
    """The number by which a workbook knows a number format."""
    for known, text in BUILTIN_FORMATS.items():
        if text == code:
            return known
    return book._number_formats.add(code) + 164


def _moved(value: Any, area: Area, row: int, column: int) -> Any:
    if not (isinstance(value, str) and value.startswith("=")) or (row, column) == (
        area.row,
        area.column,
    ):
        return value
    origin = Area(area.row, area.column, 1, 1).reference()
    return Translator(value, origin).translate_formula(Area(row, column, 1, 1).reference())


def _shortest(number: float) -> str:
    return f"{number:.15g}"


__all__ = [
    "ArrayFormula",
    "Cached",
    "CellRichText",
    "existing",
    "formula_text",
    "inherited_style",
    "is_date_number",
    "new_cell",
    "number_format_id",
    "positions",
    "read_formulas",
    "read_values",
    "write_values",
]
