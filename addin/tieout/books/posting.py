"""How is a file posted: read, compared with what the books hold, and only what is new prepared."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import compress
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, select

from tieout.books.books import Books
from tieout.books.due_dates import with_due_dates
from tieout.books.entry import Entry, entry_columns
from tieout.books.goods import goods_of_rows, lines_said, price_differs
from tieout.books.journal import Batch, add_batch, batch_of, is_in, reversing_rows
from tieout.books.openings import opening_rows, with_openings
from tieout.books.rows import Rows, rows_of
from tieout.books.schema import BATCHES, ENTRIES, FILES
from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Ledger
from tieout.ledger.problem import Problem
from tieout.ledger.reading import read
from tieout.progress import Progress, silent
from tieout.texts import text

NAMED_MAX = 10


@dataclass(frozen=True)
class ChangedRow:
    """A row of a corrected file: what the books have, and what the file now says; None where nothing."""

    before: Entry | None
    line: int
    cents: int | None
    posting_date: str = ""

    def sentence(self) -> str:
        """What changed, in one line."""
        assert self.before is not None
        currency = self.before.currency
        return text(
            "posting.row_gone" if self.cents is None else "posting.row_changed",
            None,
            entry=self.before.id,
            reference=self.before.reference,
            before=format_amount(self.before.cents, currency),
            line=self.line,
            after=format_amount(self.cents or 0, currency),
            date=self.posting_date,
        )


@dataclass(frozen=True)
class Posting:
    """What became of a file: the batch made of it, if any, and the rows that were in the books already."""

    batch: Batch | None
    new: int
    known: int
    changed: tuple[ChangedRow, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    due_dates_derived: int = 0
    price_differs: tuple[int, ...] = ()

    def notes(self) -> list[str]:
        """What to know besides: due dates that were derived, lines whose quantity × price is not the amount."""
        said = []
        if self.due_dates_derived:
            said.append(text("posting.due_dates_derived", None, count=self.due_dates_derived))
        if self.price_differs:
            lines = lines_said(self.price_differs)
            count = len(self.price_differs)
            said.append(text("posting.price_differs", None, count=count, lines=lines))
        return said


def post_file(
    books: Books,
    file: str | Path,
    *,
    sheet: str | None = None,
    profile: str | None = None,
    customer: str = "",
    currency: str = "",
    corrects: int | None = None,
    additional: bool = False,
    reason: str = "",
    progress: Progress = silent,
) -> Posting:
    """Post the rows of a file that are not in the books yet.

    `customer` names the customer where the file names none. `corrects` says that the file is a
    corrected edition of the one posted as that batch: what changed or went is reversed.
    `additional` says that rows which look like changes of earlier ones are new.
    """
    progress("reading", 0.0)
    path = Path(file)
    ledger = read(path, sheet=sheet, profile=profile, currency=currency)
    return post_ledger(
        books,
        ledger,
        customer=customer,
        corrects=corrects,
        additional=additional,
        reason=reason,
        sha256_of=sha256(path.read_bytes()).hexdigest(),
        size=path.stat().st_size,
        progress=progress,
    )


def post_ledger(
    books: Books,
    ledger: Ledger,
    *,
    customer: str = "",
    corrects: int | None = None,
    additional: bool = False,
    drafted: bool = False,
    reason: str = "",
    sha256_of: str = "",
    size: int = 0,
    progress: Progress = silent,
) -> Posting:
    """Post the entries of a ledger that are not in the books yet; `drafted` ones were typed by a person."""
    ledger = ready_to_post(ledger, customer)
    try:
        with without_collecting():
            rows = rows_of(ledger)
            progress("posting", 0.3)
            return _posted(
                books, ledger, rows, corrects, additional, reason, sha256_of, size, drafted=drafted
            )
    except _NothingNew as nothing:
        return Posting(None, 0, nothing.known)


def _posted(
    books: Books,
    ledger: Ledger,
    rows: Rows,
    corrects: int | None,
    additional: bool,
    reason: str,
    sha256_of: str,
    size: int,
    *,
    drafted: bool,
) -> Posting:
    with books.writing("enter" if drafted else "prepare", reason=reason) as pen:
        coming = _coming(pen.connection, ledger, rows, corrects, additional=additional)
        name, on_sheet = Path(ledger.source.file).name, ledger.source.sheet
        batch = add_batch(
            pen,
            coming.gone.joined(coming.new),
            file=pen.add(FILES, name=name, sheet=on_sheet, sha256=sha256_of, size=size),
            corrects=corrects,
            drafted=drafted,
            reason=reason,
        )
        totals = _totals(coming.new)
        pen.subject = f"batch:{batch}"
        pen.detail |= {"file": name, "sha256": sha256_of, "totals": totals}
        pen.detail |= coming.counts()
    return Posting(
        batch_of(books, batch),
        len(coming.new),
        coming.known,
        tuple(coming.changed),
        totals,
        coming.derived,
        tuple(price_differs(coming.new, goods_of_rows(coming.new))),
    )


@dataclass(frozen=True)
class _Coming:
    """What is new of a file, what of an earlier edition goes, how much is known already."""

    new: Rows
    gone: Rows
    changed: Sequence[ChangedRow]
    known: int
    derived: int

    def counts(self) -> dict[str, int]:
        """As the trail keeps them."""
        found = {"new": len(self.new), "known": self.known, "reversed": len(self.gone)}
        return found | ({"due_dates_derived": self.derived} if self.derived else {})


def _coming(
    connection: Connection,
    ledger: Ledger,
    rows: Rows,
    corrects: int | None,
    *,
    additional: bool,
) -> _Coming:
    """A corrected edition is taken as one only where the user said so."""
    rows = with_openings(connection, ledger, rows, corrects)
    rows, derived = with_due_dates(connection, rows)
    fresh = _not_known(connection, rows)
    before = _earlier_edition(connection, ledger, rows, corrects)
    changed = _changes(rows, fresh, before, whole=corrects is not None)
    if corrects is None:
        if changed and not additional:
            _refuse_edition(ledger, changed)
        changed = []
    known = len(rows) - len(fresh)
    if not fresh and not changed:
        raise _NothingNew(known)
    was = {each.line: each.before for each in changed if each.before and each.cents is not None}
    new = rows.chosen(fresh)
    if was:
        new = replace(new, replaces=[was[at].id if at in was else None for at in new.line])
    gone = reversing_rows([each.before for each in changed if each.before])
    return _Coming(new, gone, changed, known, derived)


def _refuse_edition(ledger: Ledger, changed: Sequence[ChangedRow]) -> None:
    raise TieoutError(
        "books.file_corrected",
        file=ledger.source.file,
        batch=max(each.before.batch for each in changed if each.before),
        found=_listed([each.sentence() for each in changed]),
    )


class _NothingNew(Exception):  # noqa: N818
    """Every row of the file is in the books: the transaction is left without a trace."""

    def __init__(self, known: int) -> None:
        self.known = known


@contextmanager
def without_collecting() -> Iterator[None]:
    """Millions of values are made that are not garbage; looking through them takes a sixth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def ready_to_post(ledger: Ledger, customer: str = "") -> Ledger:
    """The ledger with a customer beside every entry; refused where something keeps it from being posted."""
    named = _named(ledger, customer)
    problems = blocking_problems(named)
    if problems:
        raise TieoutError(
            "books.problems", count=len(problems), found=_listed([p.sentence() for p in problems])
        )
    return named


