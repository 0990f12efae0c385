"""A database is read in a transaction that cannot write, exactly, and compared with what was known."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.collecting.collected import amounts, collected, counts

from tieout.cli.door import status_of
from tieout.errors import TieoutError

TABLE = """
[[source]]
name = "sales"
kind = "database"
url = "%s"
table = "%s"
key = ["Order No"]
document = "sale"
%s
[source.columns]
date = "day"
reference = "Order No"
customer = "buyer"
amount = "total"
currency = "ccy"
"""


@pytest.fixture
def sales(postgres):
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.execute(text('CREATE SCHEMA "Shop"'))
        connection.execute(
            text(
                'CREATE TABLE "Shop"."Sales" ("Order No" text, day timestamptz, buyer text, total numeric(18,4), ccy char(3))'
            )
        )
        connection.execute(
            text(
                "INSERT INTO \"Shop\".\"Sales\" VALUES ('A-1','2026-06-01 10:00+00','Kern',90071992547.4100,'EUR'),"
                "('A-2','2026-06-02 10:00+00','Kern',0.1000,'EUR'),('A-3','2026-06-03 10:00+00','Vis',1500,'JPY')"
            )
        )
    yield engine
    engine.dispose()


def toml(postgres, more=""):
    return TABLE % (postgres.replace("+psycopg", ""), "Shop.Sales", more)


def test_amounts_come_to_the_last_digit_and_a_second_run_finds_nothing_new(
    tmp_path, postgres, sales
):
    assert counts(collected(tmp_path, toml(postgres)).results[0]) == (3, 0, 0, 0)
    assert amounts(tmp_path) == [("A-1", 9007199254741), ("A-2", 10), ("A-3", 1500)]
    assert counts(collected(tmp_path, toml(postgres)).results[0]) == (0, 0, 3, 0)


def test_what_changed_and_what_is_gone_is_said_and_nothing_is_dropped(tmp_path, postgres, sales):
    collected(tmp_path, toml(postgres))
    with sales.begin() as connection:
        connection.execute(text("""UPDATE "Shop"."Sales" SET total = 7 WHERE "Order No" = 'A-2'"""))
        connection.execute(text("""DELETE FROM "Shop"."Sales" WHERE "Order No" = 'A-3'"""))
    result = collected(tmp_path, toml(postgres)).results[0]
    assert counts(result) == (0, 1, 1, 1)
    assert "amount 0.10 → 7.00" in result.changes[0]
    assert any("A-3" in notice for notice in result.notices)
    assert amounts(tmp_path) == [("A-1", 9007199254741), ("A-2", 700), ("A-3", 1500)]
    assert counts(collected(tmp_path, toml(postgres)).results[0]) == (0, 0, 2, 0)


def test_while_a_row_cannot_be_taken_none_is_said_to_be_gone(tmp_path, postgres, sales):
    collected(tmp_path, toml(postgres))
    with sales.begin() as connection:
        connection.execute(text("""DELETE FROM "Shop"."Sales" WHERE "Order No" = 'A-3'"""))
        connection.execute(
            text("""UPDATE "Shop"."Sales" SET total = NULL WHERE "Order No" = 'A-2'""")
        )
    result = collected(tmp_path, toml(postgres)).results[0]
    assert counts(result) == (0, 0, 1, 0)
    assert any(notice.startswith("2 rows of the ledger") for notice in result.notices)


def test_nothing_can_be_written_through_a_query(tmp_path, postgres, sales):
    query = (
        '''query = """WITH gone AS (DELETE FROM "Shop"."Sales" RETURNING *) SELECT * FROM gone"""'''
    )
    written = toml(postgres).replace('table = "Shop.Sales"', query)
    assert "data-modifying" in collected(tmp_path, written).results[0].failure
    with sales.begin() as connection:
        connection.execute(
            text(
                """CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'DELETE FROM "Shop"."Sales" RETURNING buyer'"""
            )
        )
    sly = toml(postgres).replace('table = "Shop.Sales"', 'query = "SELECT wipe()"')
    assert "read-only transaction" in collected(tmp_path, sly).results[0].failure
    with sales.connect() as connection:
        assert connection.execute(text('SELECT count(*) FROM "Shop"."Sales"')).scalar() == 3
    other = toml(postgres).replace('table = "Shop.Sales"', 'query = "DROP TABLE x"')
    assert "SELECT or WITH" in collected(tmp_path, other).results[0].failure


def test_a_query_may_have_colons_and_casts(tmp_path, postgres, sales):
    query = """query = '''SELECT "Order No", day::date AS day, 'a:b' AS buyer, total, ccy FROM "Shop"."Sales";'''"""
    written = toml(postgres).replace('table = "Shop.Sales"', query)
    assert collected(tmp_path, written).results[0].new == 3


def test_a_database_that_is_away_says_so_and_the_rows_stay(tmp_path, postgres, sales):
    collected(tmp_path, toml(postgres))
    away = toml("postgresql://owner@127.0.0.1:1/none")
    result = collected(tmp_path, away)
    assert result.failed == ("sales",)
    assert result.rows == 3
    assert "sales" in result.results[0].failure


def test_a_password_comes_from_the_keyring_only(tmp_path, ring):
    with_password = TABLE % ("postgresql://u:geheim@localhost/x", "sales", "")
    failure = collected(tmp_path, with_password).results[0].failure
    assert "set-secret" in failure
    assert "geheim" not in failure
    without = TABLE % ("postgresql://u@127.0.0.1:1/x", "sales", 'secret = "db"')
    assert "set-secret db" in collected(tmp_path, without).results[0].failure
    ring.kept["tieout", "collect:db"] = "geheim"
    failure = collected(tmp_path, without).results[0].failure
    assert "127.0.0.1 is not reached" in failure
    assert "geheim" not in failure


@pytest.fixture
def reader(postgres, sales):
    """A user who must give a password and may read nothing, as the address of the database."""
    name = f"reader_{postgres.rpartition('_')[2]}"
    with sales.begin() as connection:
        rules = Path(connection.execute(text("SHOW hba_file")).scalar())
        rules.write_text(f"host all {name} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'right'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    return postgres.replace("+psycopg", "").replace("owner@", f"{name}@")


def test_a_wrong_password_and_a_missing_right_are_said_with_who_and_what_to_do(
    tmp_path, ring, reader
):
    written = TABLE % (reader, "Shop.Sales", 'secret = "shop"')
    user = reader.partition("//")[2].partition("@")[0]
    ring.kept["tieout", "collect:shop"] = "wrong"
    failure = collected(tmp_path, written).results[0].failure
    assert f'did not let the user "{user}" in' in failure
    assert "tieout collect set-secret shop" in failure
    ring.kept["tieout", "collect:shop"] = "right"
    failure = collected(tmp_path, written).results[0].failure
    assert f'does not let the user "{user}" read it' in failure
    assert "right" not in failure.replace("administrator", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_database_a_table_or_a_server_that_is_not_there_is_said_with_what_to_do(
    tmp_path, postgres, sales, monkeypatch, capsys, language
):
    monkeypatch.setenv("TIEOUT_LANGUAGE", language)
    file, ledger = tmp_path / "sources.toml", str(tmp_path / "ledger.xlsx")
    for url, table, said in (
        (postgres, "Shop.Orders", ("现有的表：Sales", "It has: Sales")),
        (postgres.rpartition("/")[0] + "/nowhere", "Shop.Sales", ("连不上数据库", "is not reached")),
        ("postgresql://owner@127.0.0.1:1/x", "Shop.Sales", ("连不上数据库 127.0.0.1", "127.0.0.1 is not reached")),
    ):  # fmt: skip
        file.write_text(TABLE % (url.replace("+psycopg", ""), table, ""), encoding="utf-8")
        assert status_of(["collect", str(file), "-o", ledger]) == 2
        shown = capsys.readouterr()
        assert said[language == "en"] in shown.out + shown.err
        assert "Traceback" not in shown.err


def test_a_file_of_sqlite_is_opened_for_reading_and_never_made(tmp_path):
    missing = TABLE % (f"sqlite:///{tmp_path}/none.sqlite", "sales", "")
    assert "unable to open" in collected(tmp_path, missing).results[0].failure
    assert not (tmp_path / "none.sqlite").exists()


def test_a_row_whose_date_is_missing_takes_none_from_the_row_above(tmp_path):
    with closing(sqlite3.connect(tmp_path / "s.sqlite")) as database, database:
        database.execute('CREATE TABLE sales ("Order No", day, buyer, total, ccy)')
        rows = [("A", "2026-06-01", "K", "1.00", "EUR"), ("B", None, "K", "2.00", "EUR"), ("C", "2026-06-31", "K", "3.00", "EUR"), ("D", "2026-06-02", "K", "1O", "EUR")]  # fmt: skip
        database.executemany("INSERT INTO sales VALUES (?,?,?,?,?)", rows)
    result = collected(tmp_path, TABLE % (f"sqlite:///{tmp_path}/s.sqlite", "sales", "")).results[0]
    assert result.new == 1
    assert len(result.errors) == 3
    assert amounts(tmp_path) == [("A", 100)]


def test_a_column_that_is_not_there_is_named_beside_those_that_are(tmp_path):
    with closing(sqlite3.connect(tmp_path / "s.sqlite")) as database, database:
        database.execute("CREATE TABLE sales (day, total)")
        database.execute("INSERT INTO sales VALUES ('2026-06-01', '1.00')")
    failure = (
        collected(tmp_path, TABLE % (f"sqlite:///{tmp_path}/s.sqlite", "sales", ""))
        .results[0]
        .failure
    )
    assert "Order No" in failure
    assert "total" in failure


def test_more_rows_than_allowed_are_refused(tmp_path, postgres, sales):
    failure = collected(tmp_path, toml(postgres, "rows_max = 2")).results[0].failure
    assert "rows_max" in failure


@pytest.mark.parametrize("url", ["no address", "nodriver://x/y"])
def test_an_address_that_is_none_is_refused(tmp_path, url):
    assert collected(tmp_path, TABLE % (url, "sales", "")).results[0].failure


def test_faults_of_a_source_file_are_named_all_at_once(tmp_path):
    with pytest.raises(TieoutError) as refused:
        collected(
            tmp_path,
            '[[source]]\nname="a"\nkind="database"\nurl="x"\ntabel="y"\n[[source]]\nname="b"\nkind="ftp"\n',
        )
    said = str(refused.value)
    assert "tabel" in said
    assert "source.1" in said
    assert "database, folder or service" in said
