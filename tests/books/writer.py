"""A program that posts small files one after another, to be killed at any moment.

Says each batch on standard output after it was told that it is posted.
"""

import sys
from pathlib import Path

from tests.books.sheets import write

from tieout.books.books import open_books
from tieout.books.posting import post_file


def rows_of(name: str, turn: int) -> list[list[str]]:
    """Ten sales that add up to 55.00."""
    return [
        ["2026-07-01", "销售", f"{name}-{turn}-{i}", "货款", f"客户{name}", "CNY", f"{i}.00", ""]
        for i in range(1, 11)
    ]


def main(url: str, name: str, folder: str, turns: int) -> None:
    """Post, and say so."""
    with open_books(url, who=name) as books:
        for turn in range(turns):
            post_file(books, write(Path(folder) / f"{name}-{turn}.csv", rows_of(name, turn)))
            print(turn, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
