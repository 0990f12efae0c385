"""People: roles and customer groups are held, on a server by the database itself, whoever connects around us."""

import os
import uuid

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RaiseException
from tests.books.conftest import fresh_database
from tests.books.sheets import HEADINGS, SALES, write
from tests.cli.running import run

from tieout.books.backup import back_up
from tieout.books.balances import Account, balances
from tieout.books.base_data import Edit, apply
from tieout.books.books import create_books, open_books
from tieout.books.journal import post, reject, review
from tieout.books.people import ROLES, add_person, change_person, everybody
from tieout.books.periods import (
    advance_period,
    close_period,
    record_reconciliation,
    reopen_period,
)
from tieout.books.permissions import NEEDED
from tieout.books.posting import post_file
from tieout.books.query import Question, query
from tieout.books.register_sheets import read_row
from tieout.books.registers import PRODUCT_LIST
from tieout.books.schema import CUSTOMERS
from tieout.books.search import catch_up
from tieout.books.trace import record_event, trace
from tieout.books.verify import verify
from tieout.errors import TieoutError
from tieout.texts import table

EAST = "华东机械有限公司"


def signed_in(url, name):
    """The books as somebody opens them: on a server by their own sign-in there."""
    address = str(url).replace("owner@", f"{name}@") if "postgres" in str(url) else url
    return open_books(address, who=name)


def plain(url, name):
    """A connection around our code."""
    return psycopg.connect(
        url.replace("+psycopg", "").replace("owner@", f"{name}@"), autocommit=True
    )


def customer(books, code, name, group, aliases=""):
    texts = dict.fromkeys(
        ("contact", "telephone", "email", "address", "tax_number", "bank", "bank_account",
         "currency", "statement_language", "statement_kind", "owner"), "")  # fmt: skip
    with books.writing("customer", subject=f"customer:{code}") as pen:
        pen.add(
            CUSTOMERS, code=code, name=name, aliases=aliases, customer_group=group, active=1,
            terms_days=None, credit_limit_cents=None, **texts)  # fmt: skip


@pytest.fixture
def peopled(url, tmp_path, request):
    """Books with one person in each role; names of a server belong to all its databases."""
    with create_books(url, who="owner", review=True) as books:
        customer(books, "C1", EAST, "east", aliases="华东机械")
        customer(books, "C2", "北方贸易公司", "north")
        for name in ("vera", "pan", "pia", "rolf", "ada"):
            role = {"v": "viewer", "p": "preparer", "r": "reviewer", "a": "administrator"}[name[0]]
            add_person(books, name, role, ["east"] if name == "pia" else [])
    return url


def test_who_lists_the_first_person_is_administrator(peopled):
    with open_books(peopled, who="owner") as books:
        roles = {each.name: each.role for each in everybody(books)}
        assert roles["owner"] == "administrator"
        change_person(books, "owner", role="viewer")
    with signed_in(peopled, "ada") as books:
        for wrong in ({"role": "viewer"}, {"active": False}, {"groups": ["east"]}):
            with pytest.raises(TieoutError, match="need one administrator"):
                change_person(books, "ada", **wrong)
        with pytest.raises(TieoutError, match="is on the list already"):
            add_person(books, "pan", "viewer")
        with pytest.raises(TieoutError, match="is not on the list"):
            change_person(books, "nobody", role="viewer")


