"""How high must a row be so that no wrapped text is cut; opening a file does not adjust it."""

import re
from collections.abc import Mapping
from math import ceil
from unicodedata import east_asian_width

from tieout.statements.fields import Cell
from tieout.statements.grown_rows import GrownRows
from tieout.statements.template import Formula, Template, Wrapped

_LINE_PER_POINT = 1.35
_ROOM_POINTS = 5
_SIZE_OF_WIDTHS = 11
_WIDTH_USABLE, _BOLD_USABLE = 0.95, 0.85
"""How much of a width a text fills at most; letters are wider in bold."""
_WORDS = re.compile(r"\s+|[^\s\u2e80-\uffef]+|.")
"""Where a line may end: at a space, or at any Chinese character."""


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
    >>> height_needed("INV-1 INV-2 INV-3 42", Wrapped(11, 22)), height_needed("INV-1 INV-2 INV-3 42", Wrapped(11, 22, bold=True))
    (19.85, 34.7)
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
    return sum(_widths(line)) * size / _SIZE_OF_WIDTHS


def _widths(line: str) -> list[int]:
    kinds = [east_asian_width(character) for character in line]
    wide = "WFA" if any(kind in "WF" for kind in kinds) else ""
    return [2 if kind in wide else 1 for kind in kinds]


def _lines(value: str, wrapped: Wrapped) -> int:
    share = _BOLD_USABLE if wrapped.bold else _WIDTH_USABLE
    usable = max(wrapped.width * share, 1) * _SIZE_OF_WIDTHS / wrapped.size
    return sum(lines_needed(line, usable) for line in value.split("\n"))


def lines_needed(line: str, usable: float) -> int:
    """How many lines a paragraph takes: words go over to the next whole, unless one fills a line.

    >>> lines_needed("INV-1 http://x.example", 18), lines_needed("发票" * 5, 18), lines_needed("x" * 40, 18)
    (2, 2, 3)
    """
    widths = _widths(line)
    if sum(widths) <= usable:
        return 1
    lines, used = 1, 0.0
    for word in _WORDS.finditer(line):
        width = sum(widths[word.start() : word.end()])
        if used + width <= usable or word[0].isspace():
            used += width
            continue
        lines += used > 0
        lines, used = lines + max(ceil(width / usable) - 1, 0), width % usable
    return lines
