"""What may still be posted: periods closed, reopened, taken a step further."""

from typing import Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import Passphrase, PeriodName, Place, Reason
from tieout.cli.books.printing import say
from tieout.errors import TieoutError
from tieout.texts import text


def close(
    period: PeriodName, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """Nothing posts into the period any more."""
    from tieout.books import periods

    with opened_books(place, passphrase_file) as opened:
        carried = periods.close_period(opened, period, reason)
    say("closed", period=period, count=len(carried))


def reopen(
    period: PeriodName, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """A closed period, for a reason."""
    from tieout.books import periods

    with opened_books(place, passphrase_file) as opened:
        after = periods.reopen_period(opened, period, reason)
    say(after, period=period)


def period(
    name: PeriodName,
    state: Annotated[
        str | None, typer.Argument(metavar="matched|reviewed|confirmed", help="books_help.state")
    ] = None,
    place: Place = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """Where a period stands, or one step further."""
    from tieout.books import periods

    with opened_books(place, passphrase_file) as opened:
        if state is not None:
            if state not in periods.ORDER[1:-1]:
                raise TieoutError("books.unknown_state", found=state)
            periods.advance_period(opened, name, state, reason)
        found = periods.period_state(opened, name)
    say("period_is", period=name, state=text(f"period_state.{found}"))
