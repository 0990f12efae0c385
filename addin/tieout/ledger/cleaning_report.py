"""What was changed while a ledger was read: every kind of cleaning with its lines and an example."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.texts import STRING, arrow_texts, cell_text
from tieout.ledger.cleaning.written_amount import DecimalMark, is_empty, written_amount
from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Ledger
from tieout.texts import Language, text

LINES_NAMED_MAX = 5
_TEXTS = ("reference", "memo", "type", "customer")
_AMOUNTS = ("debit", "credit", "amount")
_PLAIN_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKS: tuple[DecimalMark, ...] = (".", ",")
_PLACES = 2
_TRIMMED = "\t `'\u3000\u00a0\ufeff"
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
        if meaning in (*_TEXTS, *_AMOUNTS, "date", "due_date"):
            yield from _by_code(ledger, meaning, column, raw)


def _by_code(ledger: Ledger, meaning: str, column: int, raw: pd.Series) -> Iterator[Change]:
    """Only what is not plain is looked at, each writing once, however often it stands."""
    lines = ledger.entries["line"].to_numpy(np.int64)
    texts = arrow_texts(raw)
    if texts is None:
        texts = pa.array([cell if isinstance(cell, str) else None for cell in raw], STRING)
    odd = np.flatnonzero(_not_plain(meaning, texts).to_numpy(zero_copy_only=False))
    codes, distinct = pd.factorize(texts.take(pa.array(odd)).to_numpy(zero_copy_only=False))
    told = np.array([*(_code(meaning, str(each)) for each in distinct), ""], dtype=object)[codes]
    told = np.where(_unread(ledger, meaning, column, raw, odd), "not_read", told)
    for code in ("full_width", "trimmed", "date_unified", "number_from_text", "not_read"):
        rows = odd[told == code]
        if len(rows):
            named = tuple(map(int, lines[rows[:LINES_NAMED_MAX]]))
            shown = _telling(ledger, meaning, rows)
            before = cell_text(raw.iloc[shown])
            after = "" if code == "not_read" else _read_value(ledger, meaning, shown)
            yield Change(code, ledger.source.headings[column], len(rows), named, before, after)


def _unread(
    ledger: Ledger, meaning: str, column: int, raw: pd.Series, rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Which of some cells could not be read: each is a problem, of which only so many are listed."""
    if meaning in _TEXTS:
        return np.zeros(len(rows), dtype=bool)
    lines = ledger.entries["line"].to_numpy(np.int64)[rows]
    listed = [each.line for each in ledger.problems if each.blocks and each.column == column + 1]
    unread = np.isin(lines, listed)
    if meaning in ("date", "due_date"):
        return unread | ledger.entries[meaning].isna().to_numpy()[rows]
    written = {text: _is_no_amount(text) for text in raw.iloc[rows].unique()}
    return unread | raw.iloc[rows].map(written).to_numpy(dtype=bool)


def _is_no_amount(written: object) -> bool:
    """A text that is no amount, whichever decimal mark the sheet has."""
    if not isinstance(written, str) or is_empty(written):
        return False
    return all(written_amount(written, _PLACES, mark).why == "not_an_amount" for mark in _MARKS)


def _telling(ledger: Ledger, meaning: str, rows: npt.NDArray[np.int64]) -> int:
    """The row that shows what was done: of an amount one whose other side is empty, where there is one."""
    other = ledger.source.columns.get({"debit": "credit", "credit": "debit"}.get(meaning, ""))
    if other is None or ledger.source.cells is None:
        return int(rows[0])
    lines = ledger.entries["line"].to_numpy(np.int64)[rows]
    beside = ledger.source.cells.iloc[lines - 1, other]
    alone = beside.isna().to_numpy()
    return int(rows[alone.argmax()])


def _not_plain(meaning: str, texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Marks texts that are not as they would be written after cleaning."""
    if meaning in _TEXTS:
        plain = pc.equal(pc.utf8_trim(texts, _TRIMMED), texts)
    else:
        pattern = _PLAIN_DATE if meaning in ("date", "due_date") else _PLAIN_AMOUNT
        plain = pc.match_substring_regex(texts, f"^({pattern.pattern})$")
    return pc.invert(pc.fill_null(plain, True))


def _read_value(ledger: Ledger, meaning: str, row: int) -> str:
    """What became of a cell."""
    entry = ledger.entries.iloc[row]
    if meaning in _TEXTS:
        return str(entry[meaning])
    if meaning in ("date", "due_date"):
        return f"{entry[meaning]:%Y-%m-%d}" if pd.notna(entry[meaning]) else ""
    cents = -entry["amount"] if meaning == "credit" else entry["amount"]
    cents = abs(cents) if ledger.source.sign_rule in ("direction", "balance") else cents
    return format_amount(int(cents), str(entry["currency"])).replace(",", "")


def _code(meaning: str, written: str) -> str:
    """What has to be done to a text of a meaning, "" where it is taken as it stands.

    >>> _code("memo", " 销售 "), _code("amount", "１００"), _code("date", "2026.1.5"), _code("amount", "1,000")
    ('trimmed', 'full_width', 'date_unified', 'number_from_text')
    """
    if is_empty(written):
        return ""
    if meaning in _TEXTS:
        return "trimmed" if written != written.strip(_TRIMMED) else ""
    narrow = re.sub(r"[\u00a0\u202f\u2009]", " ", written)
    if unicodedata.normalize("NFKC", narrow) != narrow:
        return "full_width"
    if written.strip() != written:
        return "trimmed"
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
