"""In which currency is each row: by its column, its amount's sign, the sheet, or as stated."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.currency import UNSTATED
from tieout.ledger.problem import Problem
from tieout.ledger.table import AMOUNTS, PROBLEMS_MAX, Table

SECTIONS_MAX, SECTION_LENGTH_MAX = 1000, 24
_LABEL = re.compile(r"^(币种|币别|货币|currency|ccy)\s*[:：]\s*", re.IGNORECASE)
_UNMARKED = r"^[-0-9.,]*$"
_MARK = (
    r"(?i)(?P<mark>CNY|RMB|USD|EUR|GBP|HKD|JPY|KRW|TWD|SGD|AUD|CAD|CHF|THB|INR|KWD|BHD|MOP"
    r"|US\$|HK\$|NT\$|人民币|美元|美金|欧元|港币|港元|日元|韩元|澳元|加元|新加坡元|新台币|[¥￥$€£₹]|元)"
)


def sheet_currency(table: Table) -> str:
    """The currency a sheet states: above its headings, in them, or as told."""
    return (
        table.preamble.currency
        or _in_headings(table)
        or table.stated_currency
        or table.header.profile.currency
    )


def row_currencies(table: Table, entry: npt.NDArray[np.bool_]) -> tuple[CodedTexts, list[Problem]]:
    """The currency of each row, and the cells that name none or another."""
    written = _written(table)
    whole = sheet_currency(table)
    known = {name: currency_code(name) for name in written.texts if name}
    found = written.renamed([known.get(name) or whole for name in written.texts])
    found, sections = _of_sections(table, found)
    problems = [
        table.problem("not_a_currency", row, "currency", written[row])
        for row in _unknown(written, known, entry)
    ]
    found, more = _held_against_marks(table, found, entry)
    return found, [*problems, *sections, *more]


def _written(table: Table) -> CodedTexts:
    """What the column of currencies says."""
    return table.coded("currency") or _recoded(table.texts("currency").to_numpy(dtype=object))


def _recoded(texts: npt.NDArray[np.object_]) -> CodedTexts:
    codes, names = pd.factorize(texts)
    return CodedTexts(codes.astype(np.int32), tuple(map(str, names)))


def _unknown(
    written: CodedTexts, known: Mapping[str, str | None], entry: npt.NDArray[np.bool_]
) -> list[int]:
    """Rows, of a listed number, that name something else than a currency."""
    strange = [name for name, code in known.items() if code is None]
    return np.flatnonzero(written.among(strange) & entry)[:PROBLEMS_MAX].tolist() if strange else []


def _of_sections(table: Table, currencies: CodedTexts) -> tuple[CodedTexts, list[Problem]]:
    """人民币 or Currency: USD alone in a row names the currency of the rows below it."""
    if table.column("currency") is not None:
        return currencies, []
    codes, texts, problems = currencies.codes.copy(), list(currencies.texts), []
    for row in np.flatnonzero(table.lone_cells)[:SECTIONS_MAX]:
        text = str(table.body.iloc[int(row)].dropna().iloc[0]).strip()
        code = currency_code(_LABEL.sub("", text)) if len(text) <= SECTION_LENGTH_MAX else None
        if code:
            codes[int(row) :] = len(texts)
            texts.append(code)
            problems.append(table.problem("currency_of_rows", int(row), "", text))
    return CodedTexts(codes, tuple(texts)), problems


def _in_headings(table: Table) -> str:
    """The currency a heading names in brackets or at its end: 金额（USD）, Betrag CHF."""
    for meaning in ("amount", "debit", "credit", "balance"):
        inside = re.findall(r"[(（]([^)）]+)[)）]|\s([A-Z]{3})$", table.heading(meaning))
        inside = ["".join(groups) for groups in inside]
        for text in inside:
            if code := currency_code(text.lstrip("万千百亿")):
                return code
    return UNSTATED


def _held_against_marks(
    table: Table, found: CodedTexts, entry: npt.NDArray[np.bool_]
) -> tuple[CodedTexts, list[Problem]]:
    """¥, $ and codes beside amounts name the currency of a row, or contradict it."""
    problems: list[Problem] = []
    marked = {meaning: _marks(table, meaning) for meaning in AMOUNTS}
    if not any(len(marks) for _, marks in marked.values()):
        return _one_for_all(table, found, entry, problems)
    currencies = np.array(found.texts, dtype=object)[found.codes]
    for meaning, (codes, marks) in marked.items():
        several = len({_code(mark) for mark in marks}) > 1
        for place, mark in enumerate(marks):
            rows = entry & (codes == place)
            unstated = rows & (currencies == UNSTATED)
            if _code(mark) != "USD" or mark.upper() != "$" or several:
                currencies = np.where(unstated, _code(mark), currencies)
            other = [
                int(row) for row in np.flatnonzero(rows) if not _fits(mark, str(currencies[row]))
            ]
            problems += [
                table.problem(
                    "other_currency", row, meaning, table.cells_of(meaning).iloc[row],
                    currency=currencies[row],
                )
                for row in other[:PROBLEMS_MAX]
            ]  # fmt: skip
    return _one_for_all(table, _recoded(currencies), entry, problems)


def _one_for_all(
    table: Table, currencies: CodedTexts, entry: npt.NDArray[np.bool_], problems: list[Problem]
) -> tuple[CodedTexts, list[Problem]]:
    """Rows without a sign are in the one currency the others name; of several nobody can tell."""
    used = currencies.used(entry)
    named = sorted(set(used) - {UNSTATED})
    if not named or UNSTATED not in used:
        return currencies, problems
    if len(named) == 1:
        return currencies.renamed([code or named[0] for code in currencies.texts]), problems
    unmarked = entry & currencies.among([UNSTATED])
    unclear = [
        table.problem("currency_unclear", row, "currency", tuple(named))
        for row in np.flatnonzero(unmarked)[:PROBLEMS_MAX]
    ]
    return currencies, [*problems, *unclear]


def _marks(table: Table, meaning: str) -> tuple[npt.NDArray[np.int64], Sequence[str]]:
    """The currency mark of each cell as a code, −1 where it has none, and the marks; neither where no cell has."""
    column = table.amount_cells.get(meaning)
    if column is None or not len(texts := column.written()):
        return np.zeros(0, dtype=np.int64), ()
    codes = np.full(len(table), -1)
    marked = pc.fill_null(pc.invert(pc.match_substring_regex(texts, pattern=_UNMARKED)), False)
    rows = np.flatnonzero(marked.to_numpy(zero_copy_only=False))
    found = pc.struct_field(pc.extract_regex(texts.take(pa.array(rows)), pattern=_MARK), "mark")
    codes[rows], distinct = pd.factorize(found.to_numpy(zero_copy_only=False))
    return codes, [str(mark) for mark in distinct]


def _code(mark: str) -> str:
    return currency_code(mark) or UNSTATED


def _fits(mark: str, currency: str) -> bool:
    """¥ is yuan and yen, $ any dollar."""
    if mark == "元":
        return True
    if mark in "¥￥":
        return currency in ("CNY", "JPY", UNSTATED)
    if mark == "$":
        return currency.endswith("D") or currency == UNSTATED
    return _code(mark) == currency
