"""Which commands are there, with which arguments; each help text is the key of one.

Each command imports the room it works in, so that help and the other commands do not wait for it.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, cast

import typer

from tieout.cli import backups as _backups
from tieout.cli import carrying as _carrying
from tieout.cli import policy as _policy
from tieout.cli import profiles as _profiles
from tieout.cli import settle as _settle
from tieout.cli import statements as _statements
from tieout.cli.books import books
from tieout.cli.collect import collect
from tieout.cli.help_texts import Command, SpokenCommand, SpokenGroup, in_words
from tieout.texts import LANGUAGES, Language

app = typer.Typer(
    cls=SpokenGroup,
    help="cli.help.tieout",
    epilog="cli.help.epilog",
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.add_typer(books, name="books")
app.add_typer(collect, name="collect")

Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", readable=False, help="cli.help.json")
]
Sheet = Annotated[str | None, typer.Option(metavar="S", help="cli.help.sheet")]


def command_tree(language: Language) -> Command:
    """The commands, their help in one language."""
    # The library's own annotation is its private base class of both.
    return in_words(cast("Command", typer.main.get_command(app)), language)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"tieout {version('tieout')}")
        raise typer.Exit


@app.callback()
def tieout(
    *,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="|".join(LANGUAGES), help="cli.help.language"),
    ] = None,
    read_memory: Annotated[
        str | None, typer.Option("--read-memory", metavar="MB", help="cli.help.read_memory")
    ] = None,
    read_seconds: Annotated[
        str | None, typer.Option("--read-seconds", metavar="S", help="cli.help.read_seconds")
    ] = None,
    password_from: Annotated[
        str | None, typer.Option("--password-from", metavar="SOURCE", help="cli.help.password_from")
    ] = None,
    show_version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_say_version, help="cli.help.version"),
    ] = False,
) -> None:
    """These options act before, wherever they stand: on every text, and on every file that is read."""


@app.command(cls=SpokenCommand, help="cli.help.reconcile")
def reconcile(
    ours: Annotated[Path, typer.Argument(metavar="OURS", readable=False, help="cli.help.ours")],
    theirs: Annotated[
        Path | None, typer.Argument(metavar="THEIRS", readable=False, help="cli.help.theirs")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="RESULT.xlsx", readable=False, help="cli.help.output"
        ),
    ] = None,
    json: Json = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE", readable=False, help="cli.help.policy")
    ] = None,
    ours_sheet: Annotated[str | None, typer.Option(metavar="S", help="cli.help.ours_sheet")] = None,
    theirs_sheet: Annotated[
        str | None, typer.Option(metavar="S", help="cli.help.theirs_sheet")
    ] = None,
    carried: Annotated[
        Path | None, typer.Option(metavar="CLOSED", readable=False, help="carry_help.carried")
    ] = None,
) -> None:
    """Two ledgers, or one workbook with both."""
    from tieout.cli import reconcile as _reconcile

    _reconcile.reconcile(
        ours,
        theirs,
        output=output,
        json=json,
        policy=policy,
        ours_sheet=ours_sheet,
        theirs_sheet=theirs_sheet,
        carried=carried,
    )


@app.command(cls=SpokenCommand, help="cli.help.read")
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="cli.help.file")],
    json: Json = None,
    sheet: Sheet = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="cli.help.profile")] = None,
    currency: Annotated[
        str, typer.Option(metavar="CNY", help="cli.help.currency", show_default=False)
    ] = "",
    columns: Annotated[
        list[str] | None, typer.Option("--set", metavar="MEANING=HEADING", help="cli.help.set")
    ] = None,
    save_as: Annotated[
        str | None, typer.Option("--save-profile", metavar="NAME", help="cli.help.save_profile")
    ] = None,
    customer: Annotated[
        str, typer.Option(metavar="X", help="cli.help.profile_customer", show_default=False)
    ] = "",
) -> None:
    """What the reader understood."""
    from tieout.cli import read as _read

    _read.read(
        file,
        json=json,
        sheet=sheet,
        profile=profile,
        currency=currency,
        columns=columns or (),
        save_as=save_as,
        customer=customer,
    )


@app.command(cls=SpokenCommand, help="cli.help.demo")
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", readable=False, help="cli.help.out")] = Path(
        "demo"
    ),
) -> None:
    """The sample ledgers, reconciled."""
    from tieout.cli import demo as _demo

    _demo.demo(out)


_statements.mount(app)
_profiles.mount(app)
_policy.mount(app)
_carrying.mount(app)
_settle.mount(app)
_backups.mount(app)
