"""Goods and due dates: what a file says of quantity and price is kept beside the entry; what terms add is said."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import DBAPIError
from tests.books.conftest import fresh_database
from tests.books.sheets import write

from tieout.books.backup import back_up, restore
from tieout.books.base_data import Edit, apply
from tieout.books.goods import Goods, goods_of
from tieout.books.journal import reverse
from tieout.books.posted_ledger import posted_ledger
from tieout.books.posting import post_file
from tieout.books.query import Question, query
from tieout.books.register_sheets import read_row
from tieout.books.registers import CUSTOMER_LIST
from tieout.books.trace import trace
from tieout.books.verify import verify

EAST = "华东机械有限公司"
HEADINGS = [
    "日期",
    "类型",
    "单据号",
    "客户",
    "币种",
    "借方",
    "贷方",
    "到期日",
    "品名",
    "数量",
    "单位",
    "单价",
]
ROWS = [
    ["2026-07-01", "销售", "XS-001", EAST, "CNY", "1200.00", "", "", "螺栓", "96", "件", "12.50"],
    ["2026-07-02", "销售", "XS-002", EAST, "CNY", "113.00", "", "2026-07-20", "螺母", "1,000", "只", "0.1"],
    ["2026-07-03", "收款", "SK-001", EAST, "CNY", "", "200.00", "", "", "", "", ""],
    ["2026-07-04", "销售", "XS-003", "Acme Ltd", "CNY", "5.00", "", "", "运费", "约 3 箱", "箱", ""],
]  # fmt: skip


@pytest.fixture
def july(books, tmp_path):
    row, _ = read_row(CUSTOMER_LIST, {"code": "C1", "name": EAST, "terms_days": 45})
    apply(books, CUSTOMER_LIST, [Edit(row)])
    posting = post_file(books, write(tmp_path / "july.csv", ROWS, HEADINGS))
    return books, posting


def test_what_a_file_says_of_goods_is_kept_beside_its_entries(july, tmp_path, request):
    books, posting = july
    with books.reading() as connection:
        assert goods_of(connection, [1, 2, 3, 4]) == {
            1: Goods("螺栓", Decimal(96), "件", Decimal("12.5")),
            2: Goods("螺母", Decimal(1000), "只", Decimal("0.1")),
            4: Goods("运费", None, "箱", None),
        }
    assert trace(books, 1).goods.sentence() == "螺栓 96 件 × 12.5"
    assert posting.price_differs == (3,)
    assert "In 1 row quantity × price is not the amount" in posting.notes()[1]
    reverse(books, [1], "wrong customer")
    assert trace(books, 5).goods.quantity == -96
    back_up(books, tmp_path / "a.backup")
    elsewhere = str(tmp_path / "other.sqlite")
    if books.store.name == "sqlite" and request.getfixturevalue("server"):
        elsewhere = fresh_database(request.getfixturevalue("server"))
    assert restore(elsewhere, tmp_path / "a.backup").places == ()


def test_a_due_date_comes_from_the_terms_and_the_record_says_so(july):
    books, posting = july
    assert posting.due_dates_derived == 1
    due = {entry.reference: entry.due_date for entry in query(books, Question()).entries}
    assert due == {
        "XS-001": date(2026, 8, 15),
        "XS-002": date(2026, 7, 20),
        "SK-001": None,
        "XS-003": None,
    }
    said = [step.sentence("en") for step in trace(books, 1).steps]
    assert said[1] == (
        "the document states no due date; derived as 2026-08-15 by the customer's terms of 45 days"
    )
    assert "terms" not in " ".join(posted_ledger(books).entries.columns)


def test_goods_are_added_with_their_entry_or_never(july):
    books, _ = july
    for statement, said in (
        ("INSERT INTO goods VALUES (9, 9, 1, '', 1, '', 1, '')", "batch_begun"),
        ("UPDATE goods SET quantity_millionths = 1", "append_only"),
        ("DELETE FROM goods", "append_only"),
    ):
        with books.engine.begin() as connection, pytest.raises(DBAPIError, match=said):
            connection.exec_driver_sql(statement)
    with books.engine.begin() as connection:
        if books.store.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER goods_no_update")
        else:
            connection.exec_driver_sql("DROP TRIGGER goods_append_only ON goods")
        connection.exec_driver_sql("UPDATE goods SET quantity_millionths = 1 WHERE id = 2")
    url = books.store.url.render_as_string(hide_password=False)
    found = [each.sentence("en") for each in verify(url, who=books.who).places]
    assert "Row 2 of goods was changed." in found
