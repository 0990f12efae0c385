"""Base data: customers and products are kept from a sheet and the command line, version by version."""

import openpyxl
import pytest
from tests.books.conftest import opened_by
from tests.cli.running import run

from tieout.books.base_data import Edit, apply, current, history, preview
from tieout.books.books import create_books, open_books
from tieout.books.people import add_person
from tieout.books.readings import write_readings
from tieout.books.register_sheets import read_row, read_sheet, write_sheet
from tieout.books.register_values import WrongValue, check_tax_number, value_of
from tieout.books.registers import CUSTOMER_LIST, PRODUCT_LIST, FieldRule
from tieout.books.trail import AuditTrail
from tieout.books.verify import verify
from tieout.errors import TieoutError

EAST = {
    "code": "C001", "name": "华东机械有限公司", "aliases": "华东机械|East Machinery", "tax_number": "91110000600037341L",
    "bank_account": "6222020200112233445", "terms_days": "30", "credit_limit_cents": "50,000.00", "currency": "CNY",
    "statement_language": "zh", "owner": "li", "customer_group": "east",
}  # fmt: skip
BOLT = {"code": "P1", "name": "螺栓", "unit": "箱", "price_cents": "12.50", "currency": "CNY", "tax_rate_bp": "13%"}  # fmt: skip


def edit(register, given, seen=0):
    row, problems = read_row(register, given)
    assert problems == []
    return Edit(row, seen)


def changed(place, cell, value):
    book = openpyxl.load_workbook(place)
    book.active[cell] = value
    book.save(place)


def test_what_is_downloaded_and_not_edited_changes_nothing(books, tmp_path):
    apply(books, CUSTOMER_LIST, [edit(CUSTOMER_LIST, EAST)])
    apply(books, PRODUCT_LIST, [edit(PRODUCT_LIST, BOLT)])
    for register in (CUSTOMER_LIST, PRODUCT_LIST):
        for language in ("zh", "en"):
            file = tmp_path / f"{register.name}_{language}.xlsx"
            write_sheet(register, current(books, register), file, language)
            edits, problems = read_sheet(register, file)
            assert (len(edits), problems) == (1, [])
            assert preview(books, register, edits) == []


def test_an_edited_sheet_is_shown_first_and_written_as_new_versions(books, tmp_path):
    apply(books, PRODUCT_LIST, [edit(PRODUCT_LIST, BOLT)])
    file = tmp_path / "products.xlsx"
    write_sheet(PRODUCT_LIST, current(books, PRODUCT_LIST), file, "zh")
    changed(file, "E2", 13.2)
    changed(file, "A3", "P2")
    changed(file, "B3", "螺母")
    edits, _ = read_sheet(PRODUCT_LIST, file)
    changes = preview(books, PRODUCT_LIST, edits)
    assert [sentence for each in changes for sentence in each.sentences(PRODUCT_LIST)] == [
        "P1 Price: 12.50 → 13.20",
        "P2 螺母: new",
    ]
    assert len(current(books, PRODUCT_LIST)) == 1
    assert len(apply(books, PRODUCT_LIST, edits, "new price list")) == 2
    prices = [(each.row["price_cents"], each.reason) for each in history(books, PRODUCT_LIST, "P1")]
    assert prices == [(1250, ""), (1320, "new price list")]
    assert apply(books, PRODUCT_LIST, edits) == []
    books.close()
    assert verify(books.store.url.render_as_string(hide_password=False)).places == ()


def test_who_edits_what_somebody_else_changed_is_told_what(url, tmp_path):
    with create_books(url, who="zhang") as books, opened_by(url, "li") as theirs:
        apply(books, CUSTOMER_LIST, [edit(CUSTOMER_LIST, EAST)])
        seen = current(books, CUSTOMER_LIST)[0].id
        apply(
            theirs,
            CUSTOMER_LIST,
            [edit(CUSTOMER_LIST, EAST | {"credit_limit_cents": "60000"}, seen)],
        )
        mine = edit(CUSTOMER_LIST, EAST | {"terms_days": "45"}, seen)
        with pytest.raises(TieoutError) as refused:
            apply(books, CUSTOMER_LIST, [mine])
        message = refused.value.message("en")
        assert f"{theirs.who} changed C001 Credit limit: 50000.00 → 60000.00 at 20" in message
        untouched = edit(CUSTOMER_LIST, EAST, seen)
        assert apply(books, CUSTOMER_LIST, [untouched]) == []
        newest = current(books, CUSTOMER_LIST)[0]
        assert newest.row["credit_limit_cents"] == 6_000_000
        again = edit(
            CUSTOMER_LIST, EAST | {"credit_limit_cents": "60000", "terms_days": "45"}, newest.id
        )
        assert len(apply(books, CUSTOMER_LIST, [again])) == 1


