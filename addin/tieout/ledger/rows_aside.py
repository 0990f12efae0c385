"""Which rows of a sheet say that they are no entries: openings, totals, page carry-overs, blanks."""

import re
import unicodedata
from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.aside import Aside, Reasons, aside_by, with_reason
from tieout.ledger.at_once import at_once
from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.cleaning.texts import STRING, arrow_texts, cell_text, filled, text_series
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.table import AMOUNTS, Table

_OWED = r"(应收|应付|往来|账面|累计)?(款|账款|款项)?"
_LEFT = r"(余额|结存|结余|结转|欠款|金额|余款|数)"
SAYINGS = {
    "opening": rf"期初{_OWED}{_LEFT}?|(年初|月初|季初)({_OWED}{_LEFT}|应[收付]款?)|(上期|上月|上年|上季|前期|去年|初始|起始|上年年?末|上期末|上月末){_OWED}{_LEFT}|承上[期月年页]?|结转上[期月年]|opening|(opening|op\.?|starting|start|beginning|previous|prior|initial) bal(ance)?\.?|(bal(ance)?\.? )?(b/?f(wd)?|b/?d|brought (forward|fwd|down))|bal(ance)?\.? (forward|fwd|carried forward)|anfangsbestand|saldovortrag|solde initial|report à nouveau|saldo iniziale|saldo inicial",
    "closing": rf"期末{_OWED}{_LEFT}?|(年末|月末|季末)({_OWED}{_LEFT}|应[收付]款?)|(本期|本月|本年|当前|目前)(余额|结存|结余)|(当前|目前|累计|总|合计)欠款|(总|合计)余额|尚欠款?|截[止至].{{0,12}}(余额|欠款)|结转下[期月年]|closing|(closing|ending|end|final|current) bal(ance)?\.?|(bal(ance)?\.? )?(c/?f(wd)?|c/?d|carried down)|bal(ance)?\.? (at end|outstanding|due( [a-z]{{3}})?)|(balance|amount|total) (due|outstanding)( [a-z]{{3}})?|outstanding balance|endbestand|endsaldo|solde final|saldo finale|saldo final",
    "carried_forward": r"承前页|过次页|转次页|接前页|carried (over|forward)|page total",
    "subtotal": r"(本|当|每|上)?(日|周|旬|月|季|期)度?(发生额)?(合计|小计)|当前(合计|小计)|本期发生额|小计|[日周月季]计|(\d{2,4}年)?\d{1,2}月份?(合计|小计)|\d{4}年度?小计|(\d{4}年)?第?[一二三四1-4]季度?(合计|小计)|sub-? ?total|monthly total|period total|zwischensumme|sous-total|subtotale",
    "cumulative": r"(本年|当前|本期|本月)?累计(发生额)?|year to date|ytd",
    "total": r"(人民币|美元|外币|本单|本页|全部)?合计|总计|共计|本年合计|合计金额|sum|(grand |report )?totals?( for .*)?|(sub-? ?)?totals?( for| of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?( \d{4})?|total général|summe|gesamt|totale|total general",
}
"""What a row says that is no entry; the whole text of a cell, colons and spaces aside."""

TELLING = ("memo", "date", "reference", "type", "month", "day", "customer")
"""Meanings of the columns in which a row says that it is no entry."""
_PATTERN = re.compile("|".join(f"(?P<{why}>{words})" for why, words in SAYINGS.items()))
_SAYING_LENGTH_MAX = 24
_SPACELESS = re.compile(_PATTERN.pattern.replace(" ", ""))
_TWO_TONGUES = re.compile(r"([一-鿿]+)[/|]?([a-z/ ]+)")
_LIKELY = r"(?i)^\*+$|[计計初末额額存页頁欠余餘]|[结結][转轉]|上[期月年季]|承上|[应應][收付]|total|\bbal|forward|fwd|b/?[fd]|c/?[fd]|brought|carried|open|clos|sald|sold|bestand|\bsum|gesamt|due|outstanding|ytd|year to|nouveau"
"""A text without any of these is no saying; faster than asking each."""
_FEW = 1000
_BALANCES = (Aside.OPENING, Aside.CLOSING)
_SILENT_MAX = 2000
"""Rows without date and number that are asked cell by cell."""


def why_aside(text: object) -> str:
    """What a cell says a row is, "" where it says nothing of the kind.

    >>> why_aside("本 月 合 计："), why_aside("Opening Balance"), why_aside("合计货款 3 月"), why_aside("合计 Total")
    ('subtotal', 'opening', '', 'total')
    """
    if not isinstance(text, str) or len(text) > _SAYING_LENGTH_MAX:
        return ""
    plain = re.sub(r"[\s:：*]+$|^[\s*]+", "", unicodedata.normalize("NFKC", text)).lower()
    if re.search(r"[一-鿿]", plain):
        plain = simplified(re.sub(r"\s+", "", plain))
    if not plain and "*" in text:
        return "total"
    found = _PATTERN.fullmatch(plain) or _in_both_tongues(plain)
    return found.lastgroup or "" if found else ""


def _in_both_tongues(plain: str) -> re.Match[str] | None:
    """合计 Total: a saying and its translation, both of which say so."""
    both = _TWO_TONGUES.fullmatch(plain)
    if both is None:
        return None
    chinese = _PATTERN.fullmatch(both[1])
    return chinese if _SPACELESS.fullmatch(both[2].replace(" ", "")) else None


