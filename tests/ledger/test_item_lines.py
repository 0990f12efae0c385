"""Are the lines of a document told from entries whose date is written once a block?"""

import pytest
from tests.ledger.sheets import read_cells

HEAD = ["日期", "单据号", "摘要", "金额"]


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        pytest.param(
            [["2026-03-02", "XS-1", "货款", "300.00"], ["", "", "法兰", "100"], ["", "", "垫片", "200"]],
            True,
            id="lines add up to their document",
        ),
        pytest.param(
            [["2026-03-02", "XS-1", "货款", "300.00"], ["", "XS-1", "法兰", "100"], ["", "XS-1", "垫片", "200"]],
            True,
            id="lines repeat its number",
        ),
        pytest.param(
            [["2026-03-02", "XS-1", "货款", "300.00"], ["", "XS-2", "货款", "100"], ["", "XS-3", "货款", "200"]],
            False,
            id="numbers of their own",
        ),
        pytest.param(
            [["2026-03-02", "XS-1", "货款", "300.00"], ["", "", "货款", "100"], ["", "", "货款", "150"]],
            False,
            id="another sum",
        ),
        pytest.param(
            [["2026-03-02", "", "房租", "50.00"], ["", "", "房租", "50"]],
            False,
            id="twice on one day",
        ),
        pytest.param(
            [[f"2026-03-0{n}", f"XS-{n}", "货款", "50.00"] if line == 0 else ["", "", "法兰", "50"]
             for n in (1, 2, 3) for line in (0, 1)],
            True,
            id="each with one line of its amount",
        ),
        pytest.param(
            [["2026-03-02", "XS-1", "货款", "300.00"], ["", "", "法兰", "100"], ["", "", "垫片", "200"],
             ["2026-03-03", "", "费用", "7.00"], ["", "", "费用", "8"],
             ["2026-03-04", "", "费用", "9.00"], ["", "", "费用", "6"], ["", "", "费用", "5"]],
            False,
            id="one of many by accident",
        ),
    ],
)  # fmt: skip
def test_lines_that_would_be_counted_twice_stop_the_reading(tmp_path, rows, blocks):
    ledger = read_cells(tmp_path, [HEAD, *rows])
    found = [problem for problem in ledger.problems if problem.code == "item_lines"]
    assert [problem.blocks for problem in found] == [True] * blocks
