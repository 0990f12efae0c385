"""Periods: nothing posts into a closed one, none closes with an unexplained residue, reopening is approved."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from tests.books.conftest import opened_by
from tests.books.sheets import SALES, write

from tieout.books.books import create_books
from tieout.books.journal import reverse
from tieout.books.periods import (
    advance_period,
    close_period,
    open_items,
    period_state,
    periods,
    record_reconciliation,
    reopen_period,
)
from tieout.books.place import books_url
from tieout.books.posting import post_file
from tieout.books.trace import record_event
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account

EAST = Account("华东机械有限公司", "CNY")


@pytest.fixture
def july(books, tmp_path):
    post_file(books, write(tmp_path / "july.csv"))
    return books


def one_more(tmp_path, day):
    return write(
        tmp_path / "more.csv", [[day, "销售", "XS-009", "补记", "Acme Ltd", "USD", "1.00", ""]]
    )


def test_nothing_posts_into_a_closed_period(july, tmp_path):
    assert close_period(july, "2026-07")[EAST] == 100000
    assert period_state(july, "2026-07") == "closed"
    with pytest.raises(TieoutError, match="entries in a closed period"):
        post_file(july, one_more(tmp_path, "2026-07-31"))
    with pytest.raises(TieoutError, match="entries in a closed period"):
        reverse(july, [1], "wrong")
    assert reverse(july, [1], "wrong", on=date(2026, 8, 1)).state == "posted"
    assert post_file(july, one_more(tmp_path, "2026-08-01")).new == 1


def test_the_database_itself_refuses_a_closed_period(july, url):
    close_period(july, "2026-07")
    engine = create_engine(books_url(url))
    with (
        engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"tieout:(batch_finished|period_closed)"),
    ):
        connection.execute(text("INSERT INTO steps VALUES (99, 1, 1, 'posted', 'x', '', '')"))
    engine.dispose()


def test_a_reopened_period_takes_entries_again(july, tmp_path):
    close_period(july, "2026-07")
    with pytest.raises(TieoutError, match="Give a reason"):
        reopen_period(july, "2026-07", " ")
    assert reopen_period(july, "2026-07", "invoice forgotten") == "reopened"
    assert period_state(july, "2026-07") == "draft"
    assert post_file(july, one_more(tmp_path, "2026-07-31")).new == 1
    assert [(step.period, step.state) for step in periods(july)] == [("2026-07", "reopened")]


def test_a_period_with_an_unexplained_residue_does_not_close(july):
    record_reconciliation(july, "2026-07", EAST, difference_cents=500, unexplained_cents=300)
    with pytest.raises(TieoutError) as refused:
        close_period(july, "2026-07")
    assert refused.value.message("en") == (
        "2026-07 has an unexplained residue and cannot be closed: 华东机械有限公司 CNY 3.00. "
        "Find the cause and reconcile again."
    )
    record_reconciliation(july, "2026-07", EAST, difference_cents=500, unexplained_cents=0)
    close_period(july, "2026-07")


def test_what_is_no_period_is_refused(july):
    for wrong in ("2026-13", "July", "2026-7-1", ""):
        with pytest.raises(TieoutError, match="is no accounting period"):
            close_period(july, wrong)
    with pytest.raises(TieoutError, match="not closed"):
        reopen_period(july, "2026-07", "why not")
    close_period(july, "2026-07")
    with pytest.raises(TieoutError, match="closed already"):
        close_period(july, "2026-07")


def test_what_is_open_is_carried_forward(july):
    record_event(july, [1, 2], "match", "M1")
    reverse(july, [3], "wrong")
    assert [entry.reference for entry in open_items(july, date(2026, 8, 31))] == [
        "TH-001",
        "XS-003",
    ]
    close_period(july, "2026-08")
    with july.reading() as connection:
        rows = connection.execute(
            text("SELECT customer, cents, open_items FROM carried ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("Acme Ltd", 50000, 1),
        ("北方贸易公司", -805, 1),
        ("华东机械有限公司", 100000, 0),
    ]


def test_where_review_is_asked_every_step_is_somebodys(url, tmp_path):
    with (
        create_books(url, who="zhang", review=True) as books,
        opened_by(url, "li") as theirs,
    ):
        post_file(books, write(tmp_path / "a.csv", SALES[:1]))
        with pytest.raises(TieoutError, match="ask for review"):
            close_period(books, "2026-07")
        with pytest.raises(TieoutError, match="cannot go to reviewed"):
            advance_period(books, "2026-07", "reviewed")
        for state in ("matched", "reviewed", "confirmed"):
            advance_period(books, "2026-07", state)
        with pytest.raises(TieoutError, match="still waiting: 1"):
            close_period(books, "2026-07")
        from tieout.books.journal import reject

        reject(theirs, 1, "no")
        close_period(books, "2026-07")
        assert reopen_period(books, "2026-07", "forgotten") == "reopen_asked"
        with pytest.raises(TieoutError, match="another person's approval"):
            reopen_period(books, "2026-07", "I approve myself")
        assert reopen_period(theirs, "2026-07", "agreed") == "reopened"


def test_who_is_too_late_with_a_period_is_told_who_was_first(books):
    close_period(books, "2026-07")
    with pytest.raises(
        TieoutError, match=r"2026-07 \(closed by \w+ at 20..-..-.. ..:.. UTC\) is closed"
    ):
        close_period(books, "2026-07")
    reopen_period(books, "2026-07", "forgotten")
    with pytest.raises(TieoutError, match=r"\(reopened by \w+ at .* UTC\) is not closed"):
        reopen_period(books, "2026-07", "forgotten")
