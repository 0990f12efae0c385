"""Every statement in both languages: as it reads, and as a spreadsheet program calculates it."""

from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from tests.office import needs_office
from tests.statements.hard_statements import hard_fields
from tests.statements.rendering import as_expected, rendered
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS, ledger, sample
from tests.statements.shared import made_once

import tieout
from tieout.ledger.ledger import Account
from tieout.procedures import reconcile_files
from tieout.statements.account import one_account
from tieout.statements.calculating import ShownValues
from tieout.statements.filling import filling_plan
from tieout.statements.heading import Issuer, StatementHeading
from tieout.statements.kinds import (
    AUDITED,
    KINDS,
    CustomersKind,
    ReconciledKind,
    kind_word,
    template_of,
)
from tieout.statements.office import convert_all
from tieout.statements.one_side import sides_of
from tieout.statements.reconciliation_statement import reconciliation_statement
from tieout.statements.template import Formula, read_template
from tieout.statements.writing import write_filled
from tieout.texts import LANGUAGES

ISSUER = Issuer(
    name=OURS,
    address="杭州市滨江区江南大道100号",
    phone="0571-88880000",
    contact="李会计",
    bank="工商银行滨江支行",
    bank_account="1202020109900088888",
    auditor="浙江正衡会计师事务所",
    auditor_address="杭州市文三路1号",
    auditor_postcode="310012",
    auditor_phone="0571-88001234",
    auditor_contact="王审计",
    terms_days=10,
)
HEADING = StatementHeading(
    number="DZ-202603-0001",
    begin=date(2026, 1, 1),
    end=date(2026, 3, 31),
    fingerprint="3f9c1a2b",
    issuer=ISSUER,
)
OTHER = "Acme (Shanghai) Ltd"


def many():
    """Two customers, one of them with old documents and an advance."""
    old = ledger(
        (
            ("2022-12-01", "XS-0001", "旧账", "500.00"),
            ("2024-06-01", "XS-0002", "旧账", "700.00"),
            ("2025-11-15", "XS-0003", "去年", "900.00"),
            ("2026-02-01", "XS-0004", "今年", "1100.00"),
            ("2026-04-02", "XS-0005", "期后", "9999.00"),
        ),
        customer=OTHER,
    ).entries
    return tieout.Ledger(pd.concat([ledger(OUR_ROWS).entries, old], ignore_index=True))


def with_goods():
    entries = ledger(OUR_ROWS).entries
    return tieout.Ledger(
        entries.assign(
            商品名称="不锈钢法兰",
            规格型号="DN100",
            数量=["10", "5", "", "3", "2", "1", "4"],
            单价=["1,130.00", "904.1", "", "318", "1130", "678", "847"],
        )
    )


def subject(kind):
    if isinstance(kind, ReconciledKind):
        return one_account(sample())
    if isinstance(kind, CustomersKind):
        return list(sides_of(many()).values())
    if kind.name == "goods":
        return next(iter(sides_of(with_goods()).values()))
    return next(iter(sides_of(ledger(OUR_ROWS, opening="1000.00")).values()))


def written(folder, name, language):
    kind = KINDS[name]
    by = "due" if name.startswith("reminder") else "invoice"
    file = folder / f"{name}_{language}.xlsx"
    fields = kind.fields(subject(kind), HEADING, by, language)
    write_filled(fields, kind.blocks, template_of(name, language), file)
    return file


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in KINDS if name != "two-sided"])
def test_a_statement_reads_as_expected(tmp_path, name, language):
    book = openpyxl.load_workbook(written(tmp_path, name, language))
    assert as_expected(rendered(book), f"{name}_{language}")


CALCULATED = [
    name for name in KINDS if name not in (*AUDITED, "reminder-friendly", "reminder-final")
]
"""The kinds with formulas, of the reminders one tone: those of the others are the same."""


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    """Statements as LibreOffice calculates them, in one process for all."""

    def make(folder):
        files = [written(folder, name, language) for name in CALCULATED for language in LANGUAGES]
        (folder / "calculated").mkdir()
        convert_all(files, "xlsx", folder=folder / "calculated")

    files = sorted((made_once(tmp_path_factory, "kinds", make) / "calculated").iterdir())
    return {file.stem: openpyxl.load_workbook(file, data_only=True).worksheets[0] for file in files}


def formulas_of(sheet):
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_formulas_that_are_not_calculated_are_those_that_are(language):
    def formulas(name):
        return formulas_of(openpyxl.load_workbook(template_of(name, language)).worksheets[0])

    assert formulas("reminder-friendly") == formulas("reminder-firm") == formulas("reminder-final")
    assert not any(formulas(name) for name in AUDITED)


def cents(value):
    return round(Decimal(str(value)) * 100)


