"""What does each button do: read, do, and give the words to show."""

from collections.abc import Callable, Mapping

import pandas as pd

from tieout import procedures
from tieout.excel import books_actions
from tieout.excel.doctor import examined, in_words
from tieout.excel.feedback import feedback
from tieout.excel.functions import FUNCTIONS
from tieout.excel.log import log_file
from tieout.excel.machine import windows_machine
from tieout.excel.report_actions import issued, statement
from tieout.excel.sample import sample
from tieout.excel.window import Window
from tieout.ledger.currency import format_amount
from tieout.ledger.reading import understand
from tieout.ledger.report import describe
from tieout.progress import Progress
from tieout.texts import text

Action = Callable[[Window, Progress], str]


def guide(window: Window, progress: Progress) -> str:
    """The first steps and the functions."""
    del window, progress
    return text("excel.guide", functions="\n".join(f"={each.usage}" for each in FUNCTIONS))


def details(window: Window, progress: Progress) -> str:
    """Where the details of the last error are."""
    del window, progress
    if not log_file().exists():
        return text("excel.no_details")
    return text("excel.details", log=log_file())


def cleaning_report(window: Window, progress: Progress) -> str:
    """What the sheet in front is read as."""
    sheet = window.workbook().sheets.active
    progress("reading", 0.0)
    used = sheet.used_range
    rows = sheet.range((1, 1), (used.last_cell.row, used.last_cell.column)).options(ndim=2).value
    frame = pd.DataFrame(rows, dtype=object)
    return describe(understand(frame, file=sheet.book.name, sheet=sheet.name))


def import_file(window: Window, progress: Progress) -> str:
    """A file's ledger on a sheet of its own, and what was read."""
    from tieout.procedures.importing import import_ledger

    book = window.workbook()
    file = window.file(text("ribbon.import.label"))
    sheet, ledger = import_ledger(book, file, progress=progress)
    return text("excel.imported", sheet=sheet.name, report=describe(ledger))


def reconcile(window: Window, progress: Progress) -> str:
    """The two ledgers of the workbook, reconciled in place."""
    result = procedures.reconcile(window.workbook(), progress=progress)
    off = [
        text(
            "excel.total",
            currency=code or text("report.unstated"),
            amount=format_amount(total.difference, code),
        )
        for code, total in result.totals_by_currency.items()
    ]
    return text(
        "excel.reconciled",
        matches=len(result.matches),
        open=len(result.open_items),
        differences="\n".join(off),
    )


def clear(window: Window, progress: Progress) -> str:
    """Everything of ours out of the workbook, once the user has agreed."""
    book = window.workbook()
    window.agree(text("excel.clear", book=book.name))
    progress("writing", 0.0)
    procedures.clear(book)
    return text("excel.cleared")


def doctor(window: Window, progress: Progress) -> str:
    """What the doctor finds."""
    del window, progress
    return in_words(examined(windows_machine()))


ACTIONS: Mapping[str, Action] = {
    "import": import_file,
    "cleaning_report": cleaning_report,
    "reconcile": reconcile,
    "statement": statement,
    "statements": issued("balance-forward"),
    "letters": issued("confirmation-positive"),
    "aging": issued("aging"),
    "clear": clear,
    "post": books_actions.post,
    "query": books_actions.query,
    "review": books_actions.review,
    "close_month": books_actions.close_month,
    "guide": guide,
    "sample": sample,
    "doctor": doctor,
    "details": details,
    "feedback": feedback,
}
