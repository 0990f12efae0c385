"""How does a workbook show what was cleaned while its ledgers were read, without being reconciled."""

from contextlib import suppress

import xlwings as xw

from tieout.errors import TieoutError
from tieout.procedures.desk import By, keep_copy
from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.cleaning_sheet import ReadSheet, cleaning_sheet
from tieout.workbook.decisions import Action, Kept
from tieout.workbook.in_place import remove_sheet, replace_result_sheets
from tieout.workbook.ledger_sheets import read_ledger, read_ledgers, sheet_named
from tieout.workbook.made import MadeCleaning, made_as_json, made_from
from tieout.workbook.noting import note_action
from tieout.workbook.own_sheets import SIDES, OwnSheets, own_sheets
from tieout.workbook.report import sheet_names


def cleaning_report(
    book: xw.Book,
    *,
    sheet: str | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    who: str | None = None,
    progress: Progress = silent,
) -> xw.Sheet:
    """Put the sheet 清洗报告 into an open workbook: of one sheet where it is named, else of both ledgers.

    Undo takes it out again.
    """
    progress("reading", 0.0)
    language, own = language or current_language(), own_sheets(book)
    asked = MadeCleaning(sheet, ours_sheet, theirs_sheet, language)
    read = _read(book, own, asked)
    progress("writing", 0.0)
    keep_copy(book)
    by, made = By.now(who), made_as_json(asked)
    note_action(book, own, Action(0, "cleaning", by.who, by.when, made=made), language)
    put = _put(book, own, read, language)
    progress("writing", 1.0)
    return put


def _read(book: xw.Book, own: OwnSheets, asked: MadeCleaning) -> list[ReadSheet]:
    if asked.sheet is not None:
        found = [("", read_ledger(own, sheet_named(book, asked.sheet)))]
    else:
        both = read_ledgers(book, own, asked.ours, asked.theirs)
        found = list(zip(SIDES, both, strict=True))
    return [ReadSheet(side, one.ledger, one.sheet.name) for side, one in found]


def _put(book: xw.Book, own: OwnSheets, read: list[ReadSheet], language: Language) -> xw.Sheet:
    mine = own.sheets.get("cleaning")
    others = {one.name for one in book.sheets} - ({mine.name} if mine else set())
    name = sheet_names(language, others)["cleaning"]
    only = OwnSheets({} if mine is None else {"cleaning": mine}, {})
    replace_result_sheets(
        book, only, [("cleaning", cleaning_sheet(read, language, name))], language
    )
    return book.sheets[name]


def put_cleaning_back(book: xw.Book, kept: Kept) -> None:
    """The report as the last action of those still standing made it; away with it where there is none."""
    own = own_sheets(book)
    made = [action.made for action in kept.standing if action.kind == "cleaning"]
    if made:
        asked = made_from(made[-1], MadeCleaning)
        with suppress(TieoutError):  # of a ledger that is gone there is nothing to report
            _put(book, own, _read(book, own, asked), asked.language)
            return
    remove_sheet(book, own, "cleaning")
