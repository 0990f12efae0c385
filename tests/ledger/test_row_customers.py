"""A customer that is written once a block holds for the block, where the layout says so."""

import pytest
import xlsxwriter
from tests.ledger.sheets import aside, codes, read_text

import tieout

TOTALS = """客户,日期,单号,金额
华东公司,2026-01-05,A-1,5
,2026-01-09,A-2,6
小计,,,11
华南公司,2026-01-10,B-1,7
,2026-01-11,B-2,-2
"""
DAYS = """客户,日期,单号,金额
华东公司,2026-01-05,A-1,5
,2026-01-09,A-2,6
华南公司,2026-01-02,B-1,7
,2026-01-11,B-2,-2
"""


@pytest.mark.parametrize("text", [TOTALS, DAYS])
def test_a_customer_on_the_first_line_of_a_block_holds_for_it_and_it_is_said(tmp_path, text):
    ledger = read_text(tmp_path, text)
    assert ledger.entries["customer"].tolist() == ["华东公司"] * 2 + ["华南公司"] * 2
    assert codes(ledger) == ["customer_filled_down"]
    assert (ledger.problems[0].line, ledger.problems[0].values["count"]) == (3, 2)


@pytest.mark.parametrize(
    "text",
    [
        # a journal in which some entries are nobody's
        DAYS.replace("2026-01-02", "2026-01-10"),
        # a name that stands in every row of its own
        DAYS.replace("\n,2026-01-11", "\n华东公司,2026-01-11"),
        # entries above the first name
        TOTALS.replace("华东公司,2026", ",2026"),
        # after a total nobody is named
        TOTALS.replace("华南公司,2026", ",2026"),
    ],
)
def test_where_the_layout_does_not_say_so_nothing_is_filled(tmp_path, text):
    ledger = read_text(tmp_path, text)
    assert "customer_filled_down" not in codes(ledger)
    assert "" in ledger.entries["customer"].tolist()


def test_a_total_is_no_end_that_loses_its_reason(tmp_path):
    assert aside(read_text(tmp_path, TOTALS)) == {4: "subtotal"}


def test_a_merged_cell_holds_for_its_rows(tmp_path):
    file = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["客户", "日期", "单号", "金额"])
        for row in range(1, 5):
            sheet.write_row(row, 1, [f"2026-01-0{row}", f"A-{row}", row])
        sheet.merge_range(1, 0, 2, 0, "华东公司")
        sheet.write_string(3, 0, "华东公司")
    ledger = tieout.read(file)
    assert ledger.entries["customer"].tolist() == ["华东公司", "华东公司", "华东公司", ""]
    assert codes(ledger) == ["customer_filled_down"]
