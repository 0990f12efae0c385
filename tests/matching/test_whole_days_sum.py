"""Deliveries of a week or month, and takings of a day, against the one entry the other side made of them all."""

import numpy as np
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile


def entries(days: range, each: int, seed: int = 5):
    """Some entries a day in 2026-03, each with a number of its own."""
    cents = np.random.default_rng(seed).integers(500, 90_000, len(days) * each).tolist()
    dates = [f"2026-03-{day:02d}" for day in days for _ in range(each)]
    return [
        (date, f"SH{n:07d}", size) for n, (date, size) in enumerate(zip(dates, cents, strict=True))
    ]


def total(rows) -> int:
    return sum(cents for _, _, cents in rows)


def found(ours, theirs):
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    return [
        (m["pass"], m["state"], len(m["ours"]), len(m["theirs"]))
        for m in matches.to_dict("records")
    ]


def test_a_month_of_deliveries_is_one_statement():
    rows = entries(range(1, 26), each=2)
    statement = [("2026-03-31", "ZD-3", total(rows))]
    assert found(rows, statement) == [("whole_days_sum", "suggested", 50, 1)]
    assert found(statement, rows) == [("whole_days_sum", "suggested", 1, 50)]


def test_many_takings_of_each_day_are_paid_in_as_one():
    rows = entries(range(2, 7), each=30)
    days = [rows[start : start + 30] for start in range(0, 150, 30)]
    paid_in = [(day[0][0], "", total(day)) for day in days]
    assert found(rows, paid_in) == [("whole_days_sum", "suggested", 30, 1)] * 5


def test_a_statement_that_leaves_one_delivery_out_is_not_matched_with_all():
    rows = entries(range(1, 26), each=2)
    assert found(rows, [("2026-03-31", "ZD-3", total(rows) - rows[9][2])]) == []


def test_two_statements_of_one_amount_are_not_told_apart():
    rows = entries(range(1, 26), each=2)
    assert (
        found(rows, [("2026-03-30", "ZD-3", total(rows)), ("2026-03-31", "ZD-4", total(rows))])
        == []
    )


def test_a_statement_far_from_its_days_is_not_matched():
    rows = entries(range(1, 26), each=2)
    assert found(rows, [("2026-05-30", "ZD-3", total(rows))]) == []
