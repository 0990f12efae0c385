"""What the books say: entries, balances, the story of an entry, the audit trail."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import (
    Currency,
    CustomerName,
    EntryNumber,
    FromDate,
    Json,
    Least,
    Limit,
    Most,
    Passphrase,
    Period,
    Place,
    Reference,
    Status,
    ToDate,
    TypeWord,
)
from tieout.cli.books.printing import (
    entry_document,
    local_time,
    print_entries,
    print_json,
    print_table,
    say,
)
from tieout.cli.books.typed import amount_of, day, state_named, whole_period
from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount, to_major
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.query import Answer
    from tieout.books.trail import TrailLine


def query(
    keyword: Annotated[str, typer.Argument(metavar="KEYWORD", help="books_help.keyword")] = "",
    place: Place = None,
    period: Period = None,
    from_date: FromDate = None,
    to_date: ToDate = None,
    customer: CustomerName = "",
    kind: TypeWord = "",
    currency: Currency = None,
    least: Least = None,
    most: Most = None,
    status: Status = "posted",
    reference: Reference = "",
    limit: Limit = 50,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Entries, their count and totals."""
    from tieout.books.query import Question
    from tieout.books.query import query as ask

    first, last = whole_period(period) if period else (day(from_date), day(to_date))
    if first and last and first > last:
        raise TieoutError("asking.turned", first=first, last=last)
    question = Question(
        from_date=first,
        to_date=last,
        customer=customer,
        type=kind,
        currency=currency and currency.upper(),
        least=amount_of(least),
        most=amount_of(most),
        state=state_named(status),
        reference=reference,
        keyword=keyword,
    )
    with opened_books(place, passphrase_file) as opened:
        answer = ask(opened, question, limit=limit)
    if json_wanted:
        print_json(_answer_document(answer))
    else:
        _print_answer(answer)


def _print_answer(answer: "Answer") -> None:
    print_entries(answer.entries)
    say("count", shown=len(answer.entries), count=answer.count)
    for code, total in answer.totals.items():
        say(
            "total",
            currency=code,
            count=total.count,
            debit=format_amount(total.debit, code),
            credit=format_amount(total.credit, code),
            net=format_amount(total.net, code),
        )


def balances(
    place: Place = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="books_help.as_of")] = None,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """What each customer owes."""
    from tieout.books.balances import balances as _balances

    with opened_books(place, passphrase_file) as opened:
        found = sorted(_balances(opened, as_of=day(as_of)).items())
    if json_wanted:
        print_json(
            [
                {**account._asdict(), "amount": str(to_major(cents, account.currency))}
                for account, cents in found
            ]
        )
        return
    rows = [[a.customer, a.currency, format_amount(cents, a.currency)] for a, cents in found]
    print_table(("customer", "currency", "amount"), rows)


def trace(
    entry: EntryNumber,
    place: Place = None,
    json_wanted: Json = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Where an entry came from, and what became of it."""
    from tieout.books.trace import trace as story_of

    with opened_books(place, passphrase_file) as opened:
        found = story_of(opened, entry)
    if json_wanted:
        document = entry_document(found.entry)
        steps = [{**asdict(step), "sentence": step.sentence()} for step in found.steps]
        print_json(
            {
                "entry": document,
                "file": found.file,
                "sheet": found.sheet,
                "sha256": found.sha256,
                "goods": found.goods and asdict(found.goods),
                "steps": steps,
            }
        )
        return
    print_entries([found.entry])
    if found.goods:
        say("goods", goods=found.goods.sentence())
    print_table(
        ("trail_line", "at", "who", "what"),
        [[s.trail, local_time(s.at), s.who, s.sentence()] for s in found.steps],
    )


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

    with opened_books(place, passphrase_file) as opened, opened.reading() as connection:
        anchor = AuditTrail(connection).head()
        lines = [] if head else list(AuditTrail(connection).lines(subject, last=last))
        if lines:
            opened.note("trail", len(lines), {"subject": subject})
    if head:
        print(anchor)
        return
    if json_wanted:
        print_json([asdict(line) for line in lines])
        return
    print_table(
        ("trail_line", "at", "who", "what", "subject", "why", "detail"),
        [_trail_row(line) for line in lines],
    )
    say("head", head=anchor)


def _answer_document(answer: "Answer") -> dict[str, object]:
    return {
        "count": answer.count,
        "entries": [entry_document(entry) for entry in answer.entries],
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


def _trail_row(line: "TrailLine") -> list[object]:
    from tieout.books.trail_told import told

    return [
        line.sequence,
        local_time(line.at),
        line.who,
        text(f"trail_action.{line.action}"),
        line.subject,
        line.reason,
        told(line),
    ]
