"""What dates people write, and how a column tells day from month."""

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.sheets import codes, days, read_cells, read_text

from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.cleaning.written_date import written_date

FIFTH_OF_JANUARY = (
    "2026-01-05", "2026/1/5", "2026.1.5", "20260105", "2026年1月5日", "2026 年 1 月 5 日", "2026-01-05 10:30",
    "2026-01-05T10:30:00Z", "2026-01-05 10:30:00.000", "2026年1月5日 10时30分", "5-Jan-26", "05 Jan 2026",
    "5 January 2026", "Jan 5, 2026", "5.1.2026", "Mon, 5 Jan 2026", "2026-01-05 星期一", "2026/1/5 上午10:30",
    "２０２６-０１-０５", "'2026-01-05", "20260105103000", "46027", 46027, 46027.5, 20260105.0,
    datetime(2026, 1, 5, 10, 30), "5. Januar 2026", "5 janv. 2026", "5/1/26",
)  # fmt: skip
NO_DATES = (
    "2026-02-30",
    "2026-13-01",
    "31/02/2026",
    "yesterday",
    "2026",
    "202601",
    "12345678",
    True,
    1.5,
    "1月5日",
)


@pytest.mark.parametrize("cell", FIFTH_OF_JANUARY)
def test_a_date_is_read_as_people_write_it(cell):
    assert str(written_date(cell)) == "2026-01-05"


@pytest.mark.parametrize("cell", NO_DATES)
def test_what_is_no_date_is_none(cell):
    assert written_date(cell) is None


@pytest.mark.parametrize(
    ("cells", "read", "assumed"),
    [
        (["05/01/2026", "25/01/2026"], ["2026-01-05", "2026-01-25"], None),
        (["05/01/2026", "01/25/2026"], ["2026-05-01", "2026-01-25"], None),
        (["05/01/2026", "06/01/2026"], ["2026-01-05", "2026-01-06"], "day_month"),
        (["01/05/2026", "01/06/2026"], ["2026-01-05", "2026-01-06"], "month_day"),
        (["26-01-30", "26-01-31"], ["2026-01-30", "2026-01-31"], "year_month"),
        (["05/05/2026"], ["2026-05-05"], None),
    ],
)
def test_the_column_tells_the_order_of_day_and_month(cells, read, assumed):
    found = read_dates(pd.Series(cells, dtype=object))
    assert found.days.astype(str).tolist() == read
    assert found.order_assumed == assumed


def test_an_order_that_was_assumed_is_said(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n05/01/2026,1\n06/01/2026,2\n")
    assert days(ledger) == ["2026-01-05", "2026-01-06"]
    assert codes(ledger) == ["date_order_day_month"]


def test_a_date_that_is_none_is_named_and_blocks(tmp_path):
    ledger = read_text(tmp_path, "日期,金额\n2026-01-05,1\n2026-02-30,2\n")
    assert codes(ledger) == ["not_a_date"]
    assert (ledger.problems[0].line, ledger.problems[0].found) == (3, "2026-02-30")
    assert ledger.problems[0].blocks


def test_month_and_day_take_the_year_of_the_period(tmp_path):
    text = "对账期间：2026-01-01 至 2026-03-31,\n日期,金额\n1月5日,1\n3月31日,2\n"
    assert days(read_text(tmp_path, text)) == ["2026-01-05", "2026-03-31"]


def test_a_date_written_once_a_block_holds_for_the_block(tmp_path):
    text = "日期,单号,金额\n2026-01-05,A,1\n,B,2\n,C,3\n2026-01-06,D,4\n"
    ledger = read_text(tmp_path, text)
    assert days(ledger) == ["2026-01-05", "2026-01-05", "2026-01-05", "2026-01-06"]
    assert codes(ledger) == ["date_filled_down"]


def test_one_missing_date_among_many_is_not_filled(tmp_path):
    rows = "".join(f"2026-01-{day:02},A{day},1\n" for day in range(1, 31))
    ledger = read_text(tmp_path, f"日期,单号,金额\n{rows},B,2\n")
    assert days(ledger)[-1] == ""
    assert codes(ledger) == ["no_date"]
    assert ledger.problems[0].line == 32


def test_a_bad_due_date_is_said_but_does_not_block(tmp_path):
    ledger = read_text(tmp_path, "日期,到期日,金额\n2026-01-05,soon,1\n")
    assert codes(ledger) == ["not_a_due_date"]
    assert not ledger.problems[0].blocks


def test_dates_of_a_workbook_are_dates(tmp_path):
    rows = [["日期", "金额"], [datetime(2026, 1, 5), 1], [46028, 2], ["2026/1/7", 3]]
    assert days(read_cells(tmp_path, rows)) == ["2026-01-05", "2026-01-06", "2026-01-07"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dates(min_value=date(1991, 1, 1), max_value=date(2099, 1, 1)),
        min_size=1,
        max_size=9,
    )
)
def test_a_column_of_dates_written_plainly_comes_back(dates):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%Y年%m月%d日"):
        found = read_dates(pd.Series([day.strftime(form) for day in dates], dtype="str"))
        assert found.days.astype(object).tolist() == dates
        assert not found.bad.any()
        assert found.order_assumed is None
