"""How does everything leave the books as plain files: one CSV a table, and the head of the trail."""

import csv
from pathlib import Path

from sqlalchemy import Connection, Table, select

from tieout.books.books import Books
from tieout.books.schema import KEPT, TRAIL
from tieout.books.trail import AuditTrail
from tieout.errors import TieoutError

CHUNK_ROWS = 10_000
# Texts that a spreadsheet would take for a formula are marked as text; verifying reads the books, not these.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export(books: Books, folder: str | Path) -> list[Path]:
    """Write every table into a folder that is new or empty; passwords stay behind."""
    books.permit("export")
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise TieoutError("books.folder_not_empty", folder=place)
    place.mkdir(parents=True, exist_ok=True)
    with books.reading() as connection:
        files = [_table(connection, table, place) for table in (*KEPT, TRAIL)]
        head = place / "head.txt"
        head.write_text(f"{AuditTrail(connection).head()}\n", encoding="ascii")
    with books.writing("export", subject=place.name):
        pass
    return [*files, head]


def _table(connection: Connection, table: Table, folder: Path) -> Path:
    file = folder / f"{table.name}.csv"
    columns = [column for column in table.columns if column.name not in ("digest", "password")]
    key = next(iter(table.primary_key))
    found = connection.execution_options(stream_results=True).execute(
        select(*columns).order_by(key)
    )
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in columns])
        for rows in found.partitions(CHUNK_ROWS):
            writer.writerows([[_plain(value) for value in row] for row in rows])
    return file


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
