"""How an answer stands in a terminal: a sentence, a table, entries, JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tieout.ledger.currency import format_amount, to_major
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.entry import Entry
    from tieout.books.posting import Posting

NUMBERS = ("amount", "count", "entry", "batch", "trail_line", "terms_days", "credit_limit_cents", "price_cents", "tax_rate_bp")  # fmt: skip


def say(key: str, **values: object) -> None:
    """Print a sentence `books_said.<key>`."""
    print(text(f"books_said.{key}", None, **values) if values else text(f"books_said.{key}"))


def print_json(document: object) -> None:
    """Print a document as JSON."""
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_entries(entries: Sequence["Entry"]) -> None:
    """Print entries as a table."""
    rows = [
        [
            e.id,
            e.posting_date,
            _type(e.type),
            e.reference,
            e.customer,
            e.currency,
            format_amount(e.cents, e.currency),
            e.memo,
        ]
        for e in entries
    ]
    print_table(
        ("entry", "date", "type", "reference", "customer", "currency", "amount", "memo"), rows
    )


def print_posting(file: object, posting: "Posting") -> None:
    """What became of a file or a form, what to know besides, and what it comes to."""
    if posting.batch is None:
        say("nothing_new", file=file, known=posting.known)
        return
    counts = {"new": posting.new, "known": posting.known}
    say(f"file_{posting.batch.state}", file=file, batch=posting.batch.id, **counts)
    for said in [*posting.notes(), *(each.sentence() for each in posting.changed)]:
        print(f"  {said}")
    for code, cents in posting.totals.items():
        say("sum", currency=code, amount=format_amount(cents, code))


def entry_document(entry: "Entry") -> dict[str, object]:
    """An entry as JSON has it."""
    document = asdict(entry)
    del document["cents"], document["others"]
    return document | {"amount": str(to_major(entry.cents, entry.currency))}


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], words: str = "books_heading"
) -> None:
    """Columns side by side, as wide as their widest cell; a Chinese character takes two places."""
    first = [text(f"{words}.{heading}") for heading in headings]
    cells = [first, *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            " " * (width - cell_len(cell)) + cell
            if heading in NUMBERS
            else cell + " " * (width - cell_len(cell))
            for heading, cell, width in zip(headings, row, widths, strict=True)
        ]
        print("  ".join(padded).rstrip())


def _type(code: str) -> str:
    try:
        return text(f"entry_type.{code}").partition("|")[0]
    except KeyError:
        return code


def local_time(at: str) -> str:
    """A moment of the trail on the clock of this machine."""
    try:
        return f"{datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return at


def _one_line(cell: object) -> str:
    return " ".join(str(cell).split())
