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
    for seed in (1, 5):
        ours = ledger(unrelated(seed, 100, step, 2_000_000))
        theirs = ledger(unrelated(seed + 1, 50, step, 20_000_000))
        matches = reconcile(ours, theirs).matches
        sums = matches[matches["kind"] != "one_to_one"]
        assert (sums["state"] != "confirmed").all()
        assert (sums["pass"] != "whole_days_sum").all()


def test_the_other_side_sees_the_same_chances() -> None:
    ours = ledger(unrelated(1, 100, 10_000, 2_000_000))
    theirs = ledger(unrelated(2, 50, 10_000, 20_000_000))
    told = [reconcile(*sides).matches for sides in ((ours, theirs), (theirs, ours))]
    columns = ["state", "pass", "confidence", "alternatives"]
    rows = [
        sorted(zip(m[mine], m[other], *(m[c] for c in columns), strict=True), key=repr)
        for m, mine, other in ((told[0], "ours", "theirs"), (told[1], "theirs", "ours"))
    ]
    assert rows[0] == rows[1]
