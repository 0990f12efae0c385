"""The proposed entries: they settle exactly the differences they stand beside, and together all of them."""

from itertools import product

import pytest
from tests.benchmarks.two_sided import generate

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.engine import reconcile
from tieout.workbook.proposals import Proposal, differing_rows, proposal_for
from tieout.workbook.status import IN_PAIRS

BALANCE = {"receivable": 1, "payable": -1}
"""How a debit moves the balance as we see it: ours grows, theirs falls."""


def moves(entry: Proposal, cents: int) -> int:
    """By how much an entry changes ours − theirs."""
    side = {"ours": 1, "check": 1, "theirs": -1}[entry.whose]
    return side * cents * (BALANCE.get(entry.debit, 0) - BALANCE.get(entry.credit, 0))


@pytest.mark.parametrize(
    ("cause", "side", "sign"), list(product(Cause, ["ours", "theirs"], [1, -1]))
)
def test_an_entry_settles_its_difference_to_the_cent(cause: Cause, side: str, sign: int) -> None:
    amount = sign * 5000
    in_pair = cause in IN_PAIRS
    difference = sign * 70 if in_pair else amount if side == "ours" else -amount
    entry = proposal_for(cause.value, side, difference, amount, 3 if in_pair else 0)
    if entry.debit:
        assert moves(entry, abs(difference)) == -difference
    else:
        assert entry.whose == "nobody"


@pytest.mark.parametrize("cause", [Cause.ALLOWANCE, Cause.DISCOUNT, Cause.WRITE_OFF, Cause.FEE])
def test_what_a_person_settled_for_a_reason_has_an_entry_of_ours(cause: Cause) -> None:
    entry = proposal_for(cause.value, "ours", 70, 5000, 3)
    assert (entry.whose, entry.debit, entry.credit) == ("ours", cause.value, "receivable")


@pytest.mark.parametrize(
    "cause", [Cause.DISPUTE, Cause.THEIR_ERROR, Cause.IN_TRANSIT, Cause.OPENING, Cause.UNEXPLAINED]
)
def test_waiting_and_looking_come_before_an_entry(cause: Cause) -> None:
    assert not proposal_for(cause.value, "ours", 500, 500, 0).debit


def test_the_lines_add_up_to_the_difference() -> None:
    both = generate(300, seed=5)
    ours, theirs = Ledger.from_frame(both.ours), Ledger.from_frame(both.theirs)
    result = reconcile(ours, theirs)
    rows = differing_rows(result)
    assert result.totals.difference != 0
    assert rows["difference"].sum() == result.totals.difference
    assert len(set(zip(rows["side"], rows["line"], strict=True))) == len(rows)
