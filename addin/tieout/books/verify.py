"""Is everything as it was written: each place that is not, named.

Three witnesses, none of which can be talked round by changing the books alone: the chain of the
trail, which vouches for every row; the seal of a file's bytes; the heads remembered outside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from alembic.util import CommandError
from sqlalchemy import Connection, Table
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from tieout.books import anchors
from tieout.books.books import Books, open_books
from tieout.books.digests import row_digests, whole_digest, written_rows
from tieout.books.expected_schema import expected_schema, found_schema
from tieout.books.place import books_url
from tieout.books.schema import KEPT
from tieout.books.seal import broken_seal, is_sealed
from tieout.books.search import wrong_texts
from tieout.books.sign_in import AskPassword
from tieout.books.stores.sqlite import SqliteStore
from tieout.books.trail import BEGINNING, Anchor, AuditTrail, TrailLine, written_of
from tieout.errors import TieoutError
from tieout.texts import Language, text

CHUNK_ROWS = 20_000
PLACES_MAX = 1000


@dataclass(frozen=True)
class Tampering:
    """One place that is not as it was written; `what` names a text `tampering.<what>`."""

    what: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: Language | None = None) -> str:
        """Where, and what is wrong there."""
        return text(f"tampering.{self.what}", language, **self.values)


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
) -> Verification:
    """Verify books, with the heads that were kept outside them."""
    place = books_url(url)
    broken: list[Tampering] = []
    sealed = False
    if place.drivername == "sqlite":
        store = SqliteStore(place)
        if store.exists() and is_sealed(store.path):
            sealed = True
            broken = [
                Tampering("seal", {"file": store.path})
                if each.page == 0
                else Tampering("page", {"page": each.page, "file": store.path})
                for each in broken_seal(store.path)
            ]
    try:
        with open_books(
            url, who=who, password=password, passphrase=passphrase, judged=judged
        ) as books:
            found = verify_open(books, kept_outside=kept_outside)
    except (
        TieoutError,
        SQLAlchemyError,
        CommandError,
        ValueError,
    ) as error:  # bytes can hold anything
        if not broken and isinstance(error, TieoutError) and error.key in _NOT_OURS_TO_JUDGE:
            raise
        return Verification(
            (*broken, Tampering("unreadable", {"found": _first_line(error)})), None, sealed=sealed
        )
    return Verification((*broken, *found.places), found.head, found.rows, sealed)


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


def verify_open(books: Books, *, kept_outside: Sequence[Anchor] = ()) -> Verification:
    """Verify open books."""
    books.permit("verify")
    with books.reading() as connection:
        broken = _damaged_file(books, connection)
        if broken:
            return Verification(tuple(broken), None)
        lines = list(AuditTrail(connection).lines())
        seen = anchors.remembered(books.anchored) if books.books_id else None
        outside = [*kept_outside, *([seen] if seen else [])]
        places = [
            *_changed_schema(connection),
            *_broken_chain(lines),
            *_broken_anchors(lines, outside),
        ]
        rows = 0
        for table in KEPT:
            found, count = _changed_rows(connection, table, lines)
            places += found
            rows += count
        places += [
            Tampering("text_index", {"entry": each}) for each in wrong_texts(books, connection)
        ]
    head = Anchor(lines[-1].sequence, lines[-1].hash) if lines else Anchor(0, BEGINNING)
    return Verification(tuple(places[:PLACES_MAX]), head, rows)


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


def _broken_chain(lines: Sequence[TrailLine]) -> Iterator[Tampering]:
    number, previous = 1, BEGINNING
    for line in lines:
        if line.sequence != number:
            yield Tampering("trail_missing", {"first": number, "last": line.sequence - 1})
        if line.expected_hash() != line.hash:
            yield Tampering(
                "trail_changed", {"line": line.sequence, "action": line.action, "who": line.who}
            )
        elif line.previous != previous and line.sequence == number:
            yield Tampering("trail_unchained", {"line": line.sequence})
        number, previous = line.sequence + 1, line.hash


def _broken_anchors(
    lines: Sequence[TrailLine], kept_outside: Iterable[Anchor]
) -> Iterator[Tampering]:
    hashes = {line.sequence: line.hash for line in lines} | {0: BEGINNING}
    last = max(hashes)
    for anchor in sorted(set(kept_outside), key=str):
        if anchor.sequence > last:
            yield Tampering("cut_off", {"line": last, "seen": anchor.sequence})
        elif hashes.get(anchor.sequence) != anchor.hash:
            yield Tampering("not_the_anchor", {"line": anchor.sequence})


@dataclass(frozen=True)
class _Vouched:
    """Rows a trail line vouches for."""

    first: int
    count: int
    digest: str
    line: int


def _changed_rows(
    connection: Connection, table: Table, lines: Sequence[TrailLine]
) -> tuple[list[Tampering], int]:
    vouched = sorted(
        (
            _Vouched(*written[table.name], line.sequence)
            for line in lines
            if table.name in (written := written_of(line))
        ),
        key=lambda each: each.first,
    )
    places: list[Tampering] = []
    rows = _Rows(connection, table)
    for each in vouched:
        ids, stored, changed = rows.up_to(each.first + each.count)
        extra = [i for i in ids if i < each.first]
        places += [_row("row_added", table, i) for i in extra]
        mine = [(i, digest) for i, digest in zip(ids, stored, strict=True) if i >= each.first]
        places += [_row("row_changed", table, i) for i in changed]
        missing = sorted(set(range(each.first, each.first + each.count)) - {i for i, _ in mine})
        places += [
            Tampering("row_missing", {"table": table.name, "id": i, "line": each.line})
            for i in missing
        ]
        if (
            not missing
            and not changed
            and whole_digest(digest for _, digest in mine) != each.digest
        ):
            last = each.first + each.count - 1
            places.append(
                Tampering(
                    "rows_rewritten",
                    {"table": table.name, "first": each.first, "last": last, "line": each.line},
                )
            )
    ids, _, _ = rows.up_to(None)
    places += [_row("row_added", table, i) for i in ids]
    return places, rows.count


def _row(what: str, table: Table, number: int) -> Tampering:
    return Tampering(what, {"table": table.name, "id": number})


class _Rows:
    """The rows of a table in the order of their ids, a stretch at a time."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.count = 0
        names = ", ".join(column.name for column in table.columns)
        # Plain SQL: as stored, without a type's reading of it.
        statement = f"SELECT {names} FROM {table.name} ORDER BY id"  # noqa: S608
        found = connection.execution_options(stream_results=True).exec_driver_sql(statement)
        self._chunks = found.partitions(CHUNK_ROWS)
        self._ids: list[int] = []
        self._stored: list[bytes] = []
        self._changed: list[int] = []
        self._ended = False

    def up_to(self, end: int | None) -> tuple[list[int], list[bytes], list[int]]:
        """Ids below `end`, their stored digests, and the ids whose row is another than its digest says."""
        while not self._ended and (end is None or not self._ids or self._ids[-1] < end):
            self._read()
        cut = len(self._ids) if end is None else _count_below(self._ids, end)
        mine, self._ids = self._ids[:cut], self._ids[cut:]
        stored, self._stored = self._stored[:cut], self._stored[cut:]
        below = [i for i in self._changed if end is None or i < end]
        self._changed = self._changed[len(below) :]
        return mine, stored, below

    def _read(self) -> None:
        rows = next(self._chunks, None)
        if rows is None:
            self._ended = True
            return
        columns = list(zip(*rows, strict=True))
        ids = [int(each) for each in columns[0]]
        stored = [
            bytes(each) if isinstance(each, bytes | memoryview) else b"" for each in columns[-1]
        ]
        found = row_digests(written_rows(columns[:-1]))
        self._ids += ids
        self._stored += stored
        self._changed += [
            i for i, kept, asked in zip(ids, stored, found, strict=True) if kept != asked
        ]
        self.count += len(ids)


def _count_below(ids: Sequence[int], end: int) -> int:
    from bisect import bisect_left

    return bisect_left(ids, end)


def _first_line(error: Exception) -> str:
    original = getattr(error, "orig", None)
    return str(original or error).strip().splitlines()[0]
