"""How high must a row be so that no wrapped text is cut; opening a file does not adjust it."""

from collections.abc import Mapping
from math import ceil
from unicodedata import east_asian_width

from tieout.statements.fields import Cell
from tieout.statements.grown_rows import GrownRows
from tieout.statements.template import Formula, Template, Wrapped

_LINE_PER_POINT = 1.35
_ROOM_POINTS = 5
_SIZE_OF_WIDTHS = 11
_WIDTH_USABLE = 0.95


def row_heights(
    template: Template, rows: GrownRows, cells: Mapping[tuple[int, int], Cell]
) -> dict[int, float]:
    """Points of every row of a filled sheet, by where it stands: as in the template, or as it needs."""
    heights = {at: height for row, height in template.heights.items() for at in rows.copies(row)}
    for (row, column), wrapped in template.wrapped.items():
        for at in rows.copies(row):
            if heights.get(at):
                needed = height_needed(cells.get((at, column)), wrapped)
                heights[at] = max(heights[at], needed)
    return heights


def height_needed(value: Cell, wrapped: Wrapped | None) -> float:
    """Points a row needs for one of its cells; nothing for what does not wrap.

    >>> height_needed("发票", Wrapped(10, 20)), height_needed("发票" * 10, Wrapped(10, 20))
    (18.5, 32.0)
    """
    if wrapped is None or not isinstance(value, str) or isinstance(value, Formula):
        return 0.0
    return _lines(value, wrapped) * wrapped.size * _LINE_PER_POINT + _ROOM_POINTS


def text_width(line: str, size: float = 11) -> float:
    """Width of a line of text in the unit of column widths; a Chinese character takes two.

    Signs such as ≠ and × are as wide as what they stand among.

    >>> text_width("INV-1"), text_width("发票1"), text_width("≠发票"), text_width("≠ 1")
    (5.0, 5.0, 6.0, 3.0)
    """
    kinds = [east_asian_width(character) for character in line]
    wide = sum(kind in "WF" for kind in kinds)
    wide += kinds.count("A") if wide else 0
    return (len(line) + wide) * size / _SIZE_OF_WIDTHS


def _lines(value: str, wrapped: Wrapped) -> int:
    usable = max(wrapped.width * _WIDTH_USABLE, 1)
    return sum(max(ceil(text_width(line, wrapped.size) / usable), 1) for line in value.split("\n"))