def test_each_role_may_what_it_may(peopled, tmp_path):
    july = write(tmp_path / "july.csv", SALES[:2])
    with signed_in(peopled, "vera") as books:
        assert query(books, Question()).count == 0
        with pytest.raises(TieoutError, match="needs the role of preparer; vera is viewer"):
            post_file(books, july)
        with pytest.raises(TieoutError, match="needs the role of administrator"):
            back_up(books, tmp_path / "a.backup")
    with signed_in(peopled, "pan") as books:
        batch = post_file(books, july).batch.id
        with pytest.raises(TieoutError, match="needs the role of reviewer"):
            review(books, batch)
        with pytest.raises(TieoutError, match="needs the role of reviewer"):
            close_period(books, "2026-07")
        with pytest.raises(TieoutError, match="needs the role of administrator"):
            add_person(books, "pans friend", "administrator")
    with signed_in(peopled, "rolf") as books:
        review(books, batch)
        assert post(books, batch).state == "posted"
    with signed_in(peopled, "pan") as books:
        advance_period(books, "2026-07", "matched")
        with pytest.raises(TieoutError, match="Only a reviewer"):
            advance_period(books, "2026-07", "reviewed")
        record_event(books, [1, 2], "match", "M1")
    with signed_in(peopled, "rolf") as books:
        for state in ("reviewed", "confirmed"):
            advance_period(books, "2026-07", state)
        assert close_period(books, "2026-07")[EAST, "CNY"] == 100000
        assert reopen_period(books, "2026-07", "forgotten") == "reopen_asked"
    with signed_in(peopled, "ada") as books:
        assert reopen_period(books, "2026-07", "agreed") == "reopened"
        back_up(books, tmp_path / "a.backup")
        row, _ = read_row(PRODUCT_LIST, {"code": "P1", "name": "螺栓"})
        assert len(apply(books, PRODUCT_LIST, [Edit(row)])) == 1
    assert verify(peopled.replace("owner@", "vera@"), who="vera").places == ()


def test_who_is_on_no_list_or_no_longer_is_kept_out(peopled):
    with signed_in(peopled, "ada") as books:
        change_person(books, "vera", active=False)
    if "postgres" not in peopled:
        with pytest.raises(TieoutError, match="stranger is not on the books' list"):
            open_books(peopled, who="stranger")
    with pytest.raises(TieoutError, match=r"vera is not on|does not permit this"):
        signed_in(peopled, "vera")


def test_a_preparer_withdraws_only_what_is_their_own(peopled, tmp_path):
    with signed_in(peopled, "pan") as books:
        batch = post_file(books, write(tmp_path / "a.csv", SALES[:1])).batch.id
    with (
        signed_in(peopled, "pia") as books,
        pytest.raises(TieoutError, match="Only a reviewer"),
    ):
        reject(books, batch, "not mine")
    with signed_in(peopled, "pan") as books:
        assert reject(books, batch, "my mistake").state == "rejected"


def test_who_has_a_group_sees_and_writes_of_no_other(peopled, tmp_path):
    with open_books(peopled, who="owner") as books:
        books.set("review", "no")
    with signed_in(peopled, "pan") as books:
        post_file(books, write(tmp_path / "july.csv"))
        assert query(books, Question(keyword="货款")).count == 2
    with signed_in(peopled, "pia") as books:
        assert balances(books) == {(EAST, "CNY"): 100000}
        assert query(books, Question(state=None)).count == 2
        assert query(books, Question(keyword="运费")).count == 0
        assert query(books, Question(keyword="货款")).count == 2
        with pytest.raises(TieoutError, match="There is no entry 3"):
            trace(books, 3)
        with pytest.raises(TieoutError, match="may not write of these customers: 北方贸易公司"):
            post_file(books, write(tmp_path / "b.csv", [[*SALES[2][:2], "X", *SALES[2][3:]]]))
        own = [*SALES[0][:2], "XS-077", "新", "华东机械", *SALES[0][5:]]
        assert post_file(books, write(tmp_path / "c.csv", [own])).new == 1
        catch_up(
            books
        )  # a server's index takes nothing from who sees only some; nor is it asked to
    with pytest.raises(TieoutError, match="sees only east"):
        verify(peopled.replace("owner@", "pia@"), who="pia")


def test_who_has_a_group_takes_no_step_with_a_batch_of_others(peopled, tmp_path):
    with signed_in(peopled, "pan") as books:
        post_file(books, write(tmp_path / "july.csv"))
        post_file(books, write(tmp_path / "east.csv", [[*SALES[0][:2], "XS-9", *SALES[0][3:]]]))
    with signed_in(peopled, "rolf") as books:
        for batch in (1, 2):
            review(books, batch)
    with signed_in(peopled, "pia") as books:
        with pytest.raises(TieoutError, match="Batch 1 has customers that pia does not see"):
            post(books, 1)
        assert post(books, 2).state == "posted"


