"""Receipt notes and statements are matched with all deliveries that they stand for, and hardly ever with others."""

import pytest
from tests.benchmarks.scenarios.receipt_notes import receipt_notes
from tests.benchmarks.score import Claims, Scoring

from tieout.matching.engine import reconcile


@pytest.mark.parametrize("seed", [1, 2])
def test_receipt_notes_are_matched_with_what_they_stand_for(seed: int) -> None:
    made = receipt_notes(24, seed)
    scoring = Scoring(made.truth, Claims.of(reconcile(*made.ledgers())))
    assert scoring.pairs(("confirmed",)).precision >= 0.998
    assert scoring.pairs().f1 >= 0.98
    assert scoring.kinds()["many_to_one"].f1 >= 0.95
    assert scoring.pairs_by_scenario()["monthly"].recall >= 0.9
