"""What was changed while a ledger was read: every kind of cleaning with its lines and an example."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Ledger
from tieout.texts import Language, text

LINES_NAMED_MAX = 5
_TEXTS = ("reference", "memo", "type", "customer")
_AMOUNTS = ("debit", "credit", "amount")
_PLAIN_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SAME = ("line", "date", "due_date", "type", "reference", "memo", "amount", "currency", "customer")


@dataclass(frozen=True)
class Change:
    """One kind of cleaning under one heading; `code` names a text `cleaning.<code>`.

    `count` cells were changed, the first in `lines`; `before` and `after` show one of them.
    """

    code: str
    heading: str
    count: int
    lines: tuple[int, ...]
    before: str = ""
    after: str = ""

    def sentence(self, language: Language | None = None) -> str:
        """What was done, where, how often, and an example."""
        lines = ", ".join(map(str, self.lines)) + ("…" if self.count > len(self.lines) else "")
        heading = self.heading
        if self.code == "set_aside":
            heading = text(f"set_aside.{self.heading}", language)
        return text(
            f"cleaning.{self.code}", language, heading=heading, count=self.count, lines=lines,
            before=self.before, after=self.after,
        )  # fmt: skip


def changes(ledger: Ledger) -> tuple[Change, ...]:
    """Everything that was changed or set aside; what was found wrong is in the problems."""
    return (*_cells_changed(ledger), *_repeated(ledger), *_set_aside(ledger))


def describe_changes(ledger: Ledger, language: Language | None = None) -> str:
    """The report as text, a line a kind."""
    found = changes(ledger)
    if not found:
        return text("cleaning.none", language)
    return "\n".join(change.sentence(language) for change in found)


def _cells_changed(ledger: Ledger) -> Iterator[Change]:
    cells, source = ledger.source.cells, ledger.source
    if cells is None:
        return
    lines = ledger.entries["line"].to_numpy(np.int64)
    for meaning, column in sorted(source.columns.items(), key=lambda item: item[1]):
        raw = cells.iloc[lines - 1, column].reset_index(drop=True)
        after = _read_value(ledger, meaning)
        if after is None:
            continue
        yield from _by_code(meaning, source.headings[column], raw, after, lines)


def _read_value(ledger: Ledger, meaning: str) -> pd.Series | None:
    """What became of the cells of a column."""
    entries = ledger.entries
    if meaning in _TEXTS:
        return entries[meaning]
    if meaning in ("date", "due_date"):
        return entries[meaning].dt.strftime("%Y-%m-%d").fillna("")
    if meaning in _AMOUNTS:
        amounts = -entries["amount"] if meaning == "credit" else entries["amount"]
        amounts = amounts.abs() if ledger.source.sign_rule == "direction" else amounts
        shown = [
            format_amount(cents, currency).replace(",", "")
            for cents, currency in zip(amounts, entries["currency"], strict=True)
        ]
        return pd.Series(shown, dtype=object)
    return None


def _by_code(
    meaning: str, heading: str, raw: pd.Series, after: pd.Series, lines: npt.NDArray[np.int64]
) -> Iterator[Change]:
    """Each writing is looked at once, however often it stands."""
    texts = np.array([cell if isinstance(cell, str) else "" for cell in raw], dtype=object)
    codes, distinct = pd.factorize(texts)
    told = np.array([_code(meaning, str(each)) for each in distinct], dtype=object)[codes]
    for code in ("full_width", "trimmed", "date_unified", "number_from_text"):
        rows = np.flatnonzero(told == code)
        if len(rows):
            first = int(rows[0])
            yield Change(
                code, heading, len(rows), tuple(map(int, lines[rows[:LINES_NAMED_MAX]])),
                cell_text(raw.iloc[first]), str(after.iloc[first]),
            )  # fmt: skip


def _code(meaning: str, written: str) -> str:
    """What has to be done to a text of a meaning, "" where it is taken as it stands.

    >>> _code("memo", " 销售 "), _code("amount", "１００"), _code("date", "2026.1.5"), _code("amount", "1,000")
    ('trimmed', 'full_width', 'date_unified', 'number_from_text')
    """
    if not written:
        return ""
    if meaning in _TEXTS:
        return "trimmed" if written != written.strip("\t `'\u3000\u00a0\ufeff") else ""
    if unicodedata.normalize("NFKC", written) != written:
        return "full_width"
    plain = _PLAIN_DATE if meaning in ("date", "due_date") else _PLAIN_AMOUNT
    if plain.fullmatch(written):
        return ""
    return "date_unified" if plain is _PLAIN_DATE else "number_from_text"


def _repeated(ledger: Ledger) -> Iterator[Change]:
    """Rows of one source that are alike in everything; both are kept."""
    alike = ledger.entries.duplicated([name for name in _SAME if name != "line"], keep="first")
    lines = ledger.entries.loc[alike, "line"]
    if len(lines):
        yield Change("repeated_rows", "", len(lines), tuple(map(int, lines[:LINES_NAMED_MAX])))


def _set_aside(ledger: Ledger) -> Iterator[Change]:
    for why in dict.fromkeys(row.why for row in ledger.set_aside):
        lines = [row.line for row in ledger.set_aside if row.why == why]
        yield Change("set_aside", why, len(lines), tuple(lines[:LINES_NAMED_MAX]))
