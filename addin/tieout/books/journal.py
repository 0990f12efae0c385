"""How does an entry get into the journal: prepared by one, reviewed by another, then posted.

Every step is a line that is added. What was posted wrongly is reversed and replaced by new entries
that say which ones they reverse and replace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from sqlalchemy import ColumnElement, Connection, exists, func, select

from tieout.books.books import Books, setting
from tieout.books.entry import Entry, contents, entry_columns, fingerprint
from tieout.books.goods import add_goods, goods_of_rows
from tieout.books.pen import Pen
from tieout.books.rows import Rows
from tieout.books.schema import BATCHES, ENTRIES, FILES, STEPS, TRAIL
from tieout.books.sight import refuse_batch_out_of_sight, refuse_out_of_sight
from tieout.errors import TieoutError
from tieout.texts import text

BatchState = Literal["prepared", "reviewed", "posted", "rejected"]
BATCH_STATES: tuple[BatchState, ...] = get_args(BatchState)


@dataclass(frozen=True)
class Batch:
    """Entries that were prepared together and are posted together."""

    id: int
    state: BatchState
    entries: int
    prepared_by: str
    file: str = ""
    sheet: str = ""
    reviewed_by: str = ""
    reason: str = ""
    typed: bool = False


def review(books: Books, batch: int, reason: str = "") -> Batch:
    """Another person has looked at a batch and finds it right."""
    _step(books, batch, "reviewed", "review", reason)
    return batch_of(books, batch)


def post(books: Books, batch: int, reason: str = "") -> Batch:
    """Post a batch: from now on its entries count."""
    _step(books, batch, "posted", "post", reason)
    return batch_of(books, batch)


def reject(books: Books, batch: int, reason: str) -> Batch:
    """Send a batch back, and say why."""
    if not reason.strip():
        raise TieoutError("books.reason_needed")
    _step(books, batch, "rejected", "reject", reason)
    return batch_of(books, batch)


def reverse(books: Books, entries: Sequence[int], reason: str, *, on: date | None = None) -> Batch:
    """Reverse entries by new ones of the opposite amount."""
    return correct(books, [(entry, None) for entry in entries], reason, on=on)


def correct(
    books: Books,
    corrections: Sequence[tuple[int, int | None]],
    reason: str,
    *,
    on: date | None = None,
) -> Batch:
    """Reverse entries; where a corrected amount is given, replace them by entries of that amount."""
    if not reason.strip():
        raise TieoutError("books.reason_needed")
    with books.writing("correct", reason=reason) as pen:
        wrong = {
            entry.id: entry
            for entry in _posted_entries(pen.connection, [e for e, _ in corrections])
        }
        _refuse_unknown(pen.connection, [entry for entry, _ in corrections], wrong)
        rows = reversing_rows(list(wrong.values()), on=on)
        replacing = [(wrong[entry], cents) for entry, cents in corrections if cents is not None]
        rows = rows.joined(replacing_rows(replacing, on=on))
        batch = add_batch(pen, rows, reason=reason)
        pen.subject = f"batch:{batch}"
    return batch_of(books, batch)


def add_batch(
    pen: Pen,
    rows: Rows,
    *,
    file: int | None = None,
    corrects: int | None = None,
    drafted: bool = False,
    reason: str = "",
) -> int:
    """Add a batch that waits for its reviewer, or is posted at once where the books ask for none."""
    refuse_out_of_sight(pen.connection, pen.who, rows.customer)
    batch = pen.add(
        BATCHES, file=file, corrects=corrects, entries=len(rows), prepared_by=pen.who, reason=reason
    )
    first = pen.add_columns(ENTRIES, rows.columns(batch))
    add_goods(pen, first, goods_of_rows(rows))
    if drafted:
        pen.add(STEPS, batch=batch, step="drafted", who=pen.who, reason="")
    pen.add(STEPS, batch=batch, step="prepared", who=pen.who, reason=reason)
    review = setting(pen.connection, "review")
    imported = file is not None and corrects is None and not drafted
    if review != "yes" and (review != "entered" or imported):
        pen.add(STEPS, batch=batch, step="posted", who=pen.who, reason="")
    return batch


def reversing_rows(entries: Sequence[Entry], *, on: date | None = None) -> Rows:
    """Rows that undo entries."""
    return _rows(
        entries,
        [-entry.cents for entry in entries],
        on,
        reverses=[entry.id for entry in entries],
        replaces=[None] * len(entries),
    )


def replacing_rows(corrections: Sequence[tuple[Entry, int]], *, on: date | None = None) -> Rows:
    """Rows that stand in for entries, with another amount."""
    entries = [entry for entry, _ in corrections]
    return _rows(
        entries,
        [cents for _, cents in corrections],
        on,
        reverses=[None] * len(entries),
        replaces=[entry.id for entry in entries],
    )


def batch_of(books: Books, batch: int) -> Batch:
    """One batch and where it stands."""
    found = batches(books, only=batch)
    if not found:
        raise TieoutError("books.no_batch", found=batch)
    return found[0]


def batches(
    books: Books, *, only: int | None = None, state: BatchState | None = None
) -> list[Batch]:
    """The batches, newest first."""
    query = (
        select(
            BATCHES.c.id,
            BATCHES.c.entries,
            BATCHES.c.prepared_by,
            BATCHES.c.reason,
            func.coalesce(FILES.c.name, ""),
            func.coalesce(FILES.c.sheet, ""),
        )
        .outerjoin(FILES, FILES.c.id == BATCHES.c.file)
        .order_by(BATCHES.c.id.desc())
    )
    steps_query = select(STEPS.c.batch, STEPS.c.step, STEPS.c.who, STEPS.c.reason).order_by(
        STEPS.c.id
    )
    if only is not None:
        query = query.where(BATCHES.c.id == only)
        steps_query = steps_query.where(STEPS.c.batch == only)
    with books.reading() as connection:
        rows = connection.execute(query).all()
        steps: dict[int, list[tuple[str, str, str]]] = {}
        for of, step, who, reason in connection.execute(steps_query):
            steps.setdefault(of, []).append((step, who, reason))
    found = [_batch(row, steps.get(row[0], [])) for row in rows]
    return [each for each in found if state is None or each.state == state]


def is_in(state: BatchState) -> ColumnElement[bool]:
    """Whether an entry's batch stands at a state."""
    if state == "posted":  # nearly all are: asked of each entry, it costs least
        return (
            exists()
            .where(STEPS.c.batch == ENTRIES.c.batch, STEPS.c.step == "posted")
            .correlate(ENTRIES)
        )
    if state == "rejected":
        return ENTRIES.c.batch.in_(select(STEPS.c.batch).where(STEPS.c.step == "rejected"))

    def went(*steps: str) -> ColumnElement[bool]:
        return exists().where(STEPS.c.batch == BATCHES.c.id, STEPS.c.step.in_(steps))

    waits = went("reviewed") if state == "reviewed" else ~went("reviewed")
    return ENTRIES.c.batch.in_(select(BATCHES.c.id).where(~went("posted", "rejected"), waits))


