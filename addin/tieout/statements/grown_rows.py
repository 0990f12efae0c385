"""Where do a template's rows, and the formulas over them, go when rows have repeated or gone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_CELLS = re.compile(r"(\$?[A-Z]{1,3}\$?|\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?|\$?)(\d+))?", re.IGNORECASE)


@dataclass(frozen=True)
class GrownRows:
    """How many rows each row of a template has become, where not one, by its row number.

    Rows that repeat together are a block; `blocks` has the first row and the height of the block of
    each of its rows.
    """

    counts: Mapping[int, int]
    blocks: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def first(self, row: int) -> int:
        """The row where a row of the template stands, or its first copy.

        >>> GrownRows({5: 3}).first(5), GrownRows({5: 3}).first(6)
        (5, 8)
        >>> both = GrownRows({5: 3, 6: 3}, {5: (5, 2), 6: (5, 2)})
        >>> both.first(6), both.last(6), both.first(7)
        (6, 10, 11)
        """
        start = self.block(row)[0]
        return row + sum(count - 1 for above, count in self.counts.items() if above < start)

    def last(self, row: int) -> int:
        """The last copy of a row of the template."""
        return self.first(row) + (self.counts.get(row, 1) - 1) * self.block(row)[1]

    def copies(self, row: int) -> range:
        """Where every copy of a row stands."""
        first, height = self.first(row), self.block(row)[1]
        return range(first, first + self.counts.get(row, 1) * height, height)

    def block(self, row: int) -> tuple[int, int]:
        """The first row and the height of the block a row repeats in; a lone row is one itself."""
        return self.blocks.get(row, (row, 1))

    def address(self, address: str) -> str:
        """A cell, a range, or several of either, after growth; a range grows with its rows.

        >>> GrownRows({5: 3}).address("A4:B5"), GrownRows({5: 3}).address("$A$6")
        ('A4:B7', '$A$8')
        """
        return _CELLS.sub(lambda found: self._moved(found, 0, 0), address)

    def formula(self, formula: str, sheet: str, row: int = 0, copy: int = 0) -> str:
        """A formula after growth; in copy number `copy` of row `row` its own block moves along.

        >>> GrownRows({5: 3}).formula("=SUM(A5:A5)+A6", "Sheet")
        '=SUM(A5:A7)+A8'
        >>> GrownRows({5: 3}).formula("=A5-B$5+A4", "Sheet", row=5, copy=2)
        '=A7-B$7+A4'
        """
        tokens = Tokenizer(formula).items
        return "=" + "".join(
            self._operand(token.value, sheet, row, copy)
            if token.subtype == Token.RANGE
            else token.value
            for token in tokens
        )

    def _operand(self, operand: str, sheet: str, row: int, copy: int) -> str:
        """A reference moves where it is one to this sheet."""
        place, mark, cells = operand.rpartition("!")
        if (mark and place.strip("'").replace("''", "'") != sheet) or not _is_cells(cells):
            return operand
        return place + mark + _CELLS.sub(lambda found: self._moved(found, row, copy), cells)

    def _moved(self, found: re.Match[str], own: int, copy: int) -> str:
        column, row, end_column, end = found.groups()
        start, height = self.block(own)
        along = copy * height
        mine = self.block(int(row))[0] == start
        if end is None:
            return f"{column}{self.first(int(row)) + (along if mine else 0)}"
        if mine and self.block(int(end))[0] == start:
            return (
                f"{column}{self.first(int(row)) + along}:{end_column}{self.first(int(end)) + along}"
            )
        return f"{column}{self.first(int(row))}:{end_column}{self.last(int(end))}"


def _is_cells(cells: str) -> bool:
    """True for cells and rows, false for names, tables and whole columns."""
    return _CELLS.fullmatch(cells) is not None
