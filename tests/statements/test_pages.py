"""Long statements: every printed page adds up, and what belongs together is printed together."""

import re
import shutil
import subprocess
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from tests.office import needs_office
from tests.statements.hard_statements import written
from tests.statements.samples import OURS, ledger
from tests.statements.shared import made_once

import tieout
from tieout.errors import TieoutError
from tieout.statements.calculating import ShownValues
from tieout.statements.filling import filling_plan
from tieout.statements.heading import StatementHeading
from tieout.statements.kinds import KINDS, template_of
from tieout.statements.office import to_pdf
from tieout.statements.one_side import sides_of
from tieout.statements.row_heights import row_heights
from tieout.statements.template import read_template
from tieout.statements.two_sided import two_sided_statement
from tieout.statements.two_sided_fields import BLOCKS, two_sided_fields
from tieout.statements.writing import two_sided_template, write_filled, write_statement
from tieout.texts import LANGUAGES

HEADING = StatementHeading(our_name=OURS, number="DZ-7", fingerprint="3f9c1a2b")
HARD = [(name, LANGUAGES[at % 2]) for at, name in enumerate(KINDS)]
"""Each kind once, in turn in one language and the other; all of both are printed by hand."""
LABELS = {
    "zh": ("期初余额", "本页合计", "过次页", "承前页", "本期合计", "期末余额"),
    "en": (
        "Balance brought forward",
        "Total of this page",
        "Carried forward",
        "Brought forward",
        "Total for the period",
        "Balance carried forward",
    ),
}


def account(cents, memo=lambda at: "销售"):
    """One account: an entry for each amount in minor units, an opening of 1,000.00."""
    rows = [
        (f"2026-03-{1 + at * 28 // len(cents):02}", f"XS-{at:04}", memo(at), f"{amount / 100:.2f}")
        for at, amount in enumerate(cents)
    ]
    return next(iter(sides_of(ledger(rows, opening="1000.00")).values()))


def planned(side, name="balance-forward", language="zh", template=None):
    """The template and plan of a statement, nothing written."""
    kind = KINDS[name]
    fields = kind.fields(side, HEADING, "invoice", language)
    found = read_template(
        template or template_of(name, language), kind.blocks, tuple(fields.blocks)
    )
    return found, filling_plan(found, fields)


def pages(plan):
    """The rows of each page, the number or label, amounts and balance that it shows, by column."""
    shown = ShownValues(plan.cells)
    last = max(row for row, _ in plan.cells)
    starts = [1, *(row + 1 for row in plan.breaks), last + 1]
    return [
        [{at: shown.at((row, at)) for at in (1, 6, 7, 8, 9)} for row in range(start, end)]
        for start, end in pairwise(starts)
    ]


def cents(value):
    return round(Decimal(str(value)) * 100)


def row(page, label):
    """The row of a page that begins with a label: debit, credit, signed balance."""
    found = next((cells for cells in page if cells[1] == label), None)
    if found is None:
        return None
    sign = -1 if found[8] in ("贷", "Cr") else 1
    return cents(found[6] or 0.0), cents(found[7] or 0.0), sign * cents(found[9] or 0.0)


def entries_of(page):
    return [cells for cells in page if isinstance(cells[1], float) and cells[8]]


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=130))
@settings(max_examples=15, deadline=None)
def test_on_every_page_opening_and_movement_are_the_closing(amounts):
    _, plan = planned(account(amounts, lambda at: "长摘要" * (at % 40)))
    opening, total, carried, brought, whole, closing = LABELS["zh"]
    sheets = [page for page in pages(plan) if row(page, opening) or row(page, brought)]
    balance, debit, credit = 100_000, 0, 0
    for at, page in enumerate(sheets):
        entries = entries_of(page)
        more = sum(cents(cells[6] or 0.0) for cells in entries)
        less = sum(cents(cells[7] or 0.0) for cells in entries)
        begun = row(page, opening if at == 0 else brought)
        assert begun == ((0, 0, balance) if at == 0 else (debit, credit, balance))
        balance, debit, credit = balance + more - less, debit + more, credit + less
        if len(sheets) > 1:
            assert row(page, total)[:2] == (more, less)
        if at < len(sheets) - 1:
            assert row(page, carried) == (debit, credit, balance)
        else:
            assert row(page, carried) is None
            assert row(page, whole)[:2] == (debit, credit)
            assert row(page, closing)[2] == balance == 100_000 + sum(amounts)
    numbers = [cells[1] for page in sheets for cells in entries_of(page)]
    assert numbers == list(range(1, len(amounts) + 1))


