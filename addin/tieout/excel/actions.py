"""What does each button do: read, do, and give the words to show."""

from collections.abc import Callable, Mapping

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel import (
    base_data_actions,
    books_actions,
    decide_actions,
    entry_actions,
    settle_actions,
)
from tieout.excel.carrying_action import carry_forward
from tieout.excel.doctor import examined, in_words
from tieout.excel.feedback import feedback
from tieout.excel.functions import FUNCTIONS
from tieout.excel.log import log_file
from tieout.excel.machine import windows_machine
from tieout.excel.report_actions import issued, proposals, statement
from tieout.excel.sample import sample
from tieout.excel.window import Window
from tieout.ledger.currency import format_amount
from tieout.ledger.report import describe
from tieout.matching.causes import Cause
from tieout.progress import Progress
from tieout.texts import text
from tieout.workbook.ledger_sheets import read_ledger
from tieout.workbook.own_sheets import own_sheets

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


def reading_report(window: Window, progress: Progress) -> str:
    """What the sheet in front is read as."""
    sheet = window.workbook().sheets.active
    progress("reading", 0.0)
    return describe(read_ledger(own_sheets(sheet.book), sheet).ledger)


def cleaning_report(window: Window, progress: Progress) -> str:
    """What was cleaned in both ledgers, in the sheet in front where there are not two, on a sheet."""
    book = window.workbook()
    front = book.sheets.active
    try:
        sheet = procedures.cleaning_report(book, progress=progress)
    except TieoutError as error:
        if error.key not in ("workbook.no_ledgers", "workbook.which_ledgers"):
            raise
        sheet = procedures.cleaning_report(book, sheet=front.name, progress=progress)
    sheet.activate()
    return text("excel.cleaning", sheet=sheet.name)


def settings(window: Window, progress: Progress) -> str:
    """The rules of the next reconciliation, on a sheet to be edited."""
    progress("writing", 0.0)
    sheet = procedures.put_rules(window.workbook())
    sheet.activate()
    return text("excel.settings", sheet=sheet.name)


def import_file(window: Window, progress: Progress) -> str:
    """A file's ledger on a sheet of its own, and what was read."""
    from tieout.procedures.importing import import_ledger

    book = window.workbook()
    file = window.file(text("ribbon.import.label"))
    sheet, ledger = import_ledger(book, file, progress=progress)
    return text("excel.imported", sheet=sheet.name, report=describe(ledger))


def reconcile(window: Window, progress: Progress) -> str:
    """The two ledgers of the workbook, reconciled in place."""
    done = procedures.rerun(window.workbook(), progress=progress)
    result = done.result
    assert result is not None, "a run always finds something"
    off = [
        text(
            "excel.total",
            currency=code or text("report.unstated"),
            amount=format_amount(total.difference, code),
        )
        for code, total in result.totals_by_currency.items()
    ]
    said = text(
        "excel.reconciled",
        matches=len(result.matches),
        open=len(result.open_items),
        differences="\n".join(off),
    )
    return "\n".join([said, *done.sentences()[1:]])


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
    "reading_report": reading_report,
    "cleaning_report": cleaning_report,
    "settings": settings,
    "reconcile": reconcile,
    "carry_forward": carry_forward,
    "customers": base_data_actions.shown_list("customers"),
    "products": base_data_actions.shown_list("products"),
    "upload": base_data_actions.upload,
    "statement": statement,
    "statements": issued("balance-forward"),
    "letters": issued("confirmation-positive"),
    "difference_letter": issued("difference-letter"),
    "aging": issued("aging"),
    "proposals": proposals,
    "settle": settle_actions.settle,
    "unsettle": settle_actions.unsettle,
    "accept": settle_actions.accept,
    "undo": settle_actions.undo,
    "mark_dispute": decide_actions.marked_as(Cause.DISPUTE),
    "mark_timing": decide_actions.marked_as(Cause.IN_TRANSIT),
    "mark_theirs": decide_actions.marked_as(Cause.THEIR_ERROR),
    "mark": decide_actions.mark,
    "note": decide_actions.note,
    "reject": decide_actions.reject,
    "choose": decide_actions.choose,
    "split": decide_actions.split,
    "clear": clear,
    "post": books_actions.post,
    "query": books_actions.query,
    "entry_form": entry_actions.entry_form,
    "enter": entry_actions.enter,
    "review": books_actions.review,
    "send_back": books_actions.send_back,
    "close_month": books_actions.close_month,
    "guide": guide,
    "sample": sample,
    "doctor": doctor,
    "details": details,
    "feedback": feedback,
}
