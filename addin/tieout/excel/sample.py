"""What is shown to someone who has no ledgers at hand: the sample ledgers, in a new workbook."""

from pathlib import Path

import xlwings as xw

from tieout.assets import asset
from tieout.excel.window import Window
from tieout.ledger.files import read_sheets
from tieout.ledger.headers import find_header
from tieout.procedures.importing import put_fitted
from tieout.progress import Progress
from tieout.texts import current_language, text

SAMPLES = {
    "zh": ("我方应收账款明细账.xlsx", "对方应付账款明细账.xlsx"),
    "en": ("Our receivables.xlsx", "Their supplier account.csv"),
}
"""Our ledger and theirs, in each language."""


def sample(window: Window, progress: Progress) -> str:
    """A new workbook with both sample ledgers, ready to be reconciled."""
    progress("reading", 0.0)
    language = current_language()
    book = window.new_workbook()
    files = [asset("samples", f"{language}/{name}") for name in SAMPLES[language]]
    for place, (side, file) in enumerate(zip(("ours", "theirs"), files, strict=True)):
        progress("writing", place / 2)
        _put(book, place, text(f"workbook.sheet.{side}"), file)
    book.sheets[0].activate()
    return text("excel.sample", ours=book.sheets[0].name, theirs=book.sheets[1].name)


def _put(book: xw.Book, place: int, name: str, file: Path) -> None:
    sheet = (
        book.sheets[place] if place < len(book.sheets) else book.sheets.add(after=book.sheets[-1])
    )
    cells = next(iter(read_sheets(file).cells.values()))
    rows = cells.astype(object).where(cells.notna(), None).to_numpy(dtype=object).tolist()
    sheet.name = name
    header = find_header(cells)
    put_fitted(sheet, rows, 0 if header is None else header.first)