def test_every_problem_of_a_sheet_is_named_with_its_cell(sqlite_url, tmp_path):
    with create_books(sqlite_url) as books:
        apply(books, CUSTOMER_LIST, [edit(CUSTOMER_LIST, EAST)])
        file = tmp_path / "customers.xlsx"
        write_sheet(CUSTOMER_LIST, current(books, CUSTOMER_LIST), file, "en")
    for cell, value in (
        ("A3", "C001"), ("H3", "91110000600037341A"), ("J3", 6222020200112233445), ("K3", "soon"),
        ("L3", "-5"), ("M3", "RMB!"), ("N3", "fr"), ("R3", "maybe"),
    ):  # fmt: skip
        changed(file, cell, value)
    _, problems = read_sheet(CUSTOMER_LIST, file)
    assert [each.code for each in problems] == [
        "base_missing", "base_not_a_tax_number", "base_long_number", "base_not_a_number",
        "base_not_an_amount", "base_not_a_currency", "base_not_a_choice", "base_not_yes_or_no", "base_twice",
    ]  # fmt: skip
    assert problems[1].sentence("en") == (
        '"Customers" line 3 Tax number: "91110000600037341A" has a wrong length or check digit and is no tax number. '
        "Check it."
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [("91110000600037341L", True), ("91110000600037341l", True), ("91110000600037342L", False),
     ("110105194912310029", False), ("11010519491231002X", True), ("GB999999973", True), ("12", False), ("税号", False)],
)  # fmt: skip
def test_tax_numbers_are_checked(written, found):
    try:
        assert check_tax_number(written) == written.upper()
    except WrongValue:
        assert not found
    else:
        assert found


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [("rate", 0.13, 1300), ("rate", "13%", 1300), ("rate", "6", 600), ("rate", 1, 10000), ("rate", "0.5%", 50),
     ("rate", "much", None), ("amount", "1,234.50", 123450), ("amount", 0.1, 10), ("amount", "1.005", None),
     ("amount", "NaN", None), ("number", 30.0, 30), ("number", "30.5", None), ("yes_no", "否", 0), ("yes_no", "", 1)],
)  # fmt: skip
def test_cells_mean_what_they_say(kind, cell, value):
    rule = FieldRule("x", kind)
    if value is None:
        with pytest.raises(WrongValue):
            value_of(rule, cell, "CNY")
    else:
        assert value_of(rule, cell, "CNY") == value


def test_reading_what_is_sensitive_is_in_the_trail(books):
    apply(books, CUSTOMER_LIST, [edit(CUSTOMER_LIST, EAST)])
    apply(books, PRODUCT_LIST, [edit(PRODUCT_LIST, BOLT)])
    current(books, CUSTOMER_LIST, purpose="list")
    history(books, CUSTOMER_LIST, "C001")
    current(books, PRODUCT_LIST)
    write_readings(books)
    with books.reading() as connection:
        lines = [each for each in AuditTrail(connection).lines() if each.action == "read"]
    assert [(each.who, each.subject, each.reason) for each in lines] == [
        (books.who, "customers", "list; history"),
    ]
    assert lines[0].detail.count('"codes":["C001"]') == 2


def test_who_has_a_group_sees_only_its_customers(sqlite_url):
    with create_books(sqlite_url, who="zhang") as books:
        north = EAST | {"code": "C002", "name": "北方贸易公司", "customer_group": "north"}
        apply(books, CUSTOMER_LIST, [edit(CUSTOMER_LIST, each) for each in (EAST, north)])
        add_person(books, "wu", "preparer", ["east"])
    with open_books(sqlite_url, who="wu") as theirs:
        assert [each.row["code"] for each in current(theirs, CUSTOMER_LIST)] == ["C001"]
        with pytest.raises(TieoutError, match="nothing with the code"):
            history(theirs, CUSTOMER_LIST, "C002")


def test_base_data_from_the_command_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "a.sqlite"))
    run(capsys, "books", "init")
    made = run(capsys, "books", "products", "set", "P1", "name=Bolt", "price=12.5", "currency=USD")
    assert made.out == "  P1 Bolt: new\n"
    assert (
        "P1 Price: 12.50 → 13.00" in run(capsys, "books", "products", "set", "P1", "price=13").out
    )
    assert "P1 Price: 12.50 → 13.00" in run(capsys, "books", "products", "history", "P1").out
    shown = run(capsys, "books", "products", "list", language="zh").out.splitlines()
    assert shown[1].split() == ["P1", "Bolt", "13.00", "USD"]
    sheet = tmp_path / "p.xlsx"
    assert "1 row is in" in run(capsys, "books", "products", "download", sheet).out
    assert run(capsys, "books", "products", "upload", sheet).out == f"{sheet}: nothing changes.\n"
    changed(sheet, "B2", "Bolt M8")
    assert "not written yet" in run(capsys, "books", "products", "upload", sheet).out
    assert "1 change written" in run(capsys, "books", "products", "upload", sheet, "--apply").out
    (tmp_path / "no.xlsx").write_text("no workbook")
    for words, said in (
        (("set", "P1", "colour=red"), "is not FIELD=VALUE"),
        (("set", "P1", "price=x"), "is no amount"),
        (("history", "P9"), "nothing with the code"),
        (("download", sheet), "is not overwritten"),
        (("upload", tmp_path / "no.xlsx"), "no readable Excel workbook"),
    ):
        ran = run(capsys, "books", "products", *words)
        assert (ran.status, said in ran.error) == (2, True), (words, ran)
