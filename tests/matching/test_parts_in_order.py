"""Where one side writes the parts of the other's numbers in another order, amounts tell so."""

from collections.abc import Sequence

import pandas as pd
import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

NUMBERS = range(4587, 4591)
WAYS = [
    ("24/{:06}", "{:06}/24"),
    ("2024-{:06}", "{:06}-2024"),
    ("FV/{}/2024", "2024/{}"),
    ("2024/03/{:05}", "FV/{}/03/2024"),
    ("INV-2024-{:06}", "{}/24"),
    ("INV-2024-{:06}", "inv 24-{}"),
]


def _both(ways: tuple[str, str], numbers: range = NUMBERS) -> tuple[list[Row], list[Row]]:
    """Entries of one amount under numbers that each side writes in its own way."""
    ours, theirs = (_entries(way, numbers) for way in ways)
    return ours, theirs


def _entries(way: str, numbers: range) -> list[Row]:
    return [("2026-03-02", way.format(n), 10_000 + n * n % 7907) for n in numbers]


def _reconciled(
    ours: Sequence[Row], theirs: Sequence[Row], *, mirrored: bool = False
) -> pd.DataFrame:
    if mirrored:
        ours, theirs = theirs, ours
    return reconcile(ledger(ours), ledger(theirs)).matches


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("mirrored", [False, True])
def test_amounts_that_differ_are_found_under_a_number_with_its_year_at_the_other_end(
    ways, mirrored
):
    ours, theirs = _both(ways)
    ours += [("2026-03-02", ways[0].format(4611), 77_000)]
    theirs += [("2026-03-20", ways[1].format(4611), 51_000)]
    matches = _reconciled(ours, theirs, mirrored=mirrored)
    assert matches["pass"].tolist() == ["same_number"] * 4 + ["same_number_differing"]
    assert matches["cause"].tolist()[-1] == "amount"


def test_a_text_names_a_number_with_its_year_at_the_other_end():
    ours, theirs = _both(WAYS[0])
    ours += [("2026-03-02", WAYS[0][0].format(n), 30_000 + n) for n in (4611, 4612)]
    theirs += [("2026-03-03", "PV-77", 69_223, "付 004611/24、004612/24")]
    matches = _reconciled(ours, theirs)
    assert matches.iloc[-1][["pass", "ours"]].tolist() == ["named_in_text", [5, 6]]


def test_a_number_that_both_sides_write_alike_stays_as_it_is():
    ours, theirs = _both(WAYS[0])
    both = [("2026-03-02", "24/004611", 30_000)]
    other = [("2026-03-02", "004612/24", 50_000)]
    ours += [*both, *other]
    theirs += [("2026-03-02", "24/004611", 31_000), *other]
    matches = _reconciled(ours, theirs)
    assert matches["pass"].tolist() == [
        "same_reference",
        *["same_number"] * 4,
        "same_number_differing",
    ]


def test_few_numbers_with_their_year_at_the_other_end_are_alike():
    matches = _reconciled(*_both(WAYS[0], NUMBERS[:2]))
    assert matches["pass"].tolist() == ["similar_reference"] * 2


def test_numbers_of_other_documents_tell_no_order():
    ours = [("2026-03-02", f"24/00{n}", 10_000 + 37 * n) for n in NUMBERS]
    theirs = [("2026-03-04", f"00{n}/25", 10_000 + 37 * n) for n in NUMBERS]
    more = [("2026-03-02", "24/004611", 77_000)], [("2026-03-04", "004611/24", 51_000)]
    matches = _reconciled(ours + more[0], theirs + more[1])
    assert "same_number_differing" not in set(matches["pass"])


def test_a_reference_of_thousands_of_digits_is_compared_like_any_other():
    ours = [("2026-03-02", f"{'1' * 5000}-2026", 5_400), ("2026-03-02", "9-8", 700)]
    theirs = [("2026-03-02", f"2026-{'1' * 5000}", 5_400), ("2026-03-02", "8-9", 700)]
    assert _reconciled(ours, theirs)["pass"].tolist() == ["similar_reference"] * 2
