"""How is anything written: through one pen, rows first, then the trail line that vouches for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table

from tieout.books.digests import (
    Column,
    canonical,
    clean_text,
    row_digests,
    whole_digest,
    written_rows,
)
from tieout.books.stores import Store
from tieout.books.trail import Anchor, AuditTrail, next_line

CHUNK_ROWS = 50_000

Written = tuple[int, int, list[bytes]]


@dataclass
class Pen:
    """One change on its way into the books; everything it adds belongs to one trail line."""

    connection: Connection
    store: Store
    head: Anchor
    who: str
    action: str
    subject: str = ""
    reason: str = ""
    detail: dict[str, object] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)

    @property
    def sequence(self) -> int:
        """The number of the trail line this change will be."""
        return self.head.sequence + 1

    def next_id(self, table: Table) -> int:
        """The id the next row of a table gets."""
        if table.name in self.written:
            first, count, _ = self.written[table.name]
            return first + count
        return self.store.next_id(self.connection, table)

    def add(self, table: Table, **values: object) -> int:
        """Add one row, and say its id."""
        return self.add_rows(table, [values])

    def add_rows(self, table: Table, rows: Iterable[Mapping[str, object]]) -> int:
        """Add rows, and say the id of the first."""
        names = _own_names(table)
        listed = list(rows)
        for row in listed:
            assert set(row) == set(names), f"{table.name} takes {names}"
        return self.add_columns(table, [[_clean(row[name]) for row in listed] for name in names])

    def add_columns(self, table: Table, columns: Sequence[Column]) -> int:
        """Add rows given as columns, in the table's order, without `id`, `trail` and `digest`."""
        assert len(columns) == len(_own_names(table)), f"{table.name} takes {_own_names(table)}"
        first, count = self.next_id(table), len(columns[0])
        digests: list[bytes] = []
        with self.store.adding(self.connection, table, count) as add:
            for start in range(0, count, CHUNK_ROWS):
                end = min(start + CHUNK_ROWS, count)
                whole: list[Column] = [
                    range(first + start, first + end),
                    [self.sequence] * (end - start),
                    *(column[start:end] for column in columns),
                ]
                lines = written_rows(whole)
                found = row_digests(lines)
                add(whole, lines, found)
                digests += found
        known = self.written.get(table.name, (first, 0, []))
        self.written[table.name] = (known[0], known[1] + count, known[2] + digests)
        return first

    def finish(self) -> Anchor:
        """Write the trail line; nothing can be added after it."""
        vouched = {
            name: [first, count, whole_digest(digests)]
            for name, (first, count, digests) in self.written.items()
        }
        detail = canonical(self.detail) if self.detail else ""
        said = canonical(vouched) if vouched else ""
        line = next_line(self.head, self.who, self.action, self.subject, self.reason, detail, said)
        AuditTrail(self.connection).append(line)
        return Anchor(line.sequence, line.hash)


def _own_names(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in ("id", "trail", "digest")]


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value
