"""Is an amount of the other sign, near in time, the same entry booked the wrong way?"""

from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

END: Row = ("2026-06-30", "INV-90017", 5_013)
DELIVERY: Row = ("2026-06-04", "", 49_000, "销售")
PAYMENT: Row = ("2026-06-11", "PV-10153", -49_000, "付款")


def causes(*ours: Row, theirs: tuple[Row, ...]) -> list[str]:
    """The causes of the matches, END's own aside."""
    matches = reconcile(ledger([*ours, END]), ledger([*theirs, END])).matches
    return sorted(set(matches["cause"]) - {""})


def test_an_amount_that_stands_once_may_have_been_booked_the_wrong_way() -> None:
    assert causes(DELIVERY, theirs=(PAYMENT,)) == ["sign"]


def test_a_delivery_and_a_payment_of_a_price_that_recurs_are_no_slip_of_the_sign() -> None:
    before: Row = ("2026-02-04", "INV-70001", 49_000)
    assert causes(before, DELIVERY, theirs=(before, PAYMENT)) == []
    assert causes(DELIVERY, before, theirs=(PAYMENT, before)) == []


def test_under_one_number_a_price_that_recurs_may_be_of_the_wrong_sign() -> None:
    before: Row = ("2026-02-04", "INV-70001", 49_000)
    ours: Row = ("2026-06-04", "INV-70015", 49_000)
    theirs: Row = ("2026-06-05", "INV-70015", -49_000)
    assert causes(before, ours, theirs=(before, theirs)) == ["sign"]
