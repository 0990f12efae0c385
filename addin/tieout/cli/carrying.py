"""`tieout carry-forward`: the open items of a closed workbook go into the next one's reconciliation."""

from pathlib import Path
from typing import Annotated

import typer

from tieout.cli.help_texts import SpokenCommand
from tieout.cli.progress_bar import progress_bar
from tieout.errors import TieoutError
from tieout.texts import current_language, text

WORKBOOKS = (".xlsx", ".xlsm")


def mount(app: typer.Typer) -> None:
    """Put this command among the others."""
    app.command("carry-forward", cls=SpokenCommand, help="carry_help.carry_forward")(carry_forward)


def carry_forward(
    closed: Annotated[
        Path, typer.Argument(metavar="CLOSED", readable=False, help="carry_help.closed")
    ],
    workbook: Annotated[
        Path, typer.Argument(metavar="WORKBOOK", readable=False, help="carry_help.workbook")
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", readable=False, help="carry_help.output"),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE", readable=False, help="cli.help.policy")
    ] = None,
    ours_sheet: Annotated[str | None, typer.Option(metavar="S", help="cli.help.ours_sheet")] = None,
    theirs_sheet: Annotated[
        str | None, typer.Option(metavar="S", help="cli.help.theirs_sheet")
    ] = None,
) -> None:
    """Both workbooks are read; only the next one is written, or a copy of it."""
    from tieout import procedures
    from tieout.cli.summary import print_summary
    from tieout.cli.targets import check_target
    from tieout.engines import headless
    from tieout.procedures.carrying import still_open
    from tieout.procedures.rules import rules_of_file

    for file in (closed, workbook):
        _check_workbook(file)
    target = output or workbook
    check_target(target, [closed], (workbook.suffix.lower(),))
    rules = None if policy is None else rules_of_file(policy)
    with progress_bar() as progress, headless.app() as app:
        last, book = app.books.open(closed), app.books.open(workbook)
        result = procedures.carry_forward(
            last,
            book,
            policy=rules,
            ours_sheet=ours_sheet,
            theirs_sheet=theirs_sheet,
            language=current_language(),
            backup=target == workbook,
            progress=progress,
        )
        book.save(target)
    cleared, still = still_open(result)
    print_summary(result, target, None)
    print(
        text("carried.said", source=closed.name, count=cleared + still, cleared=cleared, open=still)
    )


def _check_workbook(file: Path) -> None:
    if file.suffix.lower() not in WORKBOOKS:
        raise TieoutError("policy_said.not_a_workbook", file=file.name)
    if not file.exists():
        raise TieoutError("read.no_file", file=file)