@pytest.fixture(scope="module")
def peopled_server(server, tmp_path_factory):
    """Posted entries on a server, and its people."""
    tmp_path = tmp_path_factory.mktemp("people")
    os.environ["TIEOUT_HOME"] = str(tmp_path)
    url = fresh_database(server)
    with create_books(url) as books:
        customer(books, "C1", EAST, "east")
        for name, role, groups in (
            ("vera", "viewer", []), ("pan", "preparer", []), ("pia", "preparer", ["east"]),
            ("rolf", "reviewer", []), ("ada", "administrator", []),
        ):  # fmt: skip
            add_person(books, name, role, groups)
        customer(books, "C2", "北方贸易公司", "north")
        product, _ = read_row(PRODUCT_LIST, {"code": "P1", "name": "螺栓"})
        apply(books, PRODUCT_LIST, [Edit(product)])
        sold = [[*row, "螺栓", "2"] for row in SALES]
        post_file(books, write(tmp_path / "july.csv", sold, [*HEADINGS, "品名", "数量"]))
        record_event(books, [1, 3], "match", "M1")
        for name in (EAST, "北方贸易公司"):
            of = Account(name, "CNY")
            record_reconciliation(books, "2026-06", of, difference_cents=0, unexplained_cents=0)
        close_period(books, "2026-07")
        books.set("review", "yes")
    with signed_in(url, "pan") as books:
        post_file(
            books,
            write(tmp_path / "b.csv", [["2026-09-01", "", "B-1", "", EAST, "CNY", "1.00", ""]]),
        )
        query(books, Question(keyword="货款"))
    with open_books(url) as books:
        of_north = ["2026-09-02", "", "B-2", "", "北方贸易公司", "CNY", "1.00", ""]
        post_file(books, write(tmp_path / "c.csv", [of_north]))
    with signed_in(url, "pia") as books:
        query(books, Question())
    return url


@pytest.fixture
def on_server(peopled_server):
    """A copy of it."""
    name = f"copy_{uuid.uuid4().hex[:12]}"
    base = peopled_server.rpartition("/")[2]
    with plain(peopled_server.replace(base, "postgres"), "owner") as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {base}")
    return peopled_server.replace(base, name)


STEP = "INSERT INTO steps VALUES (99, 99, {batch}, '{step}', {who}, '', '')"
ENTRY = (
    "INSERT INTO entries SELECT 99, trail, {batch}, line, posting_date, due_date, type, 'forged', memo, "
    "cents, currency, {customer}, others, NULL, NULL, 99, digest FROM entries WHERE id = 1"
)


