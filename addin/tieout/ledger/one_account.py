"""Is a ledger that of one account, such as a bank's, in which counterparties are words, not customers."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from tieout.ledger.aside import Aside, Reasons, aside_by
from tieout.ledger.balances import stated_balances
from tieout.ledger.cleaning.amounts import Amounts, no_amounts, read_amounts
from tieout.ledger.currency import decimals
from tieout.ledger.ledger import Account, Ledger
from tieout.ledger.problem import Problem


def is_one_account(ledger: Ledger) -> bool:
    """True where its sheet names who is behind each entry, rather than whose account it stands on."""
    return "counterparty" in ledger.source.columns


def with_counterparties(memo: pd.Series, counterparties: pd.Series) -> pd.Series:
    """The narrations with the counterparty behind them where they do not name it.

    >>> with_counterparties(pd.Series(["货款", "华东公司 货款", ""]), pd.Series(["华东公司"] * 3)).tolist()
    ['货款 华东公司', '华东公司 货款', '华东公司']
    """
    joined = [
        memo if not name or name in memo else f"{memo} {name}".strip()
        for memo, name in zip(memo.tolist(), counterparties.tolist(), strict=True)
    ]
    return pd.Series(joined, index=memo.index, dtype=object)


def as_one_account(ledger: Ledger) -> Ledger:
    """A journal whose customers are counterparties: one account, with the balances its sheet runs on.

    So it is read where the other side is the statement of a bank.
    """
    entries, source = ledger.entries, ledger.source
    columns = {"counterparty" if m == "customer" else m: c for m, c in source.columns.items()}
    found = replace(
        ledger,
        entries=entries.assign(
            customer="", memo=with_counterparties(entries["memo"], entries["customer"])
        ),
        source=replace(source, columns=columns),
        problems=(*ledger.problems, _said(ledger)),
    )
    opening, closing = _balances(ledger)
    return replace(found, opening=opening, closing=closing)


def _said(ledger: Ledger) -> Problem:
    source = ledger.source
    column = source.columns.get("customer")
    heading = "" if column is None else source.headings[column]
    return Problem(
        "one_account",
        sheet=source.sheet or source.file,
        line=source.header_line,
        column=0 if column is None else column + 1,
        heading=heading,
        found=heading,
    )


def _balances(ledger: Ledger) -> tuple[dict[Account, int], dict[Account, int]]:
    """The balances of the whole sheet, where its column of balances runs over all entries."""
    column, cells = ledger.source.columns.get("balance"), ledger.source.cells
    if column is None or cells is None or len(ledger.currencies) != 1 or not len(ledger):
        return {}, {}
    currency, below = ledger.currencies[0], ledger.source.header_line
    aside, signed = _rows(ledger, len(cells) - below)
    shown = read_amounts(cells.iloc[below:, column].reset_index(drop=True), decimals(currency))
    codes = np.zeros(len(aside), dtype=np.int64)
    stated = stated_balances(aside, codes, signed, shown, {}, {})
    if stated.breaks or stated.closing_breaks:
        return {}, {}
    account = Account("", currency)
    return _named(stated.opening, account), _named(stated.closing, account)


def _named(cents: Mapping[int, int], account: Account) -> dict[Account, int]:
    """The one balance of the sheet as that of its account."""
    return dict.fromkeys([account], next(iter(cents.values()))) if cents else {}


def _rows(ledger: Ledger, count: int) -> tuple[Reasons, Amounts]:
    """Why each row below the headings is set aside, and its amount."""
    first = ledger.source.header_line + 1
    aside, signed = np.full(count, Aside.BLANK, dtype=np.int8), no_amounts(count)
    rows = ledger.entries["line"].to_numpy(np.int64) - first
    aside[rows] = Aside.ENTRY
    signed.cents[rows], signed.given[rows] = ledger.entries["amount"].to_numpy(np.int64), True
    for each in ledger.set_aside:
        aside[each.line - first] = aside_by(each.why)
        if each.amount is not None:
            signed.cents[each.line - first] = each.amount
            signed.given[each.line - first] = True
    return aside, signed
