"""How are the books asked from a sheet: criteria above, the answer below, asked again where it stands."""

from collections.abc import Mapping, Sequence

import xlwings as xw

from tieout.books.books import Books
from tieout.books.query import Answer, Question
from tieout.ledger.currency import number_format, to_major
from tieout.procedures.asking import ask, question, type_word
from tieout.texts import current_language, text
from tieout.workbook.layout import HEAD, MUTED, TITLE, Block, SheetLayout, Style, row_block
from tieout.workbook.opened_aside import opened_aside
from tieout.workbook.own_sheets import named_range
from tieout.workbook.painting import FONTS, write_workbook

MARK = "tieout_query"
"""The name that marks the sheet of a query; it follows renaming and moving."""
CRITERIA = ("period", "customer", "entry_type", "keyword", "least", "most", "in_currency", "status", "of_reference")  # fmt: skip
"""What is asked, in the order of its rows; each is an argument of RECON_QUERY too."""
ROWS_MAX = 10_000
_COLUMNS = ("date", "type", "reference", "memo", "customer", "currency", "amount", "entry")
_WIDTHS = (12, 22, 18, 34, 26, 9, 16, 9)
_TOTALS = ("currency", "count", "debit", "credit", "net")
_FIRST = 3
_TOTALS_HEAD = _FIRST + len(CRITERIA) + 1
_INPUT = "#FFF8DC"


def query_sheet(app: xw.App, front: xw.Sheet | None, books: Books) -> tuple[xw.Sheet, Answer]:
    """Answer what the query sheet in front asks; where none is in front, make one in a new workbook."""
    sheet = front if front is not None and is_query_sheet(front) else _made(app)
    answer = ask(books, _asked(sheet), rows_max=ROWS_MAX)
    _put(sheet, answer)
    sheet.activate()
    return sheet, answer


def is_query_sheet(sheet: xw.Sheet) -> bool:
    """Whether a sheet is one of ours that asks the books."""
    marks = [name for name in sheet.book.names if name.name == MARK]
    places = [named_range(mark) for mark in marks]
    return any(place is not None and place.sheet.name == sheet.name for place in places)


def _made(app: xw.App) -> xw.Sheet:
    """A sheet painted into a file of its own and copied over, so that it brings its print set-up along."""
    book = app.books.add()
    with opened_aside(
        app, lambda file: write_workbook([_layout()], file, current_language(), for_copying=True)
    ) as painted:
        sheet: xw.Sheet = painted.sheets[0].copy(after=book.sheets[-1])
    for other in [each for each in book.sheets if each != sheet]:
        other.delete()
    book.names.add(MARK, f"='{sheet.name}'!$A$1")
    return sheet


def _layout() -> SheetLayout:
    names = [text(f"query_sheet.{name}") for name in CRITERIA]
    hints = [text(f"query_sheet.{name}_hint") for name in CRITERIA]
    styles = (Style(), Style(number_format="@", fill=_INPUT), Style(color=MUTED))
    title = row_block(1, 1, [text("query_sheet.title")], Style(bold=True, size=14, color=TITLE))
    asked = Block(_FIRST, 1, [names, [None] * len(CRITERIA), hints], styles)
    return SheetLayout(
        text("query_sheet.name"),
        [title, asked],
        widths=dict(enumerate(_WIDTHS, start=1)),
        heights={1: 24},
        landscape=True,
        grid=True,
    )


def _asked(sheet: xw.Sheet) -> Question:
    cells = sheet["B1"].offset(_FIRST - 1, 0).resize(len(CRITERIA), 1).options(ndim=1).value
    asked = dict(zip(CRITERIA, cells, strict=True))
    words = {name: "" if cell is None else str(cell).strip() for name, cell in asked.items()}
    period, *others = (words[name] for name in CRITERIA)
    return question([period], *others)


def _put(sheet: xw.Sheet, answer: Answer) -> None:
    """Totals of everything, then the entries; what an earlier answer left is gone."""
    last = sheet.used_range.last_cell.row
    if last >= _TOTALS_HEAD:
        sheet.range((_TOTALS_HEAD, 1), (last, len(_COLUMNS))).clear()
    money = number_format(next(iter(answer.totals), ""))
    below = _table(
        sheet, _TOTALS_HEAD, _TOTALS, _totals(answer), {2: "#,##0", 3: money, 4: money, 5: money}
    )
    shown = text("books_said.count", count=answer.count, shown=len(answer.entries))
    sheet.range((below + 1, 1)).value = shown
    looks = {1: "yyyy-mm-dd", 3: "@", 4: "@", 5: "@", 7: money}
    _table(sheet, below + 2, _COLUMNS, _entries(answer), looks)
    if answer.entries:
        days = sheet.range((below + 3, 1)).resize(len(answer.entries), 1)
        days.horizontal_alignment = "center"
    sheet.range((1, 1), (sheet.used_range.last_cell.row, len(_COLUMNS))).font.name = FONTS[
        current_language()
    ]


def _table(
    sheet: xw.Sheet,
    row: int,
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    looks: Mapping[int, str],
) -> int:
    """Headings and rows, the look of each column first; the first row below."""
    heading = sheet.range((row, 1)).resize(1, len(names))
    heading.value = [text(f"query_sheet.{name}") for name in names]
    heading.color = HEAD
    heading.font.bold = True
    heading.horizontal_alignment = "center"
    if rows:
        for place, look in looks.items():
            sheet.range((row + 1, place)).resize(len(rows), 1).number_format = look
        sheet.range((row + 1, 1)).resize(len(rows), len(names)).value = rows
    return row + 1 + len(rows)


def _totals(answer: Answer) -> list[list[object]]:
    return [
        [
            code,
            total.count,
            *(to_major(cents, code) for cents in (total.debit, total.credit, total.net)),
        ]
        for code, total in answer.totals.items()
    ]


def _entries(answer: Answer) -> list[list[object]]:
    return [
        [
            each.posting_date,
            type_word(each.type),
            each.reference,
            each.memo,
            each.customer,
            each.currency,
            to_major(each.cents, each.currency),
            each.id,
        ]
        for each in answer.entries
    ]