def row_of(sheet, *labels):
    """The numbers of the row that begins with a label."""
    for row in sheet.iter_rows():
        if row[0].value in labels:
            return [cents(c.value) for c in row[1:] if isinstance(c.value, (int, float))]
    raise AssertionError(f"no row {labels}")


OUR_SUM = 100_000 + sum(cents(row[3]) for row in OUR_ROWS)
DEBITS = sum(cents(row[3]) for row in OUR_ROWS if not row[3].startswith("-"))
CREDITS = -sum(cents(row[3]) for row in OUR_ROWS if row[3].startswith("-"))
THEIR_SUM = 100_000 - sum(cents(row[3]) for row in THEIR_ROWS)


@needs_office[1]
@pytest.mark.calc
@pytest.mark.slow
class TestCalculated:
    def test_no_cell_is_an_error(self, calculated):
        wrong = [
            (name, cell.coordinate, cell.value)
            for name, sheet in calculated.items()
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
        ]
        assert not wrong

    @pytest.mark.parametrize("name", CALCULATED)
    def test_what_is_shown_before_anybody_calculates_is_what_is_calculated(
        self, calculated, tmp_path, name
    ):
        for language in LANGUAGES:
            file = written(tmp_path, name, language)
            shown = openpyxl.load_workbook(file, data_only=True).worksheets[0]
            formulas = formulas_of(openpyxl.load_workbook(file).worksheets[0])
            assert formulas
            for place in formulas:
                found, expected = shown[place].value, calculated[file.stem][place].value
                if isinstance(expected, (int, float)):
                    assert found == pytest.approx(expected, abs=1e-9), place
                else:
                    assert found == expected, place

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_balance_forward(self, calculated, language):
        sheet = calculated[f"balance-forward_{language}"]
        assert row_of(sheet, "期初余额", "Balance brought forward") == [100_000]
        assert row_of(sheet, "本期合计", "Total for the period") == [DEBITS, CREDITS]
        assert row_of(sheet, "期末余额", "Balance carried forward") == [OUR_SUM]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_open_items_add_up_to_the_balance(self, calculated, language):
        original, settled, still = row_of(
            calculated[f"open-item_{language}"],
            "合计（即账面余额）",
            "Total (the balance of the account)",
        )
        assert (original - settled, still) == (OUR_SUM, OUR_SUM)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_activity(self, calculated, language):
        sheet = calculated[f"activity_{language}"]
        assert row_of(sheet, "本期合计", "Total") == [DEBITS, CREDITS]
        assert row_of(sheet, "本期净增加", "Net movement") == [DEBITS - CREDITS]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_twelve_months(self, calculated, language):
        found = row_of(calculated[f"annual_{language}"], "全年合计", "Total")
        assert found == [100_000, DEBITS, CREDITS, OUR_SUM]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_all_customers(self, calculated, language):
        sheet = calculated[f"annual-all_{language}"]
        # Acme's documents before the year are its opening; what follows the period is not there yet.
        closing = OUR_SUM - 100_000 + 320_000
        assert row_of(sheet, "合计", "Total") == [210_000, DEBITS + 110_000, CREDITS, closing]
        assert any(
            str(row[0].value).startswith(("√ 年初", "✓ Opening")) for row in sheet.iter_rows()
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_aging(self, calculated, language):
        sheet = calculated[f"aging_{language}"]
        total = row_of(sheet, "合计", "Total")
        # 1-30, 31-60, 61-90, 91-180, 181-365, older, undated, unapplied, total
        assert total == [OUR_SUM - 100_000, 110_000, 0, 90_000, 0, 120_000, 0, 0, OUR_SUM + 220_000]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_aging_by_years(self, calculated, language):
        sheet = calculated[f"aging-statutory_{language}"]
        total = row_of(sheet, "合计", "Total")
        closing = OUR_SUM + 220_000
        assert total == [210_000, 0, 210_000, closing, 0, closing]
        assert row_of(sheet, "3年以上", "Over 3 years")[0] == 50_000
        assert row_of(sheet, "1-2年", "1–2 years")[0] == 70_000

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_reconciliation_statement(self, calculated, language):
        sheet = calculated[f"reconciliation_{language}"]
        assert row_of(sheet, "我方账面应收余额", "Balance in our books") == [OUR_SUM, THEIR_SUM]
        # We add their payment in transit, they our last delivery; 954 against 945 stays.
        ours, theirs = row_of(sheet, "我方调节后余额", "Our adjusted balance")
        assert (ours, theirs) == (OUR_SUM - 150_000, THEIR_SUM + 339_000)
        assert row_of(sheet, "金额不符及待查小计", "Subtotal of what is to be looked into") == [
            ours - theirs
        ]
        assert row_of(sheet, "未查明差额", "Unexplained difference") == [0]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_items_in_transit(self, calculated, language):
        sheet = calculated[f"in-transit_{language}"]
        label = ("未达账项对差额的影响（我方 − 对方）", "Effect on the difference (ours − theirs)")
        assert row_of(sheet, *label) == [339_000 + 150_000]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_letter_of_differences(self, calculated, language):
        sheet = calculated[f"difference-letter_{language}"]
        asked = row_of(sheet, "请贵方核实的差异合计", "Total of what needs your attention")
        balances = (
            "期末余额差额（我方 − 贵方）",
            "Difference of the closing balances (ours − yours)",
        )
        # 954 against 945 is for both to look at; a delivery and a payment are in transit.
        assert asked == [900]
        assert row_of(sheet, *balances) == [900 + 339_000 + 150_000] == [OUR_SUM - THEIR_SUM]
        assert any(str(row[0].value).startswith(("√ 以上", "✓ The above")) for row in sheet)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_reminder_lists_what_is_overdue(self, calculated, language):
        sheet = calculated[f"reminder-firm_{language}"]
        # Ten days' terms at the end of March: the delivery of the 30th is not due.
        assert row_of(sheet, "逾期合计", "Total overdue") == [OUR_SUM - 339_000]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_goods(self, calculated, language):
        sheet = calculated[f"goods_{language}"]
        assert row_of(sheet, "本期合计", "Total for the period") == [OUR_SUM - 100_000]
        assert row_of(sheet, "期末余额", "Balance carried forward") == [OUR_SUM - 100_000]
        flags = [
            row[9].value
            for row in sheet.iter_rows()
            if row[9].value and "2.00" in str(row[9].value)
        ]
        assert len(flags) == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_confirmation_with_a_reply_slip(self, calculated, language):
        sheet = calculated[f"confirmation-reply_{language}"]
        head = ("期初余额", "Opening")
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value in head)
        found = [cents(cell.value) for cell in sheet[row + 1][:4]]
        assert found == [100_000, DEBITS, CREDITS, OUR_SUM]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_a_word_and_a_template_in_both_languages(name):
    for language in LANGUAGES:
        assert kind_word(name, language)
        assert template_of(name, language).exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["positive", "negative", "blank"])
