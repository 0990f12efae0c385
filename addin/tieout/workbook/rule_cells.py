"""What stands where on a sheet of rules: its cells as text, its rules by name, its tables line by line."""

import unicodedata
from collections.abc import Iterator, Sequence

from tieout.texts import LANGUAGES, text
from tieout.workbook.rule_rows import TABLE_ENDS, TABLES

Cells = Sequence[Sequence[object]]
"""A sheet's values, row by row."""
Place = tuple[int, int]
"""Row and column, 0-based."""
VALUE, USUAL, NAME = 1, 2, 4
"""The columns of a rule, 0-based."""


def at(row: Sequence[object], column: int) -> object:
    """A cell of a row; None beyond its end."""
    return row[column] if column < len(row) else None


def words(value: object) -> str:
    """A cell as text, half width; a whole number without its point.

    >>> words(10.0), words(0.5), words(" ＣＮＹ "), words(None), words(True)
    ('10', '0.5', 'CNY', '', 'True')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFKC", str(value)).strip()


def name_in(value: object) -> str:
    """A customer's name as it is written; only spaces around it go."""
    return words(value) if isinstance(value, float) else str(value or "").strip()


def in_both_languages(key: str) -> set[str]:
    """A text as it may stand on the sheet, in small letters."""
    return {text(key, language).lower() for language in LANGUAGES}


def is_heading(row: Sequence[object]) -> bool:
    """Whether a row has the headings of rules."""
    return words(at(row, NAME)).lower() in in_both_languages("rules.name")


def is_rules_sheet(cells: Cells) -> bool:
    """Whether the names of rules stand where the sheet has them."""
    return {"preset", "window_days"} <= {words(at(row, NAME)) for row in cells}


def outside_tables(cells: Cells) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows that are in no table."""
    inside = False
    for place, row in enumerate(cells):
        first = words(at(row, 0))
        inside = first in TABLES or (inside and not first.startswith(TABLE_ENDS))
        if not inside:
            yield place, row


def unknown_tables(cells: Cells) -> Iterator[tuple[int, str]]:
    """Marks of tables that are none of ours."""
    for place, row in enumerate(cells):
        first = words(at(row, 0))
        if first.startswith("[") and first.endswith("]") and first not in TABLES:
            yield place, first


def lines_of(cells: Cells, mark: str) -> Iterator[tuple[int, Sequence[object]]]:
    """The filled lines of a table, below its mark, title and headings."""
    starts = [place for place, row in enumerate(cells) if words(at(row, 0)) == mark]
    for place in range(starts[0] + 3, len(cells)) if starts else ():
        first = words(at(cells[place], 0))
        if first.startswith(TABLE_ENDS) or first in TABLES:
            return
        if any(map(words, cells[place])):
            yield place, cells[place]


def columns_of(cells: Cells, mark: str) -> list[str]:
    """What the columns of a table are called, in the row of its mark."""
    found = [row for row in cells if words(at(row, 0)) == mark]
    return [words(value) for value in found[0]] if found else []
