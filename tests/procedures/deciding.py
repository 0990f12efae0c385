"""A reconciled workbook to decide on, and what must be true of it after every decision."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import xlwings as xw
from tests.both_engines import Engine, differences_of
from tests.procedures.books import workbook

from tieout.matching.reconciliation import Reconciliation
from tieout.procedures import desk, rerun
from tieout.workbook.layout import SheetLayout
from tieout.workbook.report import Report
from tieout.workbook.state import state_sheet

OURS = """日期,单据号,摘要,金额
2026-03-01,FP1001,销售,1200
2026-03-03,FP1002,销售,540
2026-03-05,SK2001,收款,-1200
2026-03-09,FP1003,销售,3000
2026-03-20,FP1006,销售,800
2026-03-30,FP1005,销售,700
"""
THEIRS = """日期,单据号,摘要,金额
2026-03-01,FP1001,采购,1200
2026-03-03,FP1002,采购,450
2026-03-05,SK2001,付款,-1200
2026-03-09,FP1003,采购,3000
2026-03-25,HK77,退货,-100
2026-03-30,FK3001,付款,-500
"""
Layouts = Callable[[Report], list[tuple[str, SheetLayout]]]
STATUS, MATCH, DIFFERENCE, REASON = 5, 6, 7, 8
"""Our columns on both sheets."""


def only_state(monkeypatch: object, also: Layouts = lambda report: []) -> None:
    """Of our sheets only the hidden one is written, and those a test looks at: all take their time."""
    monkeypatch.setattr(  # type: ignore[attr-defined]
        desk,
        "result_layouts",
        lambda report, runs: [*also(report), ("state", state_sheet(report, runs))],
    )


@contextmanager
def opened(
    engine: Engine, folder: Path, ours: str = OURS, theirs: str = THEIRS
) -> Iterator[xw.Book]:
    """A workbook with both ledgers, reconciled."""
    with engine.app() as app:
        book = app.books.open(workbook(folder, ours, theirs))
        rerun(book, language="zh")
        yield book


def shown(book: xw.Book, sheet: str, column: int) -> list[object]:
    """A column below the headings."""
    last = book.sheets[sheet].used_range.last_cell.row
    return book.sheets[sheet].range((2, column), (last, column)).options(ndim=1).value


def check_laws(book: xw.Book, result: Reconciliation) -> None:
    """Every entry is in one place, and what stands beside the lines adds up to the difference."""
    totals = result.totals
    assert totals.unexplained == 0
    assert totals.difference == totals.ours - totals.theirs
    beside = sum(
        (
            Decimal(str(value))
            for side in ("ours", "theirs")
            for value in differences_of(book.names[f"tieout_{side}_marks"].refers_to_range)
        ),
        Decimal(0),
    )
    assert round(beside * 100) == totals.difference
    matched = {("ours", n) for some in result.matches["ours"] for n in some} | {
        ("theirs", n) for some in result.matches["theirs"] for n in some
    }
    open_now = set(zip(result.open_items["side"], result.open_items["line"], strict=True))
    entries = set(zip(result.entries["side"], result.entries["line"], strict=True))
    assert matched | open_now == entries
    assert not matched & open_now


def reordered(book: xw.Book, sheet: str, order: list[int], width: int) -> None:
    """The lines below the headings in another order, `width` columns of them."""
    last = 1 + len(order)
    area = book.sheets[sheet].range((2, 1), (last, width))
    rows = area.options(ndim=2).value
    area.value = [rows[place] for place in order]
