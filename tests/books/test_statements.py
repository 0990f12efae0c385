"""Statements of the books say what statements of the file say that was posted."""

import csv
from contextlib import closing
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from tests.books.conftest import copied, empty_place
from tests.books.sheets import write
from tests.cli.running import run, run_aside

from tieout.books.books import open_books
from tieout.books.journal import correct, reject
from tieout.books.posted_ledger import posted_ledger
from tieout.books.posting import post_file
from tieout.books.trace import trace
from tieout.ledger.reading import read

EAST, NORTH = "华东机械有限公司", "北方贸易公司"
HEADINGS = ["日期", "到期日", "类型", "单据号", "摘要", "客户", "币种", "借方", "贷方", "商品名称", "数量", "单价"]  # fmt: skip
ROWS = [
    ["2026-06-11", "2026-07-11", "销售", "XS-001", "六月货款", EAST, "CNY", "1200.10", "", "法兰", "10", "120.01"],
    ["2026-06-20", "", "收款", "SK-001", "电汇 XS-001", EAST, "CNY", "", "200.05", "", "", ""],
    ["2026-07-03", "2026-08-02", "销售", "XS-003", "=1+1 运费", EAST, "CNY", "88.00", "", "阀门", "2.5", "35.20"],
    ["2026-07-05", "2026-08-04", "销售", "XS-002", "货款", NORTH, "CNY", "88.05", "", "垫片", "1", "88.05"],
    ["2026-07-09", "", "销售", "XS-004", "Spare parts", NORTH, "USD", "500.00", "", "pump", "1", "500"],
    ["2026-07-09", "", "退货", "TH-001", "质量问题", NORTH, "CNY", "-8.05", "", "垫片", "", ""],
    ["2026-08-02", "2026-09-01", "销售", "XS-005", "八月货款", EAST, "CNY", "40.00", "", "法兰", "4", "10"],
]  # fmt: skip
ONE_SIDED = ("annual", "aging", "confirmation-positive", "reminder-firm", "goods")
"""One of each family of kinds; the two-sided ones are below."""
BOTH = ("two-sided", "reconciliation", "in-transit", "difference-letter")
JULY = ("--month", "2026-07")


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "ours.csv", ROWS, HEADINGS)


@pytest.fixture(scope="module")
def posted_once(request, tmp_path_factory):
    """The address of books on a store in which the file was posted; a test works on its copy of them."""

    @cache
    def made(store):
        url = empty_place(request, store, tmp_path_factory.mktemp("posted"))
        file = write(tmp_path_factory.mktemp("file") / "ours.csv", ROWS, HEADINGS)
        assert run_aside("books", "init", "--books", url).status == 0
        assert run_aside("books", "post", file, "--books", url).status == 0
        return url

    return made


@pytest.fixture
def posted(posted_once, store, tmp_path):
    return copied(posted_once(store), tmp_path)


