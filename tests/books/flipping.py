"""Is every changed byte of a file seen, sealed or not: python -m tests.books.flipping [PART OF].

One bit of each byte of a small file, in small pages, which leave little unused, is turned. Sealed, its
page must be named. Without its seal, which a crash takes away, verifying must say something, or the
byte carries nothing: SQLite finds the file in order, and every table, index and number it keeps reads as
before. What is neither is printed.
"""

import sqlite3
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.books.tampering import small_books

from tieout.books import verify as verifying
from tieout.books.books import open_books
from tieout.books.seal import PAGE_BYTES, broken_seal, seal_path, write_seal
from tieout.books.stores.sqlite import SqliteStore
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


def content(file: Path) -> tuple[object, object] | None:
    """Everything SQLite reads of a file, and how its index of texts is laid out; None where it is not in order."""
    connection = sqlite3.connect(file)
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            return None
        schema = connection.execute("SELECT * FROM sqlite_master").fetchall()
        tables = [row[1] for row in schema if row[0] == "table" and "VIRTUAL" not in str(row[4])]
        read = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
        layout = read.pop("entry_texts_data", None)
        numbers = [connection.execute(f"PRAGMA {name}").fetchall() for name in KEPT_NUMBERS]
        return (schema, numbers, read), layout
    except (sqlite3.Error, ValueError, OverflowError):
        return None
    finally:
        connection.close()


class _Seen(BaseException):
    """Something was found: enough, where only whether counts."""


def seen_at_once() -> None:
    """From now on verifying goes no further than its first finding."""
    for name in (
        "_changed_schema",
        "broken_chain",
        "broken_anchors",
        "changed_rows",
        "wrong_texts",
    ):
        found_by = getattr(verifying, name)

        def first(*words: Any, found_by: Any = found_by) -> Any:
            found = found_by(*words)
            found = found if isinstance(found, tuple) else list(found)
            if found[0] if isinstance(found, tuple) else found:
                raise _Seen
            return found

        setattr(verifying, name, first)


def without_seal(
    url: str, file: Path, as_written: tuple[object, object] | None, anchor: Anchor
) -> str:
    """What becomes of a changed byte where there is no seal: carries nothing, seen, or unseen.

    Where SQLite reads the file as before, there is nothing that verifying could see. Where only the
    index of texts is laid out otherwise, it carries nothing if verifying finds every piece in its place.
    """
    found = content(file)
    if found == as_written:
        return "carries nothing"
    try:
        holds = verify(url, kept_outside=[anchor], judged=False).holds
    except TieoutError as error:
        return "seen" if error.key == "books.not_books" else "unseen"
    except _Seen:
        return "seen"
    if not holds:
        return "seen"
    return "carries nothing" if found and as_written and found[0] == as_written[0] else "unseen"


def left_by_sqlite(file: Path) -> None:
    """A changed header lets SQLite begin files beside it."""
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def compact(file: Path) -> None:
    """The same in small pages: each kind of byte is there, and a tenth as many that nothing uses."""
    seal_path(file).unlink()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA page_size = 512")
    connection.execute("VACUUM")
    connection.close()


def sealed_bytes(file: Path) -> Counter[str]:
    """Every byte of a sealed file, turned and turned back where it lies."""
    whole = file.read_bytes()
    counts: Counter[str] = Counter()
    with file.open("r+b", buffering=0) as opened:
        for place, byte in enumerate(whole):
            for written in (byte ^ (1 << (place % 8)), byte):
                opened.seek(place)
                opened.write(bytes([written]))
                if written != byte:
                    named = is_named_by_the_seal(file, place)
            counts["named by the seal" if named else "UNNAMED"] += 1
    return counts


def unsealed_bytes(url: str, file: Path, part: int, of: int) -> Counter[str]:
    """Every byte of a file without its seal, or each so many-th."""
    whole, as_written, anchor = file.read_bytes(), content(file), head_of(url)
    seal_path(file).unlink(missing_ok=True)
    counts: Counter[str] = Counter()
    for place in range(part, len(whole), of):
        file.write_bytes(flipped(whole, place))
        found = without_seal(url, file, as_written, anchor)
        counts[f"without a seal: {found}"] += 1
        if found == "unseen":
            print(f"UNSEEN byte {place}", flush=True)
        left_by_sqlite(file)
        if place % 5_000 < of:
            print(place, "of", len(whole), dict(counts), flush=True)
    return counts


def main(part: int = 0, of: int = 1) -> None:
    """Turn a bit of every byte, or of each so many-th."""
    seen_at_once()
    # One engine for all: each connection is new, what SQLAlchemy makes of a question is kept.
    SqliteStore.engine = cache(SqliteStore.engine)  # type: ignore[method-assign]
    SqliteStore.__hash__ = lambda store: hash(store.url)  # type: ignore[method-assign, assignment]
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        file = Path(folder) / "books.sqlite"
        url = str(file)
        small_books(url, Path(folder))
        compact(file)
        write_seal(file)
        counts = sealed_bytes(file)
        print(dict(counts), flush=True)
        counts += unsealed_bytes(url, file, part, of)
    print(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())))


def head_of(url: str) -> Anchor:
    """The head, as it is kept outside."""
    with open_books(url, who="zhang") as books:
        return books.head()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
