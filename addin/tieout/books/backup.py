"""How are the books saved and brought back: the trail and what each line wrote, in order.

A backup is taken from one consistent view while others write, restores into either store, to any
line of the trail, and is believed only after it has been restored and verified.
"""

import gzip
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from tieout.books import anchors
from tieout.books.books import Books, empty_books, open_books
from tieout.books.digests import Column, canonical, row_digests, written_rows
from tieout.books.people import people
from tieout.books.schema import KEPT, METADATA
from tieout.books.sealed_file import SealingWriter, is_sealed_file, unsealed
from tieout.books.stores.sqlite import SqliteStore
from tieout.books.trail import Anchor, AuditTrail, TrailLine, written_of
from tieout.books.verify import Verification, verify
from tieout.errors import TieoutError
from tieout.progress import Progress, silent

FORMAT = "tieout backup 1"
CHUNK_ROWS = 5_000

Point = int | datetime
"""Until where to restore: a line of the trail, or a moment with its zone."""


@dataclass(frozen=True)
class Backup:
    """A backup that was restored and verified."""

    file: Path
    head: Anchor
    rows: int


def back_up(
    books: Books, file: str | Path, *, passphrase: str | None = None, progress: Progress = silent
) -> Backup:
    """Write a backup, restore it to a place aside, verify it, and only then give it its name."""
    books.permit("backup")
    target = Path(file)
    if target.exists():
        raise TieoutError("books.backup_exists", file=target)
    half_made = target.with_name(target.name + ".part")
    try:
        with books.reading() as connection, _writing(half_made, passphrase) as out:
            head = _write(connection, out, books.books_id, progress)
        with tempfile.TemporaryDirectory(prefix="tieout-") as aside:
            place = str(Path(aside) / "restored.sqlite")
            found = restore(place, half_made, passphrase=passphrase)
            anchors.forget(_anchored(place))
        if not found.holds or found.head != head:
            raise TieoutError("books.backup_not_restored", file=target)
        half_made.replace(target)
    finally:
        half_made.unlink(missing_ok=True)
    with books.writing("backup", subject=target.name) as pen:
        pen.detail |= {"head": str(head), "encrypted": passphrase is not None}
    return Backup(target, head, found.rows)


def restore(
    url: str,
    file: str | Path,
    *,
    passphrase: str | None = None,
    until: Point | None = None,
    books_passphrase: str | None = None,
) -> Verification:
    """Restore a backup to an empty place, up to a line of the trail or a moment, and verify it there."""
    with _reading(Path(file), passphrase) as lines:
        head = _heading(file, lines)
        with _made_anew(url, books_passphrase) as books, books.deriving() as connection:
            last = _replay(books, connection, lines, until)
            if last.sequence == 0:
                raise TieoutError("books.nothing_by_then", found=_said(until))
            if until is None and last != head:
                raise TieoutError("books.backup_damaged", found=last.sequence)
            _let_in(books, connection)
    with open_books(url, passphrase=books_passphrase, judged=False) as books:
        anchors.forget(books.anchored)
        anchors.remember(books.anchored, books.head())
        with books.deriving():
            pass
    return verify(url, kept_outside=[last], passphrase=books_passphrase, judged=False)


def point_of(said: str) -> Point:
    """A point of the trail: the number of a line, a day (all of it) or a moment, by this computer's clock.

    >>> point_of("17")
    17
    """
    if said.isdecimal():
        return int(said)
    try:
        found = datetime.fromisoformat(said)
        if len(said) == len("2026-11-28"):
            found += timedelta(days=1, microseconds=-1)
    except (ValueError, OverflowError):
        raise TieoutError("books.not_a_point", found=said) from None
    return found.astimezone()


@contextmanager
def _made_anew(url: str, passphrase: str | None) -> Iterator[Books]:
    """Books to restore into; a file goes again where nothing could be restored."""
    with empty_books(url, passphrase=passphrase) as books:
        try:
            yield books
        except BaseException:
            if isinstance(books.store, SqliteStore):
                books.store.path.unlink(missing_ok=True)
            raise


def _anchored(place: str) -> str:
    with open_books(place, judged=False) as books:
        return books.anchored


