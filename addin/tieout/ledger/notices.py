"""What should the reader of a ledger know, though every cell of it was read."""

import re
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.texts import cell_text, letters_of, written_texts
from tieout.ledger.entry_states import state_notices
from tieout.ledger.heading_columns import rivals, tax_beside
from tieout.ledger.ledger import Ledger
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts, unit_shift
from tieout.ledger.row_dates import date_meaning
from tieout.ledger.sayings import why_aside
from tieout.ledger.sheet_extent import COLUMNS_MAX
from tieout.ledger.table import AMOUNTS, Table
from tieout.ledger.unread_amounts import stands_elsewhere, unread_amounts

_UNITS = {3: "千", 4: "万", 6: "百万", 7: "千万", 8: "亿"}
_LOST = r"\d(\.\d+)?[Ee]\+\d+"
LINES_NAMED_MAX = 10
_NO_TAX = frozenset(("", "0", "0.0", "0.00", "-", "--", "—", "/"))
_PAID = frozenset(
    ("收款", "收款单", "回款单", "退货单", "销售退货单", "预收款", "预收款单", "sc", "sr", "sa", "customer payment", "收回", "回款", "收到货款", "付款", "退款", "退货", "红字发票", "贷项通知单", "payment",
     "payments", "receipt", "refund", "credit note", "credit memo", "cash receipt", "payment received")
)  # fmt: skip
"""Types of documents that lower what is owed."""
_PAGE = re.compile(r"^第?\s*\d+\s*页|page\s*\d+|打印|printed", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\s*[(（]?(第?\s*\d+\s*(页|/\s*\d+)(\s*[,，/]?\s*共\s*\d+\s*页)?|page\s*\d+(\s*(of|/)\s*\d+)?)\s*[)）]?$",
    re.IGNORECASE,
)


def notices(
    table: Table,
    ledger: Ledger,
    currencies: tuple[str, ...],
    amounts: RowAmounts,
    entry: npt.NDArray[np.bool_],
) -> list[Problem]:
    """Everything that was assumed, passed over or found odd; `currencies` are those of the entries."""
    if not len(ledger):
        return [*_hidden(table), table.problem("no_entries", -1, _amount_meaning(table))]
    return [
        *_by_shape(table),
        *_currencies(table, currencies),
        *_undated(table, ledger),
        *_lost_digits(table, ledger),
        *_units(table),
        *_both_sides(table, amounts, entry),
        *_refunds(table, amounts, entry),
        *_named_twice(table, amounts),
        *_rivals(table),
        *_tax_beside(table),
        *unread_amounts(table, amounts, entry),
        *_sign_by_type(table, ledger, amounts),
        *_sections(table, ledger),
        *state_notices(
            table, amounts.signed.cents, entry, currencies[0] if len(currencies) == 1 else ""
        ),
        *_hidden(table),
    ]


def _by_shape(table: Table) -> list[Problem]:
    """Columns that no heading names, and what their contents leave open."""
    header = table.header
    asked = [
        table.problem(each.code, -1, each.meaning, each.found, **each.values)
        for each in header.questions
    ]
    if not header.evidence:
        return asked
    places = sorted(header.columns[meaning] for meaning in header.evidence)
    named = tuple(header.headings[place] for place in places)
    code = "no_headings" if header.headless else "headings_unknown"
    return [table.problem(code, -1, "", named), *asked]


def _currencies(table: Table, currencies: tuple[str, ...]) -> list[Problem]:
    if len(currencies) < 2:
        return []
    names = tuple(code or "?" for code in currencies)
    return [table.problem("mixed_currencies", -1, "currency", names)]


def _undated(table: Table, ledger: Ledger) -> list[Problem]:
    if not date_meaning(table):
        return [table.problem("no_date_column", -1, "reference", count=len(ledger))]
    bad = {problem.line for problem in ledger.problems if problem.code == "not_a_date"}
    lines = ledger.entries.loc[ledger.entries["date"].isna(), "line"]
    missing = [int(line) for line in lines if line not in bad]
    if not missing:
        return []
    found = table.problem("no_date", -1, date_meaning(table), count=len(missing))
    return [replace(found, line=missing[0])]


def _lost_digits(table: Table, ledger: Ledger) -> list[Problem]:
    """1.23457E+17 was a number of eighteen digits before a spreadsheet opened it."""
    references = ledger.entries["reference"]
    if not (letters_of(written_texts(references)) == ord("+")).any():
        return []
    lost = references.str.fullmatch(_LOST).to_numpy(bool)
    if not lost.any():
        return []
    row = int(lost.argmax())
    found = ledger.entries["reference"].iloc[row]
    problem = table.problem("lost_digits", -1, "reference", found, count=int(lost.sum()))
    return [replace(problem, line=int(ledger.entries["line"].iloc[row]))]


def _units(table: Table) -> list[Problem]:
    shifts = {m: unit_shift(table, m) for m in AMOUNTS if table.column(m) is not None}
    return [
        table.problem("amounts_in_unit", -1, meaning, _UNITS[shift], factor=f"{10**shift:,}")
        for meaning, shift in shifts.items()
        if shift
    ]


