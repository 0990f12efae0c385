"""Statements of both books over a period: true as of their day, their openings those of the ledgers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS, ledger

import tieout
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account
from tieout.statements.account import one_account
from tieout.statements.heading import StatementHeading
from tieout.statements.issuing import issue
from tieout.statements.order import StatementOrder
from tieout.statements.two_sided import two_sided_of
from tieout.statements.verifying import verify
from tieout.statements.within import reconciled_within, within

LATER = ("2026-04-05", "XS-2001", "四月", "500.00")
THEIR_LATER = ("2026-04-06", "XS-2001", "四月", "-500.00")
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def books(our_rows=OUR_ROWS, their_rows=THEIR_ROWS):
    return tieout.reconcile(
        ledger(our_rows, opening="1000.00"), ledger(their_rows, opening="-1000.00", customer=OURS)
    )


def stated(result, begin, end):
    cut = reconciled_within(result, begin, end)
    return two_sided_of(one_account(cut), StatementHeading(begin=begin, end=end))


def test_a_later_posting_changes_no_statement_of_an_earlier_day():
    before = stated(books(), *MARCH)
    after = stated(books((*OUR_ROWS, LATER), (*THEIR_ROWS, THEIR_LATER)), *MARCH)
    assert (before.ours, before.theirs) == (after.ours, after.theirs)
    assert before.lines.equals(after.lines)


def test_what_is_earlier_is_in_the_opening():
    april = (date(2026, 4, 1), date(2026, 4, 30))
    found = stated(books((*OUR_ROWS, LATER), (*THEIR_ROWS, THEIR_LATER)), *april)
    march = stated(books(), *MARCH)
    assert (found.ours.opening, found.theirs.opening) == (march.ours.closing, march.theirs.closing)
    assert len(found.lines) == 1
    assert found.ours.closing == march.ours.closing + 50_000


def test_a_quiet_period_states_both_balances_with_the_signs_of_the_whole():
    """Nothing in the period tells that their books mirror ours; the entries before it did."""
    for begin, end in ((date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 4, 5), date(2026, 4, 5))):
        found = stated(books((*OUR_ROWS, LATER), THEIR_ROWS), begin, end)
        march = stated(books(), *MARCH)
        moved = 50_000 if begin <= date(2026, 4, 5) else 0
        opening = march.ours.closing + 50_000 - moved
        assert (found.ours.opening, found.ours.closing) == (opening, opening + moved)
        assert (found.theirs.opening, found.theirs.closing) == (march.theirs.closing,) * 2


def test_of_several_quiet_accounts_nothing_is_guessed(tmp_path):
    """No entry tells whose books theirs are."""
    ours = ledger((), opening="1000.00")
    quiet = {**ours.opening, Account("静公司", "CNY"): 12_300}
    both = tieout.reconcile(
        replace(ours, opening=quiet), ledger((), customer=OURS, opening="-1000.00")
    )
    order = StatementOrder("two-sided", "zh", *MARCH)
    with pytest.raises(TieoutError) as error:
        issue(both, order, tmp_path, issued_at="2026-04-01T00:00:00", issued_by="李")
    assert error.value.key == "statement.error.nothing"


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
ROWS = st.lists(
    st.tuples(DAYS.map(str), st.sampled_from(("A", "B")), st.just(""), st.integers(-9, 9).map(str)),
    max_size=8,
)


@given(ROWS, DAYS, DAYS, st.integers(-5, 5))
@settings(max_examples=60, deadline=None)
def test_a_ledger_cut_to_a_period_has_the_same_balances(rows, begin, end, opening):
    whole = ledger(rows, opening=str(opening))
    cut = within(whole, begin, end)
    total = sum(cut.opening.values()) + int(cut.entries["amount"].sum())
    kept = [row for row in rows if row[0] <= str(end) or row[0] < str(begin)]
    assert total == 100 * (opening + sum(int(row[3]) for row in kept))


def test_an_issued_reconciliation_holds_after_later_postings(tmp_path):
    order = StatementOrder("reconciliation", "zh", begin=MARCH[0], end=MARCH[1])
    line = issue(books(), order, tmp_path, issued_at="x", issued_by="y").written[0]
    later = books((*OUR_ROWS, LATER), (*THEIR_ROWS, THEIR_LATER))
    found = verify(tmp_path / line.file, source=later)[0]
    assert (found.ledger, found.rules) == ("same", "same")
    assert issue(later, order, tmp_path, issued_at="x", issued_by="y").written == ()


@pytest.mark.parametrize("kind", ["two-sided", "in-transit", "difference-letter"])
def test_a_closing_that_is_cut_off_is_not_claimed(tmp_path, kind):
    result = tieout.reconcile(
        ledger((*OUR_ROWS, LATER), closing="99.00"), ledger(THEIR_ROWS, customer=OURS)
    )
    order = StatementOrder(kind, "zh", end=MARCH[1], customers=(CUSTOMER,))
    assert issue(result, order, tmp_path, issued_at="x", issued_by="y").written
