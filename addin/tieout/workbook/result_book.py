"""What sheets make up the workbook of two plain files: both ledgers, marked, and what was found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tieout.ledger.ledger import Ledger
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, text
from tieout.workbook.carried import NOTHING_CARRIED, Carried
from tieout.workbook.customers_sheet import customers_sheet, several_customers
from tieout.workbook.decisions_sheet import decisions_sheet
from tieout.workbook.further_sheets import (
    age_of,
    carried_of,
    proposals_of,
    rules_and_cleaning,
)
from tieout.workbook.layout import Choice, SheetLayout, area, on_sheet, table_area
from tieout.workbook.ledger_copy import LedgerCopy, ledger_copy
from tieout.workbook.marks import (
    WIDTHS,
    MarkedSheet,
    line_heights,
    mark_blocks,
    mark_rules,
    marked_sheet,
)
from tieout.workbook.open_items_sheet import open_items_sheet
from tieout.workbook.own_sheets import OwnSheets, marks_name, sheet_name
from tieout.workbook.report import Report, sheet_names
from tieout.workbook.result_sheet import result_sheet
from tieout.workbook.review_sheet import review_sheet
from tieout.workbook.state import choices_area, noted, state_sheet
from tieout.workbook.statement_of_balances import statement_of_balances

HEADING_HEIGHT = 22


def result_book(
    result: Reconciliation,
    given: tuple[Ledger, Ledger],
    language: Language,
    now: datetime,
    carried: Carried = NOTHING_CARRIED,
) -> list[SheetLayout]:
    """Every sheet of a new workbook, in order."""
    names = sheet_names(language)
    copies = {"ours": ledger_copy(result.our_ledger), "theirs": ledger_copy(result.their_ledger)}
    marked = {
        side: marked_sheet(
            result, side, _ledger_name(side, language), copy.cells.shape[1] + 1, copy.cells
        )
        for side, copy in copies.items()
    }
    report = Report(
        result, marked["ours"], marked["theirs"], language, names, given, carried=carried
    )
    *found, (_, state) = [
        (kind, replace(layout, names={sheet_name(kind): table_area(layout)}))
        for kind, layout in result_layouts(report, noted(report, OwnSheets({}, {}), now))
    ]
    ledgers = (_ledger_sheet(report, marked[side], copies[side]) for side in ("ours", "theirs"))
    return [*(layout for _, layout in found), *ledgers, state]


def result_layouts(report: Report, runs: Sequence[str]) -> list[tuple[str, SheetLayout]]:
    """Our sheets by what they are, in order."""
    result, places = result_sheet(report)
    return [
        ("result", result),
        ("statement", statement_of_balances(report, places)),
        ("open_items", open_items_sheet(report)),
        *age_of(report),
        ("review", review_sheet(report)),
        *([("customers", customers_sheet(report))] if several_customers(report) else []),
        *proposals_of(report, places),
        *carried_of(report),
        *([("decisions", decisions_sheet(report))] if report.decisions else []),
        *rules_and_cleaning(report),
        ("state", state_sheet(report, runs)),
    ]


def _ledger_name(side: str, language: Language) -> str:
    return text(f"workbook.sheet.{side}", language)


def _ledger_sheet(report: Report, sheet: MarkedSheet, copy: LedgerCopy) -> SheetLayout:
    ours = {sheet.column(name): WIDTHS[name] for name in sheet.columns}
    header = sheet.header_line
    headings, marked = mark_blocks(report.result, sheet, report.language)
    reasons = marked.columns[list(sheet.columns).index("reason")]
    status = sheet.lines("status").rpartition("!")[2]
    return SheetLayout(
        name=sheet.name,
        blocks=[*copy.blocks, headings, marked],
        widths={**copy.widths, **ours},
        heights={header: HEADING_HEIGHT, **line_heights(reasons, sheet.first_line)},
        freeze=(header + 1, 1),
        rules=mark_rules(sheet),
        choices=[
            Choice(status, f"={on_sheet(report.names['state'], choices_area(report.language))}")
        ],
        names={marks_name(sheet.side): _marks_area(sheet)},
        filter_area=f"$A${header}:{sheet.body.rpartition(':')[2]}",
        landscape=True,
        title_rows=(header, header),
        tab_color="#2E7D5B" if sheet.side == "ours" else "#B8860B",
    )


def _marks_area(sheet: MarkedSheet) -> str:
    return area(sheet.header_line, sheet.first_column, sheet.last_line, sheet.last_column)
