"""`tieout books`: what we keep, posted, found, traced, verified, closed and backed up from a terminal.

Each command imports what it works with, so that no other command waits for the database.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer
from rich.cells import cell_len

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.cli.progress_bar import progress_bar
from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount, to_major
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.books import Books
    from tieout.books.entry import Entry
    from tieout.books.journal import BatchState
    from tieout.books.query import Answer
    from tieout.books.trail import TrailLine

F = TypeVar("F", bound=Callable[..., Any])

books = typer.Typer(cls=SpokenGroup, help="books_help.books", add_completion=False)


def command(help_key: str) -> Callable[[F], F]:
    """A command of this group, its help a key."""
    return books.command(cls=SpokenCommand, help=help_key)


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
PeriodName = Annotated[str, typer.Argument(metavar="YYYY-MM", help="books_help.period_name")]


@command("books_help.init")
def init(
    place: Place = None,
    review: Annotated[bool, typer.Option("--review", help="books_help.review_rule")] = False,
    encrypted: Annotated[bool, typer.Option("--encrypted", help="books_help.encrypted")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """New books."""
    from tieout.books.books import create_books
    from tieout.books.place import books_url, shown
    from tieout.books.secrets_kept import passphrase

    key = passphrase("books", passphrase_file) if encrypted else None
    with create_books(place, review=review, passphrase=key) as made:
        _say("made", where=shown(books_url(place)), head=made.head())
        if review:
            _say("made_with_review")


@command("books_help.post")
def post(
    file: Annotated[str, typer.Argument(metavar="FILE|BATCH", help="books_help.file")],
    place: Place = None,
    sheet: Annotated[str | None, typer.Option(metavar="S", help="books_help.sheet")] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="books_help.profile")] = None,
    customer: Annotated[
        str, typer.Option(metavar="NAME", help="books_help.customer_of", show_default=False)
    ] = "",
    currency: Annotated[
        str, typer.Option(metavar="CNY", help="books_help.currency_of", show_default=False)
    ] = "",
    corrects: Annotated[
        int | None, typer.Option(metavar="BATCH", help="books_help.corrects")
    ] = None,
    additional: Annotated[bool, typer.Option("--additional", help="books_help.additional")] = False,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """A file, or a batch that was reviewed."""
    from tieout.books import journal, search
    from tieout.books.posting import post_file

    with _opened(place, passphrase_file) as opened:
        if file.isdigit() and not Path(file).exists():
            batch = journal.post(opened, int(file), reason)
            _say("batch_posted", batch=batch.id, count=batch.entries)
            return
        with progress_bar() as progress:
            posting = post_file(
                opened,
                file,
                sheet=sheet,
                profile=profile,
                customer=customer,
                currency=currency,
                corrects=corrects,
                additional=additional,
                reason=reason,
                progress=progress,
            )
            search.catch_up(opened, progress)
    if posting.batch is None:
        _say("nothing_new", file=file, known=posting.known)
        return
    _say(
        f"file_{posting.batch.state}",
        file=file,
        batch=posting.batch.id,
        new=posting.new,
        known=posting.known,
    )
    for each in posting.changed:
        print(f"  {each.sentence()}")
    for code, cents in posting.totals.items():
        _say("sum", currency=code, amount=format_amount(cents, code))


@command("books_help.batches")
def batches(
    place: Place = None, json_wanted: Json = False, passphrase_file: Passphrase = None
) -> None:
    """Every batch and where it stands."""
    from tieout.books import journal

    with _opened(place, passphrase_file) as opened:
        found = journal.batches(opened)
    if json_wanted:
        _print_json([asdict(each) for each in found])
        return
    rows = [
        [
            each.id,
            text(f"batch_state.{each.state}"),
            each.entries,
            each.prepared_by,
            each.reviewed_by,
            each.file,
            each.reason,
        ]
        for each in found
    ]
    _print_table(("batch", "state", "count", "prepared_by", "reviewed_by", "file", "why"), rows)


@command("books_help.review")
def review(
    batch: Number, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """Another person finds a batch right."""
    from tieout.books import journal

    with _opened(place, passphrase_file) as opened:
        journal.review(opened, batch, reason)
    _say("batch_reviewed", batch=batch)


@command("books_help.reject")
def reject(
    batch: Number, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """A batch goes back."""
    from tieout.books import journal

    with _opened(place, passphrase_file) as opened:
        journal.reject(opened, batch, reason)
    _say("batch_rejected", batch=batch)


@command("books_help.correct")
def correct(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="books_help.entry")],
    amount: Annotated[
        str | None, typer.Argument(metavar="AMOUNT", help="books_help.amount")
    ] = None,
    place: Place = None,
    reason: Reason = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="books_help.on")] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Reverse an entry, and replace it where another amount is given."""
    from tieout.books import journal
    from tieout.books.trace import trace as story_of

    with _opened(place, passphrase_file) as opened:
        wrong = story_of(opened, entry).entry
        cents = None if amount is None else _cents(amount, wrong.currency)
        batch = journal.correct(opened, [(entry, cents)], reason, on=_day(on))
    _say(f"correction_{batch.state}", entry=entry, batch=batch.id)


