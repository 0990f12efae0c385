"""References of letters and digits at random are compared by all of them."""

import pyarrow as pa
import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile
from tieout.matching.full_numbers import with_full_numbers
from tieout.matching.rows import rows_of

CODES = ("A7F3-92K", "9QX4-T1B", "K20P-7ZC", "4GUG-83H", "ZD5E-6R1", "M3TT-X90")
WAYS = (str, str.lower, lambda code: code.replace("-", ""), lambda code: f"Order {code}")


def _entries(references: tuple[str, ...], *, day: int = 2) -> list[Row]:
    return [
        (f"2026-03-{day:02}", reference, 10_000 + 37 * n) for n, reference in enumerate(references)
    ]


def _read(references: list[str]) -> list[str]:
    """References as they are matched."""
    given, _ = rows_of(ledger(_entries(tuple(references))), ledger([]), {})
    return with_full_numbers(given).reference.to_pylist()


@pytest.mark.parametrize("way", WAYS)
def test_amounts_that_differ_are_found_under_a_code(way):
    ours = [*_entries(CODES), ("2026-03-02", "TQ7O-C98", 77_000)]
    theirs = [*_entries(tuple(map(way, CODES))), ("2026-03-20", way("TQ7O-C98"), 51_000)]
    match = reconcile(ledger(ours), ledger(theirs)).matches.iloc[-1]
    assert match[["pass", "cause", "ours"]].tolist() == ["same_number_differing", "amount", [7]]


def test_codes_of_the_same_digits_are_not_taken_for_each_other():
    ours = [*_entries(CODES), ("2026-03-02", "B7Q3-92M", 77_000)]
    theirs = [*_entries(CODES), ("2026-04-20", "7XK3-9W2", 77_000)]
    assert len(reconcile(ledger(ours), ledger(theirs)).matches) == len(CODES)


def test_a_text_names_several_codes():
    more = ("TQ7O-C98", "LCHT-3NA")
    ours = [*_entries(CODES), *[("2026-03-02", code, 30_000) for code in more]]
    theirs = [*_entries(CODES), ("2026-03-03", "PV-77", 60_000, "付tq7o-c98、LCHT3NA 货款")]
    match = reconcile(ledger(ours), ledger(theirs)).matches.iloc[-1]
    assert match[["pass", "ours"]].tolist() == ["named_in_text", [7, 8]]


@pytest.mark.parametrize(
    "numbers",
    [
        ["INV-004587", "INV-0O4588", "INV-004S89", "1NV-004591", "INV-00459B", "INV-004593"],
        [f"24{letter}00{n}" for n, letter in enumerate("ABCDEFGH", start=10)],
        [f"SI2025-00{n}-R" for n in range(123, 133)],
        ["FV/123/03/2024", "FV/7/A/2024", "2024-00123", "X1", "A12B", "RENT", "RENT MAY"],
    ],
)
def test_numbers_with_words_and_numbers_that_a_scanner_read_stay_numbers(numbers):
    assert _read(numbers) == numbers


def test_numbers_with_a_word_stay_numbers_beside_codes_as_long():
    numbers = ["INV1234", "INV1235", "INV1236", "RENTALS", "RENTALS", "RENTALS"]
    codes = [code.replace("-", "") for code in CODES]
    assert _read(codes + numbers)[len(codes) :] == numbers
    assert not set(codes) & set(_read(codes + numbers))


def test_codes_are_told_whatever_the_order_of_the_rows():
    references = [*CODES, *map(str.lower, CODES), "INV-0001"]
    assert sorted(_read(references)) == sorted(_read(references[::-1]))
    assert pa.array(_read(references)).value_counts().to_pylist()[-1]["values"] == "INV-0001"
