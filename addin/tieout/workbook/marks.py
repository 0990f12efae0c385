"""What stands beside each line of a ledger: status, match, difference and reason, in our columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from tieout.ledger.currency import decimals, format_amount, number_format
from tieout.ledger.ledger import Ledger
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, text
from tieout.workbook.carried import carried_entries, carried_lines
from tieout.workbook.layout import (
    HEAD,
    MUTED,
    Block,
    Rule,
    Style,
    area,
    on_sheet,
    row_block,
    text_width,
)
from tieout.workbook.status import FILLS, SIGNS, aside_status, statuses

COLUMNS = ("status", "match", "difference", "reason")
"""Our columns, in order; `currency` follows where there are several."""
WIDTHS = {"status": 16, "match": 8, "difference": 15, "reason": 76, "currency": 8}
HEADING = Style(bold=True, fill=HEAD, border="all", align="center", wrap=True)
PROBLEM_SIGN = "⚠"


@dataclass(frozen=True)
class MarkedSheet:
    """A ledger's sheet and where our columns stand on it, lines and columns 1-based.

    `cells` is what stands on the sheet, row 0 being line 1; `widths_before` are those of our
    columns before they were ours.
    """

    side: str
    name: str
    header_line: int
    last_line: int
    first_column: int
    columns: Sequence[str] = COLUMNS
    widths_before: Sequence[float] = ()
    cells: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)

    def column(self, name: str) -> int:
        """The column of one of ours."""
        return self.first_column + self.columns.index(name)

    @property
    def last_column(self) -> int:
        """The last of our columns."""
        return self.first_column + len(self.columns) - 1

    @property
    def first_line(self) -> int:
        """The first line below the headings."""
        return self.header_line + 1

    def lines_of(self, column: int) -> str:
        """All lines of a column, as a formula on another sheet names them."""
        return on_sheet(self.name, area(self.first_line, column, self.last_line, column))

    def lines(self, name: str) -> str:
        """All lines of one of our columns."""
        return self.lines_of(self.column(name))

    @property
    def body(self) -> str:
        """Every line and every column, ours included."""
        return area(self.first_line, 1, self.last_line, self.last_column)


def marked_sheet(
    result: Reconciliation, side: str, name: str, first_column: int, cells: pd.DataFrame
) -> MarkedSheet:
    """Where the marks of a side stand on the sheet it was read from."""
    ledger = result.our_ledger if side == "ours" else result.their_ledger
    return MarkedSheet(
        side=side,
        name=name,
        header_line=ledger.source.header_line,
        last_line=max(len(cells), ledger.source.header_line + 1, *_carried_lines(ledger)),
        first_column=first_column,
        columns=columns_of(result),
        cells=cells,
    )


def _carried_lines(ledger: Ledger) -> list[int]:
    """The lines below a ledger on which stands what was carried into it."""
    return [int(line) for line in carried_entries(ledger)["line"]]


def columns_of(result: Reconciliation) -> tuple[str, ...]:
    """Our columns; where there are several currencies each line says in which it was matched."""
    return (*COLUMNS, "currency") if len(result.totals_by_currency) > 1 else COLUMNS


def mark_blocks(
    result: Reconciliation, sheet: MarkedSheet, language: Language
) -> tuple[Block, Block]:
    """The headings of our columns, and their cells from the first line to the last."""
    headings = [text(f"workbook.column.{name}", language) for name in sheet.columns]
    values = marks(result, sheet, language)
    styles = _styles(result, sheet)
    return (
        row_block(sheet.header_line, sheet.first_column, headings, HEADING),
        Block(sheet.first_line, sheet.first_column, values, styles),
    )


def _styles(result: Reconciliation, sheet: MarkedSheet) -> list[Style]:
    styles = {
        "status": Style(border="all", indent=1),
        "match": Style(border="all", align="center"),
        "difference": Style(
            border="all", number_format=amount_format(result), align="right", indent=1
        ),
        "reason": Style(border="all", wrap=True, indent=1),
        "currency": Style(border="all", align="center"),
    }
    return [styles[name] for name in sheet.columns]


def amount_format(result: Reconciliation) -> str:
    """The number format of amounts; of the currency with most decimals where there are several."""
    currencies = list(result.totals_by_currency) or [""]
    return number_format(max(currencies, key=decimals))


def marks(result: Reconciliation, sheet: MarkedSheet, language: Language) -> list[list[object]]:
    """Our columns, from the first line to the last; what is not an entry is muted."""
    ours = sheet.side == "ours"
    ledger, side = (
        (result.our_ledger, result.ours) if ours else (result.their_ledger, result.theirs)
    )
    count = sheet.last_line - sheet.header_line
    place = side["line"].to_numpy(np.int64) - sheet.first_line
    entries = ledger.entries
    columns = {
        "status": _laid(count, place, statuses(side, language)),
        "match": _laid(count, place, _match_numbers(side)),
        "difference": _laid(count, place, majors(side["difference"], entries["currency"])),
        "reason": _laid(count, place, side[f"reason_{language}"].to_numpy(dtype=object)),
        "currency": _laid(count, place, entries["currency"].to_numpy(dtype=object)),
    }
    _say_why_aside(columns, ledger, sheet, language)
    _say_carried(columns["reason"], ledger, sheet, language)
    say_problems(
        columns["reason"],
        ledger,
        {problem.line: problem.line - sheet.first_line for problem in ledger.problems},
        language,
    )
    return [columns[name].tolist() for name in sheet.columns]


def _laid(count: int, place: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values of entries at their lines, None between them."""
    laid = np.full(count, None, dtype=object)
    laid[place] = values
    return laid


