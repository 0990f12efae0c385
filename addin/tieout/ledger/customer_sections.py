"""Whose account is each row, where a customer's name stands alone above its rows and none beside them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.cleaning.party_names import name_of_account, party_name
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.table import Table

SECTIONS_MAX = 100_000
_BLOCKS_MIN = 2
_LABEL = re.compile(
    r"(?:客户|往来单位|对方单位|单位|购货单位|customer|client|bill to|debitor|kunde|cliente)"
    r"\s*(?:名称|name)?\s*[:：]\s*(.+)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:sub-?)?total\s+(?:for\s+|of\s+)?(?P<after>.+)|(?P<before>.+?)\s*(?:小计|合计|(?:sub-?)?total)",
    re.IGNORECASE,
)


class _Section(NamedTuple):
    """The rows from a name to the total that names it, or to the next name."""

    name: str
    start: int
    end: int


def customer_sections(
    table: Table, customers: pd.Series, aside: Reasons, amounts: RowAmounts
) -> tuple[pd.Series, list[Problem]]:
    """The customers with those of the sections; as they are where a column names them.

    Of sections in one another the outer one is the customer, but where balances run each has its own.
    """
    if table.column("customer") is not None or table.column("counterparty") is not None:
        return customers, []
    sections = (
        _labelled(table, aside)
        or list(_totalled(table, aside))
        or _beginning_anew(table, aside, amounts)
    )
    if table.column("balance") is None:
        sections = _outermost(sections)
    sections.sort(key=lambda section: section.start)
    named = customers.to_numpy(object).copy()
    for section in sections:
        named[section.start : section.end] = section.name
    taken = (named != customers.to_numpy(object)) & (aside == Aside.ENTRY)
    if not taken.any():
        return customers, []
    names = tuple(dict.fromkeys(section.name for section in sections))
    found = table.problem("customer_sections", sections[0].start, "", names[0], count=len(names))
    return pd.Series(named, index=customers.index, dtype=object), [found]


def _lone(table: Table, aside: Reasons) -> list[int]:
    """Rows without an amount in which one cell says something, and no other but a balance."""
    rows = np.flatnonzero(aside == Aside.NO_AMOUNT)
    cells = table.body.iloc[rows].notna().to_numpy().copy()
    if (balance := table.column("balance")) is not None:
        cells[:, balance] = False
    return rows[cells.sum(axis=1) == 1][:SECTIONS_MAX].tolist()


def _text(table: Table, row: int) -> str:
    """The first cell of a row with anything in it."""
    return next((cell_text(cell).strip() for cell in table.body.iloc[row].dropna()), "")


def _labelled(table: Table, aside: Reasons) -> list[_Section]:
    """客户：上海华东 above its rows."""
    named = [(row, _labelled_name(_text(table, row))) for row in _lone(table, aside)]
    named = [(row, name) for row, name in named if name] + [(len(table), "")]
    return [_Section(name, row, end) for (row, name), (end, _) in pairwise(named)]


def _labelled_name(text: str) -> str:
    """The name behind a label, "" where there is none.

    >>> _labelled_name("客户：C001/上海华东"), _labelled_name("Customer: Blue Sky LLC"), _labelled_name("备注：无")
    ('上海华东', 'Blue Sky LLC', '')
    """
    if named := name_of_account(text):
        return named
    found = _LABEL.fullmatch(text)
    name = party_name(text) if found else ""
    return found[1] if found and name == text else name


def _totalled(table: Table, aside: Reasons) -> Iterator[_Section]:
    """A name alone, and below its rows a total that names it; what no total names is no customer."""
    lone = set(_lone(table, aside))
    totals = np.flatnonzero(np.isin(aside, (Aside.TOTAL, Aside.SUBTOTAL)))[:SECTIONS_MAX].tolist()
    if not lone or not totals:
        return
    open_names: list[tuple[str, int]] = []
    for row in sorted({*lone, *totals}):
        text = _text(table, row)
        if row in lone:
            open_names.append((text, row))
            continue
        total = _TOTAL.fullmatch(text)
        name = (total["after"] or total["before"] or "").strip() if total else ""
        place = next((n for n, (known, _) in enumerate(open_names) if known == name), None)
        if place is not None:
            yield _Section(name, open_names[place][1], row)
            del open_names[place:]


def _beginning_anew(table: Table, aside: Reasons, amounts: RowAmounts) -> list[_Section]:
    """A name alone above rows whose running balance holds among themselves and nowhere from one block to the next."""
    lone, balance = _lone(table, aside), amounts.balance
    if balance is None or len(lone) < _BLOCKS_MIN:
        return []
    sections = [_Section(_text(table, row), row, end) for row, end in pairwise([*lone, len(table)])]
    shown = np.flatnonzero((aside == Aside.ENTRY) & balance.given & amounts.signed.given)
    steps, moved = np.diff(balance.cents[shown]), amounts.signed.cents[shown[1:]]
    block = np.searchsorted(lone, shown)
    inside = block[1:] == block[:-1]
    blocks = set(block.tolist())
    if blocks != set(range(1, len(lone) + 1)) or not inside.any():
        return []
    apart = any(
        (steps == side)[inside].all() and not (steps == side)[~inside].any()
        for side in (moved, -moved)
    )
    return sections if apart else []


def _outermost(sections: list[_Section]) -> list[_Section]:
    """The sections that lie in no other; those inside where there is only one around them all."""
    left = sorted(sections, key=lambda section: (section.start, -section.end))
    while left:
        outer: list[_Section] = []
        for section in left:
            if not outer or section.start >= outer[-1].end:
                outer.append(section)
        inner = [section for section in left if section not in outer]
        if len(outer) > 1 or len({section.name for section in inner}) < 2:
            return outer
        left = inner
    return []