def openings_to_come(books: Books, ledger: Ledger) -> dict[str, int]:
    """By currency, in minor units, the opening balances that become entries when a ledger is posted."""
    with books.reading() as connection:
        rows = opening_rows(connection, ledger)
        return _totals(rows.chosen(_not_known(connection, rows))) if rows else {}


def blocking_problems(ledger: Ledger) -> list[Problem]:
    """What keeps a ledger from being posted."""
    found = [problem for problem in ledger.problems if problem.blocks]
    entries = ledger.entries
    for code, missing in (
        ("no_posting_date", entries["date"].isna()),
        ("no_customer", entries["customer"].astype(str).str.strip() == ""),
    ):
        found += [
            Problem(code, sheet=ledger.source.sheet, line=int(line), blocks=True)
            for line in entries.loc[missing, "line"].head(1000)
        ]
    return found


def _named(ledger: Ledger, customer: str) -> Ledger:
    if not customer:
        return ledger
    names = ledger.entries["customer"]
    return replace(
        ledger, entries=ledger.entries.assign(customer=names.where(names != "", customer))
    )


def _not_known(connection: Connection, rows: Rows) -> list[int]:
    """The rows whose content is not in the books, waiting or posted; a rejected batch does not count."""
    if not len(rows):
        return []
    first, last = min(rows.posting_date), max(rows.posting_date)
    query = select(ENTRIES.c.fingerprint).where(
        ENTRIES.c.posting_date.between(date.fromisoformat(first), date.fromisoformat(last)),
        ~is_in("rejected"),
    )
    known = np.fromiter((row[0] for row in connection.execute(query)), dtype=np.int64)
    return np.flatnonzero(~np.isin(np.array(rows.fingerprint, dtype=np.int64), known)).tolist()


