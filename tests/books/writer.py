"""A program that posts small ledgers one after another, to be killed at any moment.

Says each batch on standard output after it was told that it is posted.
"""

import sys

import pandas as pd

from tieout.books.books import Books, open_books
from tieout.books.posting import post_ledger
from tieout.ledger.ledger import Ledger


def ledger_of(name: str, turn: int) -> Ledger:
    """Ten sales that add up to 55.00."""
    numbers = range(1, 11)
    frame = pd.DataFrame(
        {
            "date": ["2026-07-01"] * 10,
            "type": ["sale"] * 10,
            "reference": [f"{name}-{turn}-{i}" for i in numbers],
            "memo": ["货款"] * 10,
            "customer": [f"客户{name}"] * 10,
            "currency": ["CNY"] * 10,
            "amount": [f"{i}.00" for i in numbers],
        }
    )
    return Ledger.from_frame(frame)


def write_on(books: Books, name: str, turns: int) -> None:
    """Post, and say so."""
    for turn in range(turns):
        post_ledger(books, ledger_of(name, turn))
        print(turn, flush=True)


def main(url: str, name: str, turns: int) -> None:
    """Open the books, and post."""
    with open_books(url, who=name) as books:
        write_on(books, name, turns)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
