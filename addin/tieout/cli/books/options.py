"""The options commands of the books share, each said once."""

from pathlib import Path
from typing import Annotated

import typer

Place = Annotated[
    str | None, typer.Option("--books", metavar="URL", help="books_help.url", show_default=False)
]
Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        envvar="TIEOUT_PASSPHRASE_FILE",
        show_envvar=False,
        help="books_help.passphrase_file",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="books_help.json")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="books_help.reason", show_default=False)]
Number = Annotated[int, typer.Argument(metavar="BATCH", help="books_help.batch")]
EntryNumber = Annotated[int, typer.Argument(metavar="ENTRY", help="books_help.entry")]
PeriodName = Annotated[str, typer.Argument(metavar="YYYY-MM", help="books_help.period_name")]
