"""Who may work with the books: people, their roles, the customer groups they see.

As long as nobody is listed, everybody who reaches the books may do everything. A person is changed by
a new row; the newest counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import Connection, func, select

from tieout.books.schema import PEOPLE
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.books.books import Books
    from tieout.books.pen import Pen

Role = Literal["viewer", "preparer", "reviewer", "administrator"]
ROLES: tuple[Role, ...] = ("viewer", "preparer", "reviewer", "administrator")
"""Each may also do what those before it may."""
BETWEEN = "|"
"""What stands between several groups, or aliases, in one text."""


@dataclass(frozen=True)
class Person:
    """Somebody who works with the books; without `groups` they see every customer."""

    name: str
    role: Role
    groups: tuple[str, ...] = ()
    active: bool = True
    password: str = ""

    def row(self) -> dict[str, object]:
        """As the books keep it."""
        return {
            "name": self.name,
            "role": self.role,
            "customer_group": BETWEEN.join(self.groups),
            "password": self.password,
            "active": int(self.active),
        }

    def shown(self) -> dict[str, object]:
        """As the trail may tell it: that there is a password, not which."""
        return self.row() | {"password": bool(self.password)}


def people(connection: Connection) -> Mapping[str, Person]:
    """Everybody who was ever listed, as they are now, by name."""
    table = PEOPLE.c
    newest = select(func.max(table.id)).group_by(table.name)
    columns = (table.name, table.role, table.customer_group, table.active, table.password)
    rows = connection.execute(
        select(*columns).where(table.id.in_(newest)).order_by(table.name)
    ).all()
    return {
        str(name): Person(
            str(name), cast("Role", role), split(str(groups)), bool(active), str(password)
        )
        for name, role, groups, active, password in rows
    }


def everybody(books: "Books") -> list[Person]:
    """The people of the books."""
    with books.reading() as connection:
        return list(people(connection).values())


def add_person(
    books: "Books",
    name: str,
    role: Role,
    groups: Sequence[str] = (),
    *,
    password: str = "",
    reason: str = "",
) -> Person:
    """List somebody; with the first, who lists them becomes administrator."""
    if not name.strip():
        raise TieoutError("books.person_without_name")
    with books.writing("person", subject=f"person:{name}", reason=reason) as pen:
        known = people(pen.connection)
        if not known and name != pen.who:
            _write(pen, None, Person(pen.who, "administrator"))
        if name in known and known[name].active:
            raise TieoutError("books.person_known", name=name)
        new = Person(name, role, tuple(groups), password=_hashed(books, password))
        if not known and name == pen.who and role != "administrator":
            raise TieoutError("books.last_administrator", name=name)
        _write(pen, known.get(name), new)
    return new


def change_person(
    books: "Books",
    name: str,
    *,
    role: Role | None = None,
    groups: Sequence[str] | None = None,
    password: str | None = None,
    active: bool | None = None,
    reason: str = "",
) -> Person:
    """Give somebody another role, groups or password, or take them off the list."""
    with books.writing("person", subject=f"person:{name}", reason=reason) as pen:
        known = people(pen.connection)
        if name not in known:
            raise TieoutError("books.no_person", name=name)
        before = known[name]
        after = replace(
            before,
            role=before.role if role is None else role,
            groups=before.groups if groups is None else tuple(groups),
            password=before.password if password is None else _hashed(books, password),
            active=before.active if active is None else active,
        )
        _refuse_to_lose_the_last(known, after)
        _write(pen, before, after)
    return after


def split(text: str) -> tuple[str, ...]:
    """Several names in one text.

    >>> split("华东|华南"), split("")
    (('华东', '华南'), ())
    """
    return tuple(part.strip() for part in text.split(BETWEEN) if part.strip())


def _write(pen: "Pen", before: Person | None, after: Person) -> None:
    said = {"before": before.shown() if before else None, "after": after.shown()}
    pen.detail |= {"people": [*cast("list[object]", pen.detail.get("people", [])), said]}
    pen.add(PEOPLE, **after.row())
    pen.store.grant(pen.connection, after.name, after.role if after.active else None)


def _refuse_to_lose_the_last(known: Mapping[str, Person], after: Person) -> None:
    """Somebody must be left who may list people, and sees every customer."""
    left = {**known, after.name: after}.values()
    if not any(p.active and p.role == "administrator" and not p.groups for p in left):
        raise TieoutError("books.last_administrator", name=after.name)


def _hashed(books: "Books", password: str) -> str:
    if not password:
        return ""
    if books.store.keeps_people:
        raise TieoutError("books.password_on_server")
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)
