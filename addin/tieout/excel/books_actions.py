"""What do the buttons of the group Books do: post, query, review, send back, close a month.

What reads the books is imported where it is asked for, so that Excel need not wait for it at the start.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tieout.errors import TieoutError
from tieout.excel.books_at_hand import opened_books
from tieout.excel.window import Window
from tieout.ledger.currency import format_amount
from tieout.progress import Progress
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.books import Books
    from tieout.books.journal import Batch
    from tieout.books.periods import PeriodState
    from tieout.books.posting import Posting
    from tieout.ledger.ledger import Ledger

ENTRIES_SHOWN = 10
"""Entries of a batch shown to who reviews it."""
BATCHES_MAX = 8
"""Batches listed at once, those that have waited longest."""


def post(window: Window, progress: Progress) -> str:
    """The ledger on the sheet in front, posted once the user has seen what it comes to."""
    from tieout.procedures.booking import ledger_to_post, openings_to_post

    progress("reading", 0.0)
    sheet = window.workbook().sheets.active
    ledger = ledger_to_post(sheet)
    customer = _whose(window, ledger)
    totals = {code: ledger.movement(code) for code in ledger.currencies}
    with books_or_new(window) as books:
        openings = openings_to_post(books, ledger, customer)
        window.agree(
            text(
                "excel.post",
                sheet=sheet.name,
                count=len(ledger),
                totals=sums(totals) + _openings_said(openings),
                where=place_of(books),
            )
        )
        posting = _posted(window, books, ledger, customer, progress)
    return posting_said(sheet.name, posting)


def review(window: Window, progress: Progress) -> str:
    """A batch that waits, seen and found right; what was reviewed is posted."""
    from tieout.books import journal

    del progress
    with opened_books() as books:
        batch = _chosen(window, books)
        if batch is None:
            return text("excel.nothing_waits")
        if batch.state == "prepared":
            contents = _contents(books, batch)
            window.agree(text("excel.review", None, contents=contents, **_told(batch)))
            batch = journal.review(books, batch.id)
        if not window.agreed(text("excel.post_reviewed", None, **_told(batch))):
            return text("excel.reviewed", batch=batch.id)
        batch = journal.post(books, batch.id)
    return text("books_said.batch_posted", batch=batch.id, count=batch.entries)


def send_back(window: Window, progress: Progress) -> str:
    """A batch that waits, sent back to who prepared it with a reason; one's own is withdrawn so."""
    from tieout.books import journal

    del progress
    with opened_books() as books:
        batch = _chosen(window, books)
        if batch is None:
            return text("excel.nothing_waits")
        contents = _contents(books, batch)
        asked = text("excel.why_sent_back", None, contents=contents, **_told(batch))
        journal.reject(books, batch.id, window.answer(asked, ""))
    return text("excel.is_sent_back", None, **_told(batch))


def close_month(window: Window, progress: Progress) -> str:
    """A month taken one step further, closed at the end; nothing is posted into it any more."""
    from tieout.books import periods

    with opened_books() as books:
        period = window.answer(text("excel.which_month"), f"{_last_month(date.today()):%Y-%m}")  # noqa: DTZ011 — the user's own month
        state = periods.period_state(books, period)
        step = _next_step(books, state)
        word = text(f"period_state.{state}")
        if step != "closed":
            after = text(f"period_state.{step}")
            window.agree(text("excel.advance", period=period, state=word, after=after))
            periods.advance_period(books, period, step)
            return text("books_said.period_is", period=period, state=after)
        window.agree(text("excel.close", period=period, state=word))
        progress("closing", 0.0)
        carried = periods.close_period(books, period)
    return text("books_said.closed", period=period, count=len(carried))


def query(window: Window, progress: Progress) -> str:
    """The answer to the query sheet in front, or a sheet to ask on."""
    from tieout.procedures.querying import query_sheet

    book = window.workbook()
    progress("querying", 0.0)
    with opened_books() as books:
        sheet, answer = query_sheet(book.app, book.sheets.active, books)
    return text("excel.queried", sheet=sheet.name, count=answer.count, shown=len(answer.entries))


def _whose(window: Window, ledger: "Ledger") -> str:
    """The customer where the ledger does not name everybody's."""
    names = ledger.entries["customer"].astype(str).str.strip()
    return "" if (names != "").all() else window.answer(text("excel.whose"), "")


