"""What does each role permit: the least role an action needs.

On a server the database holds this by itself; here it is held for a file, and said in words for both.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from tieout.books.people import ROLES, Person, Role, people
from tieout.books.stores import Store
from tieout.errors import TieoutError
from tieout.texts import text

NEEDED: Mapping[str, Role] = {
    "read": "viewer",
    "verify": "viewer",
    "prepare": "preparer",
    "enter": "preparer",
    "correct": "preparer",
    "post": "preparer",
    "reject": "preparer",
    "match": "preparer",
    "decision": "preparer",
    "statement": "preparer",
    "reconcile": "preparer",
    "period": "preparer",
    "customer": "preparer",
    "product": "preparer",
    "review": "reviewer",
    "close_period": "reviewer",
    "reopen_period": "reviewer",
    "set": "administrator",
    "person": "administrator",
    "backup": "administrator",
    "export": "administrator",
    "init": "administrator",
}
"""By the action of the trail; the database refuses more finely, such as a batch of one's own."""

WHOLE = frozenset(
    ("verify", "period", "close_period", "reopen_period", "customer", "set", "person", "backup", "export")
)  # fmt: skip
"""What concerns every customer, and nobody may do who sees only some."""


def admit(connection: Connection, store: Store, who: str, action: str) -> None:
    """Refuse what the role of somebody does not permit."""
    known = people(connection)
    if not known:
        return
    person = known.get(who)
    if person is None or not person.active:
        if (
            store.keeps_people
        ):  # the server let them in and judges by itself: its owner is on no list
            return
        raise TieoutError("books.not_a_person", who=who)
    _refuse(person, action)


def _refuse(person: Person, action: str) -> None:
    needed = NEEDED[action]
    if ROLES.index(person.role) < ROLES.index(needed):
        raise TieoutError(
            "books.role_needed",
            who=person.name,
            role=text(f"role.{person.role}"),
            needed=text(f"role.{needed}"),
        )
    if action in WHOLE and person.groups:
        raise TieoutError("books.sees_not_all", who=person.name, found=", ".join(person.groups))
