"""`tieout collect`: what other systems hold, brought into one ledger; checked first, secrets in the keyring.

Each command imports what it works with, so that no other command waits for it.
"""

import sys
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer
from typer.models import Context

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.cli.progress_bar import progress_bar
from tieout.cli.targets import check_target
from tieout.errors import TieoutError
from tieout.texts import text

LEDGERS = (".xlsx", ".csv")
SAMPLE_ROWS = 3


class CollectGroup(SpokenGroup):
    """`collect SOURCES.toml` is `collect run SOURCES.toml`."""

    # The library's own annotation is a private class.
    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put in the word that was left out."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


collect = typer.Typer(cls=CollectGroup, help="collect_help.collect", add_completion=False)
Sources = Annotated[
    Path, typer.Argument(metavar="SOURCES.toml", readable=False, help="collect_help.sources")
]
Only = Annotated[str | None, typer.Option("--source", metavar="NAME", help="collect_help.only")]


@collect.command("run", cls=SpokenCommand, help="collect_help.run")
def run(
    sources: Sources,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="LEDGER.xlsx", readable=False, help="collect_help.output"
        ),
    ],
    source: Only = None,
    books: Annotated[
        str | None, typer.Option("--books", metavar="URL", help="collect_help.books")
    ] = None,
) -> None:
    """Collect, write the ledger, and post it where asked."""
    from tieout.collecting.collection import collect as collect_sources
    from tieout.collecting.collection_report import describe_collection
    from tieout.collecting.source_file import read_sources

    check_target(output, [sources], LEDGERS)
    chosen = read_sources(sources, source)
    with progress_bar() as progress:
        collection = collect_sources(chosen, output, date.today(), progress)  # noqa: DTZ011 (the user's day)
    print(describe_collection(collection))
    print(text("collecting.written", file=output))
    if collection.failed:
        raise TieoutError("collecting.some_failed", names=list(collection.failed), file=output)
    if books is not None:
        from tieout.cli.books.recording import post

        post(str(output), books)


@collect.command("check", cls=SpokenCommand, help="collect_help.check")
def check(sources: Sources, source: Only = None) -> None:
    """Reach every source, read a few rows, write nothing."""
    from tieout.collecting.collection import sample
    from tieout.collecting.source_file import read_sources

    failed = []
    for each in read_sources(sources, source):
        try:
            with progress_bar() as progress:
                found = sample(each, progress)
        except TieoutError as error:
            failed.append(each.name)
            print(f"{each.name}: ✖ {error}")
            continue
        print(f"{each.name}: " + text("collecting.checked", count=len(found.rows)))
        for row in found.rows[:SAMPLE_ROWS]:
            print(
                "  "
                + " | ".join(
                    filter(
                        None,
                        (row.date, row.type, row.reference, row.customer, row.amount, row.currency),
                    )
                )
            )
        for sentence in (*found.errors, *found.notices):
            print(f"  {sentence}")
        if not each.key:
            print("  " + text("collecting.without_key"))
    if failed:
        raise TieoutError("collecting.check_failed", names=list(failed))


@collect.command("set-secret", cls=SpokenCommand, help="collect_help.set_secret")
def set_secret(
    name: Annotated[str, typer.Argument(metavar="NAME", help="collect_help.secret_name")],
) -> None:
    """Ask for a secret, unseen, or take it from a pipe; never from the command line."""
    from tieout.collecting.keyring_secrets import keep_secret

    if sys.stdin.isatty():
        secret = getpass(text("collecting.ask_secret", name=name) + " ")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    keep_secret(name, secret)
    print(text("collecting.secret_kept", name=name))