@contextmanager
def books_or_new(window: Window) -> Iterator["Books"]:
    """The books; where there are none, new ones once the user agrees."""
    from tieout.books.books import create_books

    try:
        books = opened_books()
    except TieoutError as error:
        if error.key != "excel.no_books":
            raise
        window.agree(text("excel.begin_books", where=error.values["where"]))
        books = create_books()
    with books:
        yield books


def place_of(books: "Books") -> str:
    """Where the books are, as it is shown."""
    from tieout.books.place import shown

    return shown(books.store.url)


def _posted(
    window: Window, books: "Books", ledger: "Ledger", customer: str, progress: Progress
) -> "Posting":
    """Posted; a sheet that looks like a corrected edition only as the user says."""
    from tieout.procedures.booking import post as post_ledger

    try:
        return post_ledger(books, ledger, customer=customer, progress=progress)
    except TieoutError as error:
        if error.key != "books.file_corrected":
            raise
        batch = int(str(error.values["batch"]))
        window.agree(text("excel.corrected", None, **error.values))
        reason = text("excel.corrected_reason", batch=batch)
        return post_ledger(
            books, ledger, customer=customer, corrects=batch, reason=reason, progress=progress
        )


def posting_said(sheet: str, posting: "Posting") -> str:
    """What became of a sheet."""
    if posting.batch is None:
        return text("books_said.nothing_new", file=sheet, known=posting.known)
    return text(
        f"excel.{posting.batch.state}",
        sheet=sheet,
        batch=posting.batch.id,
        new=posting.new,
        known=posting.known,
        totals=sums(posting.totals),
    )


def sums(totals: Mapping[str, int]) -> str:
    """Sums in minor units by currency, a line each."""
    return "\n".join(
        text(
            "excel.total",
            currency=code or text("report.unstated"),
            amount=format_amount(cents, code),
        )
        for code, cents in totals.items()
    )


def _openings_said(openings: Mapping[str, int]) -> str:
    return "\n".join(["", text("excel.openings"), sums(openings)]) if openings else ""


def _contents(books: "Books", batch: "Batch") -> str:
    """The first entries of a batch and its sums, as its reviewer is asked about them."""
    from tieout.books.batch_contents import batch_contents
    from tieout.procedures.asking import type_word

    found = batch_contents(books, batch.id, most=ENTRIES_SHOWN)
    lines = [
        text(
            "excel.entry_line",
            date=each.posting_date,
            type=type_word(each.type),
            reference=each.reference,
            customer=each.customer,
            currency=each.currency,
            amount=format_amount(each.cents, each.currency),
            memo=each.memo,
        )
        for each in found.first
    ]
    more = batch.entries - len(lines)
    return "\n".join(
        [*lines, *([text("posting.more", count=more)] if more else []), sums(found.totals)]
    )


def _chosen(window: Window, books: "Books") -> "Batch | None":
    """The batch the user names of those that wait, if any do; the one that has waited longest is offered."""
    from tieout.books.journal import batches

    waiting = [each for each in batches(books) if each.state in ("prepared", "reviewed")]
    if not waiting:
        return None
    listed = "\n".join(text("excel.waits", None, **_told(each)) for each in waiting[-BATCHES_MAX:])
    number = window.answer(text("excel.which_batch", batches=listed), str(waiting[-1].id))
    found = {str(each.id): each for each in waiting}.get(number.strip())
    if found is None:
        raise TieoutError(
            "excel.no_such_batch",
            found=number,
            batches=", ".join(map(str, (b.id for b in waiting))),
        )
    return found


def _told(batch: "Batch") -> dict[str, object]:
    return {
        "batch": batch.id,
        "state": text(f"batch_state.{batch.state}"),
        "count": batch.entries,
        "file": batch.file or "–",
        "who": batch.prepared_by,
    }


def _next_step(books: "Books", state: "PeriodState") -> "PeriodState":
    """Books that ask for review go through every state; others close at once."""
    from tieout.books.periods import ORDER

    if books.setting("review") != "yes" or state not in ORDER[:-1]:
        return "closed"
    return ORDER[ORDER.index(state) + 1]


def _last_month(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)
