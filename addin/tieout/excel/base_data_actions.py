"""What does the menu of customers and products do: show a list to be edited, and take it back.

What reads the books is imported where it is asked for, so that Excel need not wait for it at the start.
"""

from collections.abc import Callable

from tieout.errors import TieoutError
from tieout.excel.books_at_hand import opened_books
from tieout.excel.report_actions import own_folder
from tieout.excel.window import Window
from tieout.progress import Progress
from tieout.texts import text

SHOWN_MAX = 12
"""Changes shown before the user is asked; a message box holds no more."""


def shown_list(name: str) -> Callable[[Window, Progress], str]:
    """The action that opens one list in a workbook of its own."""

    def action(window: Window, progress: Progress) -> str:
        from tieout.procedures.base_data import list_in_workbook

        app = window.workbook().app
        progress("querying", 0.0)
        with opened_books() as books:
            book, count = list_in_workbook(app, books, name, own_folder())
        return text("excel.listed", file=book.fullname, count=count)

    return action


def upload(window: Window, progress: Progress) -> str:
    """The list on the sheet in front, taken into the books once the user has seen every change."""
    from tieout.procedures.base_data import changed, edited_list, write

    del progress
    sheet = window.workbook().sheets.active
    edited = edited_list(sheet)
    if edited.problems:
        found = "\n".join(["", *(f"  {each.sentence()}" for each in edited.problems[:SHOWN_MAX])])
        raise TieoutError("excel.list_problems", count=len(edited.problems), found=found)
    with opened_books() as books:
        changes = changed(books, edited)
        if not changes:
            return text("books_said.base_nothing_changes", file=sheet.name)
        told = [one for each in changes for one in each.sentences(edited.register)]
        more = [text("posting.more", count=len(told) - SHOWN_MAX)] if len(told) > SHOWN_MAX else []
        window.agree("\n".join([*told[:SHOWN_MAX], *more, text("excel.upload")]))
        written = write(books, edited)
    return text("books_said.base_written", count=len(written))
