"""The two-sided 往来对账单: its figures are the ledgers', on paper as in the record."""

from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.office import needs_office, recalculated
from tests.statements.rendering import as_expected, rendered
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS, ledger, sample

import tieout
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account
from tieout.statements.account import AccountsOfBoth, reconciled_accounts
from tieout.statements.two_sided import StatementHeading, two_sided_statement
from tieout.statements.writing import two_sided_template, write_statement
from tieout.texts import LANGUAGES

HEADING = StatementHeading(our_name=OURS, number="DZ-202603-001", fingerprint="3f9c1a2b")


def written(tmp_path, language, result=None, heading=HEADING):
    file = tmp_path / f"statement_{language}.xlsx"
    write_statement(
        two_sided_statement(result or sample(), heading),
        two_sided_template(language),
        file,
        language,
    )
    return file


def labelled(sheet):
    """The rows of a sheet by the text of their first cell."""
    return {str(row[0].value): row for row in sheet.iter_rows() if row[0].value}


def cents(value):
    return round(Decimal(str(value)) * 100)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_reads_as_expected(tmp_path, language):
    book = openpyxl.load_workbook(written(tmp_path, language))
    assert as_expected(rendered(book), f"two_sided_{language}")


def test_the_balances_are_those_of_the_ledgers():
    statement = two_sided_statement(sample(), HEADING)
    ours = sum(Decimal(row[3]) for row in OUR_ROWS)
    theirs = -sum(Decimal(row[3]) for row in THEIR_ROWS)
    assert statement.ours.closing == 100_000 + cents(ours)
    assert statement.theirs.closing == 100_000 + cents(theirs)
    assert statement.difference == cents(ours - theirs)


def test_every_entry_is_printed_once_and_the_differences_add_up():
    statement = two_sided_statement(sample(), HEADING)
    printed = sorted(statement.lines["our_amount"].dropna().astype(int))
    assert printed == sorted(cents(row[3]) for row in OUR_ROWS)
    printed = sorted(statement.lines["their_amount"].dropna().astype(int))
    assert printed == sorted(-cents(row[3]) for row in THEIR_ROWS)
    assert statement.lines["difference"].sum() == statement.difference


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("2026-03-01", "2026-03-02")),
        st.sampled_from(("A1", "A2", "")),
        st.just("m"),
        st.integers(-3, 3).map(lambda cents: f"{cents / 100:.2f}"),
    ),
    max_size=6,
)


@given(ROWS, ROWS)
@settings(max_examples=30, deadline=None)
def test_whatever_the_ledgers_the_differences_add_up(our_rows, their_rows):
    result = tieout.reconcile(ledger(our_rows), ledger(their_rows, customer=""))
    statement = two_sided_statement(result)
    assert len(statement.lines["our_amount"].dropna()) == len(our_rows)
    assert len(statement.lines["their_amount"].dropna()) == len(their_rows)
    assert int(statement.lines["difference"].sum()) == statement.difference


@pytest.mark.calc
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
@needs_office[1]
def test_the_printed_figures_recalculated_are_the_ledgers(tmp_path, language):
    sheet = recalculated(written(tmp_path, language), tmp_path / "office").worksheets[0]
    rows = labelled(sheet)
    closing = rows["期末余额" if language == "zh" else "Balance carried forward"]
    movement = rows["本期发生额合计" if language == "zh" else "Movement in the period"]
    ours = [cents(row[3]) for row in OUR_ROWS]
    theirs = [cents(row[3]) for row in THEIR_ROWS]
    assert cents(closing[4].value) == 100_000 + sum(ours)
    assert cents(closing[8].value) == 100_000 - sum(theirs)
    assert cents(closing[10].value) == sum(ours) + sum(theirs)
    assert cents(movement[4].value) == sum(amount for amount in ours if amount > 0)
    assert cents(movement[5].value) == -sum(amount for amount in ours if amount < 0)
    assert cents(movement[8].value) == sum(amount for amount in theirs if amount > 0)
    assert cents(movement[9].value) == -sum(amount for amount in theirs if amount < 0)
    verdict = next(text for text in rows if text.startswith("≠"))
    assert "√" in verdict or "✓" in verdict
    assert not [c.coordinate for r in sheet.iter_rows() for c in r if str(c.value).startswith("#")]


def test_customer_text_never_becomes_a_formula(tmp_path):
    nasty = (
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "{{ our_name }}",
        "<b>&amp;</b>",
        "a\x00\x0bb",
    )
    rows = [(f"2026-03-{day:02d}", memo, memo, "1.00") for day, memo in enumerate(nasty, 1)]
    result = tieout.reconcile(ledger(rows, customer="=2+2"), ledger(()))
    file = written(tmp_path, "zh", result, StatementHeading(our_name="=3+3", number="&G&A=1"))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row}
    for text in (*nasty[:4], "{{ our_name }}", "<b>&amp;</b>", "ab"):
        assert cells[text].data_type == "s", text
    for text in nasty[:4]:
        assert cells[text].quotePrefix, text
    formulas = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert all(
        not any(text in formula for text in ("2+2", "3+3", "1+1", "cmd")) for formula in formulas
    )
    assert sheet.oddFooter.left.text.endswith("&&G&&A=1")


