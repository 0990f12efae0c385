"""How are blocks of cells read and written in LibreOffice: few calls, whatever the number of rows."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.datetime import to_excel as to_serial

from tieout.engines.calc.formulas import to_excel, to_office
from tieout.engines.calc.structs import area_of
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.entering import Entered, entered, is_plain_text
from tieout.engines.shared.values import ERROR_CODES, Rows, moment

VALUES, ERRORS, ALL_RESULTS = 1, 4, 7
_ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
Grid = list[list[Any]]


def read_values(sheet: Any, area: Area) -> Rows:
    """The values of an area as Excel gives them."""
    cells, formats = sheet.cells_at(area), sheet.book.formats
    rows: Grid = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
    for part in _areas(cells.queryFormulaCells(2)):
        for row, column in _within(part, area):
            if rows[row][column] is None:
                rows[row][column] = ""
    for part, key in format_areas(cells):
        if formats.is_date(key):
            _change(rows, part, area, lambda value: _date(value, sheet.book.epoch))
        elif formats.is_logical(key):
            _change(
                rows, part, area, lambda value: bool(value) if isinstance(value, float) else value
            )
    for part in _areas(cells.queryFormulaCells(ERRORS)):
        for row, column in _within(part, area):
            cell = sheet.cells_at(
                Area(area.row + row, area.column + column, 1, 1)
            ).getCellByPosition(0, 0)
            rows[row][column] = ERROR_CODES[_ERRORS.get(cell.getError(), "#VALUE!")]
    return rows


def read_formulas(sheet: Any, area: Area) -> Rows:
    """The formulas of an area, constants as texts, empty cells as empty texts."""
    cells, formats = sheet.cells_at(area), sheet.book.formats
    rows: Grid = [[_constant(value) for value in row] for row in cells.getDataArray()]
    for part, key in format_areas(cells):
        if formats.is_logical(key):
            _change(rows, part, area, lambda text: {"1": "TRUE", "0": "FALSE"}.get(text, text))
    formulas = cells.getFormulaArray()
    for part in _areas(cells.queryFormulaCells(ALL_RESULTS)):
        for row, column in _within(part, area):
            text = to_excel(formulas[row][column])
            constant = text.removeprefix("=")
            rows[row][column] = constant if constant in ERROR_CODES else text
    return rows


def write_values(sheet: Any, area: Area, rows: Rows | None, value: Any) -> None:
    """Values into an area: rows of them, or one for all cells, a formula moved along."""
    if rows is None and _is_empty(value):
        sheet.cells_at(area).clearContents(1 | 2 | 4 | 16)
        return
    if rows is None:
        rows = _filled(value, area)
    area = Area(area.row, area.column, min(area.rows, len(rows)), min(area.columns, len(rows[0])))
    cells, formats = sheet.cells_at(area), sheet.book.formats
    texts, general = _kinds(cells, formats, area)
    data: Grid = []
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    formulas: dict[tuple[int, int], str] = {}
    for row, given in enumerate(rows[: area.rows]):
        line = []
        for column, one in enumerate(given[: area.columns]):
            kind = type(one)
            if (kind is float and one - one == 0.0) or (kind is str and is_plain_text(one)):
                line.append(one)
            else:
                at = (row, column)
                become = entered(one, text_cell=at in texts)
                if become.kind in ("formula", "error"):
                    formulas[at] = _formula(become)
                elif become.kind == "bool" or become.number_format:
                    found.setdefault((become.kind, become.number_format), []).append(at)
                line.append(_stored(become, sheet.book.epoch))
        data.append(line)
    cells.setDataArray(tuple(map(tuple, data)))
    _write_formulas(cells, formulas)
    for (entry, code), places in found.items():
        key = formats.logical() if entry == "bool" else formats.key(code)
        for part in runs([at for at in places if general is None or at in general]):
            _part(cells, part).NumberFormat = key


def format_areas(cells: Any) -> Iterator[tuple[Area, int]]:
    """Areas of one look, and the key of their number format."""
    ranges = cells.getCellFormatRanges()
    for index in range(ranges.getCount()):
        part = ranges.getByIndex(index)
        yield area_of(part.RangeAddress), int(part.NumberFormat)


def runs(places: list[tuple[int, int]]) -> list[Area]:
    """Cells (row and column from 0) as vertical runs, so that a column is one run.

    >>> runs([(0, 0), (1, 0), (1, 1), (3, 0)])
    [Area(row=0, column=0, rows=2, columns=1), Area(row=3, column=0, rows=1, columns=1), Area(row=1, column=1, rows=1, columns=1)]
    """
    found: list[Area] = []
    for column, row in sorted((column, row) for row, column in places):
        last = found[-1] if found else None
        if last is not None and last.column == column and last.row + last.rows == row:
            found[-1] = Area(last.row, column, last.rows + 1, 1)
        else:
            found.append(Area(row, column, 1, 1))
    return found


def _write_formulas(cells: Any, formulas: dict[tuple[int, int], str]) -> None:
    for part in runs(list(formulas)):
        column = [(formulas[row, part.column],) for row in range(part.row, part.row + part.rows)]
        _part(cells, part).setFormulaArray(tuple(column))


def _part(cells: Any, part: Area) -> Any:
    return cells.getCellRangeByPosition(
        part.column, part.row, part.column, part.row + part.rows - 1
    )


def _kinds(
    cells: Any, formats: Any, area: Area
) -> tuple[set[tuple[int, int]], set[tuple[int, int]] | None]:
    """Cells formatted as text, and cells without a format; nothing where none has one."""
    parts = list(format_areas(cells))
    if all(formats.is_general(key) for _, key in parts):
        return set(), None
    texts: set[tuple[int, int]] = set()
    general: set[tuple[int, int]] = set()
    for part, key in parts:
        if formats.is_text(key):
            texts.update(_within(part, area))
        elif formats.is_general(key) or formats.is_logical(key):
            general.update(_within(part, area))
    return texts, general


def _areas(ranges: Any) -> list[Area]:
    return [area_of(address) for address in ranges.getRangeAddresses()]


def _within(part: Area, area: Area) -> Iterator[tuple[int, int]]:
    both = part.common(area)
    if both is None:
        return
    for row in range(both.row - area.row, both.last_row - area.row + 1):
        for column in range(both.column - area.column, both.last_column - area.column + 1):
            yield row, column


def _change(rows: Grid, part: Area, area: Area, change: Any) -> None:
    for row, column in _within(part, area):
        rows[row][column] = change(rows[row][column])


def _date(value: Any, epoch: dt.datetime) -> Any:
    if not isinstance(value, float):
        return value
    try:
        return moment(from_excel(value, epoch))
    except (OverflowError, ValueError):
        return value


def _constant(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value or "")


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value == "")


def _filled(value: Any, area: Area) -> Rows:
    if not (isinstance(value, str) and value.startswith("=")):
        return [[value] * area.columns for _ in range(area.rows)]
    origin = Translator(value, Area(area.row, area.column, 1, 1).reference())
    return [
        [
            origin.translate_formula(Area(row, column, 1, 1).reference())
            for column in range(area.column, area.last_column + 1)
        ]
        for row in range(area.row, area.last_row + 1)
    ]


def _formula(become: Entered) -> str:
    return to_office(str(become.value)) if become.kind == "formula" else f"={become.value}"


def _stored(become: Entered, epoch: dt.datetime) -> float | str:
    if become.kind in ("empty", "formula", "error"):
        return ""
    if become.kind == "date":
        return float(to_serial(become.value, epoch))  # type: ignore[no-untyped-call]
    return _number(become.value)


def _number(value: Any) -> float | str:
    return value if isinstance(value, str) else float(value)
