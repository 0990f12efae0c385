"""How wide is a column, and how does it look: one entry a column, though files group equal ones."""

from copy import copy
from typing import Any

from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from tieout.engines.headless.native import Native


def column_entry(sheet: Native, column: int) -> ColumnDimension | None:
    """What the sheet says of a column, alone or in a group of equal ones."""
    entries = sheet.column_dimensions
    letter = get_column_letter(column)
    if letter in entries:
        return entries[letter]
    return next((entry for entry in entries.values() if _spans(entry, column)), None)


def own_column(sheet: Native, column: int) -> ColumnDimension:
    """The entry of this column alone, taken out of its group."""
    found = column_entry(sheet, column)
    letter = get_column_letter(column)
    if found is None:
        _add(sheet, ColumnDimension(sheet, width=default_width(sheet)), column, column)
        return sheet.column_dimensions[letter]
    first, last = _span(found)
    if first == last:
        return found
    parts = [(first, column - 1), (column, column), (column + 1, last)]
    del sheet.column_dimensions[get_column_letter(first)]
    for start, end in parts:
        if start <= end:
            _add(sheet, found, start, end)
    return sheet.column_dimensions[letter]


def own_columns(sheet: Native, first: int, last: int) -> list[ColumnDimension]:
    """The entries of neighbouring columns; a whole sheet's columns stay one entry."""
    if last - first < 1024:
        return [own_column(sheet, column) for column in range(first, last + 1)]
    model = column_entry(sheet, first) or ColumnDimension(sheet, width=default_width(sheet))
    for letter in [
        key for key, entry in sheet.column_dimensions.items() if _span(entry)[0] >= first
    ]:
        del sheet.column_dimensions[letter]
    _add(sheet, model, first, last)
    return [sheet.column_dimensions[get_column_letter(first)]]


def column_style(sheet: Native, column: int) -> StyleArray | None:
    """The style of the empty cells of a column."""
    if not sheet.column_dimensions:
        return None
    entry = column_entry(sheet, column)
    if entry is None or entry._style is None or not any(entry._style):
        return None
    return entry._style


def column_width(sheet: Native, column: int) -> float:
    """The width of a column as the file holds it; nothing where it is hidden."""
    entry = column_entry(sheet, column)
    if entry is not None and entry.hidden:
        return 0.0
    return float(entry.width) if entry is not None and entry.width else default_width(sheet)


def default_width(sheet: Native) -> float:
    """The width of a column nobody set."""
    default = sheet.sheet_format.defaultColWidth
    if default:
        return float(default)
    return float(sheet.sheet_format.baseColWidth or 8) + 1.140625


def moved_columns(sheet: Native, at: int, count: int) -> None:
    """The entries after columns were put in (or, with a negative count, taken out)."""
    entries = list(sheet.column_dimensions.values())
    for letter in list(sheet.column_dimensions):
        del sheet.column_dimensions[letter]
    for entry in entries:
        first, last = _span(entry)
        for start, end in _moved_span(first, last, at, count):
            _add(sheet, entry, start, min(end, 16_384))
    if count > 0 and at > 1 and (model := column_entry(sheet, at - 1)) is not None:
        copied = copy(model)
        _add(sheet, copied, at, at + count - 1)


def _moved_span(first: int, last: int, at: int, count: int) -> list[tuple[int, int]]:
    """Where a span of columns lies after a change.

    >>> _moved_span(2, 5, 4, 2), _moved_span(2, 5, 4, -1), _moved_span(4, 4, 4, -1)
    ([(2, 3), (6, 7)], [(2, 4)], [])
    """
    if last < at:
        return [(first, last)]
    if count > 0:
        spans = [(first, at - 1), (at + count, last + count)]
        return (
            [span for span in spans if span[0] <= span[1]]
            if first < at
            else [(first + count, last + count)]
        )
    gone = at - count
    start = first if first < at else max(first, gone) + count
    end = at - 1 if last < gone else last + count
    return [(start, end)] if start <= end else []


def _add(sheet: Native, model: ColumnDimension, first: int, last: int) -> None:
    letter = get_column_letter(first)
    entry = ColumnDimension(
        sheet,
        index=letter,
        width=model.width,
        bestFit=model.bestFit,
        hidden=model.hidden,
        outlineLevel=model.outlineLevel,
        collapsed=model.collapsed,
        min=first,
        max=last,
    )
    entry._style = model._style
    sheet.column_dimensions[letter] = entry


def _span(entry: Any) -> tuple[int, int]:
    own = column_index_from_string(entry.index)
    return entry.min or own, entry.max or own


def _spans(entry: Any, column: int) -> bool:
    first, last = _span(entry)
    return first <= column <= last