def issued(capsys, out, *words, language="zh"):
    """The sheets of the statements that a command issues: every cell, the hash of the entries aside."""
    ran = run(capsys, "statements", *words, "--out", out, language=language)
    assert (ran.status, ran.error) == (0, ""), words
    with (out / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert lines
    return {line["file"]: cells(out / line["file"], line["data_hash"]) for line in lines}


def cells(file, data_hash):
    with closing(openpyxl.load_workbook(file, read_only=True)) as book:
        return [
            (cell.coordinate, str(cell.value).replace(data_hash[:10], "#"))
            for row in book.worksheets[0].iter_rows()
            for cell in row
            if cell.value is not None
        ]


@pytest.mark.parametrize("kind", ["monthly", "open-item"])
def test_the_file_and_the_books_say_the_same(capsys, tmp_path, posted, file, kind):
    words = ("--kind", kind, *JULY)
    of_books = issued(capsys, tmp_path / "a", "books", "--books", posted, *words)
    assert of_books == issued(capsys, tmp_path / "b", file, *words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ONE_SIDED)
def test_the_books_and_their_file_make_the_same_statement(
    capsys, tmp_path, posted_once, file, kind
):
    url = copied(posted_once("sqlite"), tmp_path)
    words = ("--kind", kind, *(("--year", "2026") if kind.startswith("annual") else JULY))
    of_books = issued(capsys, tmp_path / "a", url, *words)
    assert of_books == issued(capsys, tmp_path / "b", file, *words)


def test_types_are_said_in_the_language_of_the_statement(capsys, tmp_path, posted):
    words = ("books", "--books", posted, "--kind", "activity", "--customer", NORTH, *JULY)
    for language, said in (("zh", ["销售", "退货"]), ("en", ["Sale", "Return"])):
        sheets = issued(capsys, tmp_path / language, *words, language=language)
        types = {value for sheet in sheets.values() for place, value in sheet if place[0] == "C"}
        assert set(said) <= types


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOTH)
def test_the_books_beside_their_file(capsys, tmp_path, posted_once, file, kind):
    url = copied(posted_once("sqlite"), tmp_path)
    theirs = write(
        tmp_path / "theirs.csv",
        [["2026-06-12", "采购", "XS-001", "货款", EAST, "CNY", "", "1200.10"],
         ["2026-07-04", "采购", "XS-003", "运费", EAST, "CNY", "", "80.00"]],
    )  # fmt: skip
    words = (theirs, "--kind", kind, "--customer", EAST, *JULY)
    of_books = issued(capsys, tmp_path / "a", url, *words)
    assert of_books == issued(capsys, tmp_path / "b", file, *words)


def test_the_opening_is_the_balance_of_earlier_entries(capsys, tmp_path, posted):
    words = ("books", "--books", posted, "--kind", "monthly", "--customer", "华东", *JULY)
    (sheet,) = issued(capsys, tmp_path / "out", *words).values()
    said = [value for _, value in sheet]
    assert "1000.05" in said
    with (tmp_path / "out" / "register.csv").open(encoding="utf-8-sig") as stream:
        (line,) = csv.DictReader(stream)
    assert Decimal(line["amount"]) == Decimal("1088.05")


