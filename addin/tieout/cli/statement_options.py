"""Which options have the commands on statements: each once, by the key of its help text."""

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[str, typer.Argument(metavar="SOURCE|kinds", help="statement.help.source")]
Theirs = Annotated[Path | None, typer.Argument(metavar="THEIRS", help="statement.help.theirs")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="statement.help.file")]
Verified = Annotated[Path, typer.Argument(metavar="FILE", help="statement.help.verified")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="statement.help.folder")]
KindArgument = Annotated[str | None, typer.Argument(metavar="KIND", help="statement.help.kind")]

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="statement.help.kind")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="statement.help.out")]
Customers = Annotated[
    list[str] | None, typer.Option("--customer", metavar="NAME", help="statement.help.customer")
]
Month = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help="statement.help.month")
]
Year = Annotated[int | None, typer.Option("--year", metavar="YYYY", help="statement.help.year")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="statement.help.from")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="statement.help.to")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="statement.help.as_of")]
Dated = Annotated[str | None, typer.Option("--dated", metavar="DATE", help="statement.help.dated")]
Pdf = Annotated[bool, typer.Option("--pdf", help="statement.help.pdf")]
OneWorkbook = Annotated[bool, typer.Option("--one-workbook", help="statement.help.one_workbook")]
By = Annotated[str | None, typer.Option("--by", metavar="invoice|due", help="statement.help.by")]
Buckets = Annotated[
    str | None, typer.Option("--buckets", metavar="DAYS", help="statement.help.buckets")
]
IssuerFile = Annotated[
    Path | None, typer.Option("--issuer", metavar="FILE", help="statement.help.issuer")
]
Templates = Annotated[
    Path | None, typer.Option("--templates", metavar="DIR", help="statement.help.templates")
]
Names = Annotated[str, typer.Option("--names", metavar="PATTERN", help="statement.help.names")]
Passwords = Annotated[
    Path | None, typer.Option("--passwords", metavar="FILE", help="statement.help.passwords")
]
Keyring = Annotated[
    str | None, typer.Option("--keyring", metavar="SERVICE", help="statement.help.keyring")
]
Again = Annotated[bool, typer.Option("--again", help="statement.help.again")]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="statement.help.policy")
]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="S", help="statement.help.sheet")]
Register = Annotated[
    Path | None, typer.Option("--register", metavar="DIR", help="statement.help.register")
]
Ledger = Annotated[
    str | None, typer.Option("--ledger", metavar="SOURCE", help="statement.help.ledger")
]
TheirFile = Annotated[
    Path | None, typer.Option("--theirs", metavar="FILE", help="statement.help.theirs")
]
Books = Annotated[
    str | None,
    typer.Option("--books", metavar="URL", help="statement.help.books", show_default=False),
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
User = Annotated[
    str | None,
    typer.Option(
        "--user", metavar="NAME", envvar="TIEOUT_USER", show_envvar=False, help="books_help.user"
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        envvar="TIEOUT_PASSWORD_FILE",
        show_envvar=False,
        help="books_help.password_file",
    ),
]
