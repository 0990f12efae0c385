"""What do we know of customers and products, since when, and who changed it.

Several people may edit at once: a change says from which version it was made, and is refused where
somebody else has changed the same row since, with the words of what they changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from tieout.books.books import Books
from tieout.books.pen import Pen
from tieout.books.people import people
from tieout.books.register_values import shown
from tieout.books.registers import Register, Row
from tieout.books.schema import TRAIL
from tieout.errors import TieoutError
from tieout.texts import text

NAMED_MAX = 20
"""So many customers are named in the trail."""


@dataclass(frozen=True)
class Version:
    """One version of a row, who made it and when; `id` is its number in the books."""

    id: int
    row: Row
    who: str = ""
    at: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Edit:
    """A row as somebody wants it, and the version they saw; 0 where they saw none."""

    row: Row
    seen: int = 0
    line: int = 0


@dataclass(frozen=True)
class Change:
    """What an edit changes: by field, what was and what will be; nothing was where the row is new."""

    code: str
    before: Row | None
    after: Row
    line: int = 0

    def fields(self) -> list[str]:
        """The fields that change."""
        old = self.before or {}
        return [name for name, value in self.after.items() if old.get(name) != value]

    def sentences(self, register: Register) -> list[str]:
        """Every changed field in words."""
        if self.before is None:
            return [text("base_data.new", None, code=self.code, name=self.after["name"])]
        return [_told(register, self.code, name, self.before, self.after) for name in self.fields()]


def current(books: Books, register: Register, *, purpose: str = "") -> list[Version]:
    """Every row as it is now, to be shown; reading what is sensitive leaves a line in the trail."""
    found = rows_now(books, register)
    if register.sensitive:
        note_reading(books, purpose, [str(each.row["code"]) for each in found])
    return found


def rows_now(books: Books, register: Register) -> list[Version]:
    """Every row as it is now, by code, for what only checks against it."""
    with books.reading() as connection:
        found = list(_newest(connection, register).values())
        seen = _seen_groups(connection, books)
    if seen is not None and register.field("customer_group"):
        found = [each for each in found if each.row["customer_group"] in seen]
    return sorted(found, key=lambda each: str(each.row["code"]))


def history(books: Books, register: Register, code: str) -> list[Version]:
    """Every version of a row, oldest first: the history of a price, a limit, an address."""
    names = [register.table.c[each.name] for each in register.fields]
    columns = (register.table.c.id, *names, TRAIL.c.who, TRAIL.c.at, TRAIL.c.reason)
    query = (
        select(*columns)
        .join(TRAIL, TRAIL.c.sequence == register.table.c.trail)
        .where(register.table.c.code == code)
        .order_by(register.table.c.id)
    )
    with books.reading() as connection:
        seen = _seen_groups(connection, books)
        rows = connection.execute(query).all()
    found = [
        Version(int(row[0]), _row(register, row[1:-3]), str(row[-3]), str(row[-2]), str(row[-1]))
        for row in rows
    ]
    if not found or (
        seen is not None
        and register.field("customer_group")
        and found[-1].row["customer_group"] not in seen
    ):
        raise TieoutError("books.no_code", found=code)
    if register.sensitive:
        note_reading(books, "history", [code])
    return found


def preview(books: Books, register: Register, edits: Sequence[Edit]) -> list[Change]:
    """What edits would change; nothing is written."""
    with books.reading() as connection:
        return _changes(connection, register, edits)


def apply(
    books: Books, register: Register, edits: Sequence[Edit], reason: str = ""
) -> list[Change]:
    """Write what edits change, each a new version; all of them or none."""
    try:
        with books.writing(register.action, subject=register.name, reason=reason) as pen:
            changes = _changes(pen.connection, register, edits)
            if not changes:
                raise _NothingChanges
            _write(pen, register, changes)
    except _NothingChanges:
        return []
    return changes


def note_reading(books: Books, purpose: str, codes: Sequence[str]) -> None:
    """The trail will say who read what is sensitive, when and for what."""
    books.note("customers", len(codes), {"codes": list(codes[:NAMED_MAX])}, purpose)


class _NothingChanges(Exception):  # noqa: N818
    """The transaction is left without a trace."""


def _write(pen: Pen, register: Register, changes: Sequence[Change]) -> None:
    if len(changes) == 1:
        pen.subject = f"{register.action}:{changes[0].code}"
    pen.detail["changes"] = [_before_and_after(each) for each in changes]
    pen.add_rows(register.table, [dict(each.after) for each in changes])


def _before_and_after(change: Change) -> dict[str, object]:
    """The fields that change; of a new row those that say something."""
    if change.before is None:
        said = {name: value for name, value in change.after.items() if value not in ("", None)}
        return {"code": change.code, "before": None, "after": said}
    return {
        "code": change.code,
        "before": {name: change.before.get(name) for name in change.fields()},
        "after": {name: change.after[name] for name in change.fields()},
    }


def _changes(connection: Connection, register: Register, edits: Sequence[Edit]) -> list[Change]:
    newest = _newest(connection, register)
    found: list[Change] = []
    conflicts: list[str] = []
    for edit in edits:
        code = str(edit.row["code"])
        now = newest.get(code)
        if now is not None and dict(now.row) == dict(edit.row):
            continue
        if now is None or now.id == edit.seen:
            found.append(Change(code, now.row if now else None, edit.row, edit.line))
            continue
        base = _version(connection, register, edit.seen)
        if base is not None and dict(base) == dict(edit.row):
            continue  # changed by somebody else only; their change stays
        conflicts += _changed_meanwhile(register, now, base or {})
    if conflicts:
        raise TieoutError("books.changed_meanwhile", found="\n".join(["", *conflicts]))
    return found


def _changed_meanwhile(register: Register, now: Version, base: Row) -> list[str]:
    changed = [name for name, value in now.row.items() if base.get(name) != value]
    code = str(now.row["code"])
    return [
        "  "
        + text(
            "base_data.meanwhile",
            None,
            who=now.who,
            at=now.at[:16].replace("T", " "),
            what=_told(register, code, name, base, now.row),
        )
        for name in changed
    ]


def _told(register: Register, code: str, name: str, before: Row, after: Row) -> str:
    rule = register.field(name)
    assert rule is not None
    currency = str(after.get("currency") or "")
    return text(
        "base_data.changed",
        None,
        code=code,
        field=rule.heading(),
        before=shown(rule, before.get(name), str(before.get("currency") or currency)) or "—",
        after=shown(rule, after.get(name), currency) or "—",
    )


def _newest(connection: Connection, register: Register) -> Mapping[str, Version]:
    table = register.table
    newest = select(func.max(table.c.id)).group_by(table.c.code)
    columns = (
        table.c.id,
        *(table.c[each.name] for each in register.fields),
        func.coalesce(TRAIL.c.who, ""),
        func.coalesce(TRAIL.c.at, ""),
    )
    query = select(*columns).outerjoin(TRAIL, TRAIL.c.sequence == table.c.trail)
    rows = connection.execute(query.where(table.c.id.in_(newest))).all()
    return {
        str(row[1]): Version(int(row[0]), _row(register, row[1:-2]), str(row[-2]), str(row[-1]))
        for row in rows
    }


def _version(connection: Connection, register: Register, number: int) -> Row | None:
    columns = [register.table.c[each.name] for each in register.fields]
    row = connection.execute(select(*columns).where(register.table.c.id == number)).first()
    return None if row is None else _row(register, row)


def _row(register: Register, values: Sequence[object]) -> Row:
    return dict(zip((each.name for each in register.fields), values, strict=True))


def _seen_groups(connection: Connection, books: Books) -> tuple[str, ...] | None:
    person = people(connection).get(books.who)
    return person.groups if person and person.groups else None
