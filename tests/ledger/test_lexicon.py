"""Every way of writing an amount, a date or a number that ledgers are known to use, each as it is meant."""

from datetime import datetime

import pandas as pd
import pytest

from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.cleaning.texts import read_texts

AMOUNTS = {
    "1,234.00": 123400, "1.234,00": 123400, "1 234,00": 123400, "1,15,000.00": 11500000,
    "１２３．４５": 12345, "(1,234.00)": -123400, "（1,234.00）": -123400, "1,234.00-": -123400,
    "500.00CR": -50000, "500.00DR": 50000, "贷500.00": -50000, "借500.00": 50000,
    "¥500.00": 50000, "￥-500.00": -50000, "CNY 500.00": 50000, "500.00元": 50000, "3.5万元": 3500000,
    "'500.00": 50000, "`500.00": 50000, "0.30000000000000004": 30, "131.77(已退款89.84)": 13177,
}  # fmt: skip
NONE = ("-", "--", "", None)
BAD = {
    "1,2OO.00": "letter_in_amount",
    "#REF!": "error_cell",
    "5%": "percent_amount",
    "1.23457E+17": "rounded_amount",
}
DAYS = {
    "20240105": "2024-01-05", "2024.1.5": "2024-01-05", "2024年1月5日": "2024-01-05",
    "5-Jan-24": "2024-01-05", "2024-01-05 10:30:00": "2024-01-05", 45296: "2024-01-05",
}  # fmt: skip


@pytest.mark.parametrize(("written", "cents"), AMOUNTS.items())
def test_an_amount_is_read_as_it_is_meant(written, cents):
    found = read_amounts(pd.Series([written], dtype=object), 2)
    assert (found.cents.tolist(), found.bad.tolist()) == ([cents], [False])


def test_what_stands_for_nothing_is_no_amount_and_no_mistake():
    found = read_amounts(pd.Series(NONE, dtype=object), 2)
    assert not found.given.any()
    assert not found.bad.any()


@pytest.mark.parametrize(("written", "why"), BAD.items())
def test_garbage_is_a_problem_and_never_nought(written, why):
    found = read_amounts(pd.Series([written], dtype=object), 2)
    assert found.reasons == {0: why}


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_a_date_is_read_as_it_is_meant(written, day):
    assert read_dates(pd.Series([written], dtype=object)).days.astype(str).tolist() == [day]


def test_days_of_both_systems_of_a_sheet_and_without_a_year():
    assert str(read_dates(pd.Series([45296 - 1462]), epoch_1904=True).days[0]) == "2024-01-05"
    assert str(read_dates(pd.Series(["1月5日"]), year=2024).days[0]) == "2024-01-05"
    assert str(read_dates(pd.Series([datetime(2024, 1, 5)])).days[0]) == "2024-01-05"


def test_day_and_month_are_told_by_the_whole_column_or_it_is_said():
    told = read_dates(pd.Series(["05/01/2024", "25/01/2024"]))
    assert (told.days.astype(str).tolist(), told.order_assumed) == (
        ["2024-01-05", "2024-01-25"],
        None,
    )
    open_ = read_dates(pd.Series(["05/01/2024", "06/02/2024"]))
    assert (open_.order_assumed, open_.example) == ("day_month", "05/01/2024")


def test_references_keep_their_zeros_and_all_their_digits():
    texts = read_texts(pd.Series(["00123", "12345678901234567890", "`007"]))
    assert texts.tolist() == ["00123", "12345678901234567890", "007"]
