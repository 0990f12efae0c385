"""Where do cells go when others are put in or taken out before them, and how do formulas follow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from tieout.engines.shared.addresses import (
    COLUMNS_MAX,
    ROWS_MAX,
    Area,
    between,
    parse,
    quoted_sheet,
    split_sheet,
)

Move = Callable[[Area], Area | None]


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows or columns put in (or taken out, with a negative count) at a line, across a span.

    A shift of rows across all columns moves whole rows; across a few, only the cells below.
    """

    axis: Literal["row", "column"]
    at: int
    count: int
    first: int = 1
    last: int = COLUMNS_MAX

    @property
    def whole(self) -> bool:
        """Whether whole rows or columns move."""
        return self.first == 1 and self.last >= (COLUMNS_MAX if self.axis == "row" else ROWS_MAX)

    def line(self, line: int) -> int | None:
        """Where a row or column goes; nothing where it is taken out."""
        if line < self.at:
            return line
        if self.count < 0 and line < self.at - self.count:
            return None
        return line + self.count

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell goes."""
        line, cross = (row, column) if self.axis == "row" else (column, row)
        if not self.first <= cross <= self.last:
            return row, column
        moved = self.line(line)
        if moved is None:
            return None
        return (moved, column) if self.axis == "row" else (row, moved)

    def area(self, area: Area) -> Area | None:
        """Where an area goes: it grows when lines come in inside it, shrinks when some go.

        >>> Shift("row", 5, 2).area(between(3, 1, 6, 2)).address()
        '$A$3:$B$8'
        >>> Shift("row", 5, -3).area(between(6, 1, 9, 2)).address()
        '$A$5:$B$6'
        """
        if self.axis == "row":
            lines, cross, limit = (
                (area.row, area.last_row),
                (area.column, area.last_column),
                ROWS_MAX,
            )
        else:
            lines, cross, limit = (
                (area.column, area.last_column),
                (area.row, area.last_row),
                COLUMNS_MAX,
            )
        if cross[0] < self.first or cross[1] > self.last or lines == (1, limit):
            return area
        first, last = self._span(*lines)
        if first > last:
            return None
        last = min(last, limit)
        if self.axis == "row":
            return between(first, area.column, last, area.last_column)
        return between(area.row, first, area.last_row, last)

    def _span(self, first: int, last: int) -> tuple[int, int]:
        if self.count > 0:
            return first + self.count * (first >= self.at), last + self.count * (last >= self.at)
        gone = self.at - self.count
        start = first if first < self.at else max(first, gone) + self.count
        end = last if last < self.at else (self.at - 1 if last < gone else last + self.count)
        return start, end


def moved_formula(formula: str, own_sheet: str, sheet: str, move: Move) -> str:
    """A formula of one sheet after cells of a sheet moved; what is gone reads #REF!.

    >>> moved_formula("=SUM($A$1:A9,Other!A5,B$7)", "Main", "Main", Shift("row", 5, 1).area)
    '=SUM($A$1:A10,Other!A5,B$8)'
    >>> moved_formula("=A5*2", "Main", "Main", Shift("row", 5, -1).area)
    '=#REF!*2'
    """
    if own_sheet.lower() != sheet.lower() and not _mentions(formula, sheet):
        return formula
    return _rewritten(formula, lambda text: _moved_operand(text, own_sheet, sheet, move))


def renamed_formula(formula: str, old: str, new: str) -> str:
    r"""A formula after a sheet got another name.

    >>> renamed_formula("='Old one'!A1+old!B2&\"Old!\"", "Old one", "New")
    '=New!A1+old!B2&"Old!"'
    """

    def rename(text: str) -> str:
        place, cells = split_sheet(text)
        return (
            f"{quoted_sheet(new)}!{cells}"
            if place is not None and place.lower() == old.lower()
            else text
        )

    return _rewritten(formula, rename) if _mentions(formula, old) else formula


def lost_formula(formula: str, sheet: str) -> str:
    """A formula after a sheet was deleted.

    >>> lost_formula("=Gone!A1+B2", "Gone")
    '=#REF!+B2'
    """

    def lose(text: str) -> str:
        place, _ = split_sheet(text)
        return "#REF!" if place is not None and place.lower() == sheet.lower() else text

    return _rewritten(formula, lose) if _mentions(formula, sheet) else formula


def _mentions(formula: str, sheet: str) -> bool:
    """Whether a formula may refer to a sheet by its name; most do not, and need not be read."""
    return sheet.lower().replace("'", "''") in formula.lower()


def _rewritten(formula: str, change: Callable[[str], str]) -> str:
    if not formula.startswith("=") or len(formula) < 2:
        return formula
    try:
        items = Tokenizer(formula).items
    except TokenizerError:
        return formula
    ranges = (Token.OPERAND, Token.RANGE)
    parts = [
        change(item.value) if (item.type, item.subtype) == ranges else item.value for item in items
    ]
    return "=" + "".join(parts)


def _moved_operand(text: str, own_sheet: str, sheet: str, move: Move) -> str:
    place, cells = split_sheet(text)
    if (place or own_sheet).lower() != sheet.lower():
        return text
    area = parse(cells)
    if area is None:
        return text
    moved = move(area)
    if moved is None:
        return "#REF!"
    prefix = text[: len(text) - len(cells)]
    return prefix + (cells if moved == area else _written(cells, moved))


def _written(old: str, area: Area) -> str:
    """A moved area with the dollars and the form of the old text."""
    ends = old.split(":")
    corners = [(area.row, area.column), (area.last_row, area.last_column)]
    return ":".join(_corner(end, *corner) for end, corner in zip(ends, corners, strict=False))


def _corner(old: str, row: int, column: int) -> str:
    reference = Area(row, column, 1, 1)
    letters = "".join(char for char in old if char.isalpha())
    digits = "".join(char for char in old if char.isdigit())
    column_dollar = "$" if old.startswith("$") and letters else ""
    row_dollar = "$" if digits and old[: len(old) - len(digits)].endswith("$") else ""
    name = reference.reference()
    letter = name.rstrip("0123456789")
    return f"{column_dollar}{letter if letters else ''}{row_dollar}{row if digits else ''}"
