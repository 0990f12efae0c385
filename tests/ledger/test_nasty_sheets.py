"""Sheets as people really make them, each of which was once read wrongly without a word."""

import pytest
from tests.ledger.sheets import amounts, aside, codes, days, read_cells, read_text, workbook

import tieout


def entries(ledger) -> list[tuple]:
    return list(zip(ledger.entries["currency"], amounts(ledger), strict=True))


@pytest.mark.parametrize(
    ("into", "out"),
    [("收入", "支出"), ("收款金额", "付款金额"), ("存入", "支取"), ("Money in", "Money out"), ("Receipts", "Payments"), ("Cash receipts", "Cash disbursements"), ("已付金额", "应付金额")],
)  # fmt: skip
def test_money_in_and_out_are_debit_and_credit(tmp_path, into, out):
    ledger = read_cells(
        tmp_path,
        [["日期", "单号", into, out, "余额"], ["2026-01-05", "A", 100, None, 100], ["2026-01-06", "B", None, 40, 60]],
    )  # fmt: skip
    assert amounts(ledger) == [10000, -4000]
    assert ledger.problems == ()


def test_what_is_owed_and_what_was_received_are_debit_and_credit(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期", "单号", "应收金额", "已收金额", "未收金额"], ["2026-01-05", "A", 100, 40, 60]],
    )
    assert amounts(ledger) == [6000]
    assert codes(ledger) == ["both_sides"]


@pytest.mark.parametrize(
    "headings",
    [("金额", "税额", "价税合计"), ("Net", "VAT", "Gross"), ("Net amount", "Tax amount", "Total")],
)
def test_beside_a_tax_the_amount_is_the_one_that_includes_it(tmp_path, headings):
    ledger = read_cells(
        tmp_path, [["Date", "Invoice", *headings], ["2026-01-05", "A", 100, 13, 113]]
    )
    assert amounts(ledger) == [11300]


def test_two_columns_that_may_be_the_amount_are_asked(tmp_path):
    cells = [["Date", "Invoice", "Original amount", "Open amount"], ["2026-01-05", "A", 100, 60]]
    ledger = read_cells(tmp_path, cells)
    assert codes(ledger) == ["several_amounts"]
    assert ledger.problems[0].blocks


def test_a_currency_alone_in_a_row_is_that_of_the_rows_below(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期", "单号", "金额"], ["人民币"], ["2026-01-05", "A", 100], ["币种：美元"], ["2026-01-06", "B", 50]],
    )  # fmt: skip
    assert entries(ledger) == [("CNY", 10000), ("USD", 5000)]


def test_an_amount_in_yuan_is_not_in_the_currency_of_another(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期", "单号", "金额"], ["2026-01-05", "A", "100元"], ["2026-01-06", "B", "USD 50"]],
    )
    assert entries(ledger) == [("CNY", 10000), ("USD", 5000)]


def test_sums_without_a_word_are_no_entries(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["日期", "单号", "摘要", "金额"],
            ["2026-01-05", "A", "销售", 100],
            ["2026-01-06", "B", "销售", 40],
            [None, None, None, 140],
            ["2026-02-05", "C", "销售", 7],
            ["2026-02-06", "D", "销售", 3],
            [None, None, None, 10],
        ],
    )
    assert amounts(ledger) == [10000, 4000, 700, 300]
    assert aside(ledger) == {4: "total", 7: "total"}


def test_an_undated_row_that_adds_nothing_up_stays_an_entry(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期", "单号", "摘要", "金额"], ["2026-01-05", "A", "销售", 100], ["2026-01-06", "B", "销售", 40], [None, None, None, 139]],
    )  # fmt: skip
    assert amounts(ledger) == [10000, 4000, 13900]
    assert codes(ledger) == ["no_date"]


