"""Where in a workbook are its rules: on our own sheet, or on one copied in from another workbook."""

from dataclasses import replace
from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.ledger.currency import UNSTATED
from tieout.ledger.files import read_sheets
from tieout.matching.policy import Policy
from tieout.texts import LANGUAGES, Language, text
from tieout.workbook.in_place import replace_result_sheets
from tieout.workbook.own_sheets import OwnSheets
from tieout.workbook.report import sheet_names
from tieout.workbook.rule_cells import Cells, is_rules_sheet
from tieout.workbook.rules_read import policy_on_sheet
from tieout.workbook.rules_sheet import rules_sheet


def with_rules(book: xw.Book, own: OwnSheets) -> OwnSheets:
    """Our sheets; a sheet of rules that was copied in counts among them."""
    if "rules" in own.sheets:
        return own
    names = {text("rules.sheet", language) for language in LANGUAGES}
    copied = [sheet for sheet in book.sheets if sheet.name in names]
    found = [sheet for sheet in copied if is_rules_sheet(_cells(sheet))]
    return replace(own, sheets={**own.sheets, "rules": found[0]}) if found else own


def policy_of(book: xw.Book, own: OwnSheets, language: Language | None = None) -> Policy | None:
    """The policy of a workbook's rules, None where it has none."""
    sheet = with_rules(book, own).sheets.get("rules")
    return (
        None if sheet is None else policy_on_sheet(_cells(sheet), book.name, sheet.name, language)
    )


def policy_of_workbook_file(path: Path, language: Language | None = None) -> Policy:
    """The policy of the rules in a workbook on disk."""
    sheets = read_sheets(path).cells
    for name, frame in sheets.items():
        cells: Cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
        if is_rules_sheet(cells):
            return policy_on_sheet(cells, path.name, name, language)
    raise TieoutError("rules.no_rules", file=path.name)


def place_rules(
    book: xw.Book, own: OwnSheets, policy: Policy, language: Language, currency: str = UNSTATED
) -> xw.Sheet:
    """Put the sheet into the workbook, in place of an earlier one."""
    mine = with_rules(book, own).sheets.get("rules")
    others = {sheet.name for sheet in book.sheets} - ({mine.name} if mine else set())
    name = sheet_names(language, others)["rules"]
    layout = rules_sheet(policy, language, name, currency)
    only = OwnSheets({} if mine is None else {"rules": mine}, {})
    replace_result_sheets(book, only, [("rules", layout)], language)
    return book.sheets[name]


def _cells(sheet: xw.Sheet) -> Cells:
    last = sheet.used_range.last_cell
    values: Cells = sheet.range((1, 1), (last.row, last.column)).options(ndim=2).value
    return values