def _match_numbers(side: pd.DataFrame) -> np.ndarray:
    match = side["match"].astype(object)
    return match.where(side["match"] > 0, None).to_numpy(dtype=object)


def majors(cents: pd.Series, currency: pd.Series) -> np.ndarray:
    """Minor units as the numbers of cells: the double nearest to the decimal amount.

    >>> majors(pd.Series([5, 12345]), pd.Series(["JPY", "CNY"])).tolist()
    [5.0, 123.45]
    """
    values = cents.to_numpy(np.int64)
    codes, names = pd.factorize(currency)
    scales = np.array([10.0 ** decimals(str(name)) for name in names] or [1.0])
    return (values / scales[codes]).astype(object)


def _say_why_aside(
    columns: dict[str, np.ndarray], ledger: Ledger, sheet: MarkedSheet, language: Language
) -> None:
    aside = aside_status(language)
    for row in ledger.set_aside:
        place = row.line - sheet.first_line
        if row.why != "blank" and 0 <= place < len(columns["status"]):
            columns["status"][place] = aside
            columns["reason"][place] = text(f"set_aside.{row.why}", language)


def _say_carried(
    reason: np.ndarray, ledger: Ledger, sheet: MarkedSheet, language: Language
) -> None:
    """What an entry says that was carried in, and stands in no cell of its line."""
    for line, item in carried_lines(ledger, sheet.side):
        place = line - sheet.first_line
        said = text(
            "carried.line",
            language,
            origin=item.origin,
            day=item.day,
            reference=item.reference or item.memo,
            amount=format_amount(item.amount, item.currency),
        )
        before, now = item.said(language), str(reason[place] or "")
        if before:
            said = f"{said}{text('carried.said_before', language, said=before)}"
        reason[place] = said if now in before else f"{said} {now}"


def say_problems(
    reason: np.ndarray | list[object],
    ledger: Ledger,
    places: Mapping[int, int],
    language: Language,
) -> None:
    """What the reader could not read stands first in the reason of its line; `places` has the lines'."""
    for problem in ledger.problems:
        place = places.get(problem.line, -1)
        if 0 <= place < len(reason):
            said = f"{PROBLEM_SIGN} {problem.sentence(language)}"
            reason[place] = f"{said} {reason[place]}" if reason[place] else said


def line_heights(reasons: Sequence[object], first_line: int) -> dict[int, float]:
    """The height of each line whose reason needs more than one row of text."""
    room = WIDTHS["reason"] * 1.04 - 1
    needed = {
        line: -(-text_width(reason) // room)
        for line, reason in enumerate(reasons, start=first_line)
        if isinstance(reason, str) and len(reason) * 2 > room
    }
    return {line: rows * 15 + 2 for line, rows in needed.items() if rows > 1}


def mark_rules(sheet: MarkedSheet) -> list[Rule]:
    """One set of conditional formats over the ledger: the status tells the colour of its line."""
    status = status_of_the_row(sheet.column("status"))
    return [
        *(Rule(sheet.body, f'=LEFT({status},1)="{sign}"', fill) for sign, fill in FILLS.items()),
        Rule(sheet.body, f'=LEFT({status},1)="{SIGNS["aside"]}"', "", MUTED),
    ]


def status_of_the_row(column: int) -> str:
    """The status of a row, said without a relative address.

    Excel takes those of a conditional format from the cell that happens to be active.

    >>> status_of_the_row(10)
    'INDEX($J:$J,ROW())'
    """
    letter = get_column_letter(column)
    return f"INDEX(${letter}:${letter},ROW())"