def _batch(row: Sequence[object], steps: Sequence[tuple[str, str, str]]) -> Batch:
    number, entries, prepared_by, reason, file, sheet = row
    state = cast("BatchState", steps[-1][0] if steps else "prepared")  # steps has no other words
    reviewers = [who for step, who, _ in steps if step == "reviewed"]
    said = steps[-1][2] if steps and steps[-1][2] else str(reason)
    assert isinstance(number, int)
    assert isinstance(entries, int)
    return Batch(
        number,
        state,
        entries,
        str(prepared_by),
        str(file),
        str(sheet),
        reviewers[-1] if reviewers else "",
        said,
        typed=any(step == "drafted" for step, _, _ in steps),
    )


def _step(books: Books, batch: int, step: BatchState, action: str, reason: str) -> None:
    with books.writing(action, subject=f"batch:{batch}", reason=reason) as pen:
        of_batch = select(BATCHES.c.entries).where(BATCHES.c.id == batch)
        entries = pen.connection.execute(of_batch).scalar()
        if entries is None:
            raise TieoutError("books.no_batch", found=batch)
        refuse_batch_out_of_sight(pen.connection, pen.who, batch, int(entries))
        query = select(STEPS.c.step, STEPS.c.who, TRAIL.c.at).where(STEPS.c.batch == batch)
        at = query.outerjoin(TRAIL, TRAIL.c.sequence == STEPS.c.trail).order_by(STEPS.c.id.desc())
        last = pen.connection.execute(at).first()
        if last is not None and last[0] in ("posted", "rejected"):
            raise TieoutError(
                "books.finished_by",
                found=batch,
                state=text(f"batch_state.{last[0]}"),
                who=last[1],
                at=str(last[2] or "")[:16].replace("T", " "),
            )
        pen.detail |= {"before": last[0] if last else None, "after": step}
        pen.add(STEPS, batch=batch, step=step, who=pen.who, reason=reason)


def _rows(
    entries: Sequence[Entry],
    cents: Sequence[int],
    on: date | None,
    *,
    reverses: Sequence[int | None],
    replaces: Sequence[int | None],
) -> Rows:
    dates = [(on or entry.posting_date).isoformat() for entry in entries]
    # Never the fingerprint of a row of a file: a file posted twice must not meet its own corrections.
    told = contents([["correction"] * len(entries), reverses, replaces, cents, dates])
    return Rows(
        line=[entry.line for entry in entries],
        posting_date=dates,
        due_date=[entry.due_date.isoformat() if entry.due_date else None for entry in entries],
        type=[entry.type for entry in entries],
        reference=[entry.reference for entry in entries],
        memo=[entry.memo for entry in entries],
        cents=list(cents),
        currency=[entry.currency for entry in entries],
        customer=[entry.customer for entry in entries],
        others=[entry.others for entry in entries],
        reverses=list(reverses),
        replaces=list(replaces),
        fingerprint=[fingerprint(each) for each in told],
    )


def _posted_entries(connection: Connection, ids: Sequence[int]) -> list[Entry]:
    query = select(*entry_columns()).where(ENTRIES.c.id.in_(ids), is_in("posted"))
    rows = connection.execute(query.order_by(ENTRIES.c.id))
    return [Entry(*row) for row in rows]


def _refuse_unknown(connection: Connection, asked: Sequence[int], found: dict[int, Entry]) -> None:
    missing = [entry for entry in asked if entry not in found]
    if missing:
        raise TieoutError("books.no_posted_entry", found=", ".join(map(str, missing)))
    if len(set(asked)) != len(asked):
        raise TieoutError("books.entry_twice")
    again = reversed_already(connection, asked)
    if again:
        raise TieoutError("books.reversed_already", found=", ".join(map(str, sorted(again))))


def reversed_already(connection: Connection, entries: Sequence[int]) -> set[int]:
    """Which of some entries are reversed, or about to be, by a batch that was not rejected."""
    query = select(ENTRIES.c.reverses).where(ENTRIES.c.reverses.in_(entries), ~is_in("rejected"))
    return {int(row[0]) for row in connection.execute(query)}