@pytest.mark.parametrize(
    ("name", "statement", "refusal"),
    [
        ("vera", "INSERT INTO batches VALUES (9, 9, NULL, NULL, 1, 'vera', '', '')", "permission denied"),
        ("vera", "INSERT INTO people VALUES (99, 9, 'vera', 'administrator', '', '', 1, '')", "permission denied"),
        ("vera", "UPDATE people SET role = 'administrator'", "permission denied"),
        ("vera", "DELETE FROM trail", "permission denied"),
        ("vera", "INSERT INTO trail SELECT sequence + 1, '', 'vera', 'set', '', '', '', '', hash, 'x' FROM tieout_head()", "permission denied"),
        ("vera", "INSERT INTO trail VALUES (999, '', 'vera', 'read', '', '', '', '', '', 'x')", "permission denied"),
        ("vera", "INSERT INTO goods VALUES (9, 9, 1, '', 1, '', 1, '')", "permission denied"),
        ("pan", "INSERT INTO trail VALUES (999, '', 'pan', 'read', '', '', '', '', '', 'x')", "out_of_turn"),
        ("pan", "UPDATE goods SET quantity_millionths = 1", "permission denied"),
        ("pan", "INSERT INTO goods SELECT 9, 9, max(id), '', 1, '', 1, '' FROM entries WHERE batch = 2", "batch_begun"),
        ("rolf", "INSERT INTO goods SELECT 9, 9, max(id), '', 1, '', 1, '' FROM entries WHERE batch = 2", "row-level security"),
        ("pia", "INSERT INTO goods SELECT 9, 9, id, '', 1, '', 1, '' FROM entries WHERE batch <> 2", "row-level security"),
        ("pan", STEP.format(batch=2, step="reviewed", who="'pan'"), "own_review"),
        ("pan", STEP.format(batch=2, step="reviewed", who="'rolf'"), "row-level security"),
        ("pan", STEP.format(batch=2, step="posted", who="'pan'"), "not_reviewed"),
        ("pan", "INSERT INTO batches VALUES (9, 9, NULL, NULL, 1, 'rolf', '', '')", "row-level security"),
        ("pan", "INSERT INTO settings VALUES (99, 9, 'review', 'no', '')", "permission denied"),
        ("pan", "UPDATE entries SET cents = 1", "permission denied"),
        ("pan", "DELETE FROM entries", "permission denied"),
        ("pan", "TRUNCATE entries", "permission denied"),
        ("pan", "ALTER TABLE entries DISABLE TRIGGER ALL", "must be owner"),
        ("pan", "DROP POLICY entries_seen ON entries", "must be owner"),
        ("pan", "SET ROLE owner", "permission denied"),
        ("pan", ENTRY.format(batch=2, customer="customer"), "batch_begun"),
        ("pan", ENTRY.format(batch=1, customer="customer"), "row-level security"),
        ("rolf", ENTRY.format(batch=2, customer="customer"), "row-level security"),
        ("pia", STEP.format(batch=2, step="reviewed", who="'pia'"), "not_a_reviewer"),
        ("pia", "INSERT INTO customers SELECT 99, trail, code, '北方贸易公司', aliases, contact, telephone, email, address, tax_number, bank, bank_account, terms_days, credit_limit_cents, currency, statement_language, statement_kind, owner, customer_group, active, digest FROM customers WHERE id = 1", "row-level security"),
        ("rolf", "INSERT INTO people VALUES (99, 9, 'rolf', 'administrator', '', '', 1, '')", "permission denied"),
        ("ada", "UPDATE trail SET who = 'pan'", "permission denied"),
    ],
)  # fmt: skip
def test_the_server_itself_refuses(peopled_server, name, statement, refusal):
    with (
        plain(peopled_server, name) as connection,
        pytest.raises((InsufficientPrivilege, RaiseException), match=refusal),
    ):
        connection.execute(statement)


def test_the_server_shows_each_what_is_theirs(peopled_server):
    def count(name, asked):
        with plain(peopled_server, name) as connection:
            return connection.execute(asked).fetchone()[0]

    assert count("vera", "SELECT count(*) FROM entries") == 7
    assert count("pia", "SELECT count(*) FROM entries") == 3
    assert count("pia", f"SELECT count(*) FROM entries WHERE customer <> '{EAST}'") == 0
    assert count("pia", "SELECT count(*) FROM entry_texts") == 0
    assert count("pia", "SELECT count(*) FROM tieout_found('''运费''')") == 0
    assert count("pan", "SELECT count(*) FROM tieout_found('''运费''')") == 1
    assert count("pia", "SELECT count(*) FROM trail WHERE who <> 'pia'") == 0
    assert count("vera", "SELECT count(*) FROM trail") > 5


