"""How are entries typed in an open workbook: a form put before a person, and what they filled in taken back."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlwings as xw

from tieout.books.books import Books
from tieout.books.entering import enter_ledger, form_contents, typed_ledger
from tieout.books.entry_form import last_printed, write_form
from tieout.books.form_columns import COLUMNS
from tieout.books.form_reading import heading_line
from tieout.books.journal import Batch, batches
from tieout.books.posting import Posting
from tieout.books.search import catch_up
from tieout.ledger.ledger import Ledger, Source
from tieout.procedures.free_file import free_file
from tieout.progress import Progress, silent
from tieout.texts import LANGUAGES, Language, table, text
from tieout.workbook.layout import MUTED

_OURS_ABOVE = ("entry_form.sent_back", "entry_form.entered")
"""What we write in the row above the headings."""


def to_correct(books: Books) -> list[Batch]:
    """What its preparer typed, was sent back, and has not been entered again from a form of it; newest first."""
    mine = [each for each in batches(books) if each.typed and each.prepared_by == books.who]
    return [each for each in mine if each.state == "rejected" and not _again(each, mine)]


def form_in_workbook(app: xw.App, books: Books, folder: Path, batch: int | None = None) -> xw.Book:
    """A form in a new workbook of a folder, opened; with the rows of a batch where one is named."""
    name = text("entry_form.title") if batch is None else text("entry_form.again", batch=batch)
    contents = form_contents(books, batch)
    file = free_file(folder, name)
    write_form(file, contents)
    return app.books.open(file)


def form_on_sheet(books: Books, sheet: xw.Sheet) -> Ledger:
    """The entries typed in the form on a sheet; every problem at once, and any other sheet refused."""
    return typed_ledger(books, Source(file=sheet.book.name, sheet=sheet.name), _cells(sheet))


def enter_form(
    books: Books, sheet: xw.Sheet, ledger: Ledger, progress: Progress = silent
) -> Posting:
    """Enter what was typed; above its headings the form then says as which batch, and it prints what is filled."""
    posting = enter_ledger(books, ledger)
    catch_up(books, progress)
    if posting.batch is not None:
        _note(sheet, posting.batch)
    last = sheet.range((last_printed(int(ledger.entries["line"].max())), len(COLUMNS)))
    sheet.page_setup.print_area = sheet.range((1, 1), last).address
    return posting


def _again(sent_back: Batch, mine: Sequence[Batch]) -> bool:
    names = tuple(text("entry_form.again", each, batch=sent_back.id) for each in LANGUAGES)
    return any(each.id > sent_back.id and _is_of(each.file, names) for each in mine)


def _is_of(file: str, names: Sequence[str]) -> bool:
    """Whether a file has one of the names, or one with a number in brackets behind it."""
    return Path(file).stem.partition(" (")[0] in names


def _cells(sheet: xw.Sheet) -> list[Sequence[object]]:
    last = sheet.used_range.last_cell
    found: list[Sequence[object]] = sheet.range((1, 1), last).options(ndim=2, err_to_str=True).value
    return found


def _note(sheet: xw.Sheet, batch: Batch) -> None:
    """What somebody else wrote there stays."""
    above = heading_line(_cells(sheet), sheet.book.name) - 1
    if above < 1:
        return
    cell = sheet.range((above, 1))
    if cell.value is not None and not str(cell.value).startswith(_beginnings()):
        return
    cell.value = text(
        "entry_form.entered",
        batch=batch.id,
        who=batch.prepared_by,
        at=f"{datetime.now():%Y-%m-%d %H:%M}",  # noqa: DTZ005 — the user's own clock
        state=text(f"batch_state.{batch.state}"),
    )
    cell.font.color = MUTED


def _beginnings() -> tuple[str, ...]:
    return tuple(_beginning(key, each) for key in _OURS_ABOVE for each in LANGUAGES)


def _beginning(key: str, language: Language) -> str:
    return table()[key][language].partition("{")[0]
