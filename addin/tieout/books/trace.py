"""Where did an entry come from, and what became of it: everything, in the order it happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from tieout.books.books import Books
from tieout.books.due_dates import derived_by
from tieout.books.entry import Entry, entry_columns
from tieout.books.goods import Goods, goods_of
from tieout.books.schema import BATCHES, ENTRIES, EVENTS, FILES, STEPS, TRAIL
from tieout.books.sight import in_sight
from tieout.errors import TieoutError
from tieout.texts import Language, text

EventKind = Literal["match", "decision", "statement"]


@dataclass(frozen=True)
class TraceStep:
    """One thing that happened to an entry; `what` names a text `trace.<what>`."""

    trail: int
    at: str
    who: str
    what: str
    name: str = ""
    detail: str = ""

    def sentence(self, language: Language | None = None) -> str:
        """What happened."""
        if self.what == "due_date_derived":
            return text("trace.due_date_derived", language, name=self.name, days=self.detail)
        said = text(f"trace.{self.what}", language, name=self.name)
        return f"{said} — {self.detail}" if self.detail else said


@dataclass(frozen=True)
class Trace:
    """One entry and its story."""

    entry: Entry
    file: str
    sheet: str
    sha256: str
    steps: tuple[TraceStep, ...]
    goods: Goods | None = None


def record_event(
    books: Books,
    entries: Iterable[int],
    kind: EventKind,
    name: str,
    *,
    detail: str = "",
    reason: str = "",
) -> None:
    """A match, a decision or a statement concerns entries: write it down for their trace."""
    with books.writing(kind, subject=name, reason=reason) as pen:
        pen.add_rows(
            EVENTS,
            [
                {"entry": entry, "kind": kind, "name": name, "who": pen.who, "detail": detail}
                for entry in entries
            ],
        )


def events_told(books: Books, kind: EventKind) -> set[tuple[str, str]]:
    """Name and detail of every event of a kind that was written down."""
    query = select(EVENTS.c.name, EVENTS.c.detail).where(EVENTS.c.kind == kind).distinct()
    with books.reading() as connection:
        return {(str(name), str(detail)) for name, detail in connection.execute(query)}


def trace(books: Books, entry: int) -> Trace:
    """The story of an entry."""
    with books.reading() as connection:
        row = connection.execute(
            select(*entry_columns(), ENTRIES.c.trail).where(
                ENTRIES.c.id == entry, *in_sight(connection, books.store, books.who)
            )
        ).first()
        if row is None:
            raise TieoutError("books.no_entry", found=entry)
        found = Entry(*row[:-1])
        file = connection.execute(
            select(FILES.c.name, FILES.c.sheet, FILES.c.sha256)
            .join(BATCHES, BATCHES.c.file == FILES.c.id)
            .where(BATCHES.c.id == found.batch)
        ).first() or ("", "", "")
        happened = [
            *_origin(found, int(row[-1]), str(file[0]), str(file[1])),
            *_steps(connection, found),
            *_events(connection, found),
            *_corrections(connection, found),
        ]
        told = _told(connection, sorted(happened, key=lambda each: each[0]))
        goods = goods_of(connection, [entry]).get(entry)
    books.note("trace", 1, {"entry": str(entry), "customer": found.customer})
    return Trace(found, str(file[0]), str(file[1]), str(file[2]), told, goods)


_Happened = tuple[int, str, str, str]


def _origin(entry: Entry, trail: int, file: str, sheet: str) -> list[_Happened]:
    if entry.reverses is not None:
        return [(trail, "made_to_reverse", str(entry.reverses), "")]
    if entry.replaces is not None and not file:
        return [(trail, "made_to_replace", str(entry.replaces), "")]
    where = f"{file} {sheet}".strip() if file != sheet else file
    origin = [(trail, "read_from", f"{where}:{entry.line}", "")]
    days = derived_by(entry.others)
    if days is not None:
        origin.append((trail, "due_date_derived", str(entry.due_date), str(days)))
    return origin + (
        [(trail, "made_to_replace", str(entry.replaces), "")] if entry.replaces else []
    )


def _steps(connection: Connection, entry: Entry) -> list[_Happened]:
    query = select(STEPS.c.trail, STEPS.c.step, STEPS.c.batch, STEPS.c.reason)
    rows = connection.execute(query.where(STEPS.c.batch == entry.batch).order_by(STEPS.c.id))
    return [(int(trail), str(step), str(batch), str(reason)) for trail, step, batch, reason in rows]


def _events(connection: Connection, entry: Entry) -> list[_Happened]:
    query = select(EVENTS.c.trail, EVENTS.c.kind, EVENTS.c.name, EVENTS.c.detail)
    rows = connection.execute(query.where(EVENTS.c.entry == entry.id).order_by(EVENTS.c.id))
    return [(int(trail), str(kind), str(name), str(detail)) for trail, kind, name, detail in rows]


def _corrections(connection: Connection, entry: Entry) -> list[_Happened]:
    found: list[_Happened] = []
    for column, what in ((ENTRIES.c.reverses, "reversed_by"), (ENTRIES.c.replaces, "replaced_by")):
        rows = connection.execute(select(ENTRIES.c.trail, ENTRIES.c.id).where(column == entry.id))
        found += [(int(trail), what, str(number), "") for trail, number in rows]
    return found


def _told(connection: Connection, happened: Sequence[_Happened]) -> tuple[TraceStep, ...]:
    numbers = {trail for trail, *_ in happened}
    query = select(TRAIL.c.sequence, TRAIL.c.at, TRAIL.c.who).where(TRAIL.c.sequence.in_(numbers))
    lines = {int(sequence): (str(at), str(who)) for sequence, at, who in connection.execute(query)}
    return tuple(
        TraceStep(trail, *lines.get(trail, ("", "")), what, name, detail)
        for trail, what, name, detail in happened
    )
