"""What comes into the books: posted, reviewed, sent back, corrected."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import EntryNumber, Json, Number, Passphrase, Place, Reason
from tieout.cli.books.printing import print_json, print_posting, print_table, say
from tieout.cli.books.typed import cents_of, day
from tieout.cli.progress_bar import progress_bar
from tieout.texts import text


def post(
    file: Annotated[str, typer.Argument(metavar="FILE|BATCH", help="books_help.file")],
    place: Place = None,
    sheet: Annotated[str | None, typer.Option(metavar="S", help="books_help.sheet")] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="books_help.profile")] = None,
    customer: Annotated[
        str, typer.Option(metavar="NAME", help="books_help.customer_of", show_default=False)
    ] = "",
    currency: Annotated[
        str, typer.Option(metavar="CNY", help="books_help.currency_of", show_default=False)
    ] = "",
    corrects: Annotated[
        int | None, typer.Option(metavar="BATCH", help="books_help.corrects")
    ] = None,
    additional: Annotated[bool, typer.Option("--additional", help="books_help.additional")] = False,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """A file, or a batch that was reviewed."""
    from tieout.books import journal, search
    from tieout.books.posting import post_file

    with opened_books(place, passphrase_file) as opened:
        if file.isdigit() and not Path(file).exists():
            batch = journal.post(opened, int(file), reason)
            say("batch_posted", batch=batch.id, count=batch.entries)
            return
        with progress_bar() as progress:
            posting = post_file(
                opened,
                file,
                sheet=sheet,
                profile=profile,
                customer=customer,
                currency=currency,
                corrects=corrects,
                additional=additional,
                reason=reason,
                progress=progress,
            )
            search.catch_up(opened, progress)
    print_posting(file, posting)


def batches(
    place: Place = None, json_wanted: Json = False, passphrase_file: Passphrase = None
) -> None:
    """Every batch and where it stands."""
    from tieout.books import journal

    with opened_books(place, passphrase_file) as opened:
        found = journal.batches(opened)
    if json_wanted:
        print_json([asdict(each) for each in found])
        return
    rows = [
        [
            each.id,
            text(f"batch_state.{each.state}"),
            each.entries,
            each.prepared_by,
            each.reviewed_by,
            each.file,
            each.reason,
        ]
        for each in found
    ]
    print_table(("batch", "state", "count", "prepared_by", "reviewed_by", "file", "why"), rows)


def review(
    batch: Number, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """Another person finds a batch right."""
    from tieout.books import journal

    with opened_books(place, passphrase_file) as opened:
        journal.review(opened, batch, reason)
    say("batch_reviewed", batch=batch)


def reject(
    batch: Number, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """A batch goes back."""
    from tieout.books import journal

    with opened_books(place, passphrase_file) as opened:
        journal.reject(opened, batch, reason)
    say("batch_rejected", batch=batch)


def correct(
    entry: EntryNumber,
    amount: Annotated[
        str | None, typer.Argument(metavar="AMOUNT", help="books_help.amount")
    ] = None,
    place: Place = None,
    reason: Reason = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="books_help.on")] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Reverse an entry, and replace it where another amount is given."""
    from tieout.books import journal
    from tieout.books.trace import trace as story_of

    with opened_books(place, passphrase_file) as opened:
        wrong = story_of(opened, entry).entry
        cents = None if amount is None else cents_of(amount, wrong.currency)
        batch = journal.correct(opened, [(entry, cents)], reason, on=day(on))
    say(f"correction_{batch.state}", entry=entry, batch=batch.id)
