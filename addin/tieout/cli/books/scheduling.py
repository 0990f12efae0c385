"""Backups by themselves: how often, where, how many are kept; and the line that lets the machine do it."""

import os
import shlex
import subprocess
from datetime import datetime
from pathlib import Path
from sysconfig import get_path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import Passphrase, Place
from tieout.cli.books.printing import say
from tieout.cli.progress_bar import progress_bar
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.books.books import Books


def schedule(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="books_help.schedule_folder")
    ] = None,
    place: Place = None,
    every: Annotated[int, typer.Option(metavar="DAYS", min=1, help="books_help.every")] = 1,
    keep: Annotated[int, typer.Option(metavar="N", min=1, help="books_help.keep")] = 30,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="books_help.encrypt")] = False,
    off: Annotated[bool, typer.Option("--off", help="books_help.schedule_off")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Set, show or end the schedule."""
    from tieout.books.backup_schedule import Schedule, set_schedule

    with opened_books(place, passphrase_file) as opened:
        if off:
            set_schedule(opened, None)
        elif folder is not None:
            encrypted = encrypt or passphrase_file is not None
            set_schedule(opened, Schedule(str(folder.resolve()), every, keep, encrypted))
        _show(opened, place, passphrase_file)


def backup_due(place: Place = None, passphrase_file: Passphrase = None) -> None:
    """The scheduled backup, if it is time."""
    from tieout.books import backup_schedule
    from tieout.books.secrets_kept import passphrase

    now = datetime.now()  # noqa: DTZ005 — the user's own clock names the file
    with opened_books(place, passphrase_file) as opened, progress_bar() as progress:
        found = backup_schedule.schedule_of(opened)
        if found is None:
            raise TieoutError("books.no_schedule")
        if not backup_schedule.is_due(opened, found, now.date()):
            say("not_due", every=found.every_days, folder=found.folder)
            return
        key = passphrase("backup", passphrase_file) if found.encrypted else None
        made, old = backup_schedule.scheduled_backup(
            opened, found, now, passphrase=key, progress=progress
        )
    say("backed_up", file=made.file, rows=made.rows, head=made.head)
    if old:
        say("old_removed", count=len(old), keep=found.keep)


def _show(books: "Books", place: str | None, passphrase_file: Path | None) -> None:
    from tieout.books.backup_schedule import schedule_of

    found = schedule_of(books)
    if found is None:
        say("no_schedule")
        return
    if found.encrypted:
        say("scheduled_encrypted")
    say("scheduled", every=found.every_days, keep=found.keep, folder=found.folder)
    print(f"  {_line(place, passphrase_file)}")


def _line(place: str | None, passphrase_file: Path | None) -> str:
    """What makes the machine ask every day, as cron or the Task Scheduler take it."""
    from tieout.books.place import books_url

    words = [str(Path(get_path("scripts")) / "tieout"), "books", "backup-due"]
    if place:
        on_file = books_url(place).drivername == "sqlite"
        words += ["--books", str(Path(place).resolve()) if on_file else place]
    if passphrase_file:
        words += ["--passphrase-file", str(passphrase_file.resolve())]
    if os.name == "nt":
        asked = subprocess.list2cmdline(words).replace('"', '\\"')
        return f'schtasks /Create /SC DAILY /ST 12:30 /TN "Tieout backup" /TR "{asked}"'
    return f"30 12 * * * {shlex.join(words)}".replace("%", "\\%")