@command("books_help.query")
def query(
    keyword: Annotated[str, typer.Argument(metavar="KEYWORD", help="books_help.keyword")] = "",
    place: Place = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="books_help.period")] = None,
    from_date: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="books_help.from")
    ] = None,
    to_date: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="books_help.to")
    ] = None,
    customer: Annotated[
        str, typer.Option(metavar="NAME", help="books_help.customer", show_default=False)
    ] = "",
    kind: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="books_help.type", show_default=False)
    ] = "",
    currency: Annotated[str | None, typer.Option(metavar="CNY", help="books_help.currency")] = None,
    least: Annotated[
        str | None, typer.Option("--min", metavar="AMOUNT", help="books_help.min")
    ] = None,
    most: Annotated[
        str | None, typer.Option("--max", metavar="AMOUNT", help="books_help.max")
    ] = None,
    status: Annotated[
        str, typer.Option(metavar="posted|prepared|reviewed|rejected|all", help="books_help.status")
    ] = "posted",
    reference: Annotated[
        str, typer.Option(metavar="R", help="books_help.reference", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="books_help.limit")] = 50,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Entries, their count and totals."""
    from tieout.books.query import Question
    from tieout.books.query import query as ask

    first, last = _whole_period(period) if period else (_day(from_date), _day(to_date))
    question = Question(
        from_date=first,
        to_date=last,
        customer=customer,
        type=kind,
        currency=currency,
        least=_amount(least),
        most=_amount(most),
        state=_state(status),
        reference=reference,
        keyword=keyword,
    )
    with _opened(place, passphrase_file) as opened:
        answer = ask(opened, question, limit=limit)
    if json_wanted:
        _print_json(_answer_document(answer))
        return
    _print_entries(answer.entries)
    _say("count", shown=len(answer.entries), count=answer.count)
    for code, total in answer.totals.items():
        _say(
            "total",
            currency=code,
            count=total.count,
            debit=format_amount(total.debit, code),
            credit=format_amount(total.credit, code),
            net=format_amount(total.net, code),
        )


@command("books_help.balances")
def balances(
    place: Place = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="books_help.as_of")] = None,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """What each customer owes."""
    from tieout.books.balances import balances as _balances

    with _opened(place, passphrase_file) as opened:
        found = sorted(_balances(opened, as_of=_day(as_of)).items())
    if json_wanted:
        _print_json(
            [
                {**account._asdict(), "amount": str(to_major(cents, account.currency))}
                for account, cents in found
            ]
        )
        return
    rows = [[a.customer, a.currency, format_amount(cents, a.currency)] for a, cents in found]
    _print_table(("customer", "currency", "amount"), rows)


@command("books_help.trace")
def trace(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="books_help.entry")],
    place: Place = None,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Where an entry came from, and what became of it."""
    from tieout.books.trace import trace as story_of

    with _opened(place, passphrase_file) as opened:
        found = story_of(opened, entry)
    if json_wanted:
        document = _entry_document(found.entry)
        steps = [{**asdict(step), "sentence": step.sentence()} for step in found.steps]
        _print_json(
            {
                "entry": document,
                "file": found.file,
                "sheet": found.sheet,
                "sha256": found.sha256,
                "steps": steps,
            }
        )
        return
    _print_entries([found.entry])
    _print_table(
        ("trail_line", "at", "who", "what"),
        [[s.trail, _local(s.at), s.who, s.sentence()] for s in found.steps],
    )


