"""A sum is only sure where no entry of equal amount near by could stand for one of its own."""

import pytest
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile

SUM = ("2026-02-18", "", 143_155, "付货款")
RENT = ("2026-02-16", "", 52_000, "付款")


def sums(ours, theirs):
    """State, our lines and their lines of the sums found."""
    found = reconcile(ledger(ours), ledger(theirs)).matches
    found = found[found["pass"] == "exact_sum"]
    return found[["state", "ours", "theirs"]].to_numpy().tolist()


def test_a_sum_of_amounts_that_stand_once_is_confirmed():
    ours = [("2026-02-12", "INV-25924", 52_000), ("2026-02-12", "INV-25927", 91_155)]
    assert sums(ours, [SUM]) == [["confirmed", [1, 2], [1]]]


@pytest.mark.parametrize("also", [[], [RENT]])
def test_another_entry_of_the_amount_near_by_may_be_meant_even_where_it_is_matched(also):
    ours = [
        ("2026-02-13", "INV-25924", 52_000),
        ("2026-02-09", "INV-25696", 52_000),
        ("2026-02-12", "INV-25927", 91_155),
    ]
    assert [state for state, *_ in sums(ours, [*also, SUM])] == ["suggested"]


def test_one_that_its_number_settles_or_that_is_far_away_is_not_meant():
    ours = [
        ("2026-02-12", "INV-25924", 52_000),
        ("2026-02-09", "INV-25696", 52_000),
        ("2025-12-09", "INV-21696", 52_000),
        ("2026-02-12", "INV-25927", 91_155),
    ]
    theirs = [("2026-02-09", "INV-25696", 52_000), SUM]
    assert sums(ours, theirs) == [["confirmed", [1, 4], [2]]]


def test_equal_amounts_that_are_all_in_the_sum_leave_none_out():
    ours = [("2026-02-12", f"INV-2592{n}", 52_017) for n in range(2)]
    ours += [("2026-02-12", "INV-25927", 39_121)]
    assert sums(ours, [SUM]) == [["confirmed", [1, 2, 3], [1]]]


@pytest.mark.parametrize(
    ("memo", "state"), [("付 INV-25990 等", "suggested"), ("付 INV-25924 等", "confirmed")]
)
def test_a_text_that_names_another_open_document_speaks_against_the_sum(memo, state):
    ours = [
        ("2026-02-12", "INV-25924", 52_000),
        ("2026-02-12", "INV-25927", 91_155),
        ("2026-02-11", "INV-25990", 33_033),
    ]
    assert sums(ours, [(*SUM[:3], memo)]) == [[state, [1, 2], [1]]]
