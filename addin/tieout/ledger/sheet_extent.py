"""How far do the cells of an xlsx sheet reach: one cell at XFD1048576 is a table of 17 billion."""

import re
from dataclasses import dataclass

CELLS_MAX = 60_000_000
"""Cells from the first to the last of a sheet, empty ones between them included."""
COLUMNS_MAX = 1000
"""Columns that are read; no ledger has as many, and what stands beyond is said."""
_FAR = re.compile(rb'r="(?:[A-Z]{2,3}\d|[A-Z]\d{7})')
_COLUMN = re.compile(rb'\br="([A-Z]{2,3})\d')
_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d+)"')
_CELL_ROW = re.compile(rb'<c\b[^<>]*?\br="[A-Z]{1,3}(\d{7})"')


@dataclass
class Extent:
    """The farthest row and column seen while the pieces of a sheet pass by."""

    rows: int = 0
    columns: int = 26

    def see(self, xml: bytes) -> None:
        """Look at one piece of the sheet, which ends between rows."""
        numbers = _ROW.findall(xml, max(xml.rfind(b"<row "), 0))
        if _FAR.search(xml):
            numbers += _CELL_ROW.findall(xml)
            self.columns = max([self.columns, *map(column_number, set(_COLUMN.findall(xml)))])
        self.rows = max([self.rows, *map(int, numbers)])

    @property
    def too_far(self) -> bool:
        """True where a table of that size would not fit into memory."""
        return self.rows * self.columns > CELLS_MAX


def column_number(letters: bytes) -> int:
    """The number of a column.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def column_letters(number: int) -> str:
    """The letters of a column.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16_384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