@command("books_help.trail")
def trail(
    place: Place = None,
    last: Annotated[int, typer.Option(metavar="N", min=1, help="books_help.last")] = 20,
    subject: Annotated[str | None, typer.Option(metavar="S", help="books_help.subject")] = None,
    head: Annotated[bool, typer.Option("--head", help="books_help.head")] = False,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Who did what, when, and why."""
    from tieout.books.trail import AuditTrail

    with _opened(place, passphrase_file) as opened, opened.reading() as connection:
        anchor = AuditTrail(connection).head()
        lines = [] if head else list(AuditTrail(connection).lines(subject, last=last))
    if head:
        print(anchor)
        return
    if json_wanted:
        _print_json([asdict(line) for line in lines])
        return
    _print_table(
        ("trail_line", "at", "who", "what", "subject", "why", "detail"),
        [_trail_row(line) for line in lines],
    )
    _say("head", head=anchor)


@command("books_help.verify")
def verify(
    place: Place = None,
    anchor: Annotated[
        list[str] | None, typer.Option("--anchor", metavar="N:HASH", help="books_help.anchor")
    ] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Whether everything is as it was written; 1 where it is not."""
    from tieout.books.place import books_url
    from tieout.books.trail import Anchor
    from tieout.books.verify import verify as verify_books

    kept = [Anchor.parse(each) for each in anchor or []]
    found = verify_books(place, kept_outside=kept, passphrase=_key(place, passphrase_file))
    for each in found.places:
        print(each.sentence())
    if not found.holds:
        _say("does_not_hold", count=len(found.places))
        raise typer.Exit(1)
    _say("holds", rows=found.rows, head=found.head)
    if books_url(place).drivername == "sqlite" and not found.sealed:
        _say("no_seal")


@command("books_help.backup")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="books_help.backup_file")],
    place: Place = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="books_help.encrypt")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Everything into one file, verified by restoring it."""
    from tieout.books import backup as _backup
    from tieout.books.secrets_kept import passphrase

    key = passphrase("backup", passphrase_file) if encrypt or passphrase_file else None
    target = file / f"tieout-{datetime.now():%Y%m%d-%H%M%S}.backup" if file.is_dir() else file  # noqa: DTZ005 — the user's own clock names the file
    with _opened(place, passphrase_file) as opened, progress_bar() as progress:
        made = _backup.back_up(opened, target, passphrase=key, progress=progress)
    _say("backed_up", file=made.file, rows=made.rows, head=made.head)


@command("books_help.restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="books_help.backup_file")],
    place: Place = None,
    until: Annotated[
        int | None, typer.Option(metavar="LINE", min=1, help="books_help.until")
    ] = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="books_help.decrypt")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """A backup into an empty place."""
    from tieout.books import backup as _backup
    from tieout.books.place import books_url, shown
    from tieout.books.secrets_kept import passphrase

    key = passphrase("backup", passphrase_file) if encrypt or passphrase_file else None
    where = place or str(books_url(None).render_as_string(hide_password=False))
    found = _backup.restore(where, file, passphrase=key, until=until)
    for each in found.places:
        print(each.sentence())
    if not found.holds:
        raise typer.Exit(1)
    _say("restored", where=shown(books_url(place)), rows=found.rows, head=found.head)


@command("books_help.export")
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="books_help.folder")],
    place: Place = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Everything as plain files."""
    from tieout.books import export as _export

    with _opened(place, passphrase_file) as opened:
        files = _export.export(opened, folder)
    _say("exported", count=len(files), folder=folder)


