"""What must hold: killed writers, a full disk, many writers at once, and the books beside a simple model."""

import os
import resource
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import ClassVar

import pandas as pd
import psycopg
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import OperationalError
from tests.books import writer
from tests.books.conftest import copied_database, fresh_database, opened_by
from tests.books.killing import CENTS_A_BATCH, kill_at_random, nothing_is_lost
from tests.books.sheets import write

from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.journal import correct, post, reject, review
from tieout.books.periods import close_period, period_state, reopen_period
from tieout.books.place import books_url
from tieout.books.posting import post_file, post_ledger
from tieout.books.query import Question, query
from tieout.books.refusals import explained
from tieout.books.stores.postgres import PostgresStore
from tieout.books.trail import AuditTrail
from tieout.books.verify import verify
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_and_halves_nothing(url):
    create_books(url).close()
    told = {run: kill_at_random(url, run, seconds_max=0.2) for run in range(8)}
    assert sum(told.values()) > 0
    nothing_is_lost(url, told)


@pytest.mark.slow
def test_twenty_writers_at_once_lose_nothing(url):
    create_books(url).close()
    with ThreadPoolExecutor(20) as writers:
        list(writers.map(lambda run: writer.main(url, f"w{run}", 2), range(20)))
    with open_books(url) as books:
        assert balances(books) == {(f"客户w{run}", "CNY"): 2 * CENTS_A_BATCH for run in range(20)}
        with books.reading() as connection:
            assert [line.sequence for line in AuditTrail(connection).lines()] == list(range(1, 42))
    assert verify(url).holds


def test_a_full_disk_keeps_nothing_of_a_posting_and_all_before_it(sqlite_url, tmp_path):
    rows = [["2026-07-01", "", f"R-{i}", "货款" * 40, "C", "CNY", "1.00", ""] for i in range(3000)]
    big = write(tmp_path / "big.csv", rows)
    with create_books(sqlite_url, who="zhang") as books:
        post_file(books, write(tmp_path / "july.csv"))
    before = balances(open_books(sqlite_url))
    size = (tmp_path / "books.sqlite").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    books = open_books(sqlite_url, who="zhang")
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, hard))
    try:
        with pytest.raises(TieoutError, match="The disk is full"):
            post_file(books, big)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    books.close()
    with open_books(sqlite_url) as again:
        assert balances(again) == before
        assert post_file(again, big).new == 3000
    assert verify(sqlite_url).holds


def test_a_server_that_is_gone_is_said():
    store = PostgresStore(books_url("postgresql://server/books"))
    for words in ("the connection is lost", "server closed the connection unexpectedly"):
        with (
            pytest.raises(TieoutError, match="The connection to the database server was lost"),
            explained(store),
        ):
            raise OperationalError(None, None, psycopg.OperationalError(words))


DAYS = st.integers(0, 80).map(lambda days: date(2026, 7, 1) + timedelta(days))
ROWS = st.tuples(DAYS, st.sampled_from("AB"), st.integers(-3, 3), st.sampled_from(["", "R1", "R2"]))


