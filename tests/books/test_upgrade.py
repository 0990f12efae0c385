"""Books of every release, with data in them, open in this one and are still what they were."""

import shutil
from pathlib import Path

import psycopg
import pytest
from tests.books.conftest import fresh_database

from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.expected_schema import found_schema
from tieout.books.journal import batches, correct
from tieout.books.migrate import NEWEST, migrations, schema_version
from tieout.books.periods import period_state
from tieout.books.query import Question, query
from tieout.books.trail import Anchor
from tieout.books.verify import verify

RELEASED = Path(__file__).parent / "released"
HEADS = {
    "0001": {
        "sqlite": "9:3b6d3f7c96610c5f09805e1808e2e1ea0d05c5c81b60a8cfc0065b877edfee27",
        "postgresql": "9:8fbb326a95ed7cb8597d08786b8e5d558c10b193e370d925951ad04ed130e22b",
    },
    "0002": {
        "sqlite": "9:f7259f838ea91fad8050c65625709cd848401013defa21b56d07ab5f0c467d4c",
        "postgresql": "9:32a56b90a046fe960f0671de8e774f94825cb443eef90514289babdbcb416933",
    },
}


def stored(version, kind, request, tmp_path) -> str:
    """The books of a release, as they were stored then."""
    if kind == "sqlite":
        for name in (f"{version}.sqlite", f"{version}.sqlite.seal"):
            shutil.copy(RELEASED / name, tmp_path / name)
        return str(tmp_path / f"{version}.sqlite")
    url = fresh_database(request.getfixturevalue("server"))
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute((RELEASED / f"{version}_postgresql.sql").read_text(encoding="utf-8"))
    return url


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("version", sorted(HEADS))
def test_books_of_a_release_are_brought_up_to_date(version, kind, request, tmp_path):
    url = stored(version, kind, request, tmp_path)
    anchor = Anchor.parse(HEADS[version][kind])
    found = verify(url, kept_outside=[anchor])
    assert found.places == ()
    assert found.head == anchor
    with open_books(url) as books:
        assert schema_version(books.engine) == NEWEST
        assert balances(books) == {
            ("华东机械有限公司", "CNY"): 100000,
            ("北方贸易公司", "CNY"): 8195,
            ("Acme Ltd", "USD"): 50000,
        }
        assert period_state(books, "2026-07") == "closed"
        assert [batch.state for batch in batches(books)] == ["prepared", "posted", "posted"]
        assert query(books, Question(keyword="九月", state=None)).count == 1
        assert correct(books, [(5, 1)], "typing error").state == "prepared"
    assert verify(url, kept_outside=[anchor]).places == ()


def test_new_books_have_the_tables_this_release_works_with(url):
    from tieout.books.schema import METADATA

    with create_books(url) as books, books.reading() as connection:
        for table in METADATA.sorted_tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.name} LIMIT 0")
            assert list(rows.keys()) == [column.name for column in table.columns]
        made = found_schema(connection)
        indexes = {index.name for table in METADATA.sorted_tables for index in table.indexes}
        assert {f"index {name}" for name in indexes} <= made.keys()


def test_every_release_has_stored_books_that_are_upgraded():
    versions = {script.revision for script in migrations().walk_revisions()}
    assert versions - {NEWEST} == set(HEADS)