def reasons_aside(table: Table) -> Reasons:
    """Why each row below the headings is set aside, as far as the row says it itself."""
    reasons = _said(table)
    reasons[_repeats(table)] = Aside.REPEATED_HEADER
    for rule in table.header.profile.aside:
        marked = _ruled(table, rule.heading, rule.values)
        reasons = with_reason(reasons, marked, aside_by(rule.why))
    reasons[_blank(table)] = Aside.BLANK
    return reasons


def _said(table: Table) -> Reasons:
    """A total with a date and a reference of its own is an entry; a balance never is."""
    reasons = np.zeros(len(table), dtype=np.int8)
    own = {m: c for m in TELLING if (c := table.column(m)) is not None}
    asked = dict.fromkeys([0, *own.values(), *table.memo_goes_on, *_unheaded(table)])
    for said in at_once([partial(_column_says, table, c) for c in asked], len(table)):
        if said is not None:
            reasons = np.where(reasons == Aside.ENTRY, said, reasons)
    reasons = _said_anywhere(table, reasons, own)
    if not {"date", "reference"} <= own.keys():
        return reasons
    said_rows = np.flatnonzero(reasons)
    for row in said_rows[~np.isin(reasons[said_rows], _BALANCES)].tolist():
        cells = [cell_text(table.body.iloc[row, own[m]]) for m in ("date", "reference")]
        if all(cell and not why_aside(cell) for cell in cells):
            reasons[row] = Aside.ENTRY
    return reasons


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
        said = (why_aside(cell) for cell in table.body.iloc[row].dropna())
        reasons[row] = aside_by(next(filter(None, said), ""))
    return reasons


def _unheaded(table: Table) -> range:
    """Every column, where no heading says which of them tells."""
    return range(table.body.shape[1] if table.header.evidence else 0)


def _column_says(table: Table, column: int) -> Reasons | None:
    """What each cell of a column says, None where none says anything."""
    coded = table.coded_column(column)
    if coded is None:
        return _each_says(table.body.iloc[:, column])
    said = _each_says(text_series(pa.array(coded.texts, STRING)))
    return None if said is None else said[coded.codes]


def _each_says(cells: pd.Series) -> Reasons | None:
    """What the cells of a column say that are hardly ever the same."""
    texts = arrow_texts(cells)
    if texts is None:
        short = [c if isinstance(c, str) and len(c) <= _SAYING_LENGTH_MAX else None for c in cells]
        texts = pa.array(short, STRING)
    rows = _ending_in_no_digit(texts)
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
    reasons[rows[telling]] = [aside_by(why_aside(text)) for text in found]
    return reasons if reasons.any() else None


def _ending_in_no_digit(texts: pa.LargeStringArray) -> npt.NDArray[np.int64]:
    """Rows whose text may be a saying, since none ends in a digit; told by the last byte."""
    written = filled(texts)
    last = written.letters[written.stops - 1]
    return written.rows[(last < ord("0")) | (last > ord("9"))]


def _repeats(table: Table) -> list[int]:
    """Rows with the headings again, at the top of a printed page."""
    meaning, amount = next((m, c) for m in AMOUNTS if (c := table.column(m)) is not None)
    if table.amount_cells[meaning].exact is not None:
        return []
    headings = [compact_heading(text) for text in table.header.headings]
    given = [column for column, heading in enumerate(headings) if heading]
    same_text = (table.body.iloc[:, amount] == table.header.headings[amount]).fillna(False)
    repeated = []
    for row in np.flatnonzero(same_text.to_numpy(bool)).tolist():
        texts = [cell_text(table.body.iloc[row, column]) for column in given]
        same = [compact_heading(t) == headings[c] for t, c in zip(texts, given, strict=True)]
        if sum(same) * 2 > len(given):
            repeated.append(row)
    return repeated


def _ruled(table: Table, heading: str, values: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Rows that a profile sets aside by what stands under one heading."""
    for column, text in enumerate(table.header.headings):
        if compact_heading(text) == compact_heading(heading):
            cells = table.body.iloc[:, column].map(lambda c: str(c or "").strip("\t `").strip())
            known = {value.lower() for value in values}
            return cells.map(lambda cell: simplified(cell).lower()).isin(known).to_numpy()
    return np.zeros(len(table), dtype=bool)


def _blank(table: Table) -> npt.NDArray[np.int64]:
    """Blank rows; column by column, looking only at the rows that are blank so far."""
    rows = np.arange(len(table))
    for column in range(table.body.shape[1]):
        if not len(rows):
            break
        coded = table.coded_column(column) if column == 0 else None
        if coded is not None:
            rows = np.flatnonzero(coded.among([t for t in coded.texts if not t.strip()]))
            continue
        cells = table.body.iloc[:, column]
        some = cells if len(rows) == len(cells) else cells.iloc[rows]
        empty = some.isna().to_numpy()
        rows = rows[empty | _spaces(some, empty)]
    return rows


def _spaces(cells: pd.Series, empty: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Cells with nothing but spaces."""
    if isinstance(cells.dtype, pd.StringDtype):
        texts = pc.utf8_trim_whitespace(arrow_texts(cells))
        return pc.fill_null(pc.equal(texts, ""), True).to_numpy(zero_copy_only=False)
    return np.array([isinstance(c, str) and not c.strip() for c in cells], dtype=bool) & ~empty
