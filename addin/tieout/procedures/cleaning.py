"""How does a workbook show what was cleaned while its ledgers were read, without being reconciled."""

import xlwings as xw

from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.cleaning_sheet import ReadSheet, cleaning_sheet
from tieout.workbook.in_place import replace_result_sheets
from tieout.workbook.ledger_sheets import read_ledger, read_ledgers, sheet_named
from tieout.workbook.own_sheets import SIDES, OwnSheets, own_sheets
from tieout.workbook.report import sheet_names


def cleaning_report(
    book: xw.Book,
    *,
    sheet: str | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> xw.Sheet:
    """Put the sheet 清洗报告 into an open workbook: of one sheet where it is named, else of both ledgers."""
    progress("reading", 0.0)
    language, own = language or current_language(), own_sheets(book)
    if sheet is not None:
        found = [("", read_ledger(own, sheet_named(book, sheet)))]
    else:
        found = list(zip(SIDES, read_ledgers(book, own, ours_sheet, theirs_sheet), strict=True))
    progress("writing", 0.0)
    mine = own.sheets.get("cleaning")
    others = {one.name for one in book.sheets} - ({mine.name} if mine else set())
    name = sheet_names(language, others)["cleaning"]
    read = [ReadSheet(side, one.ledger, one.sheet.name) for side, one in found]
    only = OwnSheets({} if mine is None else {"cleaning": mine}, {})
    replace_result_sheets(
        book, only, [("cleaning", cleaning_sheet(read, language, name))], language
    )
    progress("writing", 1.0)
    return book.sheets[name]
