"""Numbers that begin anew every month stand for another document each time."""

from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile


def _matched(ours: list[Row], theirs: list[Row]) -> list[tuple[list[int], list[int]]]:
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    return sorted(zip(matches["ours"], matches["theirs"], strict=True))


def test_documents_in_parts_under_one_number_are_told_apart_by_their_months():
    whole = [("2026-03-07", "FP002", 97_029), ("2026-04-11", "FP002", 9_010)]
    parts = [("2026-03-10", "FP002", 51_031), ("2026-03-10", "FP002", 45_998)]
    parts += [("2026-04-11", "FP002A", 3_438), ("2026-04-12", "FP002B", 5_572)]
    assert _matched(whole, parts) == [([1], [1, 2]), ([2], [3, 4])]


def test_a_list_means_the_numbers_of_its_month():
    march = [("2026-03-07", "FP-101", 30_011), ("2026-03-08", "FP-102", 20_013)]
    july = [("2026-07-07", "FP-101", 70_017), ("2026-07-08", "FP-102", 60_019)]
    listing = [
        ("2026-03-09", "", 50_024, "付 FP-101、FP-102"),
        ("2026-07-09", "", 130_036, "付 FP-101、FP-102"),
    ]
    assert _matched(march + july, listing) == [([1, 2], [1]), ([3, 4], [2])]


def test_of_two_documents_of_one_number_the_near_one_is_the_one_that_differs():
    ours = [("2026-03-07", "FP002", 50_000), ("2026-05-11", "FP002", 90_013)]
    theirs = [("2026-03-09", "FP002", 77_000), ("2026-05-12", "FP002", 50_300)]
    assert _matched(ours, theirs) == [([1], [1]), ([2], [2])]


def test_a_document_booked_months_later_still_belongs_to_its_number():
    ours, theirs = [("2026-03-07", "FP002", 50_000)], [("2026-05-09", "FP002", 77_000)]
    assert _matched(ours, theirs) == [([1], [1])]


def test_of_two_entries_of_one_number_the_one_that_a_slip_explains_is_meant():
    plain = [(f"2026-03-0{n}", f"FP10{n}", 1_000 + n) for n in range(1, 4)]
    ours = ledger([*plain, ("2026-03-07", "FP002", 29_511)])
    theirs = ledger([*plain, ("2026-03-09", "FP002", 27_413), ("2026-03-09", "FP002", -29_511)])
    match = reconcile(ours, theirs).matches.iloc[-1]
    assert (match["theirs"], match["cause"]) == ([5], "sign")