@command("books_help.close")
def close(
    period: PeriodName, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """Nothing posts into the period any more."""
    from tieout.books import periods

    with _opened(place, passphrase_file) as opened:
        carried = periods.close_period(opened, period, reason)
    _say("closed", period=period, count=len(carried))


@command("books_help.reopen")
def reopen(
    period: PeriodName, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """A closed period, for a reason."""
    from tieout.books import periods

    with _opened(place, passphrase_file) as opened:
        after = periods.reopen_period(opened, period, reason)
    _say(after, period=period)


@command("books_help.period_state")
def period(
    name: PeriodName,
    state: Annotated[
        str | None, typer.Argument(metavar="matched|reviewed|confirmed", help="books_help.state")
    ] = None,
    place: Place = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """Where a period stands, or one step further."""
    from tieout.books import periods

    with _opened(place, passphrase_file) as opened:
        if state is not None:
            if state not in periods.ORDER[1:-1]:
                raise TieoutError("books.unknown_state", found=state)
            periods.advance_period(opened, name, state, reason)
        found = periods.period_state(opened, name)
    _say("period_is", period=name, state=text(f"period_state.{found}"))


def _opened(place: str | None, passphrase_file: Path | None) -> "Books":
    from tieout.books.books import open_books

    return open_books(place, passphrase=_key(place, passphrase_file))


def _key(place: str | None, passphrase_file: Path | None) -> str | None:
    from tieout.books.place import books_url
    from tieout.books.secrets_kept import is_encrypted, passphrase

    return passphrase("books", passphrase_file) if is_encrypted(books_url(place)) else None


def _say(key: str, **values: object) -> None:
    print(text(f"books_said.{key}", None, **values) if values else text(f"books_said.{key}"))


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def _answer_document(answer: "Answer") -> dict[str, object]:
    return {
        "count": answer.count,
        "entries": [_entry_document(entry) for entry in answer.entries],
        "totals": {
            code: {
                "count": total.count,
                "debit": str(to_major(total.debit, code)),
                "credit": str(to_major(total.credit, code)),
                "net": str(to_major(total.net, code)),
            }
            for code, total in answer.totals.items()
        },
    }


def _entry_document(entry: "Entry") -> dict[str, object]:
    document = asdict(entry)
    del document["cents"], document["others"]
    return document | {"amount": str(to_major(entry.cents, entry.currency))}


def _print_entries(entries: Sequence["Entry"]) -> None:
    rows = [
        [
            e.id,
            e.posting_date,
            _type(e.type),
            e.reference,
            e.customer,
            e.currency,
            format_amount(e.cents, e.currency),
            e.memo,
        ]
        for e in entries
    ]
    _print_table(
        ("entry", "date", "type", "reference", "customer", "currency", "amount", "memo"), rows
    )


def _type(code: str) -> str:
    try:
        return text(f"entry_type.{code}").partition("|")[0]
    except KeyError:
        return code


def _trail_row(line: "TrailLine") -> list[object]:
    return [
        line.sequence,
        _local(line.at),
        line.who,
        text(f"trail_action.{line.action}"),
        line.subject,
        line.reason,
        line.detail,
    ]


def _local(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return at


NUMBERS = ("amount", "count", "entry", "batch", "trail_line")


def _print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns side by side, as wide as their widest cell; a Chinese character takes two places."""
    words = [text(f"books_heading.{heading}") for heading in headings]
    cells = [words, *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            " " * (width - cell_len(cell)) + cell
            if heading in NUMBERS
            else cell + " " * (width - cell_len(cell))
            for heading, cell, width in zip(headings, row, widths, strict=True)
        ]
        print("  ".join(padded).rstrip())


def _one_line(cell: object) -> str:
    return " ".join(str(cell).split())


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise TieoutError("books.not_a_day", found=given) from None


def _whole_period(period: str) -> tuple[date, date]:
    from tieout.books import periods

    return periods.first_and_last_day(period)


def _amount(given: str | None) -> Decimal | None:
    if given is None:
        return None
    try:
        found = Decimal(given.replace(",", ""))
    except InvalidOperation:
        raise TieoutError("books.not_an_amount", found=given) from None
    if not found.is_finite():
        raise TieoutError("books.not_an_amount", found=given)
    return found


def _cents(given: str, currency: str) -> int:
    amount = _amount(given)
    assert amount is not None
    cents = int(amount.scaleb(-int(to_major(1, currency).as_tuple().exponent)))
    if to_major(cents, currency) != amount:
        raise TieoutError("books.not_an_amount", found=given)
    return cents


def _state(status: str) -> "BatchState | None":
    if status == "all":
        return None
    if status not in ("posted", "prepared", "reviewed", "rejected"):
        raise TieoutError("books.unknown_status", found=status)
    return cast("BatchState", status)