ADDS = {
    "settings": "administrator", "people": "administrator", "carried": "reviewer",
    "files": "preparer", "batches": "preparer", "entries": "preparer", "goods": "preparer", "steps": "preparer",
    "events": "preparer", "reconciliations": "preparer", "periods": "preparer", "customers": "preparer",
    "products": "preparer", "trail": "preparer", "entry_texts": "preparer", "alembic_version": "nobody",
}  # fmt: skip
"""By table the least role that may add rows; everybody listed may read, nobody may change or take away."""
SEEN_BY_GROUP = {
    "settings": "all", "people": "all", "batches": "all", "steps": "all", "periods": "all", "products": "all",
    "alembic_version": "all", "trail": "own", "entries": "own", "customers": "own", "reconciliations": "own",
    "carried": "own", "events": "own", "goods": "own", "files": "own", "entry_texts": "none",
}  # fmt: skip
"""By table what somebody sees who is listed for some customers only."""
TRIED = {
    "SELECT": "SELECT FROM {} LIMIT 0",
    "INSERT": "INSERT INTO {0} SELECT * FROM {0} LIMIT 0",
    "UPDATE": "UPDATE {} SET {} = {} WHERE false",
    "DELETE": "DELETE FROM {} WHERE false",
    "TRUNCATE": "TRUNCATE {}",
}


def tables_of(connection):
    """The tables there are, each with a column of it."""
    asked = "SELECT table_name, min(column_name) FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1"
    return dict(connection.execute(asked).fetchall())


@pytest.mark.parametrize(
    ("name", "role"),
    [("vera", "viewer"), ("pan", "preparer"), ("pia", "preparer"), ("rolf", "reviewer"), ("ada", "administrator")],
)  # fmt: skip
def test_on_every_table_each_role_may_what_was_decided_and_no_more(peopled_server, name, role):
    with plain(peopled_server, "owner") as owner:
        tables = tables_of(owner)
    assert tables.keys() == ADDS.keys(), "decide who may add to a new table"
    found = set()
    with plain(peopled_server, name) as connection:
        for table, column in tables.items():
            for right, statement in TRIED.items():
                try:
                    connection.execute(statement.format(table, column, column))
                except InsufficientPrivilege:
                    continue
                found.add((table, right))
    adds = {table for table, least in ADDS.items() if least in ROLES[: ROLES.index(role) + 1]}
    assert found == {(t, "SELECT") for t in ADDS} | {(t, "INSERT") for t in adds}


def test_nobody_who_is_not_listed_reaches_any_table(peopled_server):
    with plain(peopled_server, "owner") as owner:
        owner.execute("DROP ROLE IF EXISTS stranger")
        owner.execute("CREATE ROLE stranger LOGIN")
        tables = tables_of(owner)
    with plain(peopled_server, "stranger") as connection:
        for table, column in tables.items():
            for statement in TRIED.values():
                with pytest.raises(InsufficientPrivilege):
                    connection.execute(statement.format(table, column, column))


def test_of_every_table_who_has_a_group_sees_the_rows_that_were_decided(peopled_server):
    with plain(peopled_server, "owner") as owner, plain(peopled_server, "pia") as pia:
        assert tables_of(owner).keys() == SEEN_BY_GROUP.keys(), "decide who sees a new table"
        count = "SELECT count(*) FROM {}"
        for table, seen in SEEN_BY_GROUP.items():
            every = owner.execute(count.format(table)).fetchone()[0]
            mine = pia.execute(count.format(table)).fetchone()[0]
            assert every > 0, f"{table} has nothing to tell"
            assert {"all": mine == every, "own": 0 < mine < every, "none": mine == 0}[seen], table


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DROP POLICY entries_seen ON entries", "policy entries_seen was removed"),
        ("ALTER TABLE customers DISABLE ROW LEVEL SECURITY", "rows of customers was removed"),
        ("CREATE OR REPLACE FUNCTION tieout_sees_all() RETURNS boolean LANGUAGE sql AS 'SELECT true'", "function tieout_sees_all was changed"),
        ("DROP INDEX entries_by_date", "index entries_by_date was removed"),
        ("DELETE FROM entry_texts WHERE entry = 3", "Entry 3 is not in the index of texts as it should be"),
        ("UPDATE entry_texts SET pieces = '''甲'':1' WHERE entry = 2", "Entry 2 is not in the index of texts as it should be"),
        ("INSERT INTO entry_texts VALUES (77, '''甲'':1')", "Entry 77 is not in the index of texts as it should be"),
    ],
)  # fmt: skip
def test_permissions_and_the_index_of_a_server_are_verified(on_server, harm, said):
    with plain(on_server, "owner") as connection:
        connection.execute(harm)
    assert said in " ".join(each.sentence("en") for each in verify(on_server).places)


