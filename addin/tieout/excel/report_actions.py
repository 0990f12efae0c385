"""What do the buttons of the group Reports do: statements, letters and schedules of the workbook in front."""

import getpass
from collections.abc import Callable
from pathlib import Path

import xlwings as xw

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel.window import Window
from tieout.progress import Progress
from tieout.statements.kinds import kind_word
from tieout.statements.order import StatementOrder
from tieout.texts import current_language, text
from tieout.workbook.own_sheets import own_sheets


def statement(window: Window, progress: Progress) -> str:
    """The two-sided statement as a sheet of the workbook."""
    sheet = procedures.statement_in_workbook(window.workbook(), progress=progress)
    sheet.activate()
    return text("excel.statement", sheet=sheet.name)


def proposals(window: Window, progress: Progress) -> str:
    """The sheet with the proposed entries of the last run, brought to the front."""
    del progress
    book = window.workbook()
    sheet = own_sheets(book).sheets.get("proposals")
    if sheet is None:
        raise TieoutError("excel.not_reconciled", file=book.name)
    sheet.activate()
    return text("excel.proposals", sheet=sheet.name)


def issued(kind: str) -> Callable[[Window, Progress], str]:
    """The action that issues one kind for every customer, into a folder beside the workbook."""

    def action(window: Window, progress: Progress) -> str:
        book, language = window.workbook(), current_language()
        folder = folder_beside(book, kind_word(kind, language))
        folder.mkdir(parents=True, exist_ok=True)
        order = StatementOrder(kind, language)
        made = procedures.issue_statements(
            book, order, folder, issued_by=getpass.getuser(), progress=progress
        )
        return text(
            "excel.issued", written=len(made.written), before=len(made.before), folder=folder
        )

    return action


def folder_beside(book: xw.Book, name: str) -> Path:
    """A folder beside the workbook; in the user's documents where it was never saved, or lies in a cloud."""
    place = Path(book.fullname)
    stem = place.stem or book.name
    beside = place.parent if place.is_absolute() and place.is_file() else None
    return (beside or own_folder()) / f"{stem} {name}"


def own_folder() -> Path:
    """The user's folder for files that belong beside no workbook."""
    return Path.home() / "Documents" / "Tieout"
