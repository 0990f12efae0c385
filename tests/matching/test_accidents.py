"""Amounts that stand once may agree by accident: confirmed only where strangers would hardly do so."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy

PRICES = np.random.default_rng(5).integers(199, 99_999, 50)

Amounts = Callable[[np.random.Generator, int], np.ndarray]


def in_cents(rng: np.random.Generator, count: int) -> np.ndarray:
    """Amounts of any cents up to 100,000."""
    return np.exp(rng.uniform(np.log(1_000), np.log(10_000_000), count)).astype(int)


def in_hundreds(rng: np.random.Generator, count: int) -> np.ndarray:
    """Amounts in whole hundreds."""
    return np.maximum(in_cents(rng, count) // 10_000 * 10_000, 10_000)


def by_prices(rng: np.random.Generator, count: int) -> np.ndarray:
    """Quantities of fifty articles."""
    return PRICES[rng.integers(0, len(PRICES), count)] * rng.integers(1, 101, count)


def by_few_prices(rng: np.random.Generator, count: int) -> np.ndarray:
    """Quantities of twenty articles."""
    return PRICES[rng.integers(0, 20, count)] * rng.integers(1, 10, count)


def booked(rng: np.random.Generator, amounts: Amounts, count: int, days: int) -> list[Row]:
    """Entries without a number over some days."""
    day = np.datetime64("2026-01-01") + np.sort(rng.integers(0, days, count))
    return [
        (str(one), "", cents) for one, cents in zip(day, amounts(rng, count).tolist(), strict=True)
    ]


@pytest.mark.parametrize("days", [30, 180])
@pytest.mark.parametrize("amounts", [in_cents, in_hundreds, by_prices])
def test_what_strangers_have_in_common_is_not_confirmed(amounts: Amounts, days: int) -> None:
    rng = np.random.default_rng(1)
    ours, theirs = (ledger(booked(rng, amounts, 800, days)) for _ in range(2))
    pairs = reconcile(ours, theirs, Policy(passes=("amount_and_date",))).matches
    assert len(pairs)
    assert (pairs["state"] != "confirmed").all()


@pytest.mark.parametrize(
    ("amounts", "share"), [(in_cents, 0.95), (in_hundreds, 0.2), (by_prices, 0.8)]
)
def test_two_views_of_the_same_dealings_stay_confirmed(amounts: Amounts, share: float) -> None:
    rng = np.random.default_rng(2)
    rows = booked(rng, amounts, 400, 180)
    sides = [np.flatnonzero(rng.random(len(rows)) > 0.03) for _ in range(2)]
    ours, theirs = (ledger([rows[number] for number in side]) for side in sides)
    pairs = reconcile(ours, theirs, Policy(passes=("amount_and_date",))).matches
    confirmed = pairs[pairs["state"] == "confirmed"]
    assert len(confirmed) > share * len(np.intersect1d(*sides))
    for (mine,), (other,) in zip(confirmed["ours"], confirmed["theirs"], strict=True):
        assert sides[0][mine - 1] == sides[1][other - 1]


def test_the_sentence_of_a_suggestion_says_why_it_is_none_for_certain() -> None:
    rng = np.random.default_rng(1)
    ours, theirs = (ledger(booked(rng, in_hundreds, 100, 60)) for _ in range(2))
    result = reconcile(ours, theirs, Policy(passes=("amount_and_date",)))
    once = result.matches[result.matches["alternatives"] == 0]
    assert once["reason_en"].str.contains("may also agree by accident").all()


def test_sums_of_a_price_list_that_agree_by_accident_are_hardly_ever_confirmed() -> None:
    states: Counter[str] = Counter()
    for seed in range(3, 9):
        rng = np.random.default_rng(seed)
        ours, theirs = (ledger(booked(rng, by_few_prices, 400, 60)) for _ in range(2))
        found = reconcile(ours, theirs, Policy(passes=("amount_and_date", "exact_sum"))).matches
        states.update(found.loc[found["pass"] == "exact_sum", "state"])
    assert states
    assert states["confirmed"] <= 2


def test_numbers_given_one_after_another_are_alike_by_accident() -> None:
    rng = np.random.default_rng(4)
    rows = [
        (date, f"INV2026{number:05}", cents)
        for number, (date, _, cents, *_) in enumerate(booked(rng, by_few_prices, 400, 120), 1000)
    ]
    result = reconcile(ledger(rows[::2]), ledger(rows[1::2]))
    alike = result.matches[result.matches["pass"] == "similar_reference"]
    assert len(alike)
    assert (alike["state"] != "confirmed").all()


def test_a_slip_of_the_pen_stays_confirmed_where_amounts_do_not_repeat() -> None:
    rng = np.random.default_rng(4)
    rows = [
        (date, f"INV2026{number:05}", cents)
        for number, (date, _, cents, *_) in enumerate(booked(rng, in_cents, 400, 120), 1000)
    ]
    theirs = [
        (date, number if place % 8 else number[:-4] + "9" + number[-3:], cents)
        for place, (date, number, cents) in enumerate(rows)
    ]
    result = reconcile(ledger(rows), ledger(theirs))
    alike = result.matches[result.matches["pass"] == "similar_reference"]
    assert len(alike) == 50
    assert (alike["state"] == "confirmed").all()
