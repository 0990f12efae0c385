"""`tieout books`: what we keep, posted, found, traced, verified, closed and backed up from a terminal.

Each command imports what it works with, so that no other command waits for the database.
"""

from collections.abc import Callable

import typer

from tieout.cli.books import (
    asking,
    base_data,
    closing,
    entering,
    keeping,
    people,
    readings,
    recording,
    scheduling,
)
from tieout.cli.help_texts import SpokenCommand, SpokenGroup

COMMANDS: tuple[Callable[..., None], ...] = (
    keeping.init,
    recording.post,
    entering.form,
    entering.enter,
    recording.batches,
    recording.review,
    recording.reject,
    recording.correct,
    entering.require_review,
    readings.record_readings,
    asking.query,
    asking.balances,
    asking.trace,
    asking.trail,
    keeping.verify,
    keeping.backup,
    scheduling.schedule,
    scheduling.backup_due,
    keeping.restore,
    keeping.export,
    closing.close,
    closing.reopen,
    closing.period,
)
"""In the order of the help; each is called as its function, its help is `books_help.<name>`."""

books = typer.Typer(
    cls=SpokenGroup, help="books_help.books", add_completion=False, callback=people.sign_in
)
NEGATIVE = {"ignore_unknown_options": True}
"""An amount may be negative: -300 is no option."""
for each in COMMANDS:
    books.command(
        each.__name__.replace("_", "-"),
        cls=SpokenCommand,
        help=f"books_help.{each.__name__}",
        context_settings=NEGATIVE if each is recording.correct else None,
    )(each)
books.add_typer(people.users, name="users")
for name in ("customers", "products"):
    books.add_typer(base_data.group_of(name), name=name)
