"""Amounts that stand once may agree by accident: confirmed only where strangers would hardly do so."""

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
