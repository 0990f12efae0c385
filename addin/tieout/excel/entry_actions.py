"""What does the menu of typed entries do: put a form before the user, and take in what they filled in.

What reads the books is imported where it is asked for, so that Excel need not wait for it at the start.
"""

from typing import TYPE_CHECKING

from tieout.errors import TieoutError
from tieout.excel.books_actions import BATCHES_MAX, books_or_new, place_of, posting_said, sums
from tieout.excel.report_actions import own_folder
from tieout.excel.window import Window
from tieout.progress import Progress
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.books import Books

EMPTY = "0"
"""What is answered for a form with nothing in it."""


def entry_form(window: Window, progress: Progress) -> str:
    """A form in a workbook of its own: empty, or with what was sent back to the user."""
    from tieout.procedures.entry_forms import form_in_workbook

    app = window.workbook().app
    with books_or_new(window) as books:
        batch = _to_correct(window, books)
        progress("writing", 0.0)
        book = form_in_workbook(app, books, own_folder(), batch)
    return text("excel.entry_form", file=book.fullname)


def enter(window: Window, progress: Progress) -> str:
    """What was typed in the form in front, taken into the books once the user has seen what it comes to."""
    from tieout.procedures.entry_forms import enter_form, form_on_sheet

    progress("reading", 0.0)
    sheet = window.workbook().sheets.active
    with books_or_new(window) as books:
        ledger = form_on_sheet(books, sheet)
        totals = {code: ledger.movement(code) for code in ledger.currencies}
        place = place_of(books)
        window.agree(
            text("excel.enter", count=len(ledger), totals=sums(totals), where=place, who=books.who)
        )
        posting = enter_form(books, sheet, ledger, progress)
    return "\n".join([posting_said(sheet.book.name, posting), *posting.notes()])


def _to_correct(window: Window, books: "Books") -> int | None:
    """The batch whose rows come into the form; asked only where something was sent back to the user."""
    from tieout.procedures.entry_forms import to_correct

    found = {str(each.id): each for each in to_correct(books)[:BATCHES_MAX]}
    if not found:
        return None
    listed = "\n".join(
        text("excel.sent_back", batch=each.id, count=each.entries, reason=each.reason)
        for each in found.values()
    )
    number = window.answer(text("excel.which_sent_back", batches=listed), next(iter(found)))
    if number == EMPTY:
        return None
    if number not in found:
        raise TieoutError("excel.not_sent_back", found=number, batches=", ".join(found))
    return found[number].id