class BooksBesideAModel(RuleBasedStateMachine):
    """The books against a dictionary: what is posted counts, at every date; nothing else does."""

    server: ClassVar[str] = ""
    """A server to lie on; a file where there is none."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        os.environ["TIEOUT_HOME"] = self.folder.name
        self.url = f"{self.folder.name}/a.sqlite"
        if self.server:
            self.url = copied_database(self.server)
            self.books = opened_by(self.url, "zhang")
        else:
            self.books = create_books(self.url, who="zhang", review=True)
        self.other = opened_by(self.url, "li")
        self.waiting: dict[int, list[tuple[date, str, int]]] = {}
        self.seen: dict[tuple[date, str, int, str], int] = {}
        self.posted: list[tuple[date, str, int]] = []
        self.closed: set[str] = set()

    def teardown(self):
        if hasattr(self, "books"):
            for books in (self.books, self.other):
                books.close()
            assert verify(self.url).holds
            self.folder.cleanup()

    @rule(rows=st.lists(ROWS, min_size=1, max_size=4))
    def prepare(self, rows):
        frame = pd.DataFrame(rows, columns=["date", "customer", "amount", "reference"]).assign(
            currency="CNY", memo=""
        )
        frame["amount"] = [f"{cents / 100:.2f}" for cents in frame["amount"]]
        posting = post_ledger(self.books, Ledger.from_frame(frame), additional=True)
        counts: dict[tuple[date, str, int, str], int] = {}
        fresh = []
        for row in rows:
            counts[row] = counts.get(row, 0) + 1
            if counts[row] > self.seen.get(row, 0):
                fresh.append(row)
        assert posting.new == len(fresh)
        if posting.batch:
            for row in fresh:
                self.seen[row] = self.seen.get(row, 0) + 1
            self.waiting[posting.batch.id] = fresh

    @precondition(lambda self: self.waiting)
    @rule(choice=st.randoms(use_true_random=False))
    def review_and_post(self, choice):
        batch = choice.choice(sorted(self.waiting))
        rows = self.waiting[batch]
        try:
            review(self.other, batch)
            post(self.books, batch)
        except TieoutError as refused:
            assert refused.key == "books.period_closed"  # noqa: PT017
            assert any(f"{row[0]:%Y-%m}" in self.closed for row in rows)
            return
        assert not any(f"{row[0]:%Y-%m}" in self.closed for row in rows)
        self.posted += [row[:3] for row in self.waiting.pop(batch)]

    @precondition(lambda self: self.waiting)
    @rule(choice=st.randoms(use_true_random=False))
    def send_back(self, choice):
        batch = choice.choice(sorted(self.waiting))
        reject(self.other, batch, "wrong")
        for row in self.waiting.pop(batch):
            self.seen[row] -= 1

    @rule(day=DAYS)
    def close_and_reopen(self, day):
        period = f"{day:%Y-%m}"
        if period in self.closed:
            reopen_period(self.books, period, "forgotten")
            reopen_period(self.other, period, "agreed")
            self.closed.remove(period)
            assert period_state(self.books, period) == "draft"
            return
        with pytest.raises(TieoutError):  # the steps before are missing
            close_period(self.books, period)

    @precondition(lambda self: self.posted)
    @rule(cents=st.integers(-3, 3))
    def correct_one(self, cents):
        open_still = [e for e in query(self.books, Question()).entries if e.reverses is None]
        entry = open_still[0]
        try:
            batch = correct(self.books, [(entry.id, cents)], "typing").id
        except TieoutError as refused:
            assert refused.key == "books.reversed_already"  # noqa: PT017
            return
        day = entry.posting_date
        self.waiting[batch] = [
            (day, entry.customer, -entry.cents, "-"),
            (day, entry.customer, cents, "-"),
        ]
        for row in self.waiting[batch]:
            self.seen[row] = self.seen.get(row, 0) + 1

    @rule(day=DAYS)
    def balances_at_any_date_are_the_sum_of_the_entries(self, day):
        expected: dict[tuple[str, str], int] = {}
        for posted_on, customer, cents in self.posted:
            if posted_on <= day:
                expected[customer, "CNY"] = expected.get((customer, "CNY"), 0) + cents
        assert balances(self.books, as_of=day) == expected

    @invariant()
    def as_many_are_posted(self):
        if hasattr(self, "books"):
            assert query(self.books, Question(), limit=0).count == len(self.posted)


def beside_a_model(server, examples, steps):
    """Play it so many times."""

    class Played(BooksBesideAModel):
        pass

    Played.server = server
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Played, settings=chosen)


@pytest.mark.slow
def test_the_books_in_a_file_beside_a_model():
    beside_a_model("", 4, 12)


@pytest.mark.slow
def test_the_books_on_a_server_beside_a_model(server, tmp_path):
    url = fresh_database(server)
    create_books(url, review=True).close()
    beside_a_model(url, 2, 10)


def test_each_sees_on_refresh_what_the_other_posted(url, tmp_path):
    with create_books(url, who="zhang") as books, opened_by(url, "li") as theirs:
        post_file(books, write(tmp_path / "july.csv"))
        assert query(theirs, Question()).count == 5
        correct(theirs, [(1, 130000)], "typing error")
        assert balances(books)["华东机械有限公司", "CNY"] == 110000
        assert query(books, Question(state="prepared")).count == 0
