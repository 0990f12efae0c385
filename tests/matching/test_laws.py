"""The laws of matching, on small ledgers full of collisions."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tieout.ledger.ledger import COLUMNS, Ledger
from tieout.matching.engine import reconcile
from tieout.matching.reconciliation import Reconciliation

ROW = st.tuples(
    st.one_of(st.none(), st.integers(0, 12)),
    st.sampled_from(["", "INV-1001", "1001", "INV-1002", "1O01", "2001", "RENT"]),
    st.integers(-3, 3).filter(bool).map(lambda cents: cents * 1000),
    st.sampled_from(["", "收款 1001", "1001、1002", "红冲 1001"]),
    st.sampled_from(["", "甲公司", "乙公司"]),
)
ROWS = st.lists(ROW, max_size=9)


def ledger(rows: list[tuple]) -> Ledger:
    frame = pd.DataFrame(rows, columns=["day", "reference", "amount", "memo", "customer"])
    days = pd.to_numeric(frame["day"])
    frame["date"] = pd.Timestamp("2026-03-01") + pd.to_timedelta(days, unit="D")
    frame["line"] = np.arange(1, len(frame) + 1)
    frame["amount"] = frame["amount"].astype("int64")
    frame[["type", "currency"]] = ""
    frame["due_date"] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")
    return Ledger(frame[list(COLUMNS)])


def settled(result: Reconciliation) -> set[tuple]:
    """The matches by what is in them, whatever their numbers."""
    matches = result.matches
    return {
        (tuple(ours), tuple(theirs), state, found_by, cause)
        for ours, theirs, state, found_by, cause in zip(
            matches["ours"],
            matches["theirs"],
            matches["state"],
            matches["pass"],
            matches["cause"],
            strict=True,
        )
    }


def open_lines(result: Reconciliation) -> set[tuple]:
    items = result.open_items
    return set(zip(items["side"], items["line"], items["cause"], strict=True))


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_every_entry_is_in_exactly_one_match_or_one_open_item(ours, theirs):
    result = reconcile(ledger(ours), ledger(theirs))
    items = result.open_items
    for side, entries in (("ours", ours), ("theirs", theirs)):
        matched = [line for lines in result.matches[side] for line in lines]
        left = items.loc[items["side"] == side, "line"].tolist()
        assert sorted(matched + left) == list(range(1, len(entries) + 1))


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_the_listed_differences_add_up_to_the_difference(ours, theirs):
    result = reconcile(ledger(ours), ledger(theirs))
    items = result.open_items
    listed = int(result.matches["difference"].sum())
    listed += int(items.loc[items["side"] == "ours", "amount"].sum())
    listed -= int(items.loc[items["side"] == "theirs", "amount"].sum())
    total = sum(row[2] for row in ours) - result.their_sign.sign * sum(row[2] for row in theirs)
    assert listed == result.totals.difference == total
    assert result.totals.unexplained == 0
    assert result.ours["difference"].sum() + result.theirs["difference"].sum() == total


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(ours, theirs, random):
    straight, mixed = ledger(ours), ledger(ours)
    order = list(range(len(ours)))
    random.shuffle(order)
    mixed = replace(mixed, entries=mixed.entries.iloc[order].reset_index(drop=True))
    first, second = reconcile(straight, ledger(theirs)), reconcile(mixed, ledger(theirs))
    assert settled(first) == settled(second)
    assert open_lines(first) == open_lines(second)


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_swapping_the_sides_mirrors_the_result(ours, theirs):
    forth, back = reconcile(ledger(ours), ledger(theirs)), reconcile(ledger(theirs), ledger(ours))
    assert {(b, a, *rest) for a, b, *rest in settled(forth)} == settled(back)
    swapped = {"ours": "theirs", "theirs": "ours"}
    assert {(swapped[side], *rest) for side, *rest in open_lines(forth)} == open_lines(back)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_an_account_reconciles_with_itself(rows):
    result = reconcile(ledger(rows), ledger(rows))
    assert result.totals.difference == 0
    assert not (result.matches["difference"] != 0).any()


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_an_unrelated_pair_changes_no_other_match(ours, theirs):
    ours, theirs = ([(*row[:4], "") for row in side] for side in (ours, theirs))
    pair = (None, "ZZ-777777", 987_654_321, "", "")
    before = reconcile(ledger(ours), ledger(theirs))
    after = reconcile(
        ledger([*ours, pair]),
        ledger([*theirs, (*pair[:2], before.their_sign.sign * pair[2], *pair[3:])]),
    )
    new = ((len(ours) + 1,), (len(theirs) + 1,))
    assert settled(before) == {match for match in settled(after) if match[:2] != new}
    assert open_lines(before) == open_lines(after)


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_no_match_crosses_customers_signs_or_nets_within_a_group(ours, theirs):
    result = reconcile(ledger(ours), ledger(theirs))
    for mine, other, kind, cause in zip(
        result.matches["ours"],
        result.matches["theirs"],
        result.matches["kind"],
        result.matches["cause"],
        strict=True,
    ):
        signs = {np.sign(ours[line - 1][2]) for line in mine}
        signs |= {result.their_sign.sign * np.sign(theirs[line - 1][2]) for line in other}
        assert len(signs) == 1 or kind == "reversal" or cause == "sign"
