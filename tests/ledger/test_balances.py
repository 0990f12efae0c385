"""Opening + movement = closing, for every account, and the row where it stops holding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.sheets import codes, read_text

import tieout
from tieout.ledger.reading import understand

HEAD = "日期,单号,摘要,借方,贷方,余额\n"


def balances(ledger):
    return [sum(ledger.opening.values()), sum(ledger.closing.values())]


def test_a_running_balance_that_adds_up_gives_both_ends(tmp_path):
    ledger = read_text(tmp_path, HEAD + "2026-01-05,A,,50,,150\n2026-01-06,B,,,30,120\n")
    assert balances(ledger) == [10000, 12000]
    assert ledger.problems == ()


def test_the_balance_of_every_month_is_held_against_the_entries_above_it(tmp_path):
    months = ",,期初余额,,,90\n2026-01-05,A,,50,,140\n,,本月余额,,,140\n2026-02-06,B,,,30,110\n,,本月余额,,,110\n"
    assert read_text(tmp_path, HEAD + months).problems == ()
    alone = "日期,摘要,金额\n,期初余额,90\n2026-01-05,A,50\n,本月余额,{}\n2026-02-06,B,-30\n,本月余额,110\n"
    assert read_text(tmp_path, alone.format(140)).problems == ()
    for text in (HEAD + months.replace("本月余额,,,140", "本月余额,,,141"), alone.format(141)):
        (found,) = read_text(tmp_path, text).problems
        assert (found.code, found.line, found.found) == ("closing_differs", 4, "141.00")
        assert found.values["expected"] == "140.00"


@pytest.mark.parametrize(
    ("rows", "line", "found", "expected"),
    [
        ("2026-01-05,A,,50,,150\n2026-01-06,B,,,30,121\n", 3, "121.00", "120.00"),
        (",,期初余额,,,90\n2026-01-05,A,,50,,150\n2026-01-06,B,,,30,120\n", 3, "150.00", "140.00"),
        ("2026-01-05,A,,50,,150\n2026-01-06,B,,,,120\n", 3, "120.00", "150.00"),
    ],
    ids=["a wrong balance", "against the opening", "a row without an amount"],
)
def test_the_row_where_a_balance_stops_adding_up_is_named(tmp_path, rows, line, found, expected):
    ledger = read_text(tmp_path, HEAD + rows)
    assert codes(ledger) == ["roll_forward"]
    problem = ledger.problems[0]
    assert (problem.line, problem.column, problem.found) == (line, 6, found)
    assert problem.values["expected"] == expected


def test_every_break_is_named_not_only_the_first(tmp_path):
    rows = (
        "2026-01-05,A,,50,,150\n2026-01-06,B,,,30,121\n2026-01-07,C,,1,,122\n2026-01-08,D,,1,,120\n"
    )
    assert [p.line for p in read_text(tmp_path, HEAD + rows).problems] == [3, 5]


def test_the_newest_row_may_stand_first(tmp_path):
    ledger = read_text(
        tmp_path, HEAD + "2026-01-07,C,,1,,121\n2026-01-06,B,,,30,120\n2026-01-05,A,,50,,150\n"
    )
    assert balances(ledger) == [10000, 12100]
    assert ledger.problems == ()


def test_a_balance_may_grow_with_credits(tmp_path):
    ledger = read_text(
        tmp_path, HEAD + ",,期初余额,,,100\n2026-01-05,A,,,50,150\n2026-01-06,B,,30,,120\n"
    )
    assert balances(ledger) == [-10000, -12000]
    assert ledger.problems == ()


def test_an_opening_above_the_headings_is_taken(tmp_path):
    ledger = read_text(tmp_path, "期初余额：100.00,,,,,\n" + HEAD + "2026-01-05,A,,50,,150\n")
    assert balances(ledger) == [10000, 15000]


def test_a_closing_row_that_does_not_follow_is_said(tmp_path):
    text = "日期,摘要,金额\n,期初余额,100\n2026-01-05,a,50\n,期末余额,151\n"
    ledger = read_text(tmp_path, text)
    assert codes(ledger) == ["closing_differs"]
    assert ledger.problems[0].values["expected"] == "150.00"


def test_every_customer_has_balances_of_its_own(tmp_path):
    text = """客户,日期,摘要,借方,贷方,余额
甲,,期初余额,,,100
甲,2026-01-05,a,50,,150
甲,2026-01-06,b,,30,120
乙,,期初余额,,,0
乙,2026-01-05,a,7,,7
乙,2026-01-06,b,,3,5
"""
    ledger = read_text(tmp_path, text)
    assert {a.customer: c for a, c in ledger.opening.items()} == {"甲": 10000, "乙": 0}
    assert {a.customer: c for a, c in ledger.closing.items()} == {"甲": 12000, "乙": 500}
    assert [(p.code, p.line) for p in ledger.problems] == [("roll_forward", 7)]


def test_customers_in_turns_have_balances_of_their_own(tmp_path):
    text = "客户,日期,金额,余额\n甲,2026-01-05,5,5\n乙,2026-01-05,7,7\n甲,2026-01-06,1,6\n乙,2026-01-06,-2,5\n"
    ledger = read_text(tmp_path, text)
    assert {a.customer: c for a, c in ledger.closing.items()} == {"甲": 600, "乙": 500}
    assert ledger.problems == ()


def test_one_balance_over_all_customers_is_checked_as_one(tmp_path):
    text = "客户,日期,金额,余额\n甲,2026-01-05,5,5\n乙,2026-01-05,7,12\n甲,2026-01-06,1,13\n乙,2026-01-06,-2,11\n"
    ledger = read_text(tmp_path, text)
    assert ledger.problems == ()
    assert ledger.closing == {}


def test_no_balance_is_checked_where_an_amount_could_not_be_read(tmp_path):
    ledger = read_text(tmp_path, HEAD + "2026-01-05,A,,5O,,150\n2026-01-06,B,,,30,120\n")
    assert codes(ledger) == ["letter_in_amount"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-300, 300), min_size=2, max_size=12),
    st.integers(-500, 500),
    st.booleans(),
    st.sampled_from([1, -1]),
)
def test_a_balance_that_holds_is_never_called_broken(movements, opening, newest_first, sign):
    rows, balance = [], opening
    for day, cents in enumerate(movements, start=1):
        balance += cents
        rows.append([f"2026-01-{day:02}", f"A{day}", cents / 100, sign * balance / 100])
    cells = [["日期", "单号", "金额", "余额"], *(rows[::-1] if newest_first else rows)]
    import pandas as pd

    ledger = understand(pd.DataFrame(cells, dtype=object), file="x", sheet="x")
    assert not [problem for problem in ledger.problems if problem.code == "roll_forward"]
    assert isinstance(ledger, tieout.Ledger)


def test_the_balance_of_a_bank_is_not_that_of_each_counterparty(tmp_path):
    text = (
        "日期,对方单位,金额,余额\n2026-01-05,甲,5,105\n2026-01-06,乙,-7,98\n2026-01-07,丙,2,100\n"
    )
    ledger = read_text(tmp_path, text)
    assert (ledger.opening, ledger.closing, ledger.problems) == ({}, {}, ())
