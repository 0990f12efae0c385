"""`tieout statements`, `statement verify`, `replies` and `template`: what goes out, and what comes back.

Each command imports the rooms it works in, so that no other command waits for them.
"""

import csv
import getpass
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.cli.progress_bar import progress_bar
from tieout.errors import TieoutError
from tieout.texts import current_language, text

if TYPE_CHECKING:
    from tieout.statements.aging import AgingBase
    from tieout.statements.issuing import Issue
    from tieout.statements.replies import ReplySummary

_KINDS = "kinds"

File = Annotated[Path, typer.Argument(metavar="FILE", help="statement.help.file")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="statement.help.kind")]
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
Register = Annotated[
    Path | None, typer.Option("--register", metavar="DIR", help="statement.help.register")
]


def mount(app: typer.Typer) -> None:
    """Put these commands among the others."""
    app.command("statements", cls=SpokenCommand, help="statement.help.statements")(statements)
    app.command("replies", cls=SpokenCommand, help="statement.help.replies")(replies)
    statement = typer.Typer(cls=SpokenGroup, help="statement.help.statement")
    statement.command("verify", cls=SpokenCommand, help="statement.help.verify")(verify)
    # With one command only the library would leave its name out.
    statement.callback()(_nothing)
    app.add_typer(statement, name="statement")
    template = typer.Typer(cls=SpokenGroup, help="statement.help.template")
    template.command("check", cls=SpokenCommand, help="statement.help.check")(check)
    template.command("fields", cls=SpokenCommand, help="statement.help.fields")(fields)
    app.add_typer(template, name="template")


def _nothing() -> None:
    """The group itself does nothing."""


def statements(
    source: Annotated[str, typer.Argument(metavar="SOURCE|kinds", help="statement.help.source")],
    theirs: Annotated[
        Path | None, typer.Argument(metavar="THEIRS", help="statement.help.theirs")
    ] = None,
    kind: Kind = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="statement.help.out")] = Path(
        "statements"
    ),
    customer: Annotated[
        list[str] | None, typer.Option("--customer", metavar="NAME", help="statement.help.customer")
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="statement.help.month")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", help="statement.help.year")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="statement.help.from")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="statement.help.to")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="statement.help.as_of")
    ] = None,
    issued: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="statement.help.dated")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="statement.help.pdf")] = False,
    one_workbook: Annotated[
        bool, typer.Option("--one-workbook", help="statement.help.one_workbook")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="invoice|due", help="statement.help.by")
    ] = None,
    issuer: Annotated[
        Path | None, typer.Option("--issuer", metavar="FILE", help="statement.help.issuer")
    ] = None,
    templates: Annotated[
        Path | None, typer.Option("--templates", metavar="DIR", help="statement.help.templates")
    ] = None,
    names: Annotated[
        str, typer.Option("--names", metavar="PATTERN", help="statement.help.names")
    ] = "{number}_{customer}_{kind}_{end}",
    passwords: Annotated[
        Path | None, typer.Option("--passwords", metavar="FILE", help="statement.help.passwords")
    ] = None,
    keyring_service: Annotated[
        str | None, typer.Option("--keyring", metavar="SERVICE", help="statement.help.keyring")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="statement.help.again")] = False,
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help="statement.help.policy")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="S", help="statement.help.sheet")
    ] = None,
    books: Books = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Issue statements, or list their kinds."""
    from tieout.cli.statement_source import WrittenSource, source_of
    from tieout.procedures.statements import now
    from tieout.statements.heading import Issuer
    from tieout.statements.issuer_file import read_issuer
    from tieout.statements.issuing import StatementOrder, issue
    from tieout.statements.kinds import KINDS, kind_named

    if source == _KINDS and theirs is None and kind is None:
        _print_kinds()
        return
    if kind is None:
        raise TieoutError("statement.error.kind_missing", kinds="、".join(KINDS))
    begin, end = _period(month, year, first, last, as_of)
    order = StatementOrder(
        kind=kind_named(kind).name,
        language=current_language(),
        begin=begin,
        end=end,
        issued=_day("--dated", issued),
        customers=tuple(customer or ()),
        by=_base(by),
        issuer=read_issuer(issuer) if issuer else Issuer(),
        templates=templates,
        pattern=names,
        one_workbook=one_workbook,
        pdf=pdf,
        passwords=_passwords(passwords, keyring_service),
        again=again,
    )
    with progress_bar() as progress:
        progress("reading", 0.0)
        written = WrittenSource(source, sheet, books, passphrase_file)
        found = source_of(written, theirs, kind, policy, order.customers)
        made = issue(
            found, order, out, issued_at=now(), issued_by=getpass.getuser(), progress=progress
        )
    _print_issue(made, out, kind)


def verify(
    file: File,
    register: Register = None,
    source: Annotated[
        str | None, typer.Option("--ledger", metavar="SOURCE", help="statement.help.ledger")
    ] = None,
    theirs: Annotated[
        Path | None, typer.Option("--theirs", metavar="FILE", help="statement.help.theirs")
    ] = None,
    books: Books = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Say whether a statement is what was issued."""
    from tieout.cli.statement_source import WrittenSource
    from tieout.ledger.reading import read
    from tieout.procedures.statements import reconciled
    from tieout.statements.kinds import kind_word
    from tieout.statements.verifying import verify as verified

    language = current_language()
    written = WrittenSource(source, None, books, passphrase_file) if source else None
    ours = written.ledger() if written else None
    both = reconciled(ours, read(theirs)) if ours is not None and theirs is not None else None
    found = verified(file, register, both or ours)
    for one in found:
        print(f"{one.number}  {kind_word(one.kind, language)}  [{one.sheet}]")
        for sentence in one.sentences(language):
            print(f"  {sentence}")
    if not all(one.holds for one in found):
        raise typer.Exit(1)


