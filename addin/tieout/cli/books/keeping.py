"""Where the books are, and whether they are whole: made, verified, backed up, restored, exported."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tieout.cli.books.opened import opened_books, passphrase_of, password_of, signed_in
from tieout.cli.books.options import Passphrase, Place
from tieout.cli.books.printing import say
from tieout.cli.progress_bar import progress_bar


def init(
    place: Place = None,
    review: Annotated[bool, typer.Option("--review", help="books_help.review_rule")] = False,
    encrypted: Annotated[bool, typer.Option("--encrypted", help="books_help.encrypted")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """New books."""
    from tieout.books.books import create_books
    from tieout.books.place import books_url, shown
    from tieout.books.secrets_kept import passphrase

    key = passphrase("books", passphrase_file) if encrypted else None
    with create_books(place, review=review, passphrase=key) as made:
        say("made", where=shown(books_url(place)), head=made.head())
        if review:
            say("made_with_review")


def verify(
    place: Place = None,
    anchor: Annotated[
        list[str] | None, typer.Option("--anchor", metavar="N:HASH", help="books_help.anchor")
    ] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Whether everything is as it was written; 1 where it is not."""
    from tieout.books.place import books_url
    from tieout.books.trail import Anchor
    from tieout.books.verify import verify as verify_books

    kept = [Anchor.parse(each) for each in anchor or []]
    with progress_bar() as progress:
        found = verify_books(
            place,
            kept_outside=kept,
            who=signed_in().user,
            password=password_of,
            passphrase=passphrase_of(place, passphrase_file),
            progress=progress,
        )
    for each in found.places:
        print(each.sentence())
    if not found.holds:
        say("does_not_hold", count=len(found.places))
        raise typer.Exit(1)
    say("holds", rows=found.rows, head=found.head)
    if books_url(place).drivername == "sqlite" and not found.sealed:
        say("no_seal")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="books_help.backup_file")],
    place: Place = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="books_help.encrypt")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Everything into one file, verified by restoring it."""
    from tieout.books import backup as _backup
    from tieout.books.secrets_kept import passphrase

    key = passphrase("backup", passphrase_file) if encrypt or passphrase_file else None
    target = file / f"tieout-{datetime.now():%Y%m%d-%H%M%S}.backup" if file.is_dir() else file  # noqa: DTZ005 — the user's own clock names the file
    with opened_books(place, passphrase_file) as opened, progress_bar() as progress:
        made = _backup.back_up(opened, target, passphrase=key, progress=progress)
    say("backed_up", file=made.file, rows=made.rows, head=made.head)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="books_help.backup_file")],
    place: Place = None,
    until: Annotated[
        str | None, typer.Option(metavar="LINE|DATE|TIME", help="books_help.until")
    ] = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="books_help.decrypt")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """A backup into an empty place."""
    from tieout.books import backup as _backup
    from tieout.books.place import books_url, shown
    from tieout.books.secrets_kept import passphrase

    key = passphrase("backup", passphrase_file) if encrypt or passphrase_file else None
    where = place or str(books_url(None).render_as_string(hide_password=False))
    point = _backup.point_of(until) if until is not None else None
    found = _backup.restore(where, file, passphrase=key, until=point)
    for each in found.places:
        print(each.sentence())
    if not found.holds:
        _say_whom_to_let_in(where, [str(each.values.get("name")) for each in found.places])
        raise typer.Exit(1)
    say("restored", where=shown(books_url(place)), rows=found.rows, head=found.head)


def _say_whom_to_let_in(where: str, missing: Sequence[str]) -> None:
    """Who was listed has their rights again, but for those to whom whoever restores may give none."""
    from tieout.books.books import open_books
    from tieout.books.people import everybody
    from tieout.books.place import books_url, shown

    with open_books(where, judged=False) as restored:
        listed = [
            each
            for each in everybody(restored)
            if any(name.startswith(f"membership of {each.name} in ") for name in missing)
        ]
    if not listed:
        return
    say("let_in")
    for each in listed:
        groups = "".join(f' --group "{group}"' for group in each.groups)
        address = shown(books_url(where))
        print(f"  tieout books users role {each.name} {each.role}{groups} --books {address}")


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="books_help.folder")],
    place: Place = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Everything as plain files."""
    from tieout.books import export as _export

    with opened_books(place, passphrase_file) as opened:
        files = _export.export(opened, folder)
    say("exported", count=len(files), folder=folder)
