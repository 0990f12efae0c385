"""Which rows are no entries, and that no entry is taken for one."""

import pytest
from tests.ledger.sheets import amounts, aside, codes, read_cells, read_text

from tieout.ledger.sayings import why_aside


def test_openings_totals_and_carry_overs_are_set_aside_with_their_reason(tmp_path):
    text = """日期,凭证号,摘要,借方,贷方,余额
,,期初余额,,,100
2026-01-05,A-1,销售,50,,150
2026-01-31,,本月合计,50,,150
2026-01-31,,本年累计,50,,150
,,过次页,50,,150
,,承前页,50,,150
日期,凭证号,摘要,借方,贷方,余额
2026-02-05,A-2,收款,,30,120
,,合计,50,30,120
,,期末余额,,,120
,,,,,
"""
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [5000, -3000]
    assert aside(ledger) == {
        2: "opening", 4: "subtotal", 5: "cumulative", 6: "carried_forward", 7: "carried_forward",
        8: "repeated_header", 10: "total", 11: "closing", 12: "blank",
    }  # fmt: skip
    assert ledger.problems == ()


@pytest.mark.parametrize(
    "memo",
    [
        "合计货款 3 月", "期初余额调整", "Total Energies invoice", "balance due from order 7", "上月货款",
        "收上期欠款", "年末返利", "本月应收", "月初", "结转损益", "尚欠 3 台", "Summer sale", "Opening party",
    ],
)  # fmt: skip
def test_a_memo_that_only_contains_such_a_word_is_an_entry(tmp_path, memo):
    assert amounts(read_text(tmp_path, f"日期,单号,摘要,金额\n2026-01-05,A,{memo},5\n")) == [500]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("opening", "上期余额 上月余额 期初数 初始余额 上年年末余额 月初结存 结转上期 承上期 期初欠款 期初应收 期初應收款餘額"),
        ("opening", "Opening Bal|Op. Bal|Starting balance|Balance b/d|Bal b/f|Brought fwd|Prior balance|B/F"),
        ("closing", "期末应收 期末欠款 本期余额 期末结余 截止余额 截至3月末余额 总欠款 累计欠款 结转下月"),
        ("closing", "Closing Bal|Balance c/d|Ending bal|Balance outstanding|Amount due USD|C/F"),
        ("subtotal", "本期小计 月合计 本周合计 本月发生额合计 日计 2026年1月合计 第一季度小计"),
        ("total", "合计 本页合计 全部合计 Sum Totals"),
        ("closing", "Closing balance at 31 December 2025|Ending Balance 12/31/2025|31.12.2025 Endsaldo|C/F Jan 2026"),
        ("opening", "Opening balance as at 1st January 2025|Balance brought forward from 2024|Op. Bal 2025"),
        ("opening", "期初余额（2025年1月） 上年结转2024 2025年1月1日期初余额 期初餘額：2025年"),
        ("closing", "期末余额(12月) 期末余额：2025-12-31 截至2025年12月31日止累计欠款"),
        ("subtotal", "本月合计(2025-01) 2025年1月合计"),
        ("", "Payment of balance as of 2025-12-31|付2025年12月31日余额|支付12月余额|Amount due 2025-12-31|Total 15/01/2025"),
    ],
)  # fmt: skip
def test_a_row_that_calls_itself_a_balance_or_a_sum_is_none_of_the_entries(why, words):
    said = words.split("|" if "|" in words else None)
    assert {word: why_aside(word) for word in said} == dict.fromkeys(said, why)


@pytest.mark.parametrize("said", ["Balance as of {}", "{}余额", "Saldo zum {}", "截至{}欠款"])
def test_a_balance_of_a_day_is_the_opening_or_the_closing_by_its_place(tmp_path, said):
    opening, closing = said.format("2024-12-31"), said.format("2025-12-31")
    rows = [f",{opening},100", "2025-01-05,a,7", "2025-12-05,b,8", f"2025-12-31,{closing},115"]
    for lines in (rows, rows[::-1]):
        ledger = read_text(tmp_path, "\n".join(["Date,Narration,Amount", *lines]))
        assert amounts(ledger) in ([700, 800], [800, 700])
        assert (*ledger.opening.values(), *ledger.closing.values()) == (10000, 11500)


