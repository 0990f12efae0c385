"""Readings: who read what is sensitive is in the trail, on a server by the server itself, and none is lost."""

import json
import sqlite3

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from tests.books.sheets import write

from tieout.books import readings
from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.people import add_person
from tieout.books.posted_ledger import posted_ledger
from tieout.books.posting import post_file
from tieout.books.query import Question, every, query
from tieout.books.trace import trace
from tieout.books.trail import AuditTrail
from tieout.books.verify import verify


@pytest.fixture(autouse=True)
def _each_time(monkeypatch):
    monkeypatch.setattr(readings, "APART_SECONDS", 0)


@pytest.fixture
def posted(url, tmp_path):
    with create_books(url, who="owner") as books:
        post_file(books, write(tmp_path / "july.csv"))
    return url


def lines_of(url):
    with open_books(url, who="owner") as books, books.reading() as connection:
        return [each for each in AuditTrail(connection).lines() if each.action == "read"]


def told(line):
    return json.loads(line.detail)["readings"]


def test_what_is_read_is_one_line_when_the_books_are_left(posted):
    with open_books(posted, who="owner") as books:
        change = books.last_change()
        query(books, Question(customer="Acme Ltd", keyword="parts"), limit=1)
        assert len(list(every(books, Question(type="sale")))) == 3
        balances(books, customer="北方贸易公司")
        trace(books, 3)
        posted_ledger(books, ["Acme Ltd"])
    (line,) = lines_of(posted)
    assert (line.who, line.subject) == ("owner", "several")
    assert [(each["kind"], each["rows"], each.get("asked")) for each in told(line)] == [
        ("query", 1, {"customer": "Acme Ltd", "keyword": "parts", "state": "posted"}),
        ("query", 3, {"type": "sale", "state": "posted"}),
        ("balances", 1, {"customer": "北方贸易公司"}),
        ("trace", 1, {"entry": "3", "customer": "北方贸易公司"}),
        ("statement", 1, {"customers": ["Acme Ltd"]}),
    ]
    assert verify(posted, who="owner").places == ()
    with open_books(posted, who="owner") as books:
        assert books.last_change() == change


def test_which_readings_are_written_down_is_a_setting(posted):
    for value, expected in (("customers,balances", ["balances"]), ("none", [])):
        before = len(lines_of(posted))
        with open_books(posted, who="owner") as books:
            books.set(readings.SETTING, value)
            query(books, Question())
            balances(books)
        assert [each.subject for each in lines_of(posted)[before:]] == expected


def test_many_readings_in_a_row_are_written_together(posted, monkeypatch):
    monkeypatch.setattr(readings, "APART_SECONDS", 60)
    for customer in ("Acme Ltd", "北方贸易公司", "华东机械有限公司"):
        with open_books(posted, who="owner") as books:
            balances(books, customer=customer)
    assert [len(told(each)) for each in lines_of(posted)] == [1]
    monkeypatch.setattr(readings, "APART_SECONDS", 0)
    with open_books(posted, who="owner"):
        pass
    assert [len(told(each)) for each in lines_of(posted)] == [1, 2]


def test_a_reading_while_somebody_writes_waits_and_is_written_later(posted, monkeypatch):
    monkeypatch.setattr("tieout.books.stores.sqlite.SOON_SECONDS", 0)
    monkeypatch.setattr("tieout.books.stores.postgres.SOON_SECONDS", 0.1)
    with open_books(posted, who="owner") as writer, open_books(posted, who="owner") as books:
        with writer.writing("set"):
            assert query(books, Question()).count == 5
            books.close()
        assert lines_of(posted) == []
    assert lines_of(posted)[0].subject == "query"
    assert verify(posted, who="owner").places == ()


def test_a_file_that_may_only_be_read_is_read_and_the_reading_waits(
    sqlite_url, tmp_path, monkeypatch
):
    with create_books(sqlite_url, who="owner") as books:
        post_file(books, write(tmp_path / "july.csv"))
    with monkeypatch.context() as patched, open_books(sqlite_url, who="owner") as books:
        patched.setattr(
            books.store, "_connect", lambda: sqlite3.connect(f"file:{sqlite_url}?mode=ro", uri=True)
        )
        assert balances(books)
        books.engine = books.store.engine()
    assert verify(sqlite_url, who="owner").sealed
    assert [each.subject for each in lines_of(sqlite_url)] == ["balances"]


def test_who_only_reads_adds_to_a_servers_trail_but_through_its_function(server, tmp_path):
    from tests.books.conftest import fresh_database

    url = fresh_database(server)
    with create_books(url, who="owner") as books:
        post_file(books, write(tmp_path / "july.csv"))
        add_person(books, "vera_reads", "viewer")
    hers = url.replace("owner@", "vera_reads@")
    with open_books(hers) as books:
        assert query(books, Question(keyword="货款")).count == 2
    assert [(each.who, each.subject) for each in lines_of(url)] == [("vera_reads", "query")]
    with psycopg.connect(hers.replace("+psycopg", ""), autocommit=True) as around:
        with pytest.raises(InsufficientPrivilege):
            around.execute("INSERT INTO trail SELECT sequence + 1, at, who, 'read', subject, reason, detail, written, hash, 'x' FROM trail ORDER BY sequence DESC LIMIT 1")  # fmt: skip
        around.execute("SELECT * FROM tieout_read('query', 'by hand', '{}')")
    assert (lines_of(url)[-1].who, lines_of(url)[-1].reason) == ("vera_reads", "by hand")
    assert verify(url).places == ()
