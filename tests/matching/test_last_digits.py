"""Entries in parts under a long number, of which one side writes the last six digits here and there."""

import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

OURS: list[Row] = [("2026-03-17", "20329301", 3_601_269), ("2026-03-18", "20329308", 777_001)]
THEIRS: list[Row] = [
    ("2026-03-27", "329301", 2_192_390),
    ("2026-03-30", "329301", 1_408_879),
    ("2026-03-18", "20329308", 777_001),
]


def groups(ours: list[Row], theirs: list[Row]) -> list[list[object]]:
    """State and lines of the groups under one number."""
    found = reconcile(ledger(ours), ledger(theirs)).matches
    found = found[found["pass"] == "reference_group"]
    return found[["state", "ours", "theirs"]].to_numpy().tolist()


def test_the_parts_of_one_document_are_known_by_its_last_six_digits() -> None:
    far: list[Row] = [("2026-04-12", *row[1:]) if row[1] == "329301" else row for row in THEIRS]
    assert groups(OURS, THEIRS) == [["confirmed", [1], [1, 2]]]
    assert groups(THEIRS, OURS) == [["confirmed", [1, 2], [1]]]
    assert groups(OURS, far) == []


def test_so_are_those_of_a_number_of_twenty_digits() -> None:
    ours: list[Row] = [("2026-03-25", "26112000000020329301", 3_601_269), OURS[1]]
    assert groups(ours, THEIRS) == [["confirmed", [1], [1, 2]]]


def test_other_sums_under_the_last_digits_are_no_group() -> None:
    assert groups([("2026-03-17", "20329301", 3_601_270), OURS[1]], THEIRS) == []


def test_equal_amounts_under_the_last_digits_are_pairs_of_their_own() -> None:
    parts: list[Row] = [
        ("2026-03-17", "20329301", 2_192_390),
        ("2026-03-25", "20329301", 1_408_879),
    ]
    assert groups([*parts, OURS[1]], THEIRS) == []
    pairs = reconcile(ledger([*parts, OURS[1]]), ledger(THEIRS)).matches
    assert pairs["kind"].tolist() == ["one_to_one"] * 3


@pytest.mark.parametrize(
    ("reference", "state"),
    [("PV-7023", "suggested"), ("INV-7023", "confirmed"), ("7023", "confirmed")],
)
def test_a_tail_of_another_numbering_is_only_suggested(reference: str, state: str) -> None:
    ours: list[Row] = [("2026-03-17", "INV-027023", 380_000), ("2026-03-18", "INV-027111", 777_001)]
    matches = reconcile(ledger(ours), ledger([("2026-03-20", reference, 380_000)])).matches
    assert matches[["pass", "state"]].to_numpy().tolist() == [["similar_reference", state]]


@pytest.mark.parametrize(
    ("memo", "found"),
    [
        ("付货款 358862 358869 358876", True),
        ("付 358862、358869", False),
        ("付 20358862、20358869、20358876", True),
    ],
)
def test_the_last_six_digits_in_a_text_name_the_documents(memo: str, found: bool) -> None:
    cents = (1_203_417, 883_021, 471_309)
    amounts = (*cents, 99_000, 1_234)
    ours: list[Row] = [
        (f"2026-03-0{n + 1}", f"{20358862 + 7 * n}", amount) for n, amount in enumerate(amounts)
    ]
    theirs: list[Row] = [("2026-04-20", "", sum(cents), memo)]
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    expected = [["named_in_text", "confirmed", [1, 2, 3], [1]]] if found else []
    assert matches[["pass", "state", "ours", "theirs"]].to_numpy().tolist() == expected


@pytest.mark.parametrize(
    ("memo", "found"),
    [
        ("8039、8042、SI2026-08044", True),
        ("settling No.8039/发票号8042/08044", True),
        ("8039、8042、8044 合同 25442000000012345678", True),
        ("8039、8042", False),
        ("8039、8042、8055", False),
    ],
)
def test_what_follows_the_year_of_a_number_names_it_in_a_list(memo: str, found: bool) -> None:
    ours: list[Row] = [
        (f"2026-01-{9 + n:02d}", f"SI2026-080{last}", 100_003 * (n + 3) ** 2)
        for n, last in enumerate((39, 42, 44, 48, 55))
    ]
    theirs: list[Row] = [("2026-03-19", "", 100_003 * (9 + 16 + 25), memo)]
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    expected = [["named_in_text", "confirmed", [1, 2, 3], [1]]] if found else []
    assert matches[["pass", "state", "ours", "theirs"]].to_numpy().tolist() == expected


def test_last_digits_that_two_documents_have_tell_neither() -> None:
    ours: list[Row] = [
        ("2026-01-09", "SI2026-08039", 300_000),
        ("2026-01-10", "SI2026-18039", 500_000),
        ("2026-01-11", "SI2026-08042", 200_000),
    ]
    theirs: list[Row] = [("2026-03-19", "", 500_000 + 200_000, "8039、8042")]
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    assert "named_in_text" not in matches["pass"].tolist()


@pytest.mark.parametrize(
    ("reference", "cause"), [("297885", "amount"), ("PV-297885", None), ("30297885", None)]
)
def test_a_number_and_its_last_six_digits_may_stand_for_other_amounts(
    reference: str, cause: str | None
) -> None:
    ours: list[Row] = [("2026-01-06", "FP20297885", 946_000), ("2026-01-07", "FP20297999", 12_345)]
    matches = reconcile(ledger(ours), ledger([("2026-01-06", reference, 1_013_549)])).matches
    found = matches[["pass", "state", "cause"]].to_numpy().tolist()
    assert found == ([["similar_number_differing", "suggested", cause]] if cause else [])
