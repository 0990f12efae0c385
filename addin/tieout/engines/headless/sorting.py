"""In which order do rows stand after sorting: numbers, texts, logical values, errors, empty last."""

import datetime as dt
from typing import Any

from openpyxl.formula.translate import Translator

from tieout.engines.headless.cells import existing, read_values
from tieout.engines.shared.addresses import Area


def sort_rows(range_: Any, keys: list[int], ascending: list[bool], headers_count: int) -> None:
    """Sorts the rows of a range below its headings; the cells move with their formats."""
    sheet, area = range_.sheet.native, range_.area
    body = Area(area.row + headers_count, area.column, area.rows - headers_count, area.columns)
    values = read_values(sheet, body, range_.sheet.book.cached)
    order = list(range(body.rows))
    for key, upwards in reversed(list(zip(keys, ascending, strict=True))):
        order = _sorted(order, [row[key - 1] for row in values], upwards=upwards)
    _move(sheet, body, order)


def _sorted(order: list[int], values: list[Any], *, upwards: bool) -> list[int]:
    filled = [row for row in order if values[row] is not None]
    empty = [row for row in order if values[row] is None]
    return [*sorted(filled, key=lambda row: _rank(values[row]), reverse=not upwards), *empty]


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, dt.datetime):
        return 0, (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
    if isinstance(value, float):
        return 0, value
    return (3, 0) if isinstance(value, int) else (1, str(value).lower())


def _move(sheet: Any, body: Area, order: list[int]) -> None:
    moved = {}
    target = {body.row + old: body.row + new for new, old in enumerate(order)}
    for cell in existing(sheet, body):
        origin = cell.coordinate
        del sheet._cells[cell.row, cell.column]
        cell.row = target[cell.row]
        if isinstance(cell._value, str) and cell.data_type == "f":
            cell._value = Translator(cell._value, origin).translate_formula(cell.coordinate)
        moved[cell.row, cell.column] = cell
    sheet._cells.update(moved)
