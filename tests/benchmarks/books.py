"""How fast are postings and questions of the books: python -m tests.benchmarks.books [ROWS].

In a file, and on a server where `TIEOUT_BENCH_BOOKS` names an empty database; without it the report says
that no server was measured.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.books.questions_speed import ask, fill

ROWS = 1_000_000


def main(rows: int = ROWS) -> None:
    """Fill, then ask every kind of question, beside as many rows by their numbers."""
    with TemporaryDirectory(prefix="tieout-bench") as folder:
        os.environ["TIEOUT_HOME"] = folder
        places = [str(Path(folder) / "books.sqlite"), os.environ.get("TIEOUT_BENCH_BOOKS")]
        for kind, place in zip(("SQLite", "PostgreSQL"), places, strict=True):
            if place is None:
                print(f"{kind}: not measured, TIEOUT_BENCH_BOOKS names no database")
                continue
            print(f"{kind}, {rows:,} entries")
            fill(place, rows)
            ask(place)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
