"""Which rows say in one of their cells that they are no entries."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.at_once import all_at_once
from tieout.ledger.aside import Aside, Reasons, aside_by
from tieout.ledger.cleaning.dated_sayings import LENGTH_MAX
from tieout.ledger.cleaning.texts import STRING, arrow_texts, cell_text, filled, text_series
from tieout.ledger.sayings import BALANCES, bare_balance, why_aside
from tieout.ledger.table import Table

TELLING = ("memo", "date", "reference", "type", "month", "day", "customer")
"""Meanings of the columns in which a row says that it is no entry."""
_LIKELY = r"(?i)^\*+$|[计計初末额額存页頁欠余餘]|[结結][转轉]|上[期月年季]|承上|[应應][收付]|total|\bbal|forward|fwd|b/?[fd]|c/?[fd]|brought|carried|open|clos|sald|sold|stand|\bsum|gesamt|due|outstanding|ytd|year to|nouveau"
"""A text without any of these is no saying; faster than asking each."""
_FEW = 1000
_SILENT_MAX = 2000
"""Rows without date and number that are asked cell by cell."""
_DATED_BYTES_MIN = len("Bal 2025")
_BEFORE_DAY = np.isin(np.arange(256), list(b"-/. "))
_BARE = 100
"""Stands for a balance of a day, until its row tells which one it is."""


def said_rows(table: Table) -> tuple[Reasons, npt.NDArray[np.int64]]:
    """Why rows say they are set aside, and those that name a balance without saying which.

    A total with a date and a reference of its own is an entry; a balance never is.
    """
    reasons = np.zeros(len(table), dtype=np.int8)
    own = {m: c for m in TELLING if (c := table.column(m)) is not None}
    asked = dict.fromkeys([0, *own.values(), *table.memo_goes_on, *_unheaded(table)])
    number = own.get("reference") if "memo" in own else None
    says = [partial(_column_says, table, c, dated=c != number) for c in asked]
    for said in all_at_once(*says, rows=len(table)):
        if said is not None:
            reasons = np.where(reasons == Aside.ENTRY, said, reasons)
    reasons = _said_anywhere(table, reasons, own)
    bare = np.flatnonzero(reasons == _BARE)
    reasons[bare] = Aside.ENTRY
    if not {"date", "reference"} <= own.keys():
        return reasons, bare
    rows = np.flatnonzero(reasons)
    for row in rows[~np.isin(reasons[rows], BALANCES)].tolist():
        cells = [cell_text(table.body.iloc[row, own[m]]) for m in ("date", "reference")]
        if all(cell and not why_aside(cell) for cell in cells):
            reasons[row] = Aside.ENTRY
    return reasons, bare


def _said_anywhere(table: Table, reasons: Reasons, own: Mapping[str, int]) -> Reasons:
    """A row without date and number may say it in any cell, as at the foot of a statement."""
    if not {"date", "day"} & own.keys():
        return reasons
    silent = np.ones(len(table), dtype=bool)
    for meaning in ("date", "day", "reference"):
        if meaning in own and silent.any():
            silent &= table.body.iloc[:, own[meaning]].isna().to_numpy()
    if not silent.any():
        return reasons
    silent &= reasons == Aside.ENTRY
    for row in np.flatnonzero(silent)[:_SILENT_MAX].tolist():
        said = (_reason(cell) for cell in table.body.iloc[row].dropna())
        reasons[row] = next(filter(None, said), Aside.ENTRY)
    return reasons


def _reason(text: object) -> int:
    """The reason a text gives, _BARE where it names a balance and does not say which."""
    return _BARE if bare_balance(text) else aside_by(why_aside(text))


def _unheaded(table: Table) -> range:
    """Every column, where no heading says which of them tells."""
    return range(table.body.shape[1] if table.header.evidence else 0)


def _column_says(table: Table, column: int, *, dated: bool) -> Reasons | None:
    """What each cell of a column says, None where none says anything; `dated` also what ends in a day."""
    coded = table.coded_column(column)
    if coded is None:
        return _each_says(table.body.iloc[:, column], dated=dated)
    said = _each_says(text_series(pa.array(coded.texts, STRING)), dated=dated)
    return None if said is None else said[coded.codes]


def _each_says(cells: pd.Series, *, dated: bool) -> Reasons | None:
    """What the cells of a column say that are hardly ever the same."""
    texts = arrow_texts(cells)
    if texts is None:
        short = [c if isinstance(c, str) and len(c) <= LENGTH_MAX else None for c in cells]
        texts = pa.array(short, STRING)
    rows = _perhaps_saying(texts, dated=dated)
    if not len(rows):
        return None
    texts = texts.take(pa.array(rows))
    telling = np.arange(len(texts))
    if len(texts) > _FEW:
        likely = pc.match_substring_regex(texts, pattern=_LIKELY)
        telling = np.flatnonzero(likely.to_numpy(zero_copy_only=False))
    if not len(telling):
        return None
    reasons = np.zeros(len(cells), dtype=np.int8)
    found = texts.take(pa.array(telling)).to_pylist()
    reasons[rows[telling]] = [_reason(text) for text in found]
    return reasons if reasons.any() else None


def _perhaps_saying(texts: pa.LargeStringArray, *, dated: bool) -> npt.NDArray[np.int64]:
    """Rows whose text may be a saying: it ends in no digit, or in a day or a year; told by its last bytes."""
    rows, starts, stops, letters = filled(texts)
    last = letters[stops - 1]
    saying = (last < ord("0")) | (last > ord("9"))
    if saying.all() or not dated:
        return rows[saying]
    long = stops - starts >= _DATED_BYTES_MIN
    ends = stops if long.all() else stops[long]
    third = letters[ends - 3]
    days = _BEFORE_DAY[third] | (letters[ends - 8] == ord("2"))
    years = np.flatnonzero(third == ord("0"))
    days[years[letters[ends[years] - 4] == ord("2")]] = True
    saying[long] |= days
    return rows[saying]
