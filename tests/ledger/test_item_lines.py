"""Are the lines of a document told from entries whose date is written once a block?"""

import pytest
from tests.ledger.sheets import read_text

TWICE = {
    "lines add up to their document": "2026-03-02,XS-1,300.00/,,100/,,200",
    "lines repeat its number": "2026-03-02,XS-1,300.00/,XS-1,100/,XS-1,200",
    "each with one line of its amount": "2026-03-01,A,50/,,50/2026-03-02,B,50/,,50/2026-03-03,C,50/,,50",
}
ONCE = {
    "numbers of their own": "2026-03-02,XS-1,300.00/,XS-2,100/,XS-3,200",
    "another sum": "2026-03-02,XS-1,300.00/,,100/,,150",
    "twice on one day": "2026-03-02,,50.00/,,50",
    "one of many by accident": "2026-03-02,XS-1,300/,,100/,,200/2026-03-03,,7/,,8/2026-03-04,,9/,,6/,,5",
}


@pytest.mark.parametrize("rows", TWICE.values(), ids=TWICE)
def test_lines_that_would_be_counted_twice_stop_the_reading(tmp_path, rows):
    assert [problem.blocks for problem in _found(tmp_path, rows)] == [True]


@pytest.mark.parametrize("rows", ONCE.values(), ids=ONCE)
def test_entries_of_one_day_are_entries(tmp_path, rows):
    assert _found(tmp_path, rows) == []


def _found(folder, rows):
    ledger = read_text(folder, "日期,单据号,金额\n" + rows.replace("/", "\n"))
    return [problem for problem in ledger.problems if problem.code == "item_lines"]
