"""Is every changed byte of a file seen, sealed or not: python -m tests.books.flipping [PART OF].

One bit of each byte of a small file is turned. Sealed, its page must be named. Without its seal, which
a crash takes away, verifying must say something, or the byte carries nothing: SQLite finds the file in
order, and every table, index and number it keeps reads as before. What is neither is printed.
"""

import sqlite3
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.books.tampering import small_books

from tieout.books.books import open_books
from tieout.books.seal import PAGE_BYTES, broken_seal, seal_path
from tieout.books.trail import Anchor
from tieout.books.verify import verify
from tieout.errors import TieoutError

KEPT_NUMBERS = ("user_version", "application_id", "encoding", "auto_vacuum", "page_size", "freelist_count")  # fmt: skip


def flipped(whole: bytes, place: int) -> bytes:
    """One bit turned, another in each byte."""
    changed = bytearray(whole)
    changed[place] ^= 1 << (place % 8)
    return bytes(changed)


def is_named_by_the_seal(file: Path, place: int) -> bool:
    """Whether the page of a changed byte is named."""
    return [each.page for each in broken_seal(file)] == [place // PAGE_BYTES + 1]


def content(file: Path) -> object:
    """Everything SQLite reads of a file, where it finds it in order; else None.

    How the index of texts lays itself out is left to verifying, which compares every piece with a new one.
    """
    connection = sqlite3.connect(file)
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            return None
        schema = connection.execute("SELECT * FROM sqlite_master").fetchall()
        kept = [row for row in schema if row[0] == "table" and row[1] != "entry_texts_data"]
        tables = [row[1] for row in kept if "VIRTUAL" not in str(row[4])]
        return (
            schema,
            [connection.execute(f"PRAGMA {name}").fetchall() for name in KEPT_NUMBERS],
            [connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables],
        )
    except (sqlite3.Error, ValueError, OverflowError):
        return None
    finally:
        connection.close()


def without_seal(url: str, file: Path, as_written: object, anchor: Anchor) -> str:
    """What becomes of a changed byte where there is no seal: carries nothing, seen, or unseen."""
    same = content(file) == as_written
    try:
        holds = verify(url, kept_outside=[anchor], judged=False).holds
    except TieoutError as error:
        return "seen" if error.key == "books.not_books" else "unseen"
    return "seen" if not holds else "carries nothing" if same else "unseen"


def left_by_sqlite(file: Path) -> None:
    """A changed header lets SQLite begin files beside it."""
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def main(part: int = 0, of: int = 1) -> None:
    """Turn a bit of every byte, or of each so many-th."""
    counts: Counter[str] = Counter()
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        file = Path(folder) / "books.sqlite"
        url = str(file)
        small_books(url, Path(folder))
        whole, seal = file.read_bytes(), seal_path(file).read_bytes()
        as_written, anchor = content(file), head_of(url)
        for place in range(part, len(whole), of):
            file.write_bytes(flipped(whole, place))
            seal_path(file).write_bytes(seal)
            counts["named by the seal" if is_named_by_the_seal(file, place) else "UNNAMED"] += 1
            seal_path(file).unlink()
            found = without_seal(url, file, as_written, anchor)
            counts[f"without a seal: {found}"] += 1
            if found == "unseen":
                print(f"UNSEEN byte {place}", flush=True)
            left_by_sqlite(file)
            if place % 10_000 < of:
                print(place, "of", len(whole), dict(counts), flush=True)
    print(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())))


def head_of(url: str) -> Anchor:
    """The head, as it is kept outside."""
    with open_books(url, who="zhang") as books:
        return books.head()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
