"""One account over a period: opening, movement and closing hold, as of any day, to the cent."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statements.samples import OUR_ROWS, ledger

from tieout.errors import TieoutError
from tieout.statements.account_fields import account_fields
from tieout.statements.account_statement import account_statement, months_of
from tieout.statements.aging import aged, bucket_names, limits_of
from tieout.statements.heading import Issuer, StatementHeading
from tieout.statements.one_side import movement, sides_of
from tieout.statements.open_documents import open_documents

DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
ROWS = st.lists(
    st.tuples(
        DAYS.map(str),
        st.sampled_from(("A-1", "A-2", "")),
        st.sampled_from(("", "收 A-1 货款")),
        st.integers(-300, 300).map(lambda cents: f"{cents / 100:.2f}"),
    ),
    min_size=1,
    max_size=12,
)


def only_side(found):
    return next(iter(sides_of(found).values()))


@given(ROWS, st.integers(-5, 5), DAYS, DAYS)
@settings(max_examples=50, deadline=None)
def test_opening_and_movement_make_the_closing(rows, opening, begin, end):
    side = only_side(ledger(rows, opening=f"{opening}.00"))
    found = movement(side, begin, end)
    before = sum(_cents(row) for row in rows if row[0] < str(begin))
    within = [_cents(row) for row in rows if str(begin) <= row[0] <= str(end)]
    assert found.opening == opening * 100 + before
    assert found.increase == sum(c for c in within if c > 0)
    assert found.decrease == -sum(c for c in within if c < 0)
    assert found.closing == found.opening + sum(within)
    if len(found.lines):
        assert found.lines["balance"].iloc[-1] == found.closing


@given(ROWS, st.integers(-5, 5), DAYS)
@settings(max_examples=50, deadline=None)
def test_open_documents_and_buckets_add_up_to_the_balance(rows, opening, end):
    side = only_side(ledger(rows, opening=f"{opening}.00"))
    found = movement(side, None, end)
    documents = open_documents(found)
    assert documents["open"].sum() == found.closing
    assert (documents["original"] - documents["settled"] == documents["open"]).all()
    assert documents["open"].min() >= 0 or documents["open"].max() <= 0 or len(documents) == 0
    for by in ("invoice", "due"):
        buckets = aged(side, StatementHeading(end=end, issuer=Issuer(terms_days=30)), by)
        assert buckets.pop("total") == found.closing == sum(buckets.values())


@given(ROWS, DAYS)
@settings(max_examples=25, deadline=None)
def test_a_later_posting_changes_no_statement_of_an_earlier_day(rows, end):
    later = (str(end + timedelta(days=1)), "A-1", "", "-7.77")
    heading = StatementHeading(begin=date(2026, 1, 1), end=end)
    before = account_statement(only_side(ledger(rows)), heading)
    after = account_statement(only_side(ledger([*rows, later])), heading)
    assert before.buckets == after.buckets
    assert before.movement.closing == after.movement.closing
    assert before.documents.equals(after.documents)


@given(ROWS)
@settings(max_examples=25, deadline=None)
def test_the_months_follow_each_other(rows):
    heading = StatementHeading(begin=date(2026, 1, 1), end=date(2026, 12, 31))
    statement = account_statement(only_side(ledger(rows)), heading)
    months = months_of(statement)
    assert len(months) == 12
    assert months[0].opening == statement.movement.opening
    assert months[-1].closing == statement.movement.closing
    assert all(a.closing == b.opening for a, b in pairwise(months))


def test_a_receipt_settles_what_it_names_before_what_is_oldest():
    side = only_side(
        ledger(
            (
                ("2026-01-01", "XS-1", "", "100.00"),
                ("2026-01-02", "XS-2", "", "200.00"),
                ("2026-01-03", "SK-1", "收 XS-2 货款", "-150.00"),
                ("2026-01-04", "SK-2", "", "-30.00"),
            )
        )
    )
    found = open_documents(movement(side, None, None))
    assert found["reference"].tolist() == ["XS-1", "XS-2"]
    assert found["open"].tolist() == [7000, 5000]


def test_a_receipt_too_much_stays_unapplied():
    side = only_side(
        ledger((("2026-01-01", "XS-1", "", "100.00"), ("2026-01-02", "SK", "", "-150.00")))
    )
    assert aged(side, StatementHeading(end=date(2026, 1, 31)), "invoice")["unapplied"] == -5000


def test_an_opening_without_documents_has_no_age():
    side = only_side(ledger(OUR_ROWS, opening="50000.00"))
    found = aged(side, StatementHeading(end=date(2026, 3, 31)), "invoice")
    assert found["undated"] == 5_000_000 - 800_000


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2026-03-31", "bucket_1"),
        ("2026-03-01", "bucket_1"),
        ("2026-02-28", "bucket_2"),
        ("2025-03-31", "bucket_5"),
        ("2025-03-30", "bucket_6"),
    ],
)
def test_the_edges_of_the_buckets(day, bucket):
    side = only_side(ledger(((day, "XS-1", "", "1.00"),)))
    assert aged(side, StatementHeading(end=date(2026, 3, 31)), "invoice")[bucket] == 100


@pytest.mark.parametrize(
    ("day", "bucket"), [("2026-03-31", "bucket_1"), ("2026-03-30", "bucket_2")]
)
def test_what_is_due_today_is_not_overdue(day, bucket):
    side = only_side(ledger(((day, "XS-1", "", "1.00"),)))
    assert aged(side, StatementHeading(end=date(2026, 3, 31)), "due")[bucket] == 100


def test_entries_without_a_date_are_counted_and_said():
    found = ledger(OUR_ROWS, opening="0")
    found.entries.loc[[1, 2], "date"] = None
    heading = StatementHeading(begin=date(2026, 1, 1), end=date(2026, 3, 31))
    statement = account_statement(only_side(found), heading)
    assert statement.movement.closing == 1_510_250
    assert statement.buckets["undated"] == 452_050
    assert account_fields(statement, "zh").values["remark"].text == (
        "有 2 笔账项没有日期（账表第 2、3 行），已计入，请核实日期。"
    )


def _cents(row):
    return round(float(row[3]) * 100)


def test_buckets_are_the_users_own():
    """Days as an accountant sets them; what is not due is a bucket by due date."""
    rows = (("2026-01-10", "XS-1", "", "1.00"), ("2026-03-15", "XS-2", "", "2.00"))
    side = only_side(ledger(rows))
    heading = StatementHeading(end=date(2026, 3, 31), issuer=Issuer(aging_days=(20, 80)))
    by_date = [aged(side, heading, "invoice")[f"bucket_{at}"] for at in (1, 2, 3, 4)]
    by_due = [aged(side, heading, "due")[f"bucket_{at}"] for at in (1, 2, 3, 4)]
    assert (by_date, by_due) == ([200, 100, 0, 0], [0, 200, 100, 0])
    names = [name for _, name in bucket_names(limits_of(heading.issuer, "due"), "due", "en")]
    assert names == ["Not due", "1–20 days", "21–80 days", "Over 80 days", "", ""]
    with pytest.raises(TieoutError):
        limits_of(Issuer(aging_days=(1, 2, 3, 4, 5)), "due")
