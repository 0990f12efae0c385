"""A reconciled workbook is printed by a spreadsheet program: every sheet a user sees, nothing of what is hidden."""

import subprocess
from pathlib import Path

import pytest
from tests.both_engines import Engine
from tests.office import needs_office
from tests.procedures.books import workbook

from tieout.engines import calc
from tieout.procedures import reconcile

pytestmark = [*needs_office, pytest.mark.slow]


def test_the_reconciled_workbook_is_printed_page_by_page(tmp_path: Path) -> None:
    printed = tmp_path / "book.pdf"
    with calc.app() as app:
        book = app.books.open(workbook(tmp_path))
        result = reconcile(book, language="zh")
        Engine("calc", calc.app).check_sums(book, result)
        book.to_pdf(printed, show=False)
    words = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True)
    *pages, rest = words.stdout.decode("utf-8").split("\f")
    assert rest == ""
    titles = (
        "对账结果",
        "往来余额调节表",
        "未清项",
        "未清项账龄",
        "待确认勾对",
        "建议分录",
        "对账规则",
    )
    first = [
        next(at for at, page in enumerate(pages) if page.split(maxsplit=1)[0] == title)
        for title in titles
    ]
    assert first == sorted(first)
    # the ledgers are printed as their user set them up; of ours each sheet is one page wide
    assert [at - first[1] for at in first[1:]] == [0, 1, 2, 3, 4, 5]
    assert "清洗报告" in pages[-1]
    assert first[0] >= 2
    assert "1,289.95" in pages[first[0]]
    assert "widths_before" not in words.stdout.decode("utf-8")
