"""What a column of states says of rows: void ones are set aside, the others counted, and all of it is said."""

import pytest
from tests.ledger.sheets import amounts, aside, codes, read_cells, read_text

HEAD = "日期,单号,摘要,金额,{}\n2026-01-05,A,货,100,{}\n2026-01-06,B,货,50,{}\n"


@pytest.mark.parametrize(
    ("heading", "usual", "word"),
    [("状态", "已审核", "未审核"), ("单据状态", "", "草稿"), ("審核狀態", "已審核", "未審核"), ("记账", "√", "×"),
     ("是否过账", "是", "否"), ("Status", "Posted", "Draft"), ("Posted", "Yes", "No"), ("Approved", "true", "FALSE")],
)  # fmt: skip
def test_rows_that_are_not_posted_are_counted_and_said(tmp_path, heading, usual, word):
    ledger = read_text(tmp_path, HEAD.format(heading, usual, word))
    assert amounts(ledger) == [10000, 5000]
    (found,) = ledger.problems
    assert (found.code, found.line, found.found) == ("not_posted", 3, f"{heading} {word}")
    assert (found.values["count"], found.values["lines"], found.values["amount"]) == (
        1,
        "3",
        "50.00",
    )
    assert not found.blocks


@pytest.mark.parametrize(
    ("heading", "usual", "word"),
    [
        ("状态", "正常", "作废"),
        ("作废标志", "", "1"),
        ("Status", "Open", "Voided"),
        ("Void", "No", "Yes"),
    ],
)
def test_void_rows_are_set_aside_and_said(tmp_path, heading, usual, word):
    ledger = read_text(tmp_path, HEAD.format(heading, usual, word))
    assert (amounts(ledger), aside(ledger), codes(ledger)) == ([10000], {3: "void"}, ["void_rows"])


def test_reversed_rows_count_beside_their_reversal_and_are_said_where_it_is_missing(tmp_path):
    pair = HEAD.format("状态", "已冲销", "正常") + "2026-01-07,C,红冲A,-100,正常\n"
    assert codes(read_text(tmp_path, pair)) == []
    ledger = read_text(tmp_path, pair + "2026-01-08,D,货,100,已冲销\n")
    assert amounts(ledger) == [10000, 5000, -10000, 10000]
    assert [(p.code, p.line) for p in ledger.problems] == [("reversal_missing", 5)]


def test_states_are_told_in_every_source_and_by_numbers_of_a_workbook(tmp_path):
    rows = [
        ["Date", "No", "Amount", "Posted"],
        ["2026-01-05", "A", 1, 1],
        ["2026-01-06", "B", 2, 0],
    ]
    assert codes(read_cells(tmp_path, rows)) == ["not_posted"]


def test_names_of_who_reviewed_say_nothing_of_states(tmp_path):
    assert codes(read_text(tmp_path, HEAD.format("审核", "NONE", "王五"))) == []