def replies(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="statement.help.folder")],
    register: Register = None,
) -> None:
    """Read what customers sent back."""
    from tieout.statements.replies import read_replies, write_replies

    place = register or folder
    summary = read_replies(folder, place)
    target = write_replies(summary, place)
    _print_replies(summary, target)


def check(file: File, kind: Kind = None) -> None:
    """Say whether a template is right."""
    from tieout.statements.kinds import kind_word
    from tieout.statements.template_check import check_template

    language = current_language()
    name = check_template(file, kind)
    word = kind_word(name, language)
    print(text("statement.template_right", language, file=file.name, kind=word))


def fields(
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="statement.help.kind")] = None,
) -> None:
    """List what can stand in a template."""
    from tieout.statements.kinds import KINDS, kind_named, kind_word
    from tieout.statements.template_check import known_fields

    language = current_language()
    for name in [kind] if kind else KINDS:
        known = known_fields(kind_named(name), language)
        print(f"{name}  {kind_word(name, language)}")
        print("  " + "  ".join(known.anywhere))
        for block, columns in known.rows.items():
            print(f"  [{block}]  " + "  ".join(columns))


def _period(
    month: str | None, year: int | None, first: str | None, last: str | None, as_of: str | None
) -> tuple[date | None, date | None]:
    """The first and last day asked for, in one way only."""
    ways = [month is not None, year is not None, bool(first or last), as_of is not None]
    if sum(ways) > 1:
        raise TieoutError("statement.error.two_periods")
    if month is not None:
        day = _day("--month", f"{month}-01")
        assert day is not None, "a day was given"
        return day, day.replace(day=monthrange(day.year, day.month)[1])
    if year is not None:
        if not 1900 <= year <= 9998:
            raise TieoutError("statement.error.not_a_day", option="--year", found=year)
        return date(year, 1, 1), date(year, 12, 31)
    begin, end = _day("--from", first), _day("--to", last) or _day("--as-of", as_of)
    if begin and end and begin > end:
        raise TieoutError("statement.error.backwards", begin=begin, end=end)
    return begin, end


def _day(option: str, written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise TieoutError("statement.error.not_a_day", option=option, found=written) from error


def _base(by: str | None) -> "AgingBase | None":
    from tieout.statements.aging import LIMITS_DAYS

    for known in LIMITS_DAYS:
        if by == known:
            return known
    if by is not None:
        raise TieoutError("statement.error.aging_base", found=by, known="、".join(LIMITS_DAYS))
    return None


def _passwords(
    file: Path | None, service: str | None
) -> Mapping[str, str] | Callable[[str], str | None]:
    """Passwords by customer, from a file or the system's keyring; never the command line."""
    if file is not None:
        return _listed_passwords(file)
    import keyring

    return partial(keyring.get_password, service) if service is not None else {}


def _listed_passwords(file: Path) -> dict[str, str]:
    """A CSV file of two columns: customer and password."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream) if row]
    except (OSError, UnicodeDecodeError) as error:
        raise TieoutError("statement.error.passwords_file", file=file, why=error) from error
    wrong = [number for number, row in enumerate(rows, 1) if len(row) < 2 or not row[1]]
    if wrong:
        raise TieoutError("statement.error.passwords_line", file=file, line=wrong[0])
    return {row[0].strip(): row[1] for row in rows}


def _print_kinds() -> None:
    from tieout.statements.kinds import KINDS, kind_word

    language = current_language()
    for name in KINDS:
        print(f"{name:<24}{kind_word(name, language)}")


def _print_issue(made: "Issue", folder: Path, kind: str) -> None:
    from tieout.statements.kinds import kind_warning

    language = current_language()
    for line in made.written:
        print(f"{line.number}  {line.customer or '—'}  {line.amount} {line.currency}  {line.file}")
    values = {"count": len(made.written), "before": len(made.before), "folder": folder}
    print(text("statement.issued", language, **values))
    if made.pdfs:
        print(text("statement.printed", language, count=len(made.pdfs)))
    if made.needless:
        print(text("statement.needless", language, count=len(made.needless)))
    warning = kind_warning(kind, language)
    if warning:
        print(warning)


def _print_replies(summary: "ReplySummary", target: Path) -> None:
    from tieout.statements.replies import reply_word

    language = current_language()
    for reply in summary.replies:
        word = reply_word(reply.outcome, language)
        cause = text(f"cause.{reply.cause}.word", language) if reply.cause else ""
        said = (word, reply.number, reply.customer, reply.difference, cause, reply.file)
        print("  ".join(filter(None, said)))
    for line in summary.unanswered:
        print(f"{reply_word('unanswered', language)}  {line.number}  {line.customer}")
    print(
        text(
            "statement.replies",
            language,
            sent=summary.sent,
            answered=summary.answered,
            reply_rate=summary.percent(summary.answered, summary.sent),
            agreed=summary.agreed,
            agree_rate=summary.percent(summary.agreed, summary.answered),
            again=len(summary.unanswered),
            file=target,
        )
    )
