"""A cell of an open workbook that shows an error is never taken for an empty one."""

from pathlib import Path

import openpyxl
import xlwings as xw
from tests.both_engines import Engine

from tieout.procedures import reconcile

HEADINGS = ("日期", "单据号", "金额")


def with_an_error(folder: Path) -> Path:
    book = openpyxl.Workbook()
    ours, theirs = book.active, book.create_sheet("对方")
    ours.title = "我方"
    for row in (HEADINGS, ("2026-01-05", "A-1", 100), ("2026-01-06", "A-2", "=1/0")):
        ours.append(row)
    for row in (HEADINGS, ("2026-01-05", "A-1", 100), ("2026-01-06", "A-2", "#N/A")):
        theirs.append(row)
    book.save(folder / "errors.xlsx")
    return folder / "errors.xlsx"


def test_it_is_named_on_either_side(engine: Engine, tmp_path: Path) -> None:
    with engine.app() as app:
        book: xw.Book = app.books.open(with_an_error(tmp_path))
        if engine.name == "headless":  # which does not calculate: the formula is what it holds
            book.sheets["我方"]["C3"].value = None
            book.sheets["我方"]["C3"].value = "#DIV/0!"
        result = reconcile(book, language="zh")
    for ledger, error in ((result.our_ledger, "#DIV/0!"), (result.their_ledger, "#N/A")):
        found = [(each.code, each.line, each.found) for each in ledger.problems if each.blocks]
        assert found == [("error_cell", 3, error)]