def test_who_has_a_password_signs_in_with_it(sqlite_url):
    with create_books(sqlite_url, who="owner") as books:
        add_person(books, "li", "reviewer", password="a long password")
        kept = {each.name: each.password for each in everybody(books)}
    assert kept["li"].startswith("$argon2id$")
    assert open_books(sqlite_url, who="li", password=lambda _: "a long password").who == "li"
    for ask, said in ((None, "li has a password"), (lambda _: "wrong", "That is not the password")):
        with pytest.raises(TieoutError, match=said):
            open_books(sqlite_url, who="li", password=ask)


def test_an_administrator_of_the_books_needs_no_rights_over_the_server(peopled_server):
    with plain(peopled_server, "owner") as connection:
        connection.execute("DROP ROLE IF EXISTS tom")
        connection.execute("CREATE ROLE tom LOGIN")
    with signed_in(peopled_server, "ada") as books:
        add_person(books, "tom", "viewer")
        with pytest.raises(TieoutError, match="does not permit this"):
            add_person(books, "nobody of the server", "viewer")
    with signed_in(peopled_server, "tom") as books:
        assert query(books, Question()).count == 5
    with signed_in(peopled_server, "ada") as books:
        change_person(books, "tom", active=False)
    with pytest.raises(TieoutError, match="does not permit this"):
        signed_in(peopled_server, "tom")


def test_a_server_keeps_no_password_of_ours(on_server):
    with open_books(on_server) as books, pytest.raises(TieoutError, match="PostgreSQL itself"):
        add_person(books, "li", "viewer", password="a long password")


def test_people_from_the_command_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "a.sqlite"))
    monkeypatch.setattr("tieout.books.books.operating_system_user", lambda: "zhang")
    secret = tmp_path / "secret"
    secret.write_text("a long password\n")
    run(capsys, "books", "init", "--review")
    assert "Nobody is listed" in run(capsys, "books", "users", "list").out
    added = run(
        capsys, "books", "users", "add", "li", "--role", "reviewer", "--password-file", secret
    )
    assert added.out == "li is listed as reviewer.\n"
    assert (
        run(capsys, "books", "users", "add", "wu", "--role", "preparer", "--group", "east").status
        == 0
    )
    shown = run(capsys, "books", "users", "list", language="zh").out.splitlines()
    assert [line.split() for line in shown[1:]] == [
        ["li", "复核人", "全部", "是", "是"],
        ["wu", "编制人", "east", "是"],
        ["zhang", "管理员", "全部", "是"],
    ]
    run(capsys, "books", "post", write(tmp_path / "july.csv"))
    as_li = ("books", "--user", "li", "--password-file", secret)
    assert run(capsys, *as_li, "review", "1").status == 0
    assert "li" in run(capsys, "books", "batches").out
    for words, said in (
        (("books", "--user", "wu", "batches"), "Nobody else can act as wu"),
        (("books", "--user", "li", "batches"), "has a password"),
        (("books", "users", "add", "x", "--role", "king"), "There is no role"),
        ((*as_li, "users", "remove", "wu"), "needs the role of administrator"),
    ):
        ran = run(capsys, *words)
        assert (ran.status, said in ran.error) == (2, True), (words, ran)
    assert (
        run(capsys, "books", "users", "role", "wu", "viewer", "--every-customer").out
        == "wu is viewer now.\n"
    )
    assert run(capsys, "books", "users", "remove", "wu").out == "wu is off the list.\n"
    told = run(capsys, "books", "trail", "--subject", "person:wu", language="zh").out
    assert "wu：未列名 → 编制人 (east)" in told
    assert "wu：查阅人 → 未列名" in told


def test_every_action_and_role_has_its_words():
    actions = {key.partition(".")[2] for key in table() if key.startswith("trail_action.")}
    assert actions == set(NEEDED) - {"verify"}
    assert {key.partition(".")[2] for key in table() if key.startswith("role.")} == set(ROLES)