def _both_sides(table: Table, amounts: RowAmounts, entry: npt.NDArray[np.bool_]) -> list[Problem]:
    if {"debit", "credit"} - amounts.parts.keys():
        return []
    debit, credit = amounts.parts["debit"], amounts.parts["credit"]
    rows = np.flatnonzero(entry & (debit.cents != 0) & (credit.cents != 0))
    if not len(rows):
        return []
    return [table.problem("both_sides", int(rows[0]), "credit", count=len(rows))]


def _refunds(table: Table, amounts: RowAmounts, entry: npt.NDArray[np.bool_]) -> list[Problem]:
    return [
        table.problem("refund_noted", int(row), meaning, table.cells_of(meaning).iloc[row])
        for meaning, part in amounts.parts.items()
        for row in np.flatnonzero(part.refunded & entry)[:LINES_NAMED_MAX]
    ]


def _named_twice(table: Table, amounts: RowAmounts) -> list[Problem]:
    """The left of two columns of one heading is read; not where rows have their amount in the other."""
    return [
        replace(
            table.problem("heading_twice", -1, meaning, table.heading(meaning)),
            blocks=meaning in AMOUNTS and stands_elsewhere(table, amounts.signed, [other]),
        )
        for meaning, other in table.header.twice.items()
        if meaning in (*AMOUNTS, "date", "reference", "balance")
    ]


def _rivals(table: Table) -> list[Problem]:
    """Only a part of its heading told which column is the amount, and it would tell others as well."""
    others = rivals(table.header.headings, table.header.columns, table.header.profile)
    if not others:
        return []
    return [table.problem("several_amounts", -1, "amount", tuple(others))]


def _tax_beside(table: Table) -> list[Problem]:
    """A column of taxes that no column read includes: what is owed is more than what was read."""
    place = tax_beside(table.header.headings, table.header.columns, table.header.profile)
    if place is None:
        return []
    shown = {cell_text(cell).strip() for cell in table.body.iloc[:, place].dropna().unique()}
    if not shown - _NO_TAX:
        return []
    meaning = _amount_meaning(table)
    return [table.problem("tax_not_counted", -1, meaning, table.header.headings[place])]


def _sign_by_type(table: Table, ledger: Ledger, amounts: RowAmounts) -> list[Problem]:
    """Sales and receipts in one column of amounts without a sign are not told apart by anything."""
    if amounts.rule != "signed" or table.column("type") is None or amounts.balance is not None:
        return []
    if (ledger.entries["amount"].to_numpy(np.int64) < 0).any():
        return []
    types = ledger.entries["type"].str.strip().str.lower()
    paid = types.isin(_PAID).to_numpy(bool)
    if not paid.any() or not (~paid & (types != "").to_numpy(bool)).any():
        return []
    row = int(paid.argmax())
    found = table.problem("sign_by_type", -1, "amount", ledger.entries["type"].iloc[row])
    return [replace(found, line=int(ledger.entries["line"].iloc[row]))]


def _sections(table: Table, ledger: Ledger) -> list[Problem]:
    """A title of its own above headings that repeat begins another ledger, or another page."""
    if any(problem.code == "customer_sections" for problem in ledger.problems):
        return []
    titles = {text for text in _titles(table.cells.head(table.header.first)) if text}
    found = []
    for row in (r.line - table.line(0) for r in ledger.set_aside if r.why == "repeated_header"):
        above = [text for text in _titles(table.body.iloc[max(row - 2, 0) : row]) if text]
        if above and above[-1] not in titles and not why_aside(above[-1]):
            found.append(table.problem("sections_joined", row, "", above[-1]))
    return found[:1]


def _titles(rows: pd.DataFrame) -> list[str]:
    """What rows with a single cell say, page numbers apart; "" for other rows."""
    texts = []
    for row in rows.to_numpy(object):
        given = [cell_text(cell).strip() for cell in row if cell is not None and cell == cell]
        alone = len(given) == 1 and not _PAGE.search(given[0])
        texts.append(_PAGE_NUMBER.sub("", given[0]) if alone else "")
    return texts


def _hidden(table: Table) -> list[Problem]:
    found = []
    lines = [line for line in table.traits.hidden_lines if line > table.header.last + 1]
    if lines:
        first = table.problem("hidden_lines", -1, "", _listed(lines), count=len(lines))
        found.append(replace(first, line=lines[0]))
    columns = [c for c in table.traits.hidden_columns if c <= len(table.header.headings)]
    named = [table.header.headings[c - 1] for c in columns if table.header.headings[c - 1]]
    if named:
        found.append(table.problem("hidden_columns", -1, "", tuple(named), count=len(named)))
    if table.traits.cells_beyond:
        found.append(table.problem("cells_beyond", -1, "", COLUMNS_MAX))
    return found


def _listed(lines: list[int]) -> str:
    named = ", ".join(map(str, lines[:LINES_NAMED_MAX]))
    return f"{named} …" if len(lines) > LINES_NAMED_MAX else named


def _amount_meaning(table: Table) -> str:
    return next(m for m in AMOUNTS if table.column(m) is not None)
