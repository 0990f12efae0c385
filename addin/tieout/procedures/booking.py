"""How does the ledger on a sheet come into the books: ours, and only what is new of it."""

import xlwings as xw

from tieout.books.books import Books
from tieout.books.posting import Posting, openings_to_come, post_ledger, ready_to_post
from tieout.books.search import catch_up
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.progress import Progress, silent
from tieout.workbook.ledger_sheets import read_ledger
from tieout.workbook.own_sheets import own_sheets


def ledger_to_post(sheet: xw.Sheet) -> Ledger:
    """The ledger on a sheet, which must be ours: no sheet that we made, and not the customer's books."""
    own = own_sheets(sheet.book)
    if sheet.name in own.result_names or sheet.name == own.ledger_names.get("theirs"):
        raise TieoutError("booking.not_ours", sheet=sheet.name)
    return read_ledger(own, sheet).ledger


def openings_to_post(books: Books, ledger: Ledger, customer: str = "") -> dict[str, int]:
    """By currency the opening balances that become entries with this ledger; refused where it cannot be posted."""
    return openings_to_come(books, ready_to_post(ledger, customer))


def post(
    books: Books,
    ledger: Ledger,
    *,
    customer: str = "",
    corrects: int | None = None,
    reason: str = "",
    progress: Progress = silent,
) -> Posting:
    """Post what is new of a ledger, and make its texts findable."""
    posting = post_ledger(
        books, ledger, customer=customer, corrects=corrects, reason=reason, progress=progress
    )
    catch_up(books, progress)
    return posting