def test_a_balance_with_another_date_or_a_number_may_be_its_payment_and_is_said(tmp_path):
    head = "Date,Number,Narration,Amount\n2026-01-02,S-1,Goods,250\n"
    for row in ("2026-01-05,R-7,Balance as of 2025-12-31,-100", "2026-01-31,R-8,1月余额,-100"):
        ledger = read_text(tmp_path, head + row)
        assert amounts(ledger) == [25000, -10000]
        assert [(p.code, p.line, p.values["amount"]) for p in ledger.problems] == [
            ("balance_counted", 3, "-100.00")
        ]


def test_a_customer_called_total_is_no_total(tmp_path):
    text = "Date,Reference,Customer,Amount\n2026-01-05,A-1,Total,5\n2026-01-06,A-2,Total,7\n"
    assert amounts(read_text(tmp_path, text)) == [500, 700]


def test_a_total_without_a_word_is_one_when_it_adds_up(tmp_path):
    text = "日期,单号,借方,贷方\n2026-01-05,A,5,\n2026-01-06,B,,3\n,,5,3\n"
    assert aside(read_text(tmp_path, text)) == {4: "total"}


def test_a_last_row_without_words_that_adds_up_to_nothing_is_an_entry(tmp_path):
    text = "日期,单号,借方,贷方\n2026-01-05,A,5,\n2026-01-06,B,,3\n,,4,3\n"
    ledger = read_text(tmp_path, text)
    assert len(ledger) == 3
    assert "no_date" in codes(ledger)


def test_notes_below_the_table_are_no_entries(tmp_path):
    rows = [
        ["日期", "摘要", "金额"],
        ["2026-01-05", "a", 5],
        [],
        ["备注：如有异议，请于五个工作日内书面提出，逾期视为确认。"],
        ["制表：张三"],
    ]
    ledger = read_cells(tmp_path, rows)
    assert amounts(ledger) == [500]
    assert aside(ledger) == {3: "blank", 4: "no_amount", 5: "no_amount"}
    assert ledger.problems == ()


def test_a_second_table_on_the_sheet_is_not_read_and_said(tmp_path):
    rows = [
        ["日期", "摘要", "金额"], ["2026-01-05", "a", 5], [], ["发票日期", "发票号", "发票金额"], ["2026-01-06", "X", 9],
    ]  # fmt: skip
    ledger = read_cells(tmp_path, rows)
    assert amounts(ledger) == [500]
    assert codes(ledger) == ["another_table"]
    assert ledger.problems[0].line == 4
    assert aside(ledger) == {3: "blank", 4: "other_table", 5: "other_table"}


def test_a_total_that_does_not_add_up_is_said(tmp_path):
    text = "日期,单号,借方,贷方\n2026-01-05,A,5,\n2026-01-06,B,,3\n合计,,5,4\n"
    ledger = read_text(tmp_path, text)
    assert codes(ledger) == ["total_differs"]
    assert (ledger.problems[0].line, ledger.problems[0].found) == (4, "4.00")


def test_two_equal_rows_are_two_entries(tmp_path):
    assert amounts(read_text(tmp_path, "日期,单号,金额\n2026-01-05,A,5\n2026-01-05,A,5\n")) == [
        500,
        500,
    ]


def test_headings_without_rows_are_said(tmp_path):
    assert codes(read_text(tmp_path, "日期,单号,金额\n")) == ["no_entries"]


def test_a_long_column_of_different_texts_is_read_and_its_totals_found(tmp_path):
    lines = [f"2026-01-05,A-{n},第{n}号货款,1" for n in range(3000)]
    ledger = read_text(tmp_path, "\n".join(["日期,单号,摘要,金额", *lines, ",,合计,3000", ""]))
    assert len(ledger) == 3000
    assert aside(ledger) == {3002: "total"}
