"""Where the headings are, and which column is what."""

import pytest
from tests.ledger.sheets import amounts, codes, days, read_cells, read_text

HEADINGS = {
    "chinese": "记账日期,凭证号,摘要,借方金额,贷方金额,余额",
    "english": "Posting Date,Voucher No.,Narration,Debit,Credit,Balance",
    "short": "日期,单号,内容,增加,减少,余额",
    "with units": "日期,单据编号,摘要,借方金额（元）,贷方金额（元）,余额（元）",
    "spaced": "日 期, 凭 证 号 ,摘 要,借 方,贷 方,余 额",
    "full width": "日期,单据号,摘要,借方金额,贷方金额,余额",
}
ROWS = "2026-01-05,A-1,sale,100.00,,100.00\n2026-01-06,A-2,paid,,40.00,60.00\n"


@pytest.mark.parametrize("headings", HEADINGS.values(), ids=list(HEADINGS))
@pytest.mark.parametrize("above", [0, 1, 7, 100])
def test_headings_are_found_under_a_preamble_of_any_length(tmp_path, headings, above):
    title = "".join(f"报表说明 {n},,,,,\n" for n in range(above))
    ledger = read_text(tmp_path, f"{title}{headings}\n{ROWS}")
    assert ledger.source.header_line == above + 1
    assert amounts(ledger) == [10000, -4000]
    assert ledger.entries["reference"].tolist() == ["A-1", "A-2"]
    assert ledger.problems == ()


def test_two_rows_of_headings_are_read_as_one(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["应收账款明细账"],
            ["日期", "凭证号", "摘要", "本币", None, "外币", None, "余额"],
            [None, None, None, "借方", "贷方", "借方", "贷方", None],
            ["2026-01-05", "A-1", "sale", 100, None, 15, None, 100],
            ["2026-01-06", "A-2", "paid", None, 40, None, 6, 60],
        ],
    )
    assert ledger.source.header_line == 3
    assert ledger.source.headings[3:5] == ("本币借方", "本币贷方")
    assert amounts(ledger) == [10000, -4000]


def test_year_month_and_day_may_have_columns_of_their_own(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["2026年", None, "凭证号数", "摘要", "借方", "贷方", "方向", "余额"],
            ["月", "日", None, None, None, None, None, None],
            [1, 5, "记-0001", "销售", 100, None, "借", 100],
            [None, 6, "记-0002", "收款", None, 130, "贷", 30],
            [2, 1, "记-0003", "销售", 30, None, "平", 0],
        ],
    )
    assert days(ledger) == ["2026-01-05", "2026-01-06", "2026-02-01"]
    assert amounts(ledger) == [10000, -13000, 3000]
    assert ledger.problems == ()


def test_a_label_above_the_headings_is_no_row_of_groups(tmp_path):
    ledger = read_text(tmp_path, "客户名称：甲公司,,\n日期,部门,金额\n2026-01-05,一部,5\n")
    assert ledger.source.header_line == 2
    assert ledger.entries["customer"].tolist() == ["甲公司"]
    assert "部门" in ledger.entries.columns


def test_the_whole_heading_wins_over_a_part_of_one(tmp_path):
    text = "日期,到期日期,原币金额,本币金额,备注\n2026-01-05,2026-02-05,7.00,50.00,x\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [5000]
    assert f"{ledger.entries['due_date'][0]:%Y-%m-%d}" == "2026-02-05"


def test_foreign_amounts_quantities_and_taxes_are_not_the_amount(tmp_path):
    text = "日期,单号,数量,单价,税额,外币金额,价税合计\n2026-01-05,A,3,10,3.9,5,33.9\n"
    assert amounts(read_text(tmp_path, text)) == [3390]


def test_a_heading_that_stands_twice_is_said(tmp_path):
    ledger = read_text(tmp_path, "日期,单号,金额,金额\n2026-01-05,A,1,2\n")
    assert amounts(ledger) == [100]
    assert codes(ledger) == ["heading_twice"]


def test_rows_whose_amount_is_under_the_second_of_two_equal_headings_block(tmp_path):
    """Two pairs of debit and credit in two currencies: what the left pair lacks is not left out."""
    text = "日期,单号,借方(CNY),贷方(CNY),借方(USD),贷方(USD)\n2026-01-05,A,1,,,\n2026-01-06,B,,{},{},\n"
    beside, elsewhere = (
        [
            problem.blocks
            for problem in read_text(tmp_path, text.format(*cells)).problems
            if problem.code == "heading_twice"
        ]
        for cells in (("2", "3"), ("", "3"))
    )
    assert beside == [False, False]
    assert sorted(elsewhere) == [False, True]


def test_a_ledger_without_dates_is_read_by_its_references(tmp_path):
    ledger = read_text(tmp_path, "发票号,金额\nA-1,1.00\nA-2,2.00\n")
    assert amounts(ledger) == [100, 200]
    assert codes(ledger) == ["no_date_column"]
    assert ledger.entries["date"].isna().all()


def test_the_users_other_columns_are_kept_untouched(tmp_path):
    ledger = read_text(tmp_path, "日期,金额,部门,部门,date\n2026-01-05,1,a,b,c\n")
    assert ledger.entries["部门"].tolist() == ["a"]
    assert ledger.entries["部门 (2)"].tolist() == ["b"]
    assert ledger.entries["date (2)"].tolist() == ["c"]
