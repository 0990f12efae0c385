"""Is a fee that only dates and amounts tell claimed where other open entries come as near by accident?"""

from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

OURS: list[Row] = [("2026-03-10", "", -98_500), ("2026-04-20", "END", 5_013)]
THEIRS: list[Row] = [("2026-03-12", "", -100_000), ("2026-04-20", "END", 5_013)]
OTHERS: list[Row] = [
    (f"2026-03-{day:02d}", "", -103_000 - 131 * day) for day in range(1, 31) if day not in (10, 11)
]
"""Open entries nearly as large, none of them a fee away from ours."""


def test_a_fee_by_date_alone_is_claimed_where_nothing_else_is_near_and_said_less_surely_where_it_is():
    confidence = []
    for others in (0, 1, 28):
        matches = reconcile(ledger(OURS), ledger([*THEIRS, *OTHERS[:others]])).matches
        confidence += [matches.loc[matches["cause"] == "fee", "confidence"].tolist()]
    alone, beside_one, in_a_crowd = confidence
    assert 0.8 <= alone[0] <= 0.9
    assert 0.5 <= beside_one[0] < alone[0]
    assert in_a_crowd == []


def test_what_two_entries_alone_show_is_a_fee_whatever_the_days_of_the_ledgers():
    ours, theirs = ledger([("2026-03-10", "", -98_500)]), ledger([("2026-03-10", "", -100_000)])
    assert reconcile(ours, theirs).matches["cause"].tolist() == ["fee"]