def test_the_sum_of_a_customer_is_no_entry_of_another(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["客户", "日期", "单号", "金额"],
            ["甲公司", "2026-01-05", "A", 100],
            ["甲公司", "2026-01-06", "B", 50],
            ["甲公司 小计", None, None, 150],
            ["乙公司", "2026-01-07", "C", 7],
            ["乙公司 汇总", None, None, 8],
        ],
    )
    assert amounts(ledger) == [10000, 5000, 700]
    assert codes(ledger) == ["total_differs"]


@pytest.mark.parametrize(
    ("heading", "word"), [("状态", "已作废"), ("Status", "Void"), ("单据状态", "作废")]
)
def test_what_was_declared_void_is_no_entry(tmp_path, heading, word):
    ledger = read_cells(
        tmp_path,
        [
            ["日期", "单号", "金额", heading],
            ["2026-01-05", "A", 1, "ok"],
            ["2026-01-06", "B", 2, word],
        ],
    )
    assert amounts(ledger) == [100]
    assert aside(ledger) == {3: "void"}


def test_credits_written_as_negatives_are_decreases_where_the_balance_falls(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["日期", "借方", "贷方", "余额"],
            ["2026-01-05", 100, None, 100],
            ["2026-01-06", None, -40, 60],
        ],
    )
    assert amounts(ledger) == [10000, -4000]
    assert list(ledger.closing.values()) == [6000]
    assert codes(ledger) == ["credits_negative"]


def test_sales_and_receipts_without_a_sign_are_asked(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["日期", "单号", "类型", "金额"],
            ["2026-01-05", "A", "销售", 1],
            ["2026-01-06", "B", "收款", 2],
        ],
    )
    assert [problem.code for problem in ledger.problems if problem.blocks] == ["sign_by_type"]


def test_a_second_ledger_under_the_same_headings_is_said(tmp_path):
    headings = ["日期", "单号", "金额"]
    cells = [
        ["我方"],
        headings,
        ["2026-01-05", "A", 1],
        [],
        ["对方"],
        headings,
        ["2026-01-06", "B", 2],
    ]
    assert codes(read_cells(tmp_path, cells)) == ["sections_joined"]


def test_the_title_of_the_next_page_begins_no_second_ledger(tmp_path):
    headings = ["日期", "单号", "金额"]
    cells = [
        ["明细账"],
        headings,
        ["2026-01-05", "A", 1],
        ["明细账"],
        ["第2页"],
        headings,
        ["2026-01-06", "B", 2],
    ]
    ledger = read_cells(tmp_path, cells)
    assert amounts(ledger) == [100, 200]
    assert codes(ledger) == []


def test_headings_under_groups_are_read_with_them(tmp_path):
    ledger = read_cells(
        tmp_path,
        [
            ["日期", "借方", None, "贷方", None],
            [None, "数量", "金额", "数量", "金额"],
            ["2026-01-05", 3, 100, None, None],
            ["2026-01-06", None, None, 2, 40],
        ],
    )
    assert amounts(ledger) == [10000, -4000]


def test_headings_in_two_languages_name_one_thing(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期Date", "单号 No.", "借方 Debit", "贷方 Credit"], ["2026-01-05", "A-1", 100, None]],
    )
    assert ledger.entries["reference"].tolist() == ["A-1"]


def test_signatures_under_a_ledger_are_no_entries(tmp_path):
    ledger = read_cells(
        tmp_path,
        [["日期", "摘要", "借方", "贷方"], ["2026-01-05", "销售", 1, None], ["制表人：张三", None, None, "复核：李四"]],
    )  # fmt: skip
    assert amounts(ledger) == [100]
    assert ledger.problems == ()


def test_the_total_of_a_month_in_words_is_no_entry(tmp_path):
    cells = [
        ["Date", "Ref", "Amount"],
        ["2026-01-05", "A", 100],
        ["Total January", None, 100],
        ["2026-02-05", "B", 7],
    ]
    ledger = read_cells(tmp_path, cells)
    assert amounts(ledger) == [10000, 700]
    assert days(ledger) == ["2026-01-05", "2026-02-05"]


