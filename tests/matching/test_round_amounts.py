"""Amounts in whole hundreds agree by accident much more often than others: no sum of them is confirmed for that."""

import numpy as np
import pytest
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile


def unrelated(seed: int, count: int, step: int, largest: int):
    """Entries over half a year in whole steps of money, that have nothing to do with any others."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("2026-01-01") + np.sort(rng.integers(0, 180, count))
    size = np.exp(rng.uniform(np.log(step), np.log(largest), count)).astype(int) // step * step
    return [
        (str(day), "", cents)
        for day, cents in zip(days, np.maximum(size, step).tolist(), strict=True)
    ]


@pytest.mark.parametrize("step", [10_000, 50_000])
def test_sums_of_round_amounts_that_agree_by_accident_are_not_confirmed(step: int) -> None:
    for seed in (1, 3, 5):
        ours = ledger(unrelated(seed, 100, step, 2_000_000))
        theirs = ledger(unrelated(seed + 1, 50, step, 20_000_000))
        matches = reconcile(ours, theirs).matches
        sums = matches[matches["kind"] != "one_to_one"]
        assert (sums["pass"] == "exact_sum").any()
        assert (sums["state"] != "confirmed").all()
        assert (sums["pass"] != "whole_days_sum").all()
