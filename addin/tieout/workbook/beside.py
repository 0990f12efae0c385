"""What have people written on our sheets, right of our tables and below them: kept when the sheets are made anew."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlwings as xw
from openpyxl.formula.translate import Translator

from tieout.matching.fingerprints import fingerprints
from tieout.workbook.layout import Formula, SheetLayout, cell, extent
from tieout.workbook.own_sheets import SIDES, OwnSheets
from tieout.workbook.report import Report

MADE_ANEW_WHOLLY = ("state", "rules")
"""On the sheet of rules whatever is written may be a rule, and is read as one."""
_LINK = re.compile(r"=HYPERLINK\(\"#'?(.+?)'?!\$?A\$?(\d+)\"")

Entry = tuple[str, str]
"""Side and fingerprint."""


@dataclass(frozen=True)
class Written:
    """What stands in a cell outside our table (旁注): how far right of it, or below it, and beside which entry.

    `row` counts from the table's last row where the cell is below it, else from the top of the sheet;
    `column` from the table's last column where it is right of it, else from the first. `entry` is None
    where the row is about none.
    """

    kind: str
    value: object
    place: tuple[int, int]
    row: int
    column: int
    is_right: bool
    entry: Entry | None


def written_beside(own: OwnSheets) -> list[Written]:
    """Everything people wrote on our sheets outside of our tables; what they wrote inside is not known."""
    return [
        one
        for kind, table in own.tables.items()
        if kind not in MADE_ANEW_WHOLLY and table.count > 1
        for one in _on_sheet(own, kind, table)
    ]


def _on_sheet(own: OwnSheets, kind: str, table: xw.Range) -> Iterator[Written]:
    end, used = table.last_cell, table.sheet.used_range.last_cell
    if used.row <= end.row and used.column <= end.column:
        return
    area = table.sheet.range((1, 1), (max(used.row, end.row), max(used.column, end.column)))
    values, formulas = area.options(ndim=2).value, rows_of(area.formula)
    entries = _Entries(own)
    for row, (shown, written) in enumerate(zip(values, formulas, strict=True), start=1):
        below = row > end.row
        for column in range(1 if below else end.column + 1, len(shown) + 1):
            value = _as_written(shown[column - 1], written[column - 1])
            if value is None:
                continue
            right = column > end.column and not below
            yield Written(
                kind,
                value,
                (row, column),
                row - end.row if below else row,
                column - end.column if right else column,
                right,
                entries.of_row(written[: end.column]) if right else None,
            )


def rows_of(formulas: object) -> Sequence[Sequence[object]]:
    """What `formula` gives, as rows of cells: of one cell, of one line, or of several."""
    if isinstance(formulas, str) or not isinstance(formulas, Sequence):
        return [[formulas]]
    return formulas if formulas and not isinstance(formulas[0], str) else [formulas]


def _as_written(value: object, formula: object) -> object:
    """A formula, a text that stays one, or a number; None where nothing stands."""
    if isinstance(formula, str) and formula[:1] == "=":
        return formula
    if isinstance(value, str):
        return f"'{value}" if value else None
    return value


class _Entries:
    """The entries that rows of our sheets are about, by the link that they have to a line."""

    def __init__(self, own: OwnSheets) -> None:
        self.sides = {name: side for side in SIDES for name in own.noted(f"{side}.sheet")}
        rows = own.snapshot
        self.known = dict(
            zip(zip(rows["side"], rows["line"], strict=True), rows["fingerprint"], strict=True)
        )

    def of_row(self, cells: Sequence[object]) -> Entry | None:
        """The entry of the first link."""
        found = next((link for one in cells if (link := _LINK.match(str(one)))), None)
        side = None if found is None else self.sides.get(found[1].replace("''", "'"))
        if found is None or side is None:
            return None
        mark = self.known.get((side, int(found[2])))
        return None if mark is None else (side, mark)


def put_back(
    book: xw.Book, report: Report, layouts: Mapping[str, SheetLayout], kept: Sequence[Written]
) -> None:
    """What was written goes beside the same entries, or into the same cells; below the table where it has no row."""
    by_sheet: dict[str, list[Written]] = defaultdict(list)
    for one in kept:
        by_sheet[one.kind if one.kind in layouts else "result"].append(one)
    marks = _marks_of_lines(report) if kept else {}
    for kind, some in by_sheet.items():
        sheet = book.sheets[layouts[kind].name]
        for column, cells in _columns(layouts[kind], some, marks).items():
            first, last = min(cells), max(cells)
            area = sheet.range((first, column), (last, column))
            area.value = [[cells.get(row)] for row in range(first, last + 1)]


def _marks_of_lines(report: Report) -> dict[tuple[str, int], Entry]:
    names = {sheet.side: sheet.name for _, sheet in report.sides}
    return {
        (names[side], line): (side, mark)
        for side, ledger in zip(SIDES, report.given, strict=True)
        for line, mark in zip(ledger.entries["line"].tolist(), fingerprints(ledger), strict=True)
    }


def _columns(
    layout: SheetLayout,
    kept: Sequence[Written],
    marks: Mapping[tuple[str, int], Entry],
) -> dict[int, dict[int, object]]:
    """By column and row, what goes where on a sheet made anew."""
    last_row, last_column = extent(layout)
    rows = _rows_of_entries(layout, marks)
    below = max((one.row for one in kept if not one.is_right), default=0)
    found: dict[int, dict[int, object]] = defaultdict(dict)
    for one in kept:
        row, column = one.row, one.column + (last_column if one.is_right else 0)
        if not one.is_right:
            row += last_row
        elif one.entry is not None:
            row = rows.get(one.entry, 0)
        if row < 1 or (one.is_right and row > last_row):
            below = max(below, 1) + 1
            row = last_row + below
        found[column][row] = _moved(one, row, column)
    return found


def _rows_of_entries(
    layout: SheetLayout, marks: Mapping[tuple[str, int], Entry]
) -> dict[Entry, int]:
    """The row of each entry that a sheet has a row for, by its link."""
    found: dict[Entry, int] = {}
    for block in layout.blocks:
        for values in block.columns:
            for row, value in enumerate(values, start=block.row):
                link = _LINK.match(value.text) if isinstance(value, Formula) else None
                mark = link and marks.get((link[1].replace("''", "'"), int(link[2])))
                if mark:
                    found.setdefault(mark, row)
    return found


def _moved(one: Written, row: int, column: int) -> object:
    """A formula looks at the same cells, seen from where it is now."""
    if not (isinstance(one.value, str) and one.value.startswith("=")):
        return one.value
    return Translator(one.value, cell(*one.place)).translate_formula(cell(row, column))
