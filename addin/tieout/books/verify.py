"""Is everything as it was written: each place that is not, named.

Three witnesses, none of which can be talked round by changing the books alone: the chain of the
trail, which vouches for every row; the seal of a file's bytes; the heads remembered outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from tieout.books import anchors
from tieout.books.books import Books, open_books
from tieout.books.expected_schema import expected_schema, found_schema
from tieout.books.place import books_url
from tieout.books.schema import KEPT
from tieout.books.seal import broken_seal, is_sealed
from tieout.books.search import wrong_texts
from tieout.books.sign_in import AskPassword
from tieout.books.stores.sqlite import SqliteStore
from tieout.books.tampering import Tampering
from tieout.books.trail import BEGINNING, Anchor, AuditTrail
from tieout.books.verify_rows import changed_rows
from tieout.books.verify_trail import broken_anchors, broken_chain
from tieout.errors import TieoutError
from tieout.progress import CancelledError, Progress, silent

PLACES_MAX = 1000


@dataclass(frozen=True)
class Verification:
    """What was verified, and every place that is not as it was written."""

    places: tuple[Tampering, ...]
    head: Anchor | None
    rows: int = 0
    sealed: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return not self.places


def verify(
    url: str | None = None,
    *,
    kept_outside: Sequence[Anchor] = (),
    who: str | None = None,
    password: AskPassword | None = None,
    passphrase: str | None = None,
    judged: bool = True,
    progress: Progress = silent,
) -> Verification:
    """Verify books, with the heads that were kept outside them."""
    sealed, broken = _seal_of(url)
    try:
        with open_books(
            url, who=who, password=password, passphrase=passphrase, judged=judged
        ) as books:
            found = verify_open(books, kept_outside=kept_outside, progress=progress)
    except CancelledError:
        raise
    except _UNREADABLE as error:
        if not broken and isinstance(error, TieoutError) and error.key in _NOT_OURS_TO_JUDGE:
            raise
        unreadable = Tampering("unreadable", {"found": _first_line(error)})
        return Verification((*broken, unreadable), None, sealed=sealed)
    return Verification((*broken, *found.places), found.head, found.rows, sealed)


def _seal_of(url: str | None) -> tuple[bool, list[Tampering]]:
    """Whether a closed file is sealed, and the pages that are not as they were sealed."""
    place = books_url(url)
    if place.drivername != "sqlite":
        return False, []
    store = SqliteStore(place)
    if not store.exists() or not is_sealed(store.path):
        return False, []
    return True, [
        Tampering("page", {"page": each.page, "file": store.path})
        if each.page
        else Tampering("seal", {"file": store.path})
        for each in broken_seal(store.path)
    ]


_UNREADABLE = (TieoutError, SQLAlchemyError, CommandError, ValueError)
"""What reading raises; bytes can hold anything."""
_NOT_OURS_TO_JUDGE = (
    "books.none_yet",
    "books.bad_address",
    "books.no_server",
    "books.not_books",
    "books.wrong_passphrase",
    "books.no_sqlcipher",
    "books.busy",
    "books.not_permitted",
    "books.not_a_person",
    "books.role_needed",
    "books.sees_not_all",
    "books.password_needed",
    "books.wrong_password",
)


def verify_open(
    books: Books, *, kept_outside: Sequence[Anchor] = (), progress: Progress = silent
) -> Verification:
    """Verify open books."""
    books.permit("verify")
    seen = anchors.remembered(books.anchored) if books.books_id else None
    outside = [*kept_outside, *([seen] if seen else [])]
    with books.reading() as connection:
        return verify_view(books, connection, outside, progress)


def verify_view(
    books: Books, connection: Connection, outside: Sequence[Anchor], progress: Progress = silent
) -> Verification:
    """Verify what one connection sees."""
    broken = _damaged_file(books, connection)
    if broken:
        return Verification(tuple(broken), None)
    lines = list(AuditTrail(connection).lines())
    schema = list(_changed_schema(connection))
    places = [*schema, *broken_chain(lines), *broken_anchors(lines, outside)]
    rows = 0
    for number, table in enumerate(KEPT):
        found, count = changed_rows(connection, table, lines, _share(progress, number))
        places += found
        rows += count
    if not any(str(each.values["name"]).startswith("table entry_texts") for each in schema):
        wrong = wrong_texts(books, connection, progress)
        places += [
            Tampering("text_index", {"entry": each}) if each else Tampering("text_index_inside")
            for each in wrong
        ]
    head = Anchor(lines[-1].sequence, lines[-1].hash) if lines else Anchor(0, BEGINNING)
    return Verification(tuple(places[:PLACES_MAX]), head, rows)


def _share(progress: Progress, number: int) -> Progress:
    """The share of all tables that the share of one is."""
    return lambda step, share: progress(step, (number + share) / len(KEPT))


def _damaged_file(books: Books, connection: Connection) -> list[Tampering]:
    """SQLite's own look at its file; what it cannot walk we cannot read."""
    if books.store.name != "sqlite":
        return []
    try:
        found = [str(row[0]) for row in connection.execute(sql("PRAGMA integrity_check(20)"))]
    except DatabaseError as error:
        found = [_first_line(error)]
    return [Tampering("damaged", {"found": each}) for each in found if each != "ok"]


def _changed_schema(connection: Connection) -> Iterator[Tampering]:
    expected, found = expected_schema(connection), found_schema(connection)
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            yield Tampering("guard_missing", {"name": name})
        elif name not in expected:
            yield Tampering("guard_added", {"name": name})
        elif expected[name] != found[name]:
            yield Tampering("guard_changed", {"name": name})


def _first_line(error: Exception) -> str:
    original = getattr(error, "orig", None)
    return str(original or error).strip().splitlines()[0]