def _earlier_edition(
    connection: Connection, ledger: Ledger, rows: Rows, corrects: int | None
) -> list[tuple[Entry, int]]:
    """The entries of the batch the file corrects, else of files of the same name; with their fingerprints."""
    query = select(*entry_columns(), ENTRIES.c.fingerprint).join(
        BATCHES, BATCHES.c.id == ENTRIES.c.batch
    )
    if corrects is not None:
        if connection.execute(select(BATCHES.c.id).where(BATCHES.c.id == corrects)).first() is None:
            raise TieoutError("books.no_batch", found=corrects)
        query = query.where(ENTRIES.c.batch == corrects, is_in("posted"))
    else:
        name = Path(ledger.source.file).name
        if not name or not len(rows):
            return []
        query = query.join(FILES, FILES.c.id == BATCHES.c.file).where(
            FILES.c.name == name, FILES.c.sheet == ledger.source.sheet, ~is_in("rejected")
        )
    found = [
        (Entry(*row[:-1]), int(row[-1]))
        for row in connection.execute(query.where(ENTRIES.c.reverses.is_(None)))
    ]
    again = _reversed_in(connection, found)
    return [(entry, mark) for entry, mark in found if entry.id not in again]


def _reversed_in(connection: Connection, found: Sequence[tuple[Entry, int]]) -> set[int]:
    if not found:
        return set()
    query = select(ENTRIES.c.reverses).where(ENTRIES.c.reverses.is_not(None), ~is_in("rejected"))
    return {int(row[0]) for row in connection.execute(query)}


def _changes(
    rows: Rows, fresh: Sequence[int], before: Sequence[tuple[Entry, int]], *, whole: bool
) -> list[ChangedRow]:
    """Entries the new edition no longer has, beside the row that took their place.

    A new row takes an entry's place where both alone have the same customer, currency and reference.
    Only where the user said the file is a corrected edition (`whole`) do entries without such a row
    count as gone: another month's file may have the same name.
    """
    if not before:
        return []
    still = set(rows.fingerprint)
    gone = [entry for entry, mark in before if mark not in still]
    keys = [(rows.customer[row], rows.currency[row], rows.reference[row]) for row in fresh]
    places: dict[tuple[str, str, str], list[int]] = {}
    for row, key in zip(fresh, keys, strict=True):
        if key[2]:
            places.setdefault(key, []).append(row)
    mates: dict[tuple[str, str, str], int] = {}
    for entry in gone:
        key = (entry.customer, entry.currency, entry.reference)
        mates[key] = mates.get(key, 0) + 1
    found: list[ChangedRow] = []
    for entry in gone:
        key = (entry.customer, entry.currency, entry.reference)
        taken = places.get(key, [])
        if len(taken) == 1 and mates[key] == 1:
            row = taken[0]
            found.append(ChangedRow(entry, rows.line[row], rows.cents[row], rows.posting_date[row]))
        elif whole:
            found.append(ChangedRow(entry, 0, None))
    return found


def _totals(rows: Rows) -> dict[str, int]:
    return {
        currency: sum(compress(rows.cents, map(currency.__eq__, rows.currency)))
        for currency in dict.fromkeys(rows.currency)
    }


def _listed(sentences: Sequence[str]) -> str:
    more = len(sentences) - NAMED_MAX
    tail = [text("posting.more", count=more)] if more > 0 else []
    return "\n".join(["", *(f"  {each}" for each in [*sentences[:NAMED_MAX], *tail])])
