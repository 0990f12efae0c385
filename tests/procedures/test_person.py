"""A person's way from pasting two ledgers to a settled account, once, in a real spreadsheet program.

`TIEOUT_PICTURES=DIR` keeps the workbook of each step there, to be looked at.
"""

import os
from pathlib import Path

import pytest
import xlwings as xw
from tests.both_engines import Engine
from tests.office import needs_office
from tests.procedures.deciding import OURS, THEIRS, check_laws, shown

from tieout.engines import calc
from tieout.procedures import Which, accept, clear, decisions, mark, rerun, settle, undo

pytestmark = [
    *needs_office,
    pytest.mark.slow,
    pytest.mark.skipif(
        "TIEOUT_PICTURES" not in os.environ,
        reason="its pictures are to be looked at: TIEOUT_PICTURES names their folder",
    ),
]


def pasted(book: xw.Book, name: str, text: str) -> None:
    """A ledger pasted into a sheet of its own."""
    sheet = book.sheets.add(name, after=book.sheets[-1])
    rows = [line.split(",") for line in text.splitlines()]
    sheet.range("A1").value = [rows[0], *([*row[:3], float(row[3])] for row in rows[1:])]


def test_from_paste_to_settled(office: xw.App, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    engine = Engine("calc", calc.app)
    book = office.books.add()
    before = [sheet.name for sheet in book.sheets]
    pasted(book, "我方", OURS)
    pasted(book, "对方", THEIRS)

    def step(name: str) -> None:
        engine.check_errors(book)
        folder = os.environ.get("TIEOUT_PICTURES")
        if folder:
            book.save(Path(folder) / f"{name}.xlsx")

    first = rerun(book, language="zh")
    check_laws(book, first.result)
    step("1-reconciled")
    check_laws(book, accept(book, Which(above=0.5)).result)
    check_laws(book, settle(book, [7], [7], reason="手续费", note="银行扣费，已电话确认").result)
    step("2-settled")
    ours, theirs = book.sheets["我方"], book.sheets["对方"]
    ours.range("E6").value = "✖ 争议项"
    theirs.range("F6").value = "77"
    typed = rerun(book, language="zh")
    check_laws(book, typed.result)
    assert [one.kept.decision.verdict for one in typed.decisions] == ["mark"]
    assert len(typed.untaken) == 1
    step("3-typed")
    check_laws(book, undo(book).result)
    assert shown(book, "我方", 5)[4] != "✖ 争议项"
    mark(book, [], [6], as_cause="their_error", note="退货单未收到")
    ours.range("D7").value = 710
    changed = rerun(book, language="zh")
    check_laws(book, changed.result)
    assert [one.standing for one in decisions(book)].count("row_changed") == 1
    step("4-changed")
    path = tmp_path / "三月.xlsx"
    book.save(path)
    book.close()
    book = office.books.open(path)
    check_laws(book, undo(book).result)
    step("5-undone")
    clear(book)
    assert [sheet.name for sheet in book.sheets] == [*before, "我方", "对方"]
    assert book.sheets["我方"].used_range.last_cell.column == 4