def test_each_entry_is_known_by_its_number(posted):
    with open_books(posted) as books:
        whole, of_north = posted_ledger(books), posted_ledger(books, ["北方"])
    assert whole.entries["line"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert of_north.entries["line"].tolist() == [4, 5, 6]
    assert of_north.entries["amount"].tolist() == [8805, 50000, -805]


def test_the_ledger_of_the_books_is_the_ledger_of_the_file(posted, file):
    with open_books(posted) as books:
        found = posted_ledger(books).entries
    read_again = read(file).entries
    for name in ("date", "due_date", "reference", "memo", "amount", "currency", "customer"):
        assert found[name].equals(read_again[name]), name
    assert found["type"].tolist()[:2] == ["sale", "payment"]
    assert found["数量"].fillna("").tolist() == ["10", "", "2.5", "1", "1", "", "4"]


def test_only_what_was_posted_counts(tmp_path, file, capsys, sqlite_url):
    run(capsys, "books", "init", "--books", sqlite_url, "--review")
    with open_books(sqlite_url) as books:
        post_file(books, file)
        assert len(posted_ledger(books)) == 0
        reject(books, 1, "wrong file")
    ran = run(capsys, "statements", sqlite_url, "--kind", "monthly", "--out", tmp_path / "out")
    assert ran.status == 2
    assert "Traceback" not in ran.error
    assert not (tmp_path / "out").exists()


def test_a_correction_counts_from_its_day_on(capsys, tmp_path, posted_once, file):
    url = copied(posted_once("sqlite"), tmp_path)
    words = (url, "--kind", "monthly", "--customer", EAST, *JULY)
    before = issued(capsys, tmp_path / "out", *words)
    with open_books(url) as books:
        correct(books, [(3, 9000)], "price", on=read(file).entries["date"][6].date())
    assert issued(capsys, tmp_path / "out", *words) == before
    (statement,) = before
    verified = run(capsys, "statement", "verify", tmp_path / "out" / statement, "--ledger", "books", "--books", url)  # fmt: skip
    assert verified.status == 0
    assert "The ledger has not changed since" in verified.out
    with open_books(url) as books:
        correct(books, [(1, 9000)], "price")
    verified = run(capsys, "statement", "verify", tmp_path / "out" / statement, "--ledger", url)  # fmt: skip
    assert verified.status == 1
    assert "The ledger has changed since" in verified.out


def test_the_word_means_the_books_of_the_environment(
    capsys, tmp_path, monkeypatch, sqlite_url, file
):
    monkeypatch.setenv("TIEOUT_BOOKS", sqlite_url)
    run(capsys, "books", "init")
    run(capsys, "books", "post", file)
    assert len(issued(capsys, tmp_path / "out", "books", "--kind", "balance-forward")) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("books", "--kind", "aging"), "There are no books"),
        (("books", "--kind", "two-sided"), "needs both"),
        (("ours.xlsx", "--books", "b.sqlite", "--kind", "aging"), "--books says where the books are, but the statements are of “ours.xlsx”. Give only one; for the books write books."),
        (("mysql://x/y", "--kind", "aging"), "mysql://x/y"),
        (("no.sqlite", "--kind", "aging"), "There are no books"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(capsys, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    ran = run(capsys, "statements", *words)
    assert ran.status == 2
    assert said in ran.error


def test_a_customer_who_is_not_in_the_books_is_named_with_those_who_are(capsys, tmp_path, posted):
    ran = run(capsys, "statements", "books", "--books", posted, "--kind", "monthly", "--customer", "南方", "--out", tmp_path / "out")  # fmt: skip
    assert ran.status == 2
    assert EAST in ran.error
    assert NORTH in ran.error


def with_opening(tmp_path, name, rows, opening):
    """A ledger of one customer that begins with its balance, as an ERP exports it."""
    first = ["", "", "", "", "期初余额", EAST, "CNY", opening, "", "", "", ""]
    mine = [row for row in rows if row[5] == EAST]
    return write(tmp_path / name, [first, *mine], HEADINGS)


def figures(issued):
    """Lines and balances, without what the books know of the time before: ages, and the year to date."""
    found = []
    for sheet in issued.values():
        before = {cell[1:] for cell, value in sheet if value.startswith("本年累计")}
        kept = [one for one in sheet if int(one[0][1:]) < 13 and one[0][1:] not in before]
        found.append(kept)
    assert "1330.12" in [value for _, value in found[0]]
    return found


@pytest.mark.parametrize("kind", ["monthly", "balance-forward", "open-item"])
def test_an_opening_balance_of_the_file_is_in_the_books(capsys, tmp_path, sqlite_url, kind):
    file = with_opening(tmp_path, "ours.csv", ROWS, "330.07")
    run(capsys, "books", "init", "--books", sqlite_url)
    assert "5 new entries" in run(capsys, "books", "post", file, "--books", sqlite_url).out
    assert "1458.12" in run(capsys, "books", "balances", "--json", "--books", sqlite_url).out
    words = ("--kind", kind, *JULY)
    of_books = issued(capsys, tmp_path / "a", sqlite_url, *words)
    assert of_books == issued(capsys, tmp_path / "b", file, *words)
    assert "5 rows, all in the books already" in run(capsys, "books", "post", file, "--books", sqlite_url).out  # fmt: skip


def test_the_opening_of_a_later_file_is_the_balance_there_is(capsys, tmp_path, sqlite_url):
    june = with_opening(tmp_path, "june.csv", ROWS[:2], "330.07")
    july = with_opening(tmp_path, "july.csv", ROWS[2:], "1330.12")
    run(capsys, "books", "init", "--books", sqlite_url)
    for file, count in ((june, 3), (july, 2)):
        ran = run(capsys, "books", "post", file, "--books", sqlite_url)
        assert f"{count} new entries" in ran.out, ran.error
    of_books = issued(capsys, tmp_path / "a", sqlite_url, "--kind", "monthly", *JULY)
    of_file = issued(capsys, tmp_path / "b", july, "--kind", "monthly", *JULY)
    assert figures(of_books) == figures(of_file)


def test_what_came_before_an_opening_balance_is_not_counted_twice(capsys, tmp_path, sqlite_url):
    june = with_opening(tmp_path, "june.csv", ROWS[:2], "330.07")
    july = with_opening(tmp_path, "july.csv", ROWS[2:], "1330.12")
    run(capsys, "books", "init", "--books", sqlite_url)
    run(capsys, "books", "post", july, "--books", sqlite_url)
    ran = run(capsys, "books", "post", june, "--books", sqlite_url)
    assert ran.status == 2
    assert "entry 1, 2026-07-03" in ran.error
    run(capsys, "books", "correct", "1", "--reason", "june comes first", "--books", sqlite_url)
    assert run(capsys, "books", "post", june, "--books", sqlite_url).status == 0
    assert "1458.12" in run(capsys, "books", "balances", "--json", "--books", sqlite_url).out
    of_books = issued(capsys, tmp_path / "a", sqlite_url, "--kind", "monthly", *JULY)
    of_file = issued(capsys, tmp_path / "b", july, "--kind", "monthly", *JULY)
    assert figures(of_books) == figures(of_file)


def test_a_corrected_opening_balance_replaces_the_old_one(capsys, tmp_path, url):
    run(capsys, "books", "init", "--books", url)
    file = with_opening(tmp_path, "ours.csv", ROWS, "330.07")
    run(capsys, "books", "post", file, "--books", url)
    file = with_opening(tmp_path, "ours.csv", ROWS, "30.07")
    words = ("--corrects", "1", "--reason", "typing error", "--books", url)
    assert run(capsys, "books", "post", file, *words).status == 0
    assert "1158.12" in run(capsys, "books", "balances", "--json", "--books", url).out


def told_of(url, entry):
    with open_books(url) as books:
        return [step.name for step in trace(books, entry).steps if step.what == "statement"]


def test_a_statement_that_was_registered_but_not_yet_told_is_told_at_the_next_run(
    capsys, tmp_path, monkeypatch, posted
):
    words = ("statements", "books", "--books", posted, "--kind", "monthly", *JULY)
    words = (*words, "--customer", EAST, "--out", tmp_path / "out")
    with monkeypatch.context() as ended:
        ended.setattr("tieout.procedures.posted.record_event", lambda *_, **__: None)
        assert run(capsys, *words).status == 0
    assert told_of(posted, 3) == []
    for _ in range(2):
        assert run(capsys, *words).status == 0
        assert told_of(posted, 3) == ["DZ-202607-0001"]


def test_who_has_a_password_signs_in_to_issue_statements(capsys, tmp_path, sqlite_url, file):
    run(capsys, "books", "init", "--books", sqlite_url)
    run(capsys, "books", "post", file, "--books", sqlite_url)
    secret = tmp_path / "secret"
    secret.write_text("a long password\n")
    add = ("books", "users", "add", "li", "--role", "preparer", "--password-file", secret)
    assert run(capsys, *add, "--books", sqlite_url).status == 0
    words = ("statements", sqlite_url, "--kind", "monthly", *JULY, "--user", "li")
    words = (*words, "--out", tmp_path / "out")
    refused = run(capsys, *words)
    assert (refused.status, (tmp_path / "out").exists()) == (2, False)
    assert "li has a password" in refused.error
    assert run(capsys, *words, "--password-file", secret).status == 0
    with (tmp_path / "out" / "register.csv").open(encoding="utf-8-sig") as stream:
        assert {line["issued_by"] for line in csv.DictReader(stream)} == {"li"}
