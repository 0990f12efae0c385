"""`python -m tests.procedures.persons_path FOLDER [en]`: a person's way from pasting to a closed month and into the next.

Once, by hand, with the workbook open in LibreOffice: pasted, reconciled, settled, re-run, carried, the
letter written, the month closed. Each step is checked by the laws and leaves its workbook in the folder;
with `pictures` after the folder all pages of those workbooks are drawn, to be looked at.
"""

import os
import sys
from datetime import date
from pathlib import Path
from shutil import copyfile

import xlwings as xw
from tests.both_engines import Engine
from tests.office import pictures
from tests.procedures.deciding import check_laws

from tieout.books import periods
from tieout.books.books import create_books
from tieout.engines import calc
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures import (
    Which,
    accept,
    carry_forward,
    choose,
    clear,
    decisions,
    issue_statements,
    mark,
    note,
    rerun,
    settle,
    undo,
)
from tieout.procedures.booking import ledger_to_post, post
from tieout.procedures.carrying import still_open
from tieout.statements.order import StatementOrder
from tieout.texts import Language, text

OURS_12 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,,20000.00
2025-12-01,FP1201,销售减速机,8600.00,,28600.00
2025-12-03,FP1202,销售轴承,5400.00,,34000.00
2025-12-05,SK1201,收到货款,,12000.00,22000.00
2025-12-09,FP1203,销售联轴器,3000.00,,25000.00
2025-12-12,,代垫运费,250.00,,25250.00
2025-12-12,,代垫运费,250.00,,25500.00
2025-12-18,SK1202,收到货款,,4985.00,20515.00
2025-12-20,FP1204,销售齿轮箱,1260.35,,21775.35
2025-12-26,FP1205,销售电机,7700.00,,29475.35
2025-12-29,FP1206,销售备件,960.00,,30435.35
"""
THEIRS_12 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,20000.00,20000.00
2025-12-02,FP1201,采购减速机,,8600.00,28600.00
2025-12-04,FP1202,采购轴承,,4500.00,33100.00
2025-12-05,SK1201,付货款,12000.00,,21100.00
2025-12-10,FP1203,采购联轴器,,3000.00,24100.00
2025-12-12,,运费,,250.00,24350.00
2025-12-17,SK1202,付货款,5000.00,,19350.00
2025-12-20,FP1204,采购齿轮箱,,1260.30,20610.30
2025-12-22,TH0077,退货,300.00,,20310.30
2025-12-31,FK1299,付货款,6000.00,,14310.30
"""
OURS_01 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,,30435.35
2026-01-04,FK1299,收到货款,,6000.00,24435.35
2026-01-15,FP0101,销售减速机,2200.00,,26635.35
"""
THEIRS_01 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,14310.30,14310.30
2026-01-06,FP1205,采购电机,,7700.00,22010.30
2026-01-16,FP0101,采购减速机,,2200.00,24210.30
"""
IN_ENGLISH = {
    "银行扣费，已与对方电话确认": "Bank charge, confirmed by telephone",
    "退货单未收到": "No return note received",
    "下周回访": "Call again next week",
    "已发催款邮件": "Reminder sent",
    "日期,单据号,摘要,借方,贷方,余额": "Date,Reference,Description,Debit,Credit,Balance",
    "期初余额": "Opening balance",
    "减速机": " gearbox",
    "轴承": " bearings",
    "联轴器": " coupling",
    "齿轮箱": " gear case",
    "电机": " motor",
    "备件": " spare parts",
    "代垫运费": "Freight paid for them",
    "运费": "Freight",
    "收到货款": "Receipt",
    "付货款": "Payment",
    "销售": "Sale of",
    "采购": "Purchase of",
    "退货": "Return",
    "FP": "INV",
    "SK": "REC",
    "FK": "PAY",
    "TH": "RET",
}
LANGUAGE: Language = "en" if "en" in sys.argv[2:] else "zh"
OURS, THEIRS = ("Our books", "Their books") if LANGUAGE == "en" else ("我方", "对方")
WHO, OTHER, CUSTOMER = (
    ("Wang", "Li", "Hengyuan Motors Ltd")
    if LANGUAGE == "en"
    else ("王会计", "李会计", "苏州恒远机电有限公司")
)
ENGINE = Engine("calc", calc.app)


