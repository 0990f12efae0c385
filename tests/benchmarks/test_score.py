"""The scoring gives a perfect result 1 and a spoilt one exactly what it must."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tests.benchmarks.score import Claims, Score, Scoring, report
from tests.benchmarks.two_sided import Truth, TwoSided, generate


@pytest.fixture(scope="module")
def made() -> TwoSided:
    return generate(3000, customers=20, seed=5)


def perfect(truth: Truth) -> Claims:
    """Claims exactly the truth."""
    rows = pd.concat([truth.ours, truth.theirs])
    groups = rows[rows["group"] > 0].drop_duplicates("group").set_index("group").sort_index()
    matches = pd.DataFrame(
        {"state": "confirmed", "pass": "oracle", "cause": groups["cause"], "confidence": 1.0},
    ).rename_axis("match")
    return Claims(
        truth.ours["group"].to_numpy().copy(),
        truth.theirs["group"].to_numpy().copy(),
        truth.ours["cause"].to_numpy(object),
        truth.theirs["cause"].to_numpy(object),
        matches,
    )


def tiny(*rows: tuple[str, int, int, str, str]) -> Truth:
    """A truth of rows (side, group, event, scenario, cause)."""
    frame = pd.DataFrame(rows, columns=["side", "group", "event", "scenario", "cause"])
    sides = [frame[frame["side"] == side].drop(columns="side") for side in ("ours", "theirs")]
    return Truth(*(side.reset_index(drop=True) for side in sides))


def claims(ours: list[int], theirs: list[int], **matches: list) -> Claims:
    count = max([*ours, *theirs])
    said = {"state": ["confirmed"] * count, "pass": "p", "cause": "", "confidence": 1.0} | matches
    table = pd.DataFrame(said, index=pd.RangeIndex(1, count + 1, name="match"))
    blank = [np.full(len(side), "", dtype=object) for side in (ours, theirs)]
    return Claims(np.array(ours), np.array(theirs), *blank, table)


TWO_PAIRS = tiny(
    ("ours", 1, 0, "plain", ""),
    ("ours", 2, 1, "plain", ""),
    ("theirs", 1, 0, "plain", ""),
    ("theirs", 2, 1, "plain", ""),
)
ONE_TO_THREE = tiny(
    ("ours", 1, 0, "one_to_many", ""),
    ("theirs", 1, 0, "one_to_many", ""),
    ("theirs", 1, 0, "one_to_many", ""),
    ("theirs", 1, 0, "one_to_many", ""),
)
DUPLICATE = tiny(
    ("ours", 1, 0, "duplicate", ""),
    ("ours", 0, 0, "duplicate", "duplicate"),
    ("theirs", 1, 0, "duplicate", ""),
)
REVERSED_BY_US = tiny(
    ("ours", 1, 0, "one_sided_reversal", ""),
    ("ours", 0, 0, "one_sided_reversal", "one_sided_reversal"),
    ("theirs", 1, 0, "one_sided_reversal", ""),
)


def test_a_perfect_result_scores_one_everywhere(made: TwoSided) -> None:
    scoring = Scoring(made.truth, perfect(made.truth))
    scores = {
        "pairs": scoring.pairs(),
        "confirmed": scoring.pairs(("confirmed",)),
        **scoring.kinds(),
        **scoring.causes(),
        **scoring.pairs_by_scenario(),
    }
    assert {name: score.f1 for name, score in scores.items() if score.f1 != 1} == {}
    assert all(score.right > 0 for name, score in {**scoring.kinds(), **scoring.causes()}.items())


def test_pairs_of_a_perfect_result_are_the_pairs_of_the_true_matches(made: TwoSided) -> None:
    matches = made.truth.matches
    matches = matches[matches["scenario"] != "one_sided_reversal"]
    expected = (matches["ours"].map(len) * matches["theirs"].map(len)).sum()
    assert Scoring(made.truth, perfect(made.truth)).pairs() == Score(int(expected), 0, 0)


def test_an_empty_result_finds_nothing_and_is_wrong_about_nothing() -> None:
    nothing = claims([0, 0], [0, 0])
    assert Scoring(TWO_PAIRS, nothing).pairs() == Score(0, 0, 2)


def test_crossed_pairs_are_wrong_and_the_true_ones_overlooked() -> None:
    assert Scoring(TWO_PAIRS, claims([1, 2], [2, 1])).pairs() == Score(0, 2, 2)


def test_everything_in_one_match_is_half_right() -> None:
    assert Scoring(TWO_PAIRS, claims([1, 1], [1, 1])).pairs() == Score(2, 2, 0)


def test_part_of_a_group_counts_by_its_pairs() -> None:
    scoring = Scoring(ONE_TO_THREE, claims([1], [1, 1, 0]))
    assert scoring.pairs() == Score(2, 0, 1)
    assert scoring.kinds()["one_to_many"] == Score(2, 0, 1)


def test_one_pair_of_a_group_is_claimed_as_one_to_one_and_missed_as_one_to_many() -> None:
    kinds = Scoring(ONE_TO_THREE, claims([1], [1, 0, 0])).kinds()
    assert kinds["one_to_one"] == Score(1, 0, 0)
    assert kinds["one_to_many"] == Score(0, 0, 2)


def test_an_ambiguous_match_claims_nothing() -> None:
    scoring = Scoring(TWO_PAIRS, claims([1, 1], [1, 1], state=["ambiguous"]))
    assert scoring.pairs() == Score(0, 0, 2)
    assert scoring.ambiguous_rows == 4


def test_a_suggestion_counts_among_all_pairs_but_not_among_the_confirmed() -> None:
    scoring = Scoring(TWO_PAIRS, claims([1, 2], [1, 2], state=["confirmed", "suggested"]))
    assert scoring.pairs() == Score(2, 0, 0)
    assert scoring.pairs(("confirmed",)) == Score(1, 0, 1)


@pytest.mark.parametrize("ours", [[1, 0], [0, 1]], ids=["the first twin", "the second twin"])
def test_either_twin_of_a_duplicate_is_right(ours: list[int]) -> None:
    scoring = Scoring(DUPLICATE, claims(ours, [1]))
    assert scoring.pairs() == Score(1, 0, 0)


def test_both_twins_against_one_entry_are_one_right_and_one_wrong() -> None:
    assert Scoring(DUPLICATE, claims([1, 1], [1])).pairs() == Score(1, 1, 0)


def test_the_open_twin_is_found_once_however_it_is_chosen() -> None:
    found = claims([0, 1], [1])
    found.our_cause[0] = "duplicate"
    assert Scoring(DUPLICATE, found).causes()["duplicate"] == Score(1, 0, 0)


@pytest.mark.parametrize(
    ("ours", "theirs"), [([1, 0], [1]), ([1, 1], [0])], ids=["across", "own side"]
)
def test_a_one_sided_reversal_may_be_settled_across_or_within(ours: list, theirs: list) -> None:
    found = claims(ours, theirs)
    found.our_cause[np.array(ours) == 0] = "one_sided_reversal"
    found.their_cause[np.array(theirs) == 0] = "one_sided_reversal"
    scoring = Scoring(REVERSED_BY_US, found)
    assert scoring.pairs() == Score(0, 0, 0)
    assert scoring.kinds()["reversal"] == Score(0, 0, 0)
    assert scoring.causes()["one_sided_reversal"] == Score(1, 0, 0)


def test_a_wrong_cause_is_wrong_there_and_overlooked_here() -> None:
    truth = tiny(("ours", 1, 0, "tax", "tax"), ("theirs", 1, 0, "tax", "tax"))
    causes = Scoring(truth, claims([1], [1], cause=["amount"])).causes()
    assert causes["tax"] == Score(0, 0, 1)
    assert causes["amount"] == Score(0, 1, 0)


def test_a_reversal_of_two_unrelated_entries_is_wrong() -> None:
    kinds = Scoring(TWO_PAIRS, claims([1, 1], [0, 0])).kinds()
    assert kinds["reversal"] == Score(0, 1, 0)


def test_calibration_compares_the_claimed_confidence_with_the_share_right() -> None:
    scoring = Scoring(
        tiny(
            *(
                row
                for n in range(4)
                for row in (("ours", n + 1, n, "plain", ""), ("theirs", n + 1, n, "plain", ""))
            )
        ),
        claims(
            [1, 2, 3, 4], [1, 2, 4, 3], state=["suggested"] * 4, confidence=[0.95, 0.95, 0.72, 0.95]
        ),
    )
    table = scoring.calibration()
    assert table["count"].tolist() == [1, 3]
    assert table["right"].tolist() == pytest.approx([0, 2 / 3])
    assert table["claimed"].tolist() == pytest.approx([0.72, 0.95])


def test_per_pass_the_right_and_wrong_pairs_are_told_apart() -> None:
    found = claims([1, 2], [1, 1], **{"pass": ["sure", "bold"]})
    assert Scoring(TWO_PAIRS, found).pairs_by_pass() == {
        "sure": Score(1, 1, 0),
        "bold": Score(0, 0, 0),
    }


def test_a_join_that_gives_a_row_twice_counts_it_once() -> None:
    found = Claims.of_pairs(np.array([0, 0, 1]), np.array([0, 1, 1]), 2, 2)
    assert Scoring(TWO_PAIRS, found).pairs() == Score(2, 0, 0)


def test_claims_are_read_from_the_frames_of_a_reconciliation() -> None:
    side = pd.DataFrame({"match": [1, 0], "cause": ["", "missing"]})
    matches = pd.DataFrame(
        {"match": [1], "state": ["confirmed"], "pass": ["p"], "cause": [""], "confidence": [1.0]}
    )
    read = Claims.of(SimpleNamespace(ours=side, theirs=side, matches=matches))
    assert Scoring(TWO_PAIRS, read).pairs() == Score(1, 0, 1)
    assert "confidence of suggestions" in report(Scoring(TWO_PAIRS, read))
