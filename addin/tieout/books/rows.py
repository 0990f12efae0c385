"""How do the entries of a ledger become rows of the books, a column at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tieout.books.digests import clean_text
from tieout.books.entry import contents, fingerprint, fingerprints, known_type
from tieout.ledger.ledger import COLUMNS, Ledger

_CONTENT = ("customer", "currency", "posting_date", "type", "reference", "memo", "cents")


@dataclass(frozen=True)
class Rows:
    """Rows on their way into the books, as columns; all of one length."""

    line: list[int]
    posting_date: list[str]
    due_date: list[str | None]
    type: list[str]
    reference: list[str]
    memo: list[str]
    cents: list[int]
    currency: list[str]
    customer: list[str]
    others: list[str]
    reverses: list[int | None]
    replaces: list[int | None]
    fingerprint: list[int]

    def __len__(self) -> int:
        return len(self.line)

    def chosen(self, rows: Sequence[int]) -> "Rows":
        """Some of the rows, in the order given."""
        if len(rows) == len(self):
            return self
        return Rows(
            **{name: [column[row] for row in rows] for name, column in self.__dict__.items()}
        )

    def joined(self, others: "Rows") -> "Rows":
        """These rows and then the others."""
        return Rows(
            **{name: column + getattr(others, name) for name, column in self.__dict__.items()}
        )

    def columns(self, batch: int) -> list[Sequence[object]]:
        """The columns of the table of entries, in its order."""
        return [[batch] * len(self), *self.__dict__.values()]


def rows_of(ledger: Ledger) -> Rows:
    """The entries of a ledger whose every entry has a date and a customer."""
    entries = ledger.entries
    count = len(entries)
    rows = Rows(
        line=entries["line"].tolist(),
        posting_date=[str(day) for day in _days(entries["date"])],
        due_date=[None if day == "NaT" else day for day in _days(entries["due_date"])],
        type=_types(entries["type"]),
        reference=_texts(entries["reference"]),
        memo=_texts(entries["memo"]),
        cents=entries["amount"].tolist(),
        currency=_texts(entries["currency"]),
        customer=_texts(entries["customer"]),
        others=_others(entries),
        reverses=[None] * count,
        replaces=[None] * count,
        fingerprint=[],
    )
    return replace(rows, fingerprint=_fingerprints(rows))


def _fingerprints(rows: Rows) -> list[int]:
    found = contents([getattr(rows, name) for name in _CONTENT])
    prints = fingerprints(found)
    if len(set(prints)) == len(prints):
        return prints
    nth = pd.Series(prints, dtype=np.int64).groupby(prints).cumcount().to_numpy()
    for row in np.flatnonzero(nth):
        prints[row] = fingerprint(found[row], int(nth[row]))
    return prints


def _days(dates: pd.Series) -> list[str]:
    days: list[str] = np.datetime_as_string(dates.to_numpy("datetime64[D]")).tolist()
    return days


def _texts(column: pd.Series) -> list[str]:
    found: list[str] = column.astype(object).tolist()
    whole = "\n".join(found)
    return found if clean_text(whole) == whole else [clean_text(each) for each in found]


def _types(column: pd.Series) -> list[str]:
    known = {word: known_type(clean_text(str(word))) for word in column.unique()}
    return [known[word] for word in column.tolist()]


def _others(entries: pd.DataFrame) -> list[str]:
    names = [name for name in entries.columns if name not in COLUMNS]
    if not names:
        return [""] * len(entries)
    columns = [[_shown(cell) for cell in entries[name].tolist()] for name in names]
    return [_as_json(names, row) for row in zip(*columns, strict=True)]


def _as_json(names: Sequence[object], row: Sequence[str]) -> str:
    said = {str(name): cell for name, cell in zip(names, row, strict=True) if cell}
    return clean_text(json.dumps(said, ensure_ascii=False)) if said else ""


def _shown(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()