def test_a_confirmation_states_what_is_owed_or_leaves_it(tmp_path, name, language):
    sheet = openpyxl.load_workbook(written(tmp_path, f"confirmation-{name}", language)).worksheets[
        0
    ]
    amounts = [
        cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)
    ]
    assert amounts == ([] if name == "blank" else [OUR_SUM / 100])
    assert sheet.protection.sheet


def test_the_customer_of_a_letter_is_named(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, "reminder-final", "zh")).worksheets[0]
    assert sheet["A3"].value == f"{CUSTOMER}："


def mixed_up(*, theirs_of_many=False):
    """Ours and theirs: a delivery to the customer that one side booked under another."""
    shared = ("2026-03-10", "XS-1007", "销售 球阀", "500.00")
    own = ("2026-03-12", "XS-1008", "销售 蝶阀", "80.00")
    ours = [
        ledger((*OUR_ROWS[:2], own) if theirs_of_many else OUR_ROWS[:2]).entries,
        ledger((shared,), customer=OTHER).entries,
    ]
    booked = [(*row[:3], f"-{row[3]}") for row in (*OUR_ROWS[:2], shared)]
    theirs = [ledger(booked, customer=CUSTOMER if theirs_of_many else OURS).entries]
    if theirs_of_many:
        theirs.append(ledger([("2026-03-11", "XS-77", "", "-1.00")], customer=OTHER).entries)
    sides = (tieout.Ledger(pd.concat(side, ignore_index=True)) for side in (ours, theirs))
    return tieout.reconcile(*sides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_mixed_customers_up_puts_it_right_in_both_accounts(tmp_path, language):
    result = mixed_up()
    kind = KINDS["reconciliation"]
    file = tmp_path / "mixed.xlsx"
    found = one_account(result, Account(CUSTOMER, "CNY"))
    statement = reconciliation_statement(found, HEADING)
    # Their books are of one customer: it is ours that stands under another, and comes over.
    assert statement.our_items[["section", "amount", "cause"]].to_numpy().tolist() == [
        ["correction", 50_000, "other_customer"]
    ]
    assert statement.their_items.empty
    assert statement.our_adjusted == statement.their_adjusted == statement.theirs.closing
    other = reconciliation_statement(one_account(result, Account(OTHER, "CNY")), HEADING)
    assert other.our_items["amount"].tolist() == [-50_000]
    fields = kind.fields(found, HEADING, "invoice", language)
    write_filled(fields, kind.blocks, template_of("reconciliation", language), file)
    assert as_expected(rendered(openpyxl.load_workbook(file)), f"other-customer_{language}")


def test_while_both_can_have_mixed_customers_up_nobody_is_adjusted():
    result = mixed_up(theirs_of_many=True)
    statement = reconciliation_statement(one_account(result, Account(CUSTOMER, "CNY")), HEADING)
    assert [list(items["cause"]) for items in (statement.our_items, statement.their_items)] == [
        [],
        ["in_transit"],
    ]
    assert statement.pairs[["cause", "difference"]].to_numpy().tolist() == [
        ["other_customer", -50_000]
    ]
    assert (statement.unreconciled, statement.pair_difference) == (0, -50_000)
    assert statement.our_adjusted - statement.their_adjusted == -50_000


def test_what_nobody_can_explain_adjusts_no_balance():
    undated = ledger((("", "XS-9", "", "7.00"), *OUR_ROWS[:2]))
    booked = [(*row[:3], f"-{row[3]}") for row in OUR_ROWS[:2]]
    result = tieout.reconcile(undated, ledger(booked, customer=OURS))
    statement = reconciliation_statement(one_account(result), HEADING)
    assert statement.their_items.empty
    assert statement.pairs[["cause", "difference"]].to_numpy().tolist() == [["unexplained", 700]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["reconciliation", "balance-forward", "annual", "two-sided"])
def test_a_trillion_is_added_to_the_cent(name, language):
    """Doubles are coarser than a ten thousandth there, but not than a cent."""
    kind = KINDS[name]
    fields = hard_fields(kind, language)
    template = read_template(template_of(name, language), kind.blocks, tuple(fields.blocks))
    plan = filling_plan(template, fields)
    shown = ShownValues(plan.cells)
    texts = [shown.of(cell) for cell in plan.cells.values() if isinstance(cell, Formula)]
    assert not [said for said in texts if isinstance(said, str) and said.startswith("×")]
    closing = fields.values["our_closing" if "our_closing" in fields.values else "closing"].value
    assert closing in texts


@pytest.mark.parametrize(("currency", "places"), [("JPY", "0"), ("KWD", "3")])
def test_what_a_template_rounds_has_the_decimals_of_the_currency(currency, places):
    sides = (
        ledger([("2026-03-01", "A", "", amount)], customer=name, currency=currency)
        for name, amount in ((CUSTOMER, "5"), (OURS, "-3"))
    )
    found = tieout.reconcile(*sides)
    kind = KINDS["reconciliation"]
    fields = kind.fields(one_account(found), HEADING, "invoice", "zh")
    template = read_template(template_of("reconciliation", "zh"), kind.blocks)
    formulas = [
        cell
        for cell in filling_plan(template, fields).cells.values()
        if isinstance(cell, Formula) and "ROUND" in cell
    ]
    assert len(formulas) == 4
    assert all(cell.endswith(f",{places})") for cell in formulas)


TAKEN = (
    ("2026-03-02", "XS-1", "销售", "1000.00"),
    ("2026-03-04", "XS-2", "销售", "500.00"),
    ("2026-03-06", "SK-3", "收款", "-800.00"),
    ("2026-03-08", "XS-4", "销售", "954.00"),
)
THEIR_TAKEN = (
    ("2026-03-02", "XS-1", "采购", "-1000.01"),
    ("2026-03-04", "XS-2", "采购", "-500.00"),
    ("2026-03-06", "SK-3", "付款", "815.00"),
    ("2026-03-08", "XS-4", "采购", "-945.00"),
)


def csv_of(file, rows):
    lines = ["日期,单号,摘要,金额", *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    return file


def test_the_statement_and_the_sheet_of_a_result_adjust_by_the_same(tmp_path):
    """A fee and rounding are ours to book in both; transposed digits adjust nothing in either."""
    ours, theirs = csv_of(tmp_path / "o.csv", TAKEN), csv_of(tmp_path / "t.csv", THEIR_TAKEN)
    reconcile_files(ours, theirs, tmp_path / "result.xlsx", language="zh")
    sheet = openpyxl.load_workbook(tmp_path / "result.xlsx", data_only=True)["余额调节表"]
    result = tieout.reconcile(tieout.read(ours), tieout.read(theirs))
    statement = reconciliation_statement(one_account(result), HEADING)
    assert statement.our_items[["section", "amount", "cause"]].to_numpy().tolist() == [
        ["correction", 1, "rounding"],
        ["correction", -1500, "fee"],
    ]
    assert statement.pairs["cause"].tolist() == ["transposition"]
    assert (statement.unreconciled, statement.pair_difference) == (0, 900)
    assert row_of(sheet, "我方调节后余额") == [statement.our_adjusted, statement.their_adjusted]
    headings = {cell.value for row in sheet.iter_rows() for cell in row}
    template = openpyxl.load_workbook(template_of("reconciliation", "zh")).worksheets[0]
    said = [cell.value for row in template.iter_rows() for cell in row if cell.value]
    assert len([words for words in said if words in headings]) >= 10
