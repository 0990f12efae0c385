"""What an open workbook shows is read as it is of a file: errors, percentages, hidden rows."""

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from tests.both_engines import Engine

from tieout.ledger.ledger import Ledger
from tieout.workbook.ledger_sheets import read_ledgers
from tieout.workbook.own_sheets import own_sheets

HEADINGS = ("日期", "单据号", "金额")
MORE = [
    (f"2026-01-{day:02}", f"A-{day}", amount) for day, amount in enumerate((7, 0.5, 9, None, 8), 3)
]


def with_an_error(folder: Path) -> Path:
    book = openpyxl.Workbook()
    ours, theirs = book.active, book.create_sheet("对方")
    ours.title = "我方"
    for row in (HEADINGS, ("2026-01-05", "A-1", 100), ("2026-01-06", "A-2", "=1/0"), *MORE):
        ours.append(row)
    for line in (5, 7):
        ours.cell(line, 3).number_format = "0.00%"
    for line in (4, 6, 7):
        ours.row_dimensions[line].hidden = True
    for row in (HEADINGS, ("2026-01-05", "A-1", 100), ("2026-01-06", "A-2", "#N/A")):
        theirs.append(row)
    book.save(folder / "errors.xlsx")
    return folder / "errors.xlsx"


@pytest.mark.in_office
def test_errors_percentages_and_hidden_rows_are_named(engine: Engine, tmp_path: Path) -> None:
    engine.ledgers_have_errors = True
    with engine.app() as app:
        book: xw.Book = app.books.open(with_an_error(tmp_path))
        if engine.name == "headless":  # which does not calculate: the formula is what it holds
            book.sheets["我方"]["C3"].value = None
            book.sheets["我方"]["C3"].value = "#DIV/0!"
        ours, theirs = (found.ledger for found in read_ledgers(book, own_sheets(book), None, None))
    assert blocking(ours) == [("error_cell", 3, "#DIV/0!"), ("percent_amount", 5, "0.5")]
    assert blocking(theirs) == [("error_cell", 3, "#N/A")]
    hidden = [each for each in ours.problems if each.code == "hidden_lines"]
    assert [(each.line, each.found, each.values["count"]) for each in hidden] == [(4, "4, 6, 7", 3)]
    assert not [each for each in theirs.problems if each.code == "hidden_lines"]


def blocking(ledger: Ledger) -> list[tuple[str, int, str]]:
    return [(each.code, each.line, str(each.found)) for each in ledger.problems if each.blocks]