def _write(connection: Connection, out: BinaryIO, books_id: str, progress: Progress) -> Anchor:
    head = AuditTrail(connection).head()
    _say(out, {"format": FORMAT, "books": books_id, "head": str(head)})
    for line in AuditTrail(connection).lines():
        for table, first, count in _vouched(line):
            for start in range(first, first + count, CHUNK_ROWS):
                end = min(start + CHUNK_ROWS, first + count)
                _say(out, {"table": table.name, "rows": _rows(connection, table, start, end)})
        _say(out, {"trail": asdict(line)})
        progress("backing_up", line.sequence / max(head.sequence, 1))
    return head


def _vouched(line: TrailLine) -> Iterator[tuple[Table, int, int]]:
    written = written_of(line)
    for table in KEPT:
        if table.name in written:
            first, count, _ = written[table.name]
            yield table, first, count


def _rows(connection: Connection, table: Table, first: int, end: int) -> list[list[object]]:
    names = ", ".join(column.name for column in table.columns if column.name != "digest")
    query = f"SELECT {names} FROM {table.name} WHERE id >= {first} AND id < {end} ORDER BY id"  # noqa: S608
    rows = connection.exec_driver_sql(query)
    return [
        [value.isoformat() if isinstance(value, date) else value for value in row] for row in rows
    ]


def _replay(
    books: Books, connection: Connection, lines: Iterator[str], until: Point | None
) -> Anchor:
    """Every row again, before its trail line, as it was: the guards see what they saw then."""
    last = Anchor(0, "")
    waiting: list[tuple[Table, list[Column]]] = []
    for said in lines:
        line = json.loads(said)
        if "table" in line:
            table = METADATA.tables[str(line["table"])]
            waiting.append((table, list(zip(*line["rows"], strict=True))))
            continue
        found = TrailLine(**line["trail"])
        if until is not None and _is_after(found, until):
            break
        for table, columns in waiting:
            texts = written_rows(columns)
            with books.store.adding(connection, table, len(texts)) as add:
                add(columns, texts, row_digests(texts))
        AuditTrail(connection).append(found)
        last, waiting = Anchor(found.sequence, found.hash), []
    return last


def _let_in(books: Books, connection: Connection) -> None:
    """Who was listed has the rights of the role again; where we may give none, verifying says so."""
    for person in people(connection).values():
        if person.active:
            with suppress(DBAPIError), connection.begin_nested():
                books.store.grant(connection, person.name, person.role)


def _said(point: Point | None) -> str:
    """A moment on the clock of this machine."""
    return f"{point.astimezone():%Y-%m-%d %H:%M:%S}" if isinstance(point, datetime) else str(point)


def _is_after(line: TrailLine, point: Point) -> bool:
    if isinstance(point, int):
        return line.sequence > point
    return datetime.fromisoformat(line.at) > point


def _heading(file: str | Path, lines: Iterator[str]) -> Anchor:
    try:
        said = json.loads(next(lines, "{}"))
    except ValueError:
        said = {}
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise TieoutError("books.not_a_backup", file=file)
    return Anchor.parse(str(said["head"]))


def _say(out: BinaryIO, line: object) -> None:
    out.write(canonical(line).encode("utf-8", "surrogatepass") + b"\n")


@contextmanager
def _writing(file: Path, passphrase: str | None) -> Iterator[BinaryIO]:
    with file.open("xb") as plain:
        outer = cast("BinaryIO", SealingWriter(plain, passphrase)) if passphrase else plain
        with gzip.GzipFile(
            fileobj=outer, mode="wb", compresslevel=6, mtime=0, filename=""
        ) as packed:
            yield cast("BinaryIO", packed)
        outer.close()


@contextmanager
def _reading(file: Path, passphrase: str | None) -> Iterator[Iterator[str]]:
    try:
        with file.open("rb") as raw:
            sealed = is_sealed_file(raw.read(64))
            raw.seek(0)
            if sealed and passphrase is None:
                raise TieoutError("books.backup_sealed", file=file)
            if sealed:
                whole: BinaryIO = cast(
                    "BinaryIO", io.BufferedReader(_Blocks(unsealed(raw, passphrase or "")))
                )
            else:
                whole = raw
            with gzip.open(whole, "rt", encoding="utf-8", errors="surrogatepass") as lines:
                yield iter(cast("Iterator[str]", lines))
    except FileNotFoundError:
        raise TieoutError("read.no_file", file=file) from None
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError):
        raise TieoutError("books.not_a_backup", file=file) from None


class _Blocks(io.RawIOBase):
    """Blocks as one file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any buffer can be written so
        if not self._rest:
            self._rest = next(self._blocks, b"")
        some, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)