def test_traditional_characters_name_the_same_things(tmp_path):
    ledger = read_text(
        tmp_path,
        "日期,單號,摘要,借方金額,貸方金額\n2026-01-01,,期初餘額,100.00,\n2026-01-05,A1,銷貨,50.00,\n2026-01-06,A2,收款,,40.00\n,,本月合計,50.00,40.00\n",
    )
    assert amounts(ledger) == [5000, -4000]
    assert aside(ledger) == {2: "opening", 5: "subtotal"}
    assert ledger.problems == ()


def test_a_month_and_its_year_in_words_are_a_total(tmp_path):
    ledger = read_text(
        tmp_path,
        "日期,单号,应收金额,已收金额\n2026-01-05,S1,100.00,\n2026年1月小计,,100.00,\n2026-02-05,S2,50.00,\n2026年第一季度合计,,150.00,\n",
    )
    assert amounts(ledger) == [10000, 5000]
    assert aside(ledger) == {3: "subtotal", 5: "subtotal"}


def test_a_document_and_what_was_paid_of_it_leave_what_is_open(tmp_path):
    ledger = read_text(
        tmp_path,
        "Invoice No,Invoice Date,Original Amount,Paid,Open Amount\nI-1,2026-01-05,1000.00,400.00,600.00\n",
    )
    assert amounts(ledger) == [60000]


@pytest.mark.parametrize(("beside", "blocks"), [("40.00", True), ("n/a", False)])
def test_amounts_of_the_side_that_was_not_found_are_asked(tmp_path, beside, blocks):
    ledger = read_text(
        tmp_path,
        f"日期,单号,借方,Zugang\n2026-01-05,A1,100.00,\n2026-01-06,A2,,{beside}\n2026-01-07,A3,,n/a\n",
    )
    (found,) = [problem for problem in ledger.problems if problem.code == "only_debits"]
    assert found.blocks is blocks


def test_customers_above_their_rows_are_no_second_ledger(tmp_path):
    headings = "日期,单号,借方,贷方,余额\n"
    ledger = read_text(
        tmp_path,
        f"往来明细\n客户：甲公司\n{headings}2026-01-05,A1,100,,100\n客户：乙公司\n{headings}2026-01-05,B1,200,,200\n",
    )
    assert list(ledger.entries["customer"]) == ["甲公司", "乙公司"]
    assert codes(ledger) == ["customer_sections"]


def test_names_alone_above_balances_that_begin_anew_are_customers(tmp_path):
    head = "日期,单号,借方,贷方,余额\n"
    blocks = "上海华东,,,,\n2026-01-05,A,100,,100\n2026-01-06,B,,40,60\n北京华北,,,,\n2026-01-05,C,30,,30\n"
    ledger = read_text(tmp_path, head + blocks)
    assert ledger.entries["customer"].tolist() == ["上海华东", "上海华东", "北京华北"]
    assert [each.customer for each in ledger.closing] == ["上海华东", "北京华北"]
    assert list(ledger.closing.values()) == [6000, 3000]
    one = (
        blocks.replace("上海华东", "第1页").replace("北京华北", "第2页").replace("30,,30", "30,,90")
    )
    ledger = read_text(tmp_path, head + one)
    assert ledger.entries["customer"].unique().tolist() == [""]
    assert list(ledger.closing.values()) == [9000]


def test_the_name_of_a_sheet_gives_the_year_that_nothing_else_does(tmp_path):
    for name, cells in (
        ("2025年", [["日期", "单号", "金额"], ["1月5日", "A", 1], ["1月6日", "B", 2]]),
        ("应收2025-01", [["月", "日", "单号", "金额"], [1, 5, "A", 1], [1, 6, "B", 2]]),
    ):
        ledger = tieout.read(workbook(tmp_path / "a.xlsx", {name: cells}))
        assert days(ledger) == ["2025-01-05", "2025-01-06"]
        assert codes(ledger) == ["year_of_sheet"]
    whole = [["日期", "单号", "金额"], ["2024-01-05", "A", 1]]
    assert codes(tieout.read(workbook(tmp_path / "a.xlsx", {"2025": whole}))) == []


