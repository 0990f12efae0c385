"""A statement whose ledger has changed since says which figures, and which lines, are others now."""

import openpyxl
import pytest
from tests.statements.samples import OUR_ROWS, OURS, THEIR_ROWS, ledger, sample
from tests.statements.test_issuing import issued, order

import tieout
from tieout.statements.verifying import verify

AS_BEFORE = "  所列各行与账一致，变动的是期初余额或未列出的账项。"
CORRECTED = (*OUR_ROWS[:2], ("2026-03-09", "SK-0301", "收到货款", "-7900.00"), *OUR_ROWS[3:6])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("statements")


def told(place, kind, source, language="zh", was=None):
    """What is said of the ledger, when a statement of it is held against another."""
    folder = place / kind
    made = issued(was or ledger(OUR_ROWS), order(kind), folder)
    file = folder / (*made.written, *made.before)[0].file
    return verify(file, source=source)[0].sentences(language)[2:]


def test_the_amount_and_the_lines_that_are_others_are_told(place):
    assert told(place, "balance-forward", ledger(CORRECTED)) == [
        "× 账在开出后有变动。请重新开具（会得到新的编号），并告诉已收到旧件的一方。",
        "  开出金额为 15,102.50，按现在的账为 11,812.50，相差 -3,290.00。",
        "  文件中有、账中没有的 2 行：2026-03-09 SK-0301 收到货款 8,000.00；2026-03-30 XS-1006 销售 法兰"
        " 月末发货 3,390.00。",
        "  账中有、文件中没有的 1 行：2026-03-09 SK-0301 收到货款 7,900.00。",
    ]


def test_in_english_too(place):
    assert told(place, "activity", ledger(CORRECTED), "en")[1:] == [
        "  It states 15,102.50; the ledger now gives 11,812.50, a difference of -3,290.00.",
        "  In the statement, not in the ledger, 2 lines: 2026-03-09 SK-0301 收到货款 8,000.00;"
        " 2026-03-30 XS-1006 销售 法兰 月末发货 3,390.00.",
        "  In the ledger, not in the statement, 1 line: 2026-03-09 SK-0301 收到货款 7,900.00.",
    ]


def test_words_may_change_and_the_amount_stay(place):
    other = (*OUR_ROWS[:-1], ("2026-03-30", "XS-1006", "销售 法兰", "3390.00"))
    assert told(place, "monthly", ledger(other))[1:] == [
        "  金额 15,102.50 未变。",
        "  文件中有、账中没有的 1 行：2026-03-30 XS-1006 销售 法兰 月末发货 3,390.00。",
        "  账中有、文件中没有的 1 行：2026-03-30 XS-1006 销售 法兰 3,390.00。",
    ]


def test_what_came_before_the_period_is_not_taken_for_a_line_of_it(place):
    earlier = ledger((("2026-02-01", "XS-0900", "销售", "100.00"), *OUR_ROWS))
    assert told(place, "balance-forward", earlier)[1:] == [
        "  开出金额为 15,102.50，按现在的账为 15,202.50，相差 +100.00。",
        AS_BEFORE,
    ]


def test_an_account_that_is_gone_is_told(place):
    gone = ledger(OUR_ROWS, customer="别人")
    assert told(place, "balance-forward", gone)[1:] == ["  账中已没有这个账户。"]


@pytest.mark.parametrize("kind", ["annual-all", "annual"])
def test_sums_are_lines_too(place, kind):
    said = told(place, kind, ledger(CORRECTED))
    assert [line.split("：")[0] for line in said[2:]] == [
        "  文件中有、账中没有的 1 行",
        "  账中有、文件中没有的 1 行",
    ]
    assert "7,900.00" in said[3]


@pytest.mark.parametrize("kind", ["two-sided", "reconciliation"])
def test_a_statement_of_both_books_says_it_of_both(place, kind):
    later = tieout.reconcile(
        ledger(OUR_ROWS, opening="1000.00"),
        ledger(THEIR_ROWS[:-1], opening="-1000.00", customer=OURS),
    )
    said = told(place, kind, later, was=sample())
    assert any("2026-03-31 FK-0302" in line and "1,500.00" in line for line in said[1:])
    assert not any("XS-1001" in line for line in said)


def test_a_figure_changed_in_the_file_is_told_where_the_ledger_is_given(tmp_path):
    file = tmp_path / issued(ledger(OUR_ROWS), order(), tmp_path).written[0].file
    book = openpyxl.load_workbook(file)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    next(cell for cell in cells if cell.value == 11300.0).value = 11030
    book.save(file)
    found = verify(file, source=ledger(OUR_ROWS))[0]
    assert found.ledger == "same"
    assert found.sentences("zh")[3:] == [
        "  文件中有、账中没有的 1 行：2026-03-02 XS-1001 销售 不锈钢法兰 11,030.00。",
        "  账中有、文件中没有的 1 行：2026-03-02 XS-1001 销售 不锈钢法兰 11,300.00。",
    ]


def test_of_a_layout_of_ones_own_no_lines_are_told(place):
    folder = place / "own"
    file = folder / issued(ledger(OUR_ROWS), order(), folder).written[0].file
    book = openpyxl.load_workbook(file)
    book.worksheets[0].insert_cols(1)
    book.save(file)
    found = verify(file, source=ledger(CORRECTED))[0]
    assert found.sentences("zh")[3:] == [
        "  开出金额为 15,102.50，按现在的账为 11,812.50，相差 -3,290.00。"
    ]