@pytest.mark.parametrize("name", ["balance-forward", "open-item", "activity"])
@pytest.mark.parametrize("count", [*range(24, 60, 3), 95])
def test_a_page_holds_its_rows_and_what_belongs_together(name, count):
    template, plan = planned(account([100] * count), name)
    heights = row_heights(template, plan.rows, plan.cells)
    headings = sum(template.heights[at] for at in template.paper.headings)
    start = 1
    for end in (*plan.breaks, max(heights)):
        used = sum(heights.get(at, 0.0) for at in range(start, end + 1))
        assert used + (headings if start > 1 else 0.0) <= template.paper.height
        start = end + 1
    for named in template.together:
        kept = range(plan.rows.last(named.first_row), plan.rows.first(named.last_row))
        assert not set(kept) & set(plan.breaks)


def test_a_statement_of_one_page_has_no_sums_of_pages():
    _, plan = planned(account([100] * 3))
    assert plan.breaks == []
    assert not {"本页合计", "过次页", "承前页"} & set(plan.cells.values())


def test_cents_add_up_over_many_pages():
    _, plan = planned(account([10, 20] * 400))
    totals = [row(page, "本期合计") for page in pages(plan)]
    assert [found[:2] for found in totals if found] == [(30 * 400, 0)]


def both_books(amounts, opening="1000.00", theirs_opening="-900.00"):
    """The two-sided statement of as many entries, of which they lack some, and opposite openings."""
    rows = [
        (f"2026-03-{1 + at // 5:02}", f"XS-{at}", "货", f"{value / 100:.2f}")
        for at, value in enumerate(amounts)
    ]
    theirs = [(day, number, memo, str(-Decimal(value))) for day, number, memo, value in rows[:-40]]
    result = tieout.reconcile(
        ledger(rows, opening=opening), ledger(theirs, customer=OURS, opening=theirs_opening)
    )
    return two_sided_statement(result, HEADING)


def sums_of_pages(plan, language, side):
    """What the rows that sum up each page show of one side, by label: balance and net movement."""
    said, balance, more, less = (3, 4, 5, 6) if side == "our" else (7, 8, 10, 9)
    shown = ShownValues(plan.cells)
    found, page = [], {}
    for row in range(1, max(row for row, _ in plan.cells) + 1):
        if plan.cells.get((row, 1)) in LABELS[language][1:4]:
            money = {at: cents(shown.at((row, at)) or 0) for at in (more, less)}
            kept = shown.at((row, balance)) or 0
            advance = shown.at((row, said)) == ("余额（贷）" if side == "our" else "余额（借）")
            page[plan.cells[row, 1]] = (
                cents(-kept if advance else kept),
                money[more] - money[less],
            )
        if row in plan.breaks:
            found, page = [*found, page], {}
    return [sums for sums in (*found, page) if sums]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("openings", [("1000.00", "-900.00"), ("-3000.00", "150000.00")])
def test_on_every_two_sided_page_both_balances_follow_from_its_entries(language, openings):
    statement = both_books([at * 37 % 900 - 300 for at in range(100)], *openings)
    fields = two_sided_fields(statement, language)
    template = read_template(two_sided_template(language), BLOCKS, tuple(fields.blocks))
    plan = filling_plan(template, fields)
    _, total, carried, brought, *_ = LABELS[language]
    for side, stated in (("our", statement.ours), ("their", statement.theirs)):
        *before, last = sums_of_pages(plan, language, side)
        assert len(before) >= 2
        balance = stated.opening
        for at, page in enumerate((*before, last)):
            begun = balance, balance - stated.opening
            assert page.get(brought) == (begun if at else None)
            balance += page[total][1]
            ended = balance, balance - stated.opening
            assert page.get(carried) == (None if page is last else ended)
        assert balance == stated.closing


PRINTED = [(at * 3701 % 90_000 + 11) * (-1 if at % 4 == 0 else 1) for at in range(130)]
"""The amounts of the statements of several pages."""


