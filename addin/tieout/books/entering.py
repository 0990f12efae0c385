"""How do typed entries come into the books: the form is checked as a whole, kept as a draft, and reviewed by another.

An amount is typed as on the document; its type says whether the customer owes more or less by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import cast

from sqlalchemy import select

from tieout.books.base_data import rows_now
from tieout.books.books import Books
from tieout.books.due_dates import derived_by
from tieout.books.entry import BALANCE_SIGNS, Entry, EntryType, entry_columns
from tieout.books.entry_form import FormContents
from tieout.books.form_columns import FormRow
from tieout.books.form_reading import Known, read_form
from tieout.books.goods import Goods, goods_of
from tieout.books.journal import batch_of
from tieout.books.people import split
from tieout.books.periods import periods
from tieout.books.posting import Posting, post_ledger
from tieout.books.registers import CUSTOMER_LIST, PRODUCT_LIST
from tieout.books.schema import ENTRIES
from tieout.books.sheet_cells import read_cells
from tieout.books.sight import in_sight
from tieout.errors import TieoutError
from tieout.ledger.currency import to_major
from tieout.ledger.ledger import Ledger, Source
from tieout.texts import text

SAID_MAX = 50
"""Problems said at once."""


def enter(books: Books, file: Path, reason: str = "") -> Posting:
    """Keep the entries of a form as a draft; it is posted at once only where no review is asked for."""
    sheet, rows = read_cells(file)
    ledger = typed_ledger(books, Source(file=file.name, sheet=sheet), rows)
    of_file = sha256(file.read_bytes()).hexdigest()
    return enter_ledger(books, ledger, reason, sha256_of=of_file, size=file.stat().st_size)


def typed_ledger(books: Books, source: Source, rows: Sequence[Sequence[object]]) -> Ledger:
    """The entries in the cells of a form; every problem at once where there are some."""
    frame, problems = read_form(source.sheet, rows, _known(books), source.file)
    if problems:
        said = "\n".join(["", *(f"  {each.sentence()}" for each in problems[:SAID_MAX])])
        raise TieoutError("books.form_problems", count=len(problems), found=said)
    if frame.empty:
        raise TieoutError("books.empty_form", file=source.file)
    return replace(Ledger.from_frame(frame), source=source)


def enter_ledger(
    books: Books, ledger: Ledger, reason: str = "", *, sha256_of: str = "", size: int = 0
) -> Posting:
    """Keep typed entries as a draft."""
    return post_ledger(
        books,
        ledger,
        additional=True,
        drafted=True,
        reason=reason,
        sha256_of=sha256_of,
        size=size,
    )


def form_contents(books: Books, batch: int | None = None) -> FormContents:
    """What a new form offers; with a batch that was sent back, its rows again and why.

    Any other batch is refused: its rows are in the books already, and would be there twice.
    """
    customers = [v.row for v in rows_now(books, CUSTOMER_LIST) if v.row["active"]]
    products = [v.row for v in rows_now(books, PRODUCT_LIST) if v.row["active"]]
    contents = FormContents(
        customers=[str(each["name"]) for each in customers],
        products=[f"{each['code']} {each['name']}" for each in products],
    )
    if batch is None:
        return contents
    found = batch_of(books, batch)
    if found.state != "rejected":
        state = text(f"batch_state.{found.state}")
        raise TieoutError("books.not_sent_back", found=batch, state=state)
    entries, goods = _entries_of(books, batch)
    return replace(
        contents,
        rows=[_as_typed(each, goods.get(each.id, Goods())) for each in entries],
        sent_back=found.reason,
    )


def _known(books: Books) -> Known:
    customers = [v.row for v in rows_now(books, CUSTOMER_LIST) if v.row["active"]]
    closed = (each.period for each in periods(books) if each.state in ("closed", "reopen_asked"))
    return Known(dict(_names(customers)), frozenset(closed))


def _names(customers: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for each in customers:
        for name in (str(each["name"]), *split(str(each["aliases"]))):
            yield name, str(each["currency"])


def _entries_of(books: Books, batch: int) -> tuple[list[Entry], Mapping[int, Goods]]:
    with books.reading() as connection:
        seen = in_sight(connection, books.store, books.who)
        query = select(*entry_columns()).where(ENTRIES.c.batch == batch, *seen)
        found = [Entry(*row) for row in connection.execute(query.order_by(ENTRIES.c.id))]
        return found, goods_of(connection, [each.id for each in found])


def _as_typed(entry: Entry, goods: Goods) -> FormRow:
    """An entry as it stood in its form."""
    sign = BALANCE_SIGNS.get(cast("EntryType", entry.type), 0) or 1
    derived = derived_by(entry.others) is not None
    return {
        "date": entry.posting_date,
        "type": text(f"entry_type.{entry.type}").partition("|")[0],
        "customer": entry.customer,
        "reference": entry.reference,
        "memo": entry.memo,
        "product": goods.product,
        "quantity": goods.quantity,
        "unit": goods.unit,
        "unit_price": goods.unit_price,
        "amount": to_major(entry.cents * sign, entry.currency),
        "currency": entry.currency,
        "due_date": None if derived else entry.due_date,
    }
