"""Is every row as it was written: compared with its own digest, and with what the trail vouches for."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Table

from tieout.books.digests import NOTHING, row_digests, whole_digest, written_rows
from tieout.books.tampering import Tampering
from tieout.books.trail import TrailLine, written_of
from tieout.progress import Progress, silent

CHUNK_ROWS = 20_000
MISSING_MAX = 1000
"""So many missing rows are named; a line that was changed may vouch for any number."""


def changed_rows(
    connection: Connection, table: Table, lines: Sequence[TrailLine], progress: Progress = silent
) -> tuple[list[Tampering], int]:
    """Rows of a table that are not as the trail vouches for them, and how many there are."""
    vouched = sorted(
        (
            _Vouched(*written[table.name], line.sequence)
            for line in lines
            if table.name in (written := written_of(line))
        ),
        key=lambda each: each.first,
    )
    end = max((each.first + each.count for each in vouched), default=1)
    places: list[Tampering] = []
    rows = _Rows(connection, table, lambda last: progress("verifying", min(last / end, 1.0)))
    for each in vouched:
        places += _changed_of(table, each, *rows.up_to(each.first + each.count))
    ids, _, _ = rows.up_to(None)
    places += [_row("row_added", table, i) for i in ids]
    return places, rows.count


def _changed_of(
    table: Table,
    vouched: "_Vouched",
    ids: Sequence[int],
    stored: Sequence[bytes],
    changed: Sequence[int],
) -> list[Tampering]:
    """What is wrong among the rows up to the last that one trail line vouches for."""
    places = [_row("row_added", table, i) for i in ids if i < vouched.first]
    places += [_row("row_changed", table, i) for i in changed]
    mine = {i: digest for i, digest in zip(ids, stored, strict=True) if i >= vouched.first}
    every = range(vouched.first, vouched.first + vouched.count)
    missing = list(islice((i for i in every if i not in mine), MISSING_MAX))
    places += [
        Tampering("row_missing", {"table": table.name, "id": i, "line": vouched.line})
        for i in missing
    ]
    if not missing and not changed and whole_digest(mine.values()) != vouched.digest:
        values = {"table": table.name, "first": every[0], "last": every[-1], "line": vouched.line}
        places.append(Tampering("rows_rewritten", values))
    return places


@dataclass(frozen=True)
class _Vouched:
    """Rows a trail line vouches for."""

    first: int
    count: int
    digest: str
    line: int


def _row(what: str, table: Table, number: int) -> Tampering:
    return Tampering(what, {"table": table.name, "id": number})


class _Rows:
    """The rows of a table in the order of their ids, a stretch at a time."""

    def __init__(
        self, connection: Connection, table: Table, read_until: Callable[[int], None]
    ) -> None:
        self.count = 0
        self._read_until = read_until
        names = ", ".join(column.name for column in table.columns)
        # Plain SQL: as stored, without a type's reading of it.
        statement = f"SELECT {names} FROM {table.name} ORDER BY id"  # noqa: S608
        found = connection.exec_driver_sql(statement, execution_options={"stream_results": True})
        self._chunks = found.partitions(CHUNK_ROWS)
        self._ids: list[int] = []
        self._stored: list[bytes] = []
        self._changed: list[int] = []
        self._ended = False

    def up_to(self, end: int | None) -> tuple[list[int], list[bytes], list[int]]:
        """Ids below `end`, their stored digests, and the ids whose row is another than its digest says."""
        while not self._ended and (end is None or not self._ids or self._ids[-1] < end):
            self._read()
        cut = len(self._ids) if end is None else bisect_left(self._ids, end)
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
        self._changed += _posing_as_nothing(columns)
        self.count += len(ids)
        self._read_until(ids[-1])


def _posing_as_nothing(columns: Sequence[Sequence[object]]) -> list[int]:
    """Rows with a text that stands for an empty value in digests; none is ever written."""
    return [
        int(str(columns[0][row]))
        for column in columns[1:-1]
        if NOTHING in column
        for row, value in enumerate(column)
        if value == NOTHING
    ]
