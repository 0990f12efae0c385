"""Worksheet functions over the books: the posted entries that answer a question.

What reads the books is imported where it is asked for, so that no other function waits for it.
"""

from collections.abc import Hashable

from tieout.excel.books_at_hand import opened_books
from tieout.excel.cells import Cell, CellError, Cells, Table, error_in
from tieout.ledger.currency import decimals
from tieout.texts import text

ROWS_MAX = 100_000
"""Entries spilled at most; more than that is for the command line."""
_HEADINGS = ("date", "type", "reference", "memo", "customer", "currency", "amount", "entry")


def head_of_books() -> Hashable:
    """What the answers of the books depend on besides the question: where they are, and their last change."""
    with opened_books() as books:
        return books.books_id, books.last_change()


def entries(
    period: Cells | None = None,
    customer: str | None = None,
    entry_type: str | None = None,
    keyword: str | None = None,
    least: Cells | None = None,
    most: Cells | None = None,
    in_currency: str | None = None,
    status: str | None = None,
    of_reference: str | None = None,
) -> Table:
    """The entries of a period, customer, type, keyword, amounts and status, one a row, by date."""
    from tieout.procedures.asking import ask, question, type_word

    asked = question(
        _cells(period),
        customer or "",
        entry_type or "",
        keyword or "",
        _single(least, "least"),
        _single(most, "most"),
        in_currency or "",
        status or "",
        of_reference or "",
    )
    with opened_books() as books:
        answer = ask(books, asked, rows_max=ROWS_MAX)
    if answer.count > ROWS_MAX:
        raise CellError("excel.too_many_entries", count=answer.count, rows=ROWS_MAX)
    if not answer.count:
        return [[text("excel.no_entries_answer")]]
    rows = [
        [
            each.posting_date.isoformat(),
            type_word(each.type),
            each.reference,
            each.memo,
            each.customer,
            each.currency,
            each.cents / 10 ** decimals(each.currency),
            each.id,
        ]
        for each in answer.entries
    ]
    return [[text(f"books_heading.{name}") for name in _HEADINGS], *rows]


def _cells(period: Cells | None) -> list[Cell]:
    cells = [] if period is None else [cell for row in period.rows for cell in row]
    return [_sound(cell) for cell in cells]


def _single(amount: Cells | None, name: str) -> Cell:
    if amount is not None and amount.weight > 1:
        raise CellError("excel.argument_single", argument=text(f"argument.{name}"))
    return _sound(amount.single) if amount is not None else None


def _sound(cell: Cell) -> Cell:
    """A cell as it is; the error it shows is handed on."""
    wrong = error_in(cell)
    if wrong:
        raise wrong
    return cell