def play(folder: Path) -> None:
    """The whole way; every step is said as it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(TIEOUT_HOME=str(folder / "home"), TIEOUT_LANGUAGE=LANGUAGE)
    with calc.app() as app:
        december = _december(app, folder)
        _letter_and_close(december, folder)
        december.save(folder / "2025-12.xlsx")
        rerun(december, language=LANGUAGE)  # the sheets name the file
        december.save()
        _january(app, december, folder)
        _december_again(app, folder)


def _december(app: xw.App, folder: Path) -> xw.Book:
    book = _pasted(app, OURS_12, THEIRS_12)
    ours, theirs = book.sheets[OURS], book.sheets[THEIRS]
    first = rerun(book, language=LANGUAGE)
    _step(folder, "01-reconciled", book, first.result, first.sentences(LANGUAGE))
    done = settle(book, [9], [8], reason="fee", note=_said("银行扣费，已与对方电话确认"), who=WHO)
    _step(folder, "02-settled", book, done.result, done.sentences(LANGUAGE))
    seen = accept(book, Which(above=0.5), preview=True)
    assert not seen.done
    done = accept(book, Which(above=0.5), who=WHO)
    _step(folder, "03-accepted", book, done.result, done.sentences(LANGUAGE))
    matches = done.result.matches
    ambiguous = matches.loc[matches["state"] == "ambiguous", "match"].tolist()
    if ambiguous:
        done = choose(book, int(ambiguous[0]), 1, who=WHO)
    mark(book, [], [10], as_cause="dispute", note=_said("退货单未收到"), who=OTHER)
    done = note(book, [12], note=_said("下周回访"), who=OTHER)
    _step(folder, "04-marked", book, done.result, done.sentences(LANGUAGE))
    items = book.sheets[text("workbook.sheet.open_items", LANGUAGE)]
    items.range((6, items.used_range.last_cell.column + 1)).value = _said("已发催款邮件")
    theirs.range("A13:F13").value = [
        "2025-12-31",
        _said("FP1206"),
        _said("采购备件"),
        None,
        960,
        15270.30,
    ]
    area = book.names["tieout_ours_marks"].refers_to_range
    ours.range((11, area.column)).value = f"✖ {text('cause.dispute.word', LANGUAGE)}"
    again = rerun(book, language=LANGUAGE, who=WHO)
    assert again.changes.counts["cleared"] >= 1
    _step(folder, "05-run-again", book, again.result, again.sentences(LANGUAGE))
    before = again.result.totals
    settle(book, [3, 6], [3, 6])
    back = undo(book)
    assert back.result.totals == before
    _step(folder, "06-undone", book, back.result, back.sentences(LANGUAGE))
    assert all(one.standing != "rows_missing" for one in decisions(book))
    return book


def _letter_and_close(book: xw.Book, folder: Path) -> None:
    order = StatementOrder(
        "difference-letter",
        LANGUAGE,
        begin=date(2025, 12, 1),
        end=date(2025, 12, 31),
        customers=(CUSTOMER,),
    )
    issued = issue_statements(book, order, folder / "letters", issued_by=WHO)
    print("差异函", [str(one) for one in (folder / "letters").glob("*.xlsx")], issued, flush=True)
    for letter in (folder / "letters").glob("*.xlsx"):
        copyfile(letter, folder / "07-letter.xlsx")
    place = str(folder / "my.books")
    create_books(place, who=WHO).close()
    from tieout.books.books import open_books

    with open_books(place, who=WHO) as books:
        posting = post(books, ledger_to_post(book.sheets[OURS]), customer=CUSTOMER)
        carried = periods.close_period(books, "2025-12")
        print("结账", posting, dict(carried), periods.period_state(books, "2025-12"), flush=True)
        assert periods.period_state(books, "2025-12") == "closed"


def _january(app: xw.App, december: xw.Book, folder: Path) -> None:
    book = _pasted(app, OURS_01, THEIRS_01)
    result = carry_forward(december, book, language=LANGUAGE, who=WHO)
    print("结转", still_open(result), flush=True)
    assert still_open(result)[0] >= 2
    _step(folder, "08-january", book, result, [])
    book.close()


def _december_again(app: xw.App, folder: Path) -> None:
    """December gives the same after January was matched; and everything of ours leaves it."""
    book = app.books.open(folder / "2025-12.xlsx")
    sheets = [sheet.name for sheet in book.sheets if sheet.visible]
    before = [book.sheets[name].used_range.value for name in sheets]
    result = rerun(book, language=LANGUAGE, backup=False).result
    assert [book.sheets[name].used_range.value for name in sheets] == before
    _step(folder, "09-december-again", book, result, [])
    clear(book)
    assert not [name.name for name in book.names if name.name.startswith("tieout")]
    assert book.sheets[OURS].used_range.last_cell.column == 6
    book.save(folder / "10-cleared.xlsx")


def _said(written: str) -> str:
    """What stands in the ledgers, in the language of the path."""
    if LANGUAGE == "en":
        for chinese, english in IN_ENGLISH.items():
            written = written.replace(chinese, english)
    return written


def _pasted(app: xw.App, ours: str, theirs: str) -> xw.Book:
    """A new workbook with both ledgers pasted in."""
    book = app.books.add()
    for name, written in ((OURS, _said(ours)), (THEIRS, _said(theirs))):
        sheet = book.sheets.add(name, after=book.sheets[-1])
        rows = [line.split(",") for line in written.splitlines()]
        numbers = [
            [*row[:3], *(float(cell) if cell else None for cell in row[3:])] for row in rows[1:]
        ]
        sheet.range("A1").value = [rows[0], *numbers]
        sheet.autofit()
    for empty in list(book.sheets):
        if empty.name not in (OURS, THEIRS):
            empty.delete()
    return book


def _step(folder: Path, name: str, book: xw.Book, result: Reconciliation, said: list[str]) -> None:
    print(f"== {name}", *said, sep="\n  ", flush=True)
    ENGINE.check_errors(book)
    check_laws(book, result)
    book.save(folder / f"{name}.xlsx")


def draw(folder: Path) -> None:
    """Every page of every step, those that are drawn already left out."""
    for workbook in sorted(folder.glob("[0-9][0-9]-*.xlsx")):
        if not list(folder.glob(f"{workbook.stem}-*.png")):
            print(workbook.name, len(pictures(workbook, folder, dpi=80)), flush=True)


if __name__ == "__main__":
    (draw if "pictures" in sys.argv[2:] else play)(Path(sys.argv[1]).absolute())
