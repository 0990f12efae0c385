"""Where is the heading row of a sheet, and which column is what."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.profile import Profile

ROWS_SEARCHED = 80
"""Rows from the top in which the headings are looked for."""
AMOUNTS = (("debit",), ("credit",), ("amount",))
_IGNORED = re.compile(r"[\s:：*_.]+|[(（\[【].*?[)）\]】]|[#]$")
_YEAR = re.compile(r"^(20\d\d|19\d\d)年$")


@dataclass(frozen=True)
class Header:
    """The headings found: `first` and `last` row (0-based), their texts, and the columns by meaning.

    `year` is the year a heading states (2026年 above 月 and 日), 0 where none does.
    """

    first: int
    last: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    year: int = 0

    @property
    def score(self) -> int:
        """How much of a ledger the headings describe; 0 when they describe none."""
        told = self.columns.keys()
        dated = "date" in told or {"month", "day"} <= told
        counted = bool({"debit", "credit", "amount"} & told)
        return len(told) + 10 if dated and counted else 0


def find_header(cells: pd.DataFrame, profile: Profile) -> Header | None:
    """The row, or two rows, that name most columns of a ledger."""
    rows = [[_shown(cell) for cell in row] for row in cells.head(ROWS_SEARCHED).to_numpy(object)]
    candidates = [_one_row(rows, place, profile) for place in range(len(rows))]
    candidates += [_two_rows(rows, place, profile) for place in range(len(rows) - 1)]
    best = max(
        candidates, key=lambda header: (header.score, -header.last, header.first), default=None
    )
    return best if best is not None and best.score else None


def compact_heading(heading: str) -> str:
    """A heading as it is compared.

    >>> compact_heading("借方金额（元）"), compact_heading("Invoice  No.")
    ('借方金额', 'invoiceno')
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", heading)).lower()


def _shown(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()


def _one_row(rows: Sequence[Sequence[str]], place: int, profile: Profile) -> Header:
    return _header(place, place, rows[place], profile)


def _two_rows(rows: Sequence[Sequence[str]], place: int, profile: Profile) -> Header:
    """A row of groups above a row of headings: 借方 over 金额, 2026年 over 月 and 日."""
    groups, group = [], ""
    for upper, lower in zip(rows[place], rows[place + 1], strict=True):
        group = upper or (group if lower else "")
        groups.append(group)
    joined = [
        (upper if not lower else lower if _YEAR.match(upper) or not upper else f"{upper}{lower}")
        for upper, lower in zip(groups, rows[place + 1], strict=True)
    ]
    header = _header(place, place + 1, joined, profile)
    years = [int(found[1]) for upper in groups if (found := _YEAR.match(upper))]
    return Header(
        header.first, header.last, header.headings, header.columns, years[0] if years else 0
    )


def _header(first: int, last: int, headings: Sequence[str], profile: Profile) -> Header:
    return Header(first, last, tuple(headings), _columns(headings, profile))


def _columns(headings: Sequence[str], profile: Profile) -> dict[str, int]:
    """The column of each meaning: exact headings by preference first, then parts of headings."""
    compact = [compact_heading(heading) for heading in headings]
    never = [compact_heading(word) for word in profile.never.words]
    usable = {
        column: heading
        for column, heading in enumerate(compact)
        if heading and len(heading) <= 30 and not any(word in heading for word in never)
    }
    columns: dict[str, int] = {}
    for meaning, words in profile.heading.items():
        column = _exact(usable, words, columns.values())
        if column is not None:
            columns[meaning] = column
    for meaning, words in profile.part.items():
        column = None if meaning in columns else _partly(usable, words, columns.values())
        if column is not None:
            columns[meaning] = column
    return _sensible(columns)


def _exact(usable: Mapping[int, str], words: Sequence[str], taken: Container[int]) -> int | None:
    for word in map(compact_heading, words):
        for column, heading in usable.items():
            if heading == word and column not in taken:
                return column
    return None


def _partly(usable: Mapping[int, str], words: Sequence[str], taken: Container[int]) -> int | None:
    for word in map(compact_heading, words):
        for column, heading in usable.items():
            if word in heading and column not in taken:
                return column
    return None


def _sensible(columns: dict[str, int]) -> dict[str, int]:
    """Debit and credit come together; an amount beside both is another column."""
    if "debit" in columns and "credit" in columns:
        columns.pop("amount", None)
    elif "amount" in columns:
        columns.pop("debit", None)
        columns.pop("credit", None)
    if not {"month", "day"} <= columns.keys() or "date" in columns:
        for part in ("year", "month", "day"):
            columns.pop(part, None)
    return columns
