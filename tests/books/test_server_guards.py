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
    ("ALTER TABLE steps DROP CONSTRAINT steps_batch_fkey", "constraint steps_batch_fkey was removed"),
    ("ALTER TABLE events ADD CONSTRAINT no_more CHECK (id < 0) NOT VALID", "constraint no_more was added"),
    ("ALTER TABLE goods DISABLE TRIGGER ALL; ALTER TABLE goods ENABLE TRIGGER USER", "constraint goods_entry_fkey was changed or switched off"),
    ("ALTER TABLE trail DROP CONSTRAINT trail_hash", "constraint trail_hash was removed"),
    ("ALTER TABLE carried ALTER cents DROP NOT NULL", "table carried was changed or switched off"),
    ("ALTER TABLE products ALTER active SET DEFAULT 0", "table products was changed or switched off"),
    ("CREATE RULE swallow AS ON INSERT TO periods DO INSTEAD NOTHING", "rule swallow was added"),
    ("CREATE TABLE another (n int)", "table another was added"),
    ("REVOKE EXECUTE ON FUNCTION tieout_read FROM PUBLIC", "right EXECUTE ON tieout_read of PUBLIC was removed"),
    ("GRANT EXECUTE ON FUNCTION tieout_found TO vera", "right EXECUTE ON tieout_found of vera was added"),
    ("CREATE FUNCTION tieout_role(int) RETURNS text LANGUAGE sql AS 'SELECT ''administrator''::text'", "function tieout_role was changed or switched off"),
    ("CREATE FUNCTION all_of_it() RETURNS SETOF entries LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM entries'", "function all_of_it was added"),
    ("ALTER ROLE seer BYPASSRLS", "right BYPASSRLS of seer was added"),
)  # fmt: skip


@pytest.fixture(scope="module")
def guarded(server):
    url = fresh_database(server)
    with create_books(url) as books:
        add_person(books, "owner", "administrator")
        add_person(books, "vera", "viewer")
        add_person(books, "seer", "viewer")
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
