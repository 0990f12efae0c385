"""Which readings of what is sensitive leave a line in the trail."""

from typing import Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import Passphrase, Place, Reason
from tieout.cli.books.printing import say
from tieout.errors import TieoutError
from tieout.texts import text


def record_readings(
    kinds: Annotated[
        str | None, typer.Argument(metavar="all|none|KIND,KIND…", help="books_help.reading_kinds")
    ] = None,
    place: Place = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """Which readings are written down; with kinds, from now on these."""
    from tieout.books.readings import SETTING, kinds_written

    with opened_books(place, passphrase_file) as opened:
        if kinds is not None:
            opened.set(SETTING, _value(kinds), reason)
        now = kinds_written(opened.setting(SETTING))
    said = [text(f"reading_kind.{each}") for each in sorted(now)]
    say("readings", kinds=", ".join(said)) if said else say("no_readings")


def _value(given: str) -> str:
    from tieout.books.readings import KINDS, NOBODY

    if given in ("all", NOBODY):
        return "" if given == "all" else NOBODY
    named = [each.strip() for each in given.split(",")]
    unknown = [each for each in named if each not in KINDS]
    if unknown:
        raise TieoutError("books.unknown_reading", found=", ".join(unknown), kinds=", ".join(KINDS))
    return ",".join(named)
