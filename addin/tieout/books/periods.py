"""What may still be posted: a period is open, closed, or reopened with a reason and an approval.

A period goes draft → matched → reviewed → confirmed → closed. Where the books ask for review each
step is somebody's; otherwise closing takes them all.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, exists, func, select

from tieout.books.books import Books, setting
from tieout.books.entry import Entry, entry_columns
from tieout.books.journal import is_in
from tieout.books.schema import CARRIED, ENTRIES, EVENTS, PERIODS, RECONCILIATIONS, TRAIL
from tieout.books.sight import in_sight
from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Account
from tieout.texts import text

PeriodState = Literal[
    "draft", "matched", "reviewed", "confirmed", "closed", "reopen_asked", "reopened"
]
ORDER: tuple[PeriodState, ...] = ("draft", "matched", "reviewed", "confirmed", "closed")


@dataclass(frozen=True)
class PeriodStep:
    """A period at a state, and who took it there."""

    period: str
    state: PeriodState
    who: str
    reason: str


def period_state(books: Books, period: str) -> PeriodState:
    """Where a period stands; a reopened one is a draft again."""
    with books.reading() as connection:
        return _state(connection, _checked(period))


def advance_period(books: Books, period: str, state: PeriodState, reason: str = "") -> None:
    """Take a period one step further; closing is a step of its own."""
    assert state in ORDER[1:-1]
    with books.writing("period", subject=f"period:{_checked(period)}", reason=reason) as pen:
        before = _state(pen.connection, period)
        if before not in ORDER or ORDER.index(before) + 1 != ORDER.index(state):
            raise TieoutError(
                "books.not_the_next_state",
                period=_with_last_step(pen.connection, period),
                before=text(f"period_state.{before}"),
                after=text(f"period_state.{state}"),
            )
        pen.detail |= {"before": before, "after": state}
        pen.add(PERIODS, period=period, state=state, who=pen.who, reason=reason)


def close_period(books: Books, period: str, reason: str = "") -> Mapping[Account, int]:
    """Close a period: nothing posts into it any more; what is open is carried forward."""
    last_day = _last_day(_checked(period))
    with books.writing("close_period", subject=f"period:{period}", reason=reason) as pen:
        before = _state(pen.connection, period)
        _refuse_to_close(pen.connection, period, before)
        for state in ORDER[ORDER.index(before) + 1 :]:
            pen.add(PERIODS, period=period, state=state, who=pen.who, reason=reason)
        carried = _carried(pen.connection, last_day)
        pen.add_rows(
            CARRIED,
            [
                {
                    "period": period,
                    "customer": account.customer,
                    "currency": account.currency,
                    "cents": cents,
                    "open_items": count,
                }
                for account, (cents, count) in carried.items()
            ],
        )
        pen.detail |= {"before": before, "after": "closed", "accounts": len(carried)}
    return {account: cents for account, (cents, _) in carried.items()}


def reopen_period(books: Books, period: str, reason: str) -> PeriodState:
    """Reopen a closed period; where the books ask for review, one asks and another approves."""
    if not reason.strip():
        raise TieoutError("books.reason_needed")
    with books.writing("reopen_period", subject=f"period:{_checked(period)}", reason=reason) as pen:
        before = _state(pen.connection, period)
        if before not in ("closed", "reopen_asked"):
            said = _with_last_step(pen.connection, period)
            raise TieoutError("books.not_closed", period=said)
        asks = setting(pen.connection, "review") == "yes" and before == "closed"
        after: PeriodState = "reopen_asked" if asks else "reopened"
        pen.detail |= {"before": before, "after": after}
        pen.add(PERIODS, period=period, state=after, who=pen.who, reason=reason)
    return after


def record_reconciliation(
    books: Books, period: str, account: Account, *, difference_cents: int, unexplained_cents: int
) -> None:
    """What a reconciliation of an account found; with a residue unexplained its period cannot close."""
    with books.writing("reconcile", subject=f"period:{_checked(period)}") as pen:
        pen.add(
            RECONCILIATIONS,
            period=period,
            customer=account.customer,
            currency=account.currency,
            difference_cents=difference_cents,
            unexplained_cents=unexplained_cents,
            who=pen.who,
        )


def periods(books: Books) -> list[PeriodStep]:
    """The newest step of every period that has one."""
    newest = select(func.max(PERIODS.c.id)).group_by(PERIODS.c.period)
    columns = (PERIODS.c.period, PERIODS.c.state, PERIODS.c.who, PERIODS.c.reason)
    query = select(*columns).where(PERIODS.c.id.in_(newest)).order_by(PERIODS.c.period)
    with books.reading() as connection:
        return [
            PeriodStep(str(period), cast("PeriodState", state), str(who), str(reason))
            for period, state, who, reason in connection.execute(query)
        ]


def first_and_last_day(period: str) -> tuple[date, date]:
    """The days a period begins and ends."""
    checked = _checked(period)
    return date.fromisoformat(f"{checked}-01"), _last_day(checked)


def open_items(books: Books, as_of: date) -> Iterator[Entry]:
    """The entries that nothing has settled at a date: neither matched nor reversed."""
    with books.reading() as connection:
        seen = in_sight(connection, books.store, books.who)
        query = select(*entry_columns()).where(*_open(as_of), *seen).order_by(ENTRIES.c.id)
        yield from (Entry(*row) for row in connection.execute(query))


def _open(as_of: date) -> list[ColumnElement[bool]]:
    undone = ENTRIES.alias("undone")
    return [
        is_in("posted"),
        ENTRIES.c.posting_date <= as_of,
        ENTRIES.c.reverses.is_(None),
        ~exists().where(undone.c.reverses == ENTRIES.c.id),
        ~exists().where(EVENTS.c.entry == ENTRIES.c.id, EVENTS.c.kind == "match"),
    ]


def _carried(connection: Connection, as_of: date) -> dict[Account, tuple[int, int]]:
    account = (ENTRIES.c.customer, ENTRIES.c.currency)
    everything = select(*account, func.sum(ENTRIES.c.cents)).where(
        is_in("posted"), ENTRIES.c.posting_date <= as_of
    )
    counted = select(*account, func.count()).where(*_open(as_of)).group_by(*account)
    counts = {(name, currency): int(n) for name, currency, n in connection.execute(counted)}
    rows = connection.execute(everything.group_by(*account).order_by(*account))
    return {
        Account(str(name), str(currency)): (int(cents), counts.get((name, currency), 0))
        for name, currency, cents in rows
    }


def _refuse_to_close(connection: Connection, period: str, before: PeriodState) -> None:
    if before in ("closed", "reopen_asked"):
        raise TieoutError("books.closed_already", period=_with_last_step(connection, period))
    if setting(connection, "review") == "yes" and before != "confirmed":
        raise TieoutError(
            "books.not_confirmed", period=period, before=text(f"period_state.{before}")
        )
    first, last = date.fromisoformat(f"{period}-01"), _last_day(period)
    waiting = select(ENTRIES.c.batch).where(
        ENTRIES.c.posting_date.between(first, last), ~is_in("posted"), ~is_in("rejected")
    )
    found = sorted({int(row[0]) for row in connection.execute(waiting.distinct())})
    if found:
        raise TieoutError("books.batches_waiting", period=period, found=", ".join(map(str, found)))
    residues = _residues(connection, period)
    if residues:
        raise TieoutError("books.residue_of", period=period, found="; ".join(residues))


def _residues(connection: Connection, period: str) -> list[str]:
    table = RECONCILIATIONS.c
    newest = (
        select(func.max(table.id))
        .where(table.period == period)
        .group_by(table.customer, table.currency)
    )
    query = select(table.customer, table.currency, table.unexplained_cents).where(
        table.id.in_(newest), table.unexplained_cents != 0
    )
    return [
        f"{customer} {currency} {format_amount(int(cents), str(currency))}"
        for customer, currency, cents in connection.execute(query)
    ]


def _state(connection: Connection, period: str) -> PeriodState:
    query = select(PERIODS.c.state).where(PERIODS.c.period == period).order_by(PERIODS.c.id.desc())
    state = cast("PeriodState", connection.execute(query.limit(1)).scalar() or "draft")
    return "draft" if state == "reopened" else state


def _with_last_step(connection: Connection, period: str) -> str:
    """A period, and who took it where it stands and when: it may have been somebody else just now."""
    query = select(PERIODS.c.state, PERIODS.c.who, TRAIL.c.at).where(PERIODS.c.period == period)
    at = query.outerjoin(TRAIL, TRAIL.c.sequence == PERIODS.c.trail).order_by(PERIODS.c.id.desc())
    last = connection.execute(at.limit(1)).first()
    if last is None:
        return period
    state, who, when = last
    said = str(when or "")[:16].replace("T", " ")
    return text(
        "books.period_by", period=period, state=text(f"period_state.{state}"), who=who, at=said
    )


def _checked(period: str) -> str:
    try:
        first = date.fromisoformat(f"{period}-01")
    except ValueError:
        raise TieoutError("books.not_a_period", found=period) from None
    return f"{first:%Y-%m}"


def _last_day(period: str) -> date:
    year, month = map(int, period.split("-"))
    return date(year, month, monthrange(year, month)[1])
