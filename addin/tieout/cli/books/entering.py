"""What is typed by hand: a form to fill in, entered as a draft, reviewed by another."""

from pathlib import Path
from typing import Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import Passphrase, Place, Reason
from tieout.cli.books.printing import print_posting, say
from tieout.errors import TieoutError

REVIEWS = {"all": "yes", "entered": "entered", "none": "no"}
"""What must be reviewed, and the setting that says so."""


def form(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FORM.xlsx", help="books_help.form_output")
    ],
    place: Place = None,
    batch: Annotated[
        int | None, typer.Option(metavar="BATCH", help="books_help.form_batch")
    ] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """A sheet to type entries in."""
    from tieout.books.entering import form_contents
    from tieout.books.entry_form import write_form

    with opened_books(place, passphrase_file) as opened:
        contents = form_contents(opened, batch)
    write_form(output, contents)
    say("form_made", file=output)


def enter(
    file: Annotated[Path, typer.Argument(metavar="FORM.xlsx", help="books_help.form_file")],
    place: Place = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """A form that was filled in."""
    from tieout.books.entering import enter as enter_form

    with opened_books(place, passphrase_file) as opened:
        posting = enter_form(opened, file, reason)
    print_posting(file, posting)


def require_review(
    what: Annotated[str, typer.Argument(metavar="all|entered|none", help="books_help.review_what")],
    place: Place = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """What another person must review before it is posted."""
    if what not in REVIEWS:
        raise TieoutError("books.unknown_review", found=what)
    with opened_books(place, passphrase_file) as opened:
        opened.set("review", REVIEWS[what], reason)
    say(f"review_{what}")
