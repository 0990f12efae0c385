"""What is an entry in the books: one line of a customer's account, and where it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from sqlalchemy import ColumnElement

from tieout.books.digests import SEPARATOR
from tieout.books.schema import ENTRIES
from tieout.texts import LANGUAGES, table

EntryType = Literal[
    "sale",
    "purchase",
    "return",
    "exchange",
    "payment",
    "refund",
    "credit_note",
    "discount",
    "adjustment",
    "opening",
]


BALANCE_SIGNS: Mapping[EntryType, int] = {
    "sale": 1,
    "payment": -1,
    "return": -1,
    "credit_note": -1,
    "discount": -1,
    "refund": 1,
    "purchase": -1,
    "exchange": 0,
    "adjustment": 0,
    "opening": 0,
}
"""What a document of each type does to what the customer owes us; 0 where the amount itself says it."""


@dataclass(frozen=True)
class Entry:
    """One entry as the books keep it; `cents` positive where the customer owes us."""

    id: int
    batch: int
    line: int
    posting_date: date
    due_date: date | None
    type: str
    reference: str
    memo: str
    cents: int
    currency: str
    customer: str
    others: str = ""
    reverses: int | None = None
    replaces: int | None = None


ENTRY_NAMES = tuple(each.name for each in fields(Entry))


def entry_columns() -> list[ColumnElement[Any]]:
    """The columns an Entry is made of, in its order."""
    return [ENTRIES.c[name] for name in ENTRY_NAMES]


def known_type(word: str) -> str:
    """The document type a word of a sheet means; the word itself where it is none we know.

    >>> known_type("销售"), known_type("Credit Note"), known_type("other")
    ('sale', 'credit_note', 'other')
    """
    return _types().get(word.strip().casefold(), word.strip())


@cache
def _types() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, texts in table().items():
        if key.startswith("entry_type."):
            code = key.removeprefix("entry_type.")
            words = [word for language in LANGUAGES for word in texts[language].split("|")]
            found |= {word.strip().casefold(): code for word in (code, *words)}
    return found


def fingerprint(content: str, occurrence: int = 0) -> int:
    """What tells one row from another by its content; equal rows of a file by their count.

    >>> fingerprint("a") == fingerprint("a", 1)
    False
    """
    whole = f"{content}{SEPARATOR}{occurrence}" if occurrence else content
    return int.from_bytes(
        blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def fingerprints(contents: Iterable[str]) -> list[int]:
    """The fingerprints of many contents, each seen for the first time.

    >>> fingerprints(["a", "客户"]) == [fingerprint("a"), fingerprint("客户")]
    True
    """
    hashes = [
        blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for content in contents
    ]
    found: list[int] = np.frombuffer(b"".join(hashes), dtype=">i8").tolist()
    return found


def contents(columns: Sequence[Sequence[object]]) -> list[str]:
    """The content of rows, as fingerprints see it."""
    texts = [column if set(map(type, column)) <= {str} else map(str, column) for column in columns]
    return list(map(SEPARATOR.join, zip(*texts, strict=True)))
