"""On a server, what keeps the books is itself verified: conditions, rights, members, triggers, functions."""

import psycopg
import pytest
from tests.books.conftest import fresh_database

from tieout.books.books import create_books
from tieout.books.people import add_person
from tieout.books.verify import verify

TAMPERED = (
    ("ALTER POLICY entries_seen ON entries USING (true)", "policy entries_seen was changed or switched off"),
    ("ALTER POLICY trail_added ON trail TO vera", "policy trail_added was changed or switched off"),
    ("GRANT UPDATE ON entries TO vera", "right UPDATE ON entries of vera was added"),
    ("GRANT SELECT (memo) ON entries TO PUBLIC", "right SELECT ON entries.memo of PUBLIC was added"),
    ("GRANT {database}_administrator TO vera", "membership of vera in {database}_administrator was added"),
    ("REVOKE INSERT ON steps FROM {database}_preparer", "right INSERT ON steps of {database}_preparer was removed"),
    ("ALTER FUNCTION tieout_head() SECURITY INVOKER", "function tieout_head was changed or switched off"),
    ("CREATE OR REPLACE TRIGGER files_append_only BEFORE TRUNCATE ON files EXECUTE FUNCTION tieout_append_only()", "trigger files_append_only was changed or switched off"),
    ("ALTER TABLE entries DISABLE TRIGGER entries_rules", "trigger entries_rules was changed or switched off"),
    ("ALTER TABLE trail DISABLE ROW LEVEL SECURITY", "rows of trail was removed"),
)  # fmt: skip


@pytest.fixture(scope="module")
def guarded(server):
    url = fresh_database(server)
    with create_books(url) as books:
        add_person(books, "owner", "administrator")
        add_person(books, "vera", "viewer")
    assert verify(url).places == ()
    return url


def test_every_change_to_what_guards_the_books_is_named(guarded):
    database = "tieout_" + guarded.rpartition("/")[2]
    with psycopg.connect(guarded.replace("+psycopg", ""), autocommit=True) as connection:
        for change, _ in TAMPERED:
            connection.execute(change.format(database=database))
    expected = [f"{said.format(database=database)} from the database." if said.endswith("removed") else
                f"{said.format(database=database)} to the database." if said.endswith("added") else
                f"{said} in the database." for _, said in TAMPERED]  # fmt: skip
    assert sorted(place.sentence("en") for place in verify(guarded).places) == sorted(expected)
