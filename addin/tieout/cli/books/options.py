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

Period = Annotated[str | None, typer.Option(metavar="YYYY-MM", help="books_help.of_period")]
FromDate = Annotated[str | None, typer.Option("--from", metavar="DATE", help="books_help.from")]
ToDate = Annotated[str | None, typer.Option("--to", metavar="DATE", help="books_help.to")]
CustomerName = Annotated[
    str, typer.Option(metavar="NAME", help="books_help.customer", show_default=False)
]
TypeWord = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="books_help.type", show_default=False)
]
Currency = Annotated[str | None, typer.Option(metavar="CNY", help="books_help.currency")]
Least = Annotated[str | None, typer.Option("--min", metavar="AMOUNT", help="books_help.min")]
Most = Annotated[str | None, typer.Option("--max", metavar="AMOUNT", help="books_help.max")]
Status = Annotated[
    str, typer.Option(metavar="posted|prepared|reviewed|rejected|all", help="books_help.status")
]
Reference = Annotated[
    str, typer.Option(metavar="R", help="books_help.reference", show_default=False)
]
Limit = Annotated[int, typer.Option(metavar="N", min=0, help="books_help.limit")]
