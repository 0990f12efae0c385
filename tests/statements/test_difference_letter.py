"""The 差异函 asks the customer what the customer is to look at, and says what the rest adds up to."""

import pytest
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS, ledger

import tieout
from tieout.matching.causes import CAUSES, Cause
from tieout.matching.decision import Decision
from tieout.matching.fingerprints import fingerprints
from tieout.statements.account import one_account
from tieout.statements.difference_letter import difference_letter, difference_letter_fields
from tieout.statements.heading import StatementHeading
from tieout.statements.issuing import issue
from tieout.statements.order import StatementOrder
from tieout.texts import LANGUAGES, text

OURS_ROWS = (
    ("2026-01-05", "XS-1", "销售", "100.00"),
    ("2026-01-06", "XS-2", "销售", "200.00"),
    ("2026-01-06", "XS-2", "销售", "200.00"),
    ("2026-01-07", "XS-3", "销售", "954.00"),
    ("2026-01-08", "SK-1", "收款", "-8000.00"),
    ("2026-03-30", "XS-9", "月末发货", "80.00"),
    ("2026-03-31", "XS-10", "销售", "1.00"),
)
THEIRS_ROWS = (
    ("2026-01-06", "XS-2", "采购", "-200.00"),
    ("2026-01-07", "XS-3", "采购", "-945.00"),
    ("2026-01-08", "SK-1", "付款", "8015.00"),
    ("2026-01-20", "TH-7", "退货", "30.00"),
    ("2026-03-31", "XS-10", "采购", "-1.00"),
)


def letter(ours=OURS_ROWS, theirs=THEIRS_ROWS, openings=("1000.00", "-970.00"), **more):
    result = tieout.reconcile(
        ledger(ours, opening=openings[0]),
        ledger(theirs, opening=openings[1], customer=OURS),
        **more,
    )
    return difference_letter(one_account(result), StatementHeading())


def said(lines):
    return [
        (cause, int(cents))
        for cause, cents in zip(lines["cause"], lines["difference"], strict=True)
    ]


def test_only_what_is_theirs_to_look_at_is_listed_and_the_rest_is_summed_up():
    found = letter()
    # They lack XS-1, and 954 is 945 there; the openings nobody knows yet.
    assert said(found.lines) == [("opening", 3000), ("transposition", 900), ("missing", 10_000)]
    assert said(found.in_transit) == [("in_transit", 8_000)]
    # Our second XS-2 and their return that we lack are ours, and a bank's fee.
    assert sorted(said(found.with_us)) == [
        ("duplicate", 20_000),
        ("fee", 1_500),
        ("missing", 3_000),
    ]


def test_the_three_parts_are_the_difference_of_the_balances():
    found = letter()
    parts = (found.lines, found.in_transit, found.with_us)
    assert sum(int(part["difference"].sum()) for part in parts) == found.difference
    values = difference_letter_fields(found, "zh").values
    assert (values["count"].value, values["in_transit_count"].value) == (3, 1)
    assert values["with_us_difference"].text == "245.00"


def test_what_a_person_has_accepted_is_not_asked_again():
    lines = letter().lines
    assert "transposition" in set(lines["cause"])
    ours, theirs = fingerprints(ledger(OURS_ROWS)), fingerprints(ledger(THEIRS_ROWS, customer=OURS))
    found = letter(decisions=(Decision("accept", (ours[3],), (theirs[1],)),))
    assert [cause for cause, _ in said(found.lines)] == ["opening", "missing"]
    assert int(found.with_us["difference"].sum()) == 24_500 + 900


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_asked_is_said_in_words_for_the_customer(language):
    for cause in Cause:
        if CAUSES[cause].turn not in ("ours", "nobody"):
            assert text(f"statement.ask.{cause}", language)


def test_who_has_nothing_to_look_at_gets_no_letter(tmp_path):
    order = StatementOrder("difference-letter", "zh")
    stamp = {"issued_at": "2026-04-01T00:00:00", "issued_by": "王"}
    rows = [OUR_ROWS[0], OUR_ROWS[-1]]
    both = tieout.reconcile(ledger(rows), ledger(THEIR_ROWS[:1], customer=OURS))
    made = issue(both, order, tmp_path, **stamp)
    assert made.written == ()
    assert [account.customer for account in made.needless] == [CUSTOMER]
