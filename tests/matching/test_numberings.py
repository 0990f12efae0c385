"""What numbers tell where they are many: orders of one price, fees kept back, numbers cut by a spreadsheet."""

from collections.abc import Sequence

import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile
from tieout.matching.numberings import Numberings, together
from tieout.matching.presets import preset

ORDER = 516_096_995_520_721_335


def _orders(count: int, amount: int, *, first: int = 0, day: int = 2) -> list[Row]:
    numbers = range(ORDER + first * 7_919, ORDER + (first + count) * 7_919, 7_919)
    return [(f"2026-03-{day:02}", str(number), amount) for number in numbers]


def _less(rows: Sequence[Row], basis_points: int) -> list[Row]:
    return [(row[0], row[1], row[2] - row[2] * basis_points // 10_000) for row in rows]


def test_orders_paid_out_less_a_fee_are_matched_by_their_numbers():
    ours = _orders(80, 9_900)
    result = reconcile(ledger(ours), ledger(_less(ours, 60)), preset("platform"))
    assert set(result.matches["pass"]) == {"same_number_differing"}
    assert set(result.matches["cause"]) == {"fee"}
    assert len(result.matches) == 80
    assert not len(result.open_items)


def test_orders_of_one_price_are_not_taken_for_each_other():
    ours, others = _orders(60, 9_900), _orders(30, 9_900, first=60)
    result = reconcile(ledger(ours), ledger([*others, ("2026-03-05", "", 500)]))
    assert not len(result.matches)
    assert result.bounded == ()


@pytest.mark.parametrize("count", [1, 60])
def test_a_number_that_a_spreadsheet_has_cut_is_still_that_number(count):
    ours = _orders(count, 9_900)
    cut = [(row[0], f"{row[1][:15]}000", row[2]) for row in ours]
    result = reconcile(ledger(ours), ledger(cut))
    assert set(result.matches["pass"]) == {"similar_reference"}
    assert set(result.matches["state"]) == {"confirmed"}
    assert result.ours["match"].tolist() == result.theirs["match"].tolist()


def test_one_equal_number_among_many_is_an_accident():
    told = {"same": {("RC", "CHQ"): 1}, "equal": {("RC", "CHQ"): 1}, "near": {("RC", "CHQ"): 1}}
    few = Numberings(**told, ours={"RC": 15}, theirs={"CHQ": 20})
    many = Numberings(**told, ours={"RC": 500}, theirs={"CHQ": 600})
    assert few._is_shared(("RC", "CHQ"))
    assert not many._is_shared(("RC", "CHQ"))


@pytest.mark.parametrize(
    ("near", "is_unrelated", "is_shared"), [(0, True, False), (2, False, False), (4, False, True)]
)
def test_amounts_near_each_other_tell_that_numbers_are_of_one_numbering(
    near, is_unrelated, is_shared
):
    kind = ("", "")
    told = together(Numberings({kind: 5}, {}, {kind: near}, {"": 5}), Numberings(theirs={"": 5}))
    assert told._is_unrelated(kind) == is_unrelated
    assert told._is_shared(kind) == is_shared


def test_rents_of_several_tenants_of_one_amount_are_matched_a_day_later():
    days = sorted(start + 7 * week for start in (1, 2, 4) for week in range(4))
    ours = [(f"2026-03-{day:02}", "", 15_000) for day in days]
    theirs = [(f"2026-03-{day + 1:02}", "", 15_000) for day in days]
    result = reconcile(ledger(ours), ledger(theirs))
    assert result.ours["match"].tolist() == result.theirs["match"].tolist()
    assert len(result.matches) == len(days)
