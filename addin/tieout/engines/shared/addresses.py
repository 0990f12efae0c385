"""Which cells does an address mean, and how is it written."""

import re
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

ROWS_MAX, COLUMNS_MAX = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, 1-based; without rows or columns it is empty."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def last_row(self) -> int:
        """The row at the bottom."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The column on the right."""
        return self.column + self.columns - 1

    @property
    def whole_columns(self) -> bool:
        """Whether it reaches from the first row to the last."""
        return self.row == 1 and self.rows >= ROWS_MAX

    @property
    def whole_rows(self) -> bool:
        """Whether it reaches from the first column to the last."""
        return self.column == 1 and self.columns >= COLUMNS_MAX

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column

    def common(self, other: "Area") -> "Area | None":
        """What two areas share.

        >>> Area(1, 1, 5, 2).common(Area(4, 2, 9, 9))
        Area(row=4, column=2, rows=2, columns=1)
        """
        row, column = max(self.row, other.row), max(self.column, other.column)
        rows = min(self.last_row, other.last_row) - row + 1
        columns = min(self.last_column, other.last_column) - column + 1
        return Area(row, column, rows, columns) if rows > 0 and columns > 0 else None

    def around(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        return between(
            min(self.row, other.row),
            min(self.column, other.column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )

    def without(self, other: "Area") -> "list[Area]":
        """What is left of it beside another: above, below, left and right.

        >>> [part.address() for part in Area(1, 1, 3, 3).without(Area(2, 2, 1, 1))]
        ['$A$1:$C$1', '$A$3:$C$3', '$A$2', '$C$2']
        """
        hole = self.common(other)
        if hole is None:
            return [self]
        parts = [
            between(self.row, self.column, hole.row - 1, self.last_column),
            between(hole.last_row + 1, self.column, self.last_row, self.last_column),
            between(hole.row, self.column, hole.last_row, hole.column - 1),
            between(hole.row, hole.last_column + 1, hole.last_row, self.last_column),
        ]
        return [part for part in parts if part.rows > 0 and part.columns > 0]

    def address(self, *, absolute_row: bool = True, absolute_column: bool = True) -> str:
        """The address as Excel writes it.

        >>> Area(2, 1, 3, 28).address(), Area(1, 2, ROWS_MAX, 2).address()
        ('$A$2:$AB$4', '$B:$C')
        """
        row, column = "$" * absolute_row, "$" * absolute_column
        if self.whole_columns and not self.whole_rows:
            first, last = get_column_letter(self.column), get_column_letter(self.last_column)
            return f"{column}{first}:{column}{last}"
        if self.whole_rows:
            return f"{row}{self.row}:{row}{self.last_row}"
        first = f"{column}{get_column_letter(self.column)}{row}{self.row}"
        if self.rows == self.columns == 1:
            return first
        return f"{first}:{column}{get_column_letter(self.last_column)}{row}{self.last_row}"

    def reference(self) -> str:
        """The address as files hold it.

        >>> Area(2, 1, 3, 28).reference(), Area(1, 2, ROWS_MAX, 1).reference()
        ('A2:AB4', 'B1:B1048576')
        """
        first = f"{get_column_letter(self.column)}{self.row}"
        if self.rows == self.columns == 1:
            return first
        return f"{first}:{get_column_letter(self.last_column)}{self.last_row}"


def between(row: int, column: int, last_row: int, last_column: int) -> Area:
    """The area between two corners."""
    return Area(row, column, last_row - row + 1, last_column - column + 1)


def parse(address: str) -> Area | None:
    """The area of an address without a sheet; nothing where it is none.

    >>> parse("$B$2:A1"), parse("C:B"), parse("profit")
    (Area(row=1, column=1, rows=2, columns=2), Area(row=1, column=2, rows=1048576, columns=2), None)
    """
    first, _, last = address.strip().partition(":")
    corners = [_corner(part) for part in (first, last or first)]
    if corners[0] is None or corners[1] is None or (not last and None in corners[0]):
        return None
    (row1, column1), (row2, column2) = corners[0], corners[1]
    if (row1 is None) != (row2 is None) or (column1 is None) != (column2 is None):
        return None
    rows = sorted((row1 or 1, row2 or ROWS_MAX))
    columns = sorted((column1 or 1, column2 or COLUMNS_MAX))
    if rows[0] < 1 or rows[1] > ROWS_MAX or columns[1] > COLUMNS_MAX:
        return None
    return between(rows[0], columns[0], rows[1], columns[1])


def _corner(text: str) -> tuple[int | None, int | None] | None:
    if cell := _CELL.fullmatch(text):
        return int(cell[2]), column_index_from_string(cell[1].upper())
    if column := _COLUMN.fullmatch(text):
        return None, column_index_from_string(column[1].upper())
    if row := _ROW.fullmatch(text):
        return int(row[1]), None
    return None


def split_sheet(address: str) -> tuple[str | None, str]:
    """The sheet and the cells of an address, `=` and quotes taken away.

    >>> split_sheet("='Bob''s 账'!$A$1"), split_sheet("A1")
    (("Bob's 账", '$A$1'), (None, 'A1'))
    """
    place, mark, cells = address.strip().removeprefix("=").rpartition("!")
    if not mark:
        return None, cells
    if len(place) > 1 and place[0] == place[-1] == "'":
        place = place[1:-1].replace("''", "'")
    return place, cells


def quoted_sheet(name: str) -> str:
    """A sheet's name as formulas need it.

    >>> quoted_sheet("Sheet1"), quoted_sheet("Bob's"), quoted_sheet("2024")
    ('Sheet1', "'Bob''s'", "'2024'")
    """
    plain = re.fullmatch(r"[^\W\d]\w*", name) and not _CELL.fullmatch(name)
    return name if plain else "'" + name.replace("'", "''") + "'"