def test_an_amount_has_the_decimals_of_its_currency(tmp_path):
    rows = [("2026-03-01", "A", "m", "1234")]
    result = tieout.reconcile(ledger(rows, currency="JPY"), ledger((), currency="JPY"))
    sheet = openpyxl.load_workbook(written(tmp_path, "en", result)).worksheets[0]
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 1234)
    assert found.number_format.startswith("#,##0_")


def test_a_side_without_entries_says_so(tmp_path):
    result = tieout.reconcile(ledger(()), ledger(()))
    sheet = openpyxl.load_workbook(written(tmp_path, "zh", result)).worksheets[0]
    assert sum(cell.value == "（无）" for row in sheet.iter_rows() for cell in row) >= 3


def test_a_missing_opening_and_a_closing_that_breaks_are_said():
    result = tieout.reconcile(
        ledger(OUR_ROWS, opening="0", closing="99999.00"), ledger(THEIR_ROWS, customer="")
    )
    from tieout.statements.two_sided_fields import two_sided_fields

    remark = two_sided_fields(two_sided_statement(result, HEADING), "zh").values["remark"].text
    assert remark == (
        "我方账所列期末余额 99,999.00 与“期初余额＋本期发生额”15,102.50 不符，相差 84,896.50，请先查明。"
        " 对方账未列期初余额，按零计。"
    )


def test_a_statement_of_several_customers_asks_which(monkeypatch):
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")
    two = ledger(OUR_ROWS[:2]).entries.assign(customer=["甲公司", "乙公司"])
    result = tieout.reconcile(tieout.Ledger(two), tieout.Ledger(two))
    with pytest.raises(TieoutError) as error:
        two_sided_statement(result)
    assert str(error.value) == (
        "A statement is for one customer in one currency, and the ledger has 2: "
        "甲公司 CNY, 乙公司 CNY. Name one of them."
    )
    assert two_sided_statement(result, account=Account("甲公司", "CNY")).ours.closing == 1_130_000
    with pytest.raises(TieoutError, match="no customer “丙公司” in currency “CNY”"):
        two_sided_statement(result, account=Account("丙公司", "CNY"))


def test_the_heading_follows_from_the_ledgers():
    heading = two_sided_statement(sample()).heading
    assert (heading.customer, heading.begin, heading.end) == (
        CUSTOMER,
        date(2026, 3, 2),
        date(2026, 3, 31),
    )


def test_their_books_of_one_customer_stand_beside_that_customer_only():
    ours = pd.concat(
        [
            ledger(OUR_ROWS).entries,
            ledger([("2026-03-02", "XS-1001", "", "1.00")], customer="别的").entries,
        ],
        ignore_index=True,
    )
    result = tieout.reconcile(tieout.Ledger(ours), ledger(THEIR_ROWS, customer=OURS))
    assert reconciled_accounts(result) == [Account(CUSTOMER, "CNY")]
    statement = two_sided_statement(result)
    assert statement.heading.customer == CUSTOMER
    assert statement.ours.closing == sum(cents(row[3]) for row in OUR_ROWS)
    assert statement.theirs.closing == -sum(cents(row[3]) for row in THEIR_ROWS)
    other = two_sided_statement(result, account=Account("别的", "CNY"))
    assert (other.ours.closing, other.theirs.closing) == (100, 0)


def test_every_entry_of_many_customers_is_in_one_account():
    names = [f"客户{at % 7}" for at in range(60)]
    ours = ledger([("2026-03-01", f"A{at}", "", f"{at}.00") for at in range(60)]).entries
    theirs = ledger([("2026-03-02", f"A{at}", "", f"-{at}.00") for at in range(60)]).entries
    closing = {Account(name, "CNY"): at for at, name in enumerate(sorted(set(names)))}
    result = tieout.reconcile(
        tieout.Ledger(ours.assign(customer=names), closing=closing),
        tieout.Ledger(theirs.assign(customer=names).iloc[::2].reset_index(drop=True)),
    )
    grouped = AccountsOfBoth(result)
    found = {account: grouped.of(account) for account in reconciled_accounts(result)}
    assert len(found) == 7
    for account, mine in found.items():
        of_it = [at for at, name in enumerate(names) if name == account.customer]
        assert mine.ours["reference"].tolist() == [f"A{at}" for at in of_it]
        assert mine.theirs["reference"].tolist() == [f"A{at}" for at in of_it if at % 2 == 0]
        assert mine.our_closing == {account: closing[account]}
