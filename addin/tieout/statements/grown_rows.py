"""Where do a template's rows, and the formulas over them, go when rows have repeated, gone or met a page's end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import range_boundaries

from tieout.statements.formula_tokens import tokens_of

_CELLS = re.compile(r"(\$?[A-Z]{1,3}\$?|\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?|\$?)(\d+))?", re.IGNORECASE)
_NO_ROWS = "0"
_SHEET_END = 2**20


class AcrossPagesError(Exception):
    """A formula over repeating rows would count the sums of pages too, as it is not a SUM."""


@dataclass(frozen=True)
class PageRows:
    """The rows of a template that sum up a page: at its end 本页合计 and 过次页, on the next 承前页."""

    total: range = range(0)
    carried: range = range(0)
    brought: range = range(0)

    def __iter__(self) -> Iterator[int]:
        yield from (*self.total, *self.carried, *self.brought)


@dataclass(frozen=True)
class GrownRows:
    """How many rows each row of a template has become, where not one, by its row number.

    Rows that repeat together are a block; `blocks` has the first row and the height of the block of
    each of its rows. `ends` are the rows after which a page ends and is summed up, as they were
    numbered before the rows of `page` came between them.
    """

    counts: Mapping[int, int]
    blocks: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    page: PageRows = field(default_factory=PageRows)
    ends: Sequence[int] = ()

    def summed(self, ends: Sequence[int]) -> "GrownRows":
        """The same rows over several pages; the last page has its total where the template has it."""
        counts = {row: count for row, count in self.counts.items() if row not in self.page.total}
        return replace(self, counts=counts, ends=ends)

    def first(self, row: int) -> int:
        """The row where a row of the template stands, or its first copy.

        >>> GrownRows({5: 3}).first(5), GrownRows({5: 3}).first(6)
        (5, 8)
        >>> both = GrownRows({5: 3, 6: 3}, {5: (5, 2), 6: (5, 2)})
        >>> both.first(6), both.last(6), both.first(7)
        (6, 10, 11)
        >>> pages = GrownRows({5: 3, 6: 0, 7: 0}, page=PageRows(brought=range(6, 8)), ends=[6])
        >>> pages.copies(5), pages.copies(6), pages.first(8)
        ([5, 6, 9], [7], 10)
        """
        return self._placed(self._flat(row))

    def last(self, row: int) -> int:
        """The last copy of a row of the template."""
        return self._placed(self._flat(row) + (self.counts.get(row, 1) - 1) * self.block(row)[1])

    def copies(self, row: int) -> list[int]:
        """Where every copy of a row stands."""
        first, height = self._flat(row), self.block(row)[1]
        flat = range(first, first + self.counts.get(row, 1) * height, height)
        return [*self._at_ends(row), *map(self._placed, flat)]

    def block(self, row: int) -> tuple[int, int]:
        """The first row and the height of the block a row repeats in; a lone row is one itself."""
        return self.blocks.get(row, (row, 1))

    def page_ends(self, plain: Sequence[int] = ()) -> list[int]:
        """The last row of each page that is summed up, and of those that end without sums."""
        below = len(self.page.total) + len(self.page.carried)
        return sorted(
            [*(self._placed(row) + below for row in self.ends), *map(self._placed, plain)]
        )

    def address(self, address: str) -> str:
        """Cells or ranges after growth, without those that went; a range grows with its rows.

        >>> GrownRows({5: 3}).address("A4:B5 $A$6"), GrownRows({5: 0}).address("A5:B5")
        ('A4:B7 $A$8', '')
        """
        moved = [_CELLS.sub(lambda found: self._moved(found, 0, 0), one) for one in address.split()]
        return " ".join(one for one in moved if one != _NO_ROWS)

    def formula(self, formula: str, sheet: str, row: int = 0, copy: int = 0) -> str:
        """A formula after growth; in copy number `copy` of row `row` its own block moves along.

        >>> GrownRows({5: 3}).formula("=SUM(A5:A5)+A6", "Sheet")
        '=SUM(A5:A7)+A8'
        >>> GrownRows({5: 3}).formula("=A5-B$5+A4", "Sheet", row=5, copy=2)
        '=A7-B$7+A4'
        """
        tokens = tokens_of(formula)
        return "=" + "".join(self._moved_tokens(tokens, sheet, row, copy))

    def cell_formula(self, formula: str, sheet: str, row: int = 0, copy: int = 0) -> str:
        """A cell's formula after growth; over several pages its sums leave out the sums of pages.

        A SUBTOTAL leaves out every other one, so the rows that sum up a page may stand among those
        that are summed.

        >>> rows = GrownRows({5: 3, 6: 0}, {5: (5, 1)}, PageRows(carried=range(6, 7)), [6])
        >>> rows.cell_formula("=SUM(A5:A5)", "Sheet"), rows.cell_formula("=SUM(A5:A5)", "Sheet", 6)
        ('=SUBTOTAL(9,A5:A8)', '=SUBTOTAL(9,A5:A6)')
        """
        tokens = tokens_of(formula)
        moved = self._moved_tokens(tokens, sheet, row, copy)
        if self.ends:
            over = [self._is_over(token, sheet, row) for token in tokens]
            for start, end in _sums(tokens):
                if any(over[start:end]):
                    over[start:end] = [False] * (end - start)
                    if moved[start + 1] != _NO_ROWS:
                        moved[start] = "SUBTOTAL(9,"
            if any(over):
                raise AcrossPagesError
        return "=" + "".join(moved)

    def columns_summed(self, formula: str, sheet: str, row: int) -> set[int]:
        """The columns in which a formula in a row counts repeating rows."""
        over = [t.value for t in tokens_of(formula) if self._is_over(t, sheet, row)]
        found = [range_boundaries(str(cells).rpartition("!")[2].replace("$", "")) for cells in over]
        return {
            at for first, _, last, _ in found if first and last for at in range(first, last + 1)
        }

    def _is_over(self, token: Token, sheet: str, row: int) -> bool:
        """Whether an operand is a range over repeating rows, and not only within its own."""
        cells = _own_cells(token, sheet)
        found = _CELLS.fullmatch(cells) if cells else None
        if found is None or found[4] is None:
            return False
        begin, end = int(found[2]), int(found[4])
        if self._together(begin, row) and self._together(end, row):
            return False
        return any(begin <= at <= end for at in self.blocks)

    def _moved_tokens(self, tokens: Sequence[Token], sheet: str, row: int, copy: int) -> list[str]:
        return [self._operand(token, sheet, row, copy) for token in tokens]

    def _operand(self, token: Token, sheet: str, row: int, copy: int) -> str:
        """A reference moves where it is one to this sheet."""
        cells = _own_cells(token, sheet)
        if not cells:
            return str(token.value)
        moved = _CELLS.sub(lambda found: self._moved(found, row, copy), cells)
        return token.value[: len(token.value) - len(cells)] + moved

    def _moved(self, found: re.Match[str], own: int, copy: int) -> str:
        column, written, end_column, written_end = found.groups()
        row, end = int(written), int(written_end or written)
        if written_end is None:
            return f"{column}{self._beside(row, own, copy)}"
        if self._together(row, own) and self._together(end, own):
            first, last = self._beside(row, own, copy), self._beside(end, own, copy)
        else:
            first, last = self._on_page(self.first(row), self.last(end), own, copy)
        return f"{column}{first}:{end_column}{last}" if first <= last else _NO_ROWS

    def _beside(self, row: int, own: int, copy: int) -> int:
        """Where a row stands for a formula in a copy of another: beside it where both repeat together."""
        if row in self._page_rows and own in self._page_rows:
            copies = self.copies(row)
            return copies[min(copy, len(copies) - 1)] if copies else self.first(row)
        along = copy * self.block(row)[1] if self._together(row, own) else 0
        return self._placed(self._flat(row) + along)

    def _together(self, row: int, own: int) -> bool:
        both_page = row in self._page_rows and own in self._page_rows
        return both_page or self.block(row)[0] == self.block(own)[0]

    def _on_page(self, first: int, last: int, own: int, copy: int) -> tuple[int, int]:
        """A range as far as its page goes; what is carried forward counts from the beginning."""
        if own not in self._page_rows:
            return first, last
        ends = [0, *(self._placed(row) for row in self.ends), _SHEET_END]
        begin = ends[copy] + self._between + 1 if copy and own in self.page.total else 0
        return max(first, begin), min(last, ends[copy + 1])

    def _flat(self, row: int) -> int:
        """Where a row, or its first copy, stands before the rows of pages come in."""
        start = self.block(row)[0]
        return row + sum(count - 1 for above, count in self.counts.items() if above < start)

    def _placed(self, flat: int) -> int:
        return flat + self._between * bisect_left(self.ends, flat)

    def _at_ends(self, row: int) -> list[int]:
        if not self.ends or row not in self._page_rows:
            return []
        below = self._page_rows.index(row) + 1
        return [self._placed(end) + below for end in self.ends]

    @property
    def _page_rows(self) -> tuple[int, ...]:
        return tuple(self.page)

    @property
    def _between(self) -> int:
        """How many rows come in where a page ends."""
        return len(self._page_rows)


def _own_cells(token: Token, sheet: str) -> str:
    """The cells or rows of this sheet that a token names, else nothing; no names, tables, columns."""
    if token.subtype != Token.RANGE:
        return ""
    place, mark, cells = str(token.value).rpartition("!")
    own = not mark or place.strip("'").replace("''", "'") == sheet
    return cells if own and _CELLS.fullmatch(cells) else ""


def _sums(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where a SUM of nothing but ranges begins and ends."""
    for start, token in enumerate(tokens):
        if token.subtype == Token.OPEN and str(token.value).upper() == "SUM(":
            end = start + 1
            while tokens[end].subtype == Token.RANGE or tokens[end].type in (
                Token.SEP,
                Token.WSPACE,
            ):
                end += 1
            if tokens[end].subtype == Token.CLOSE:
                yield start, end