def several_pages(folder):
    """Statements of many entries, by what the tests call them."""
    side = account(PRINTED, lambda at: "销售 不锈钢法兰 DN100 需要换行的长摘要 " * (at % 3))
    kind = KINDS["balance-forward"]
    for language in LANGUAGES:
        fields = kind.fields(side, HEADING, "invoice", language)
        template = template_of(kind.name, language)
        write_filled(fields, kind.blocks, template, folder / f"{language}.xlsx")
    file = folder / "two sides.xlsx"
    write_statement(both_books(PRINTED), two_sided_template("zh"), file, "zh")
    return [folder / "zh.xlsx", folder / "en.xlsx", file]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Statements as text, page by page, and how often each ends a page itself; one program prints all."""

    def make(folder):
        to_pdf([*several_pages(folder), *written(folder, HARD)])

    folder = made_once(tmp_path_factory, "pages", make)
    books = {file.stem: openpyxl.load_workbook(file) for file in folder.glob("*.xlsx")}
    breaks = {name: len(book.worksheets[0].row_breaks.brk) for name, book in books.items()}
    return {name: text_of(folder / f"{name}.pdf") for name in books}, breaks


def text_of(pdf):
    command = ["pdftotext", "-layout", pdf, "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [page for page in said.split("\f") if page.strip()]


def amounts_after(page, label):
    """The amounts of the line of a page that begins with a label, in minor units."""
    line = next((line for line in page.splitlines() if line.strip().startswith(label)), None)
    if line is None:
        return None
    sign = -1 if re.search(r"\s贷\s|\(", line) else 1
    found = [cents(Decimal(a.replace(",", ""))) for a in re.findall(r"-?[\d,]+\.\d\d", line)]
    return [*found[:-1], sign * found[-1]]


@needs_office[1]
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.calc
@pytest.mark.slow
class TestPrinted:
    @pytest.mark.parametrize(("name", "language"), HARD)
    def test_the_longest_names_and_greatest_amounts_fit_the_page(self, printed, name, language):
        """Nothing runs over to a page beside, and no amount is too wide for its column."""
        texts, breaks = printed
        pages = texts[f"hard_{name}_{language}"]
        assert len(pages) == 1 + breaks[f"hard_{name}_{language}"]
        said = "".join(pages)
        assert "###" not in said
        shown = "999,999,999,9" in said
        assert shown == (name != "confirmation-blank")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_printed_page_adds_up(self, printed, language):
        amounts, texts = PRINTED, printed[0]
        opening, total, carried, brought, whole, closing = LABELS[language]
        sheets = [page for page in texts[language] if amounts_after(page, total)]
        assert len(sheets) >= 3
        balance = 100_000
        for at, page in enumerate(sheets):
            begun = amounts_after(page, opening if at == 0 else brought)
            assert begun[-1] == balance
            debit, credit = amounts_after(page, total)
            balance += debit - credit
            ended = amounts_after(page, closing if page is sheets[-1] else carried)
            assert ended[-1] == balance
        assert balance == 100_000 + sum(amounts)
        assert sum(amounts_after(sheets[-1], whole)) == sum(map(abs, amounts))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_both_signatures_are_on_one_page(self, printed, language):
        words = ("我方（盖章）", "经办人") if language == "zh" else ("For ", "Name:")
        *before, last = printed[0][language]
        assert all(word in last for word in words)
        assert not any(words[-1] in page for page in before)

    def test_two_rows_of_headings_are_on_every_page(self, printed):
        sheets = printed[0]["two sides"]
        assert len(sheets) >= 3
        for page in sheets:
            assert "我方账（应收账款）" in page
            assert re.search(r"日期\s+单据号\s+摘要\s+借方\s+贷方\s+日期\s+单据号", page)

    def test_the_pages_of_both_books_add_up_side_by_side(self, printed):
        totals = [amounts_after(page, "本页合计") for page in printed[0]["two sides"]]
        totals = [found for found in totals if found]
        debit, credit = (sum(found[at] for found in totals) for at in (0, 1))
        amounts = PRINTED
        assert debit == sum(a for a in amounts if a > 0)
        assert credit == -sum(a for a in amounts if a < 0)

    def test_what_a_two_sided_page_carries_forward_the_next_begins_with(self, printed):
        sheets = printed[0]["two sides"]
        carried = [amounts_after(page, "过次页") for page in sheets]
        brought = [amounts_after(page, "承前页") for page in sheets]
        assert len(list(filter(None, carried))) >= 3
        assert carried[:-1] == brought[1:]
        balance, debit, credit = carried[0][:3]
        assert balance == 100_000 + debit - credit


def test_no_page_has_the_last_line_alone():
    """Whatever the number of entries, what follows the totals is printed with them."""
    for count in range(36, 41):
        _, plan = planned(account([100] * count), "activity")
        last = max(row for row, _ in plan.cells)
        assert all(end < last - 1 for end in plan.breaks), count


def edited(tmp_path, change):
    file = shutil.copy(template_of("balance-forward", "zh"), tmp_path / "mine_zh.xlsx")
    book = openpyxl.load_workbook(file)
    change(book, book.worksheets[0])
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("cell", "formula", "message"),
    [
        ("G13", "=F13*2", "单元格 G13 的“=F13*2”位于重复行与各页合计行之间"),
        ("K1", "=MAX(F11:F11)", "单元格 K1 的公式“=MAX(F11:F11)”跨过了重复行"),
    ],
)
def test_a_formula_that_would_count_the_sums_of_pages_is_refused(tmp_path, cell, formula, message):
    file = edited(tmp_path, lambda book, sheet: sheet.__setitem__(cell, formula))
    planned(account([100] * 3), template=file)
    with pytest.raises(TieoutError) as error:
        planned(account([100] * 90), template=file)
    assert message in error.value.message("zh")


def test_an_accountant_may_add_rows_that_stay_together(tmp_path):
    def change(book, sheet):
        book.defined_names["keep_all"] = DefinedName("keep_all", attr_text="'对账单'!$A$11:$I$28")

    count = next(n for n in range(20, 60) if planned(account([100] * n))[1].breaks)
    _, plan = planned(account([100] * count), template=edited(tmp_path, change))
    kept = range(plan.rows.last(11), plan.rows.first(28))
    assert plan.breaks
    assert not set(kept) & set(plan.breaks)