def test_amounts_beside_payments_are_two_sides(tmp_path):
    ledger = read_text(
        tmp_path, "Date,No,Amount,Payments,Balance\n2026-01-05,A,9,,9\n2026-01-06,B,,9,0\n"
    )
    assert (amounts(ledger), codes(ledger)) == ([900, -900], [])


def test_receipts_among_amounts_without_a_sign_are_asked(tmp_path):
    text = "日期,单据类型,单号,金额\n2026-01-05,销售单,A,9\n2026-01-06,{},B,9\n"
    for kind in ("收款单", "退货单", "SR"):
        assert codes(read_text(tmp_path, text.format(kind))) == ["sign_by_type"]


def test_what_is_due_of_each_invoice_is_no_running_balance_and_no_day(tmp_path):
    text = "Invoice Date,No,Amount,Paid,Balance Due\n2026-01-05,A,5,2,3\n2026-01-06,B,1,1,0\n2026-01-07,C,4,,4\n"
    ledger = read_text(tmp_path, text)
    assert (amounts(ledger), codes(ledger)) == ([300, 0, 400], ["both_sides"])
    assert amounts(read_text(tmp_path, "Date,No,Amount Due\n2026-01-05,A,5\n")) == [500]


def test_the_amount_in_words_is_not_the_amount(tmp_path):
    ledger = read_text(tmp_path, "日期,单号,金额大写,金额小写\n2026-01-05,A,壹佰元整,100\n")
    assert (amounts(ledger), codes(ledger)) == ([10000], [])


def test_a_total_that_names_its_customer_where_dates_stand_is_a_total(tmp_path):
    text = "Invoice Date,No,Amount\n2026-01-05,A,5\n2026-01-06,B,7\nTotal Acme,,12\n"
    assert aside(read_text(tmp_path, text)) == {4: "total"}


def test_rows_without_an_amount_in_a_workbook_are_looked_at_for_names(tmp_path):
    head = ["日期", "单号", "借方", "贷方", "余额"]
    cells = [head, ["附注", None, None, None, None], ["2026-01-05", "A", 1, None, 1]]
    assert aside(read_cells(tmp_path, cells)) == {2: "no_amount"}


def test_a_name_with_its_opening_balance_begins_a_customer(tmp_path):
    rows = "Acme,,,,,5\n,2026-01-05,A,12,,17\n,2026-01-06,B,,12,5\nTotal Acme,,,12,12,5\n"
    rows += "Beta,,,,,0\n,2026-01-05,C,3,,3\nTotal Beta,,,3,,3\n"
    ledger = read_text(tmp_path, ",Date,Num,Debit,Credit,Balance\n" + rows)
    assert ledger.entries["customer"].tolist() == ["Acme", "Acme", "Beta"]
    assert list(ledger.opening.values()) == [500, 0]
    assert list(ledger.closing.values()) == [500, 300]
    assert codes(ledger) == ["customer_sections"]


def test_an_account_that_names_a_customer_begins_his_rows(tmp_path):
    head = "日期,凭证号,摘要,借方,贷方,方向,余额\n"
    first = f"科目：1122 应收账款 - 上海华东\n{head},,期初余额,,,借,100\n2026-01-05,记-1,货,50,,借,150\n"
    second = (
        f"科目：1122 应收账款 - 北京华北\n{head},,期初余额,,,平,0\n2026-01-06,记-2,货,30,,借,30\n"
    )
    ledger = read_text(tmp_path, first + second)
    assert ledger.entries["customer"].tolist() == ["上海华东", "北京华北"]
    assert list(ledger.opening.values()) == [10000, 0]
    assert list(ledger.closing.values()) == [15000, 3000]
    assert codes(ledger) == ["customer_sections"]


def test_a_total_written_in_words_is_a_total(tmp_path):
    text = "日期,单号,金额\n2026-01-05,A,100\n合计（大写）：壹佰元整,,100\n"
    assert aside(read_text(tmp_path, text)) == {3: "total"}
