"""`tieout statements`, `statement verify`, `replies` and `template`: what goes out, and what comes back.

Each command imports the rooms it works in, so that no other command waits for them.
"""

from pathlib import Path

import typer

from tieout.cli import statement_options as o
from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.cli.progress_bar import progress_bar
from tieout.errors import TieoutError
from tieout.progress import CancelledError
from tieout.texts import current_language, text

_KINDS = "kinds"


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
    source: o.Source,
    theirs: o.Theirs = None,
    kind: o.Kind = None,
    out: o.Out = Path("statements"),
    customer: o.Customers = None,
    month: o.Month = None,
    year: o.Year = None,
    first: o.From = None,
    last: o.To = None,
    as_of: o.AsOf = None,
    issued: o.Dated = None,
    pdf: o.Pdf = False,
    one_workbook: o.OneWorkbook = False,
    by: o.By = None,
    buckets: o.Buckets = None,
    issuer: o.IssuerFile = None,
    templates: o.Templates = None,
    names: o.Names = "{number}_{customer}_{kind}_{end}",
    passwords: o.Passwords = None,
    keyring_service: o.Keyring = None,
    again: o.Again = False,
    policy: o.PolicyFile = None,
    sheet: o.Sheet = None,
    books: o.Books = None,
    passphrase_file: o.Passphrase = None,
    user: o.User = None,
    password_file: o.PasswordFile = None,
) -> None:
    """Issue statements, or list their kinds."""
    from tieout.cli import statement_words as said
    from tieout.cli.books.opened import SignIn, signed_in
    from tieout.cli.statement_passwords import passwords as passwords_of
    from tieout.cli.statement_source import WrittenSource, issued_of, refuse_one_ledger
    from tieout.cli.statement_summary import print_issue, print_kinds
    from tieout.statements.heading import Issuer
    from tieout.statements.issuer_file import read_issuer
    from tieout.statements.kinds import KINDS, kind_named
    from tieout.statements.order import StatementOrder
    from tieout.statements.register import read_register

    if source == _KINDS and theirs is None and kind is None:
        print_kinds()
        return
    if kind is None:
        raise TieoutError("statement.error.kind_missing", kinds=list(KINDS))
    begin, end = said.period(month, year, first, last, as_of)
    order = StatementOrder(
        kind=kind_named(kind).name,
        language=current_language(),
        begin=begin,
        end=end,
        issued=said.day("--dated", issued),
        customers=tuple(customer or ()),
        by=said.aging_base(by),
        issuer=said.with_buckets(read_issuer(issuer) if issuer else Issuer(), buckets),
        templates=templates,
        pattern=names,
        one_workbook=one_workbook,
        pdf=pdf,
        passwords=passwords_of(passwords, keyring_service),
        again=again,
    )
    written = WrittenSource(source, sheet, books, passphrase_file)
    refuse_one_ledger(written, theirs, order.kind)
    signed_in(SignIn(user, password_file))
    try:
        with written.opened() as opened, progress_bar() as progress:
            made = issued_of(written, opened, theirs, policy, order, out, progress)
    except (CancelledError, KeyboardInterrupt) as error:
        if not read_register(out):
            raise
        raise CancelledError("statement.cancelled", folder=out) from error
    print_issue(made, out, order)


def verify(
    file: o.Verified,
    register: o.Register = None,
    source: o.Ledger = None,
    theirs: o.TheirFile = None,
    policy: o.PolicyFile = None,
    passwords: o.Passwords = None,
    keyring_service: o.Keyring = None,
    books: o.Books = None,
    passphrase_file: o.Passphrase = None,
    user: o.User = None,
    password_file: o.PasswordFile = None,
) -> None:
    """Say whether a statement is what was issued."""
    from tieout.cli.books.opened import SignIn, signed_in
    from tieout.cli.statement_passwords import password_of
    from tieout.cli.statement_passwords import passwords as passwords_of
    from tieout.cli.statement_source import WrittenSource, compared
    from tieout.statements.kinds import kind_word

    language = current_language()
    signed_in(SignIn(user, password_file))
    written = WrittenSource(source, None, books, passphrase_file) if source else None
    password = password_of(file, register, passwords_of(passwords, keyring_service))
    found = compared(file, register, written, theirs, policy, password)
    for one in found:
        print(f"{one.number}  {kind_word(one.kind, language)}  [{one.sheet}]")
        for sentence in one.sentences(language):
            print(f"  {sentence}")
    if not all(one.holds for one in found):
        raise typer.Exit(1)


def replies(folder: o.Folder, register: o.Register = None) -> None:
    """Read what customers sent back."""
    from tieout.cli.statement_summary import print_replies
    from tieout.statements.replies import read_replies, write_replies

    place = register or folder
    summary = read_replies(folder, place)
    print_replies(summary, write_replies(summary, place))


def check(file: o.File, kind: o.Kind = None) -> None:
    """Say whether a template is right."""
    from tieout.statements.kinds import kind_word
    from tieout.statements.template_check import check_template

    language = current_language()
    name = check_template(file, kind)
    word = kind_word(name, language)
    print(text("statement.template_right", language, file=file.name, kind=word))


def fields(kind: o.KindArgument = None) -> None:
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
