"""`tieout backups list|restore`: copies of workbooks from before they were changed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.texts import text


def mount(app: typer.Typer) -> None:
    """Put these commands among the others."""
    group = typer.Typer(cls=SpokenGroup, help="deciding.help.backups")
    group.command("list", cls=SpokenCommand, help="deciding.help.backups_list")(list_backups)
    group.command("restore", cls=SpokenCommand, help="deciding.help.backups_restore")(
        restore_backup
    )
    app.add_typer(group, name="backups")


def list_backups(
    workbook: Annotated[
        Path | None,
        typer.Argument(metavar="WORKBOOK", readable=False, help="deciding.help.backups_of"),
    ] = None,
) -> None:
    """The copies of a workbook, or of all, the newest first."""
    from tieout.backups import KEPT_DAYS, backups

    found = backups(workbook)
    if not found:
        print(text("backup.none", days=KEPT_DAYS))
    for one in found:
        size = one.copy.stat().st_size
        print(f"{one.name}  {one.when:%Y-%m-%d %H:%M}  {size:>12,}  {one.origin}")


def restore_backup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="deciding.help.backup_name")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", readable=False, help="deciding.help.backup_out"),
    ] = None,
) -> None:
    """A copy put back; what is there is backed up first."""
    from tieout.backups import restore
    from tieout.cli.targets import check_target

    if out is not None:
        check_target(out, ())
    restored = restore(name, datetime.now().astimezone(), out)
    file = out or restored.origin
    print(text("backup.restored", file=file, when=f"{restored.when:%Y-%m-%d %H:%M}"))
