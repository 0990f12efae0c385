"""What does a reconciliation say on a console: balances, how much is matched, and every cause."""

import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import current_language, text
from tieout.workbook.balances import Balances, balances_of
from tieout.workbook.status import STATES, cause_status, state_status, statuses

PROBLEMS_NAMED_MAX = 10
PLAIN_WIDTH = 120
"""Columns of the tables where standard output is no terminal."""


def print_summary(result: Reconciliation, output: Path | None, json: Path | None) -> None:
    """Print it; what stands in a ledger is never taken for markup."""
    width = None if sys.stdout.isatty() else max(PLAIN_WIDTH, shutil.get_terminal_size().columns)
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    # The currency nobody stated stands last.
    currencies = sorted(result.totals_by_currency, key=lambda code: (code == "", code)) or [""]
    console.print(_sides(result))
    for currency in currencies:
        if len(currencies) > 1:
            console.print()
            console.print(
                text("cli.summary.currency", currency=currency or text("report.unstated"))
            )
        balances = balances_of(result, currency)
        for table in (_balances(balances), _causes(result, balances)):
            console.print()
            console.print(table)
        console.print()
        console.print(_verdict(result, balances), soft_wrap=True)
    lines = [_rules(result), *_sign(result), *_problems(result), *_places(output, json)]
    for line in lines:
        console.print(line, soft_wrap=True)


def _rules(result: Reconciliation) -> str:
    policy = result.policy
    return text(
        "cli.summary.rules",
        preset=text(f"preset.{policy.preset}"),
        fingerprint=policy.fingerprint,
    )


def _sides(result: Reconciliation) -> Table:
    table = _table(["", "side.ours", "side.theirs"])
    ledgers = (result.our_ledger, result.their_ledger)
    _row(table, text("cli.summary.file"), [_place(ledger) for ledger in ledgers])
    _row(table, text("cli.summary.entries"), [f"{len(ledger):,}" for ledger in ledgers])
    aside = [sum(row.why == "other_customer" for row in ledger.set_aside) for ledger in ledgers]
    if any(aside):
        _row(table, text("cli.summary.other_customers"), [f"{count:,}" for count in aside])
    return table


def _place(ledger: Ledger) -> str:
    sheet = ledger.source.sheet
    return f"{ledger.source.file} · {sheet}" if sheet else ledger.source.file


def _balances(balances: Balances) -> Table:
    """Opening, movement and closing; where a side states no opening, only the movement compares."""
    table = _table(["", "side.ours", "side.theirs", "cli.summary.difference"], numbers=True)
    each, currency = (balances.ours, balances.theirs), balances.currency
    if any(balance.opening is not None for balance in each):
        opening = [balance.opening for balance in each]
        _money(table, "cli.summary.opening", [*opening, balances.opening_difference], currency)
    movement = [balance.movement for balance in each]
    _money(table, "cli.summary.movement", [*movement, movement[0] - movement[1]], currency)
    if any(balance.closing is not None for balance in each):
        closing = [balance.closing for balance in each]
        whole = balances.opening_difference is not None
        difference = balances.difference if whole else None
        _money(table, "cli.summary.closing", [*closing, difference], currency)
    return table


def _causes(result: Reconciliation, balances: Balances) -> Table:
    """Every status that occurs, its entries and what it makes of the difference; adds up to it."""
    names = ["causes", "our_entries", "their_entries", "difference"]
    table = _table([f"cli.summary.{name}" for name in names], numbers=True)
    found = _by_status(result, balances.currency)
    for status in _in_order(found):
        ours, theirs, difference = found[status]
        _row(
            table,
            status,
            [f"{ours:,}", f"{theirs:,}", format_amount(difference, balances.currency)],
        )
    opening = balances.opening_difference or 0
    if opening:
        status = cause_status(Cause.OPENING, current_language())
        _row(table, status, ["", "", format_amount(opening, balances.currency)])
    table.add_section()
    ours, theirs, difference = map(sum, zip(*found.values(), strict=True)) if found else (0, 0, 0)
    total = format_amount(difference + opening, balances.currency)
    _row(table, text("cli.summary.total"), [f"{ours:,}", f"{theirs:,}", total], style="bold")
    return table


def _by_status(result: Reconciliation, currency: str) -> dict[str, tuple[int, int, int]]:
    """Entries of ours, of theirs, and the difference, by status."""
    language = current_language()
    sides = ((result.our_ledger, result.ours), (result.their_ledger, result.theirs))
    parts = []
    for place, (ledger, side) in enumerate(sides):
        mine = (ledger.entries["currency"] == currency).to_numpy()
        status = statuses(side, language)[mine]
        counts = [np.full(len(status), int(place == column), dtype=np.int64) for column in (0, 1)]
        difference = side["difference"].to_numpy(np.int64)[mine]
        parts.append(
            pd.DataFrame(
                {"status": status, "ours": counts[0], "theirs": counts[1], "difference": difference}
            )
        )
    sums = pd.concat(parts, ignore_index=True).groupby("status").sum()
    found = sums.to_numpy(np.int64).tolist()
    return dict(zip(sums.index.tolist(), map(tuple, found), strict=True))


def _in_order(found: Iterable[str]) -> list[str]:
    """The states, then the causes, as they stand everywhere."""
    language = current_language()
    known = [state_status(state, language) for state in STATES]
    known += [cause_status(cause, language) for cause in Cause]
    return sorted(found, key=lambda status: known.index(status))


def _verdict(result: Reconciliation, balances: Balances) -> str:
    """Whether both agree; not said of figures that could not all be read."""
    unread = [p for ledger in _ledgers(result) for p in ledger.problems if p.blocks]
    if unread:
        return text("cli.summary.not_to_be_trusted", count=len(unread))
    empty = [name for name, ledger in _named(result) if not len(ledger)]
    if empty:
        return text("cli.summary.empty_side", side=text(f"side.{empty[0]}"))
    if balances.difference:
        amount = format_amount(balances.difference, balances.currency)
        return text("cli.summary.explained", difference=amount)
    return text("cli.summary.agreed")


def _sign(result: Reconciliation) -> list[str]:
    finding = result.their_sign
    return [finding.reason_zh if current_language() == "zh" else finding.reason_en]


def _problems(result: Reconciliation) -> list[Text]:
    """What could not be read, side by side, what blocks first."""
    lines = []
    for name, ledger in _named(result):
        if not ledger.problems:
            continue
        count = len(ledger.problems)
        lines.append(Text(text("cli.summary.problems", side=text(f"side.{name}"), count=count)))
        worst_first = sorted(ledger.problems, key=lambda problem: not problem.blocks)
        lines += [Text(f"  {problem.sentence()}") for problem in worst_first[:PROBLEMS_NAMED_MAX]]
        if count > PROBLEMS_NAMED_MAX:
            lines.append(Text(text("cli.summary.more_problems", count=count - PROBLEMS_NAMED_MAX)))
    return lines


def _places(output: Path | None, json: Path | None) -> list[str]:
    places = (("cli.summary.workbook", output), ("cli.summary.json", json))
    return [text(key, file=file) for key, file in places if file is not None]


def _ledgers(result: Reconciliation) -> tuple[Ledger, Ledger]:
    return result.our_ledger, result.their_ledger


def _named(result: Reconciliation) -> tuple[tuple[str, Ledger], tuple[str, Ledger]]:
    return ("ours", result.our_ledger), ("theirs", result.their_ledger)


def _table(keys: Sequence[str], *, numbers: bool = False) -> Table:
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False)
    for place, key in enumerate(keys):
        table.add_column(
            Text(text(key) if key else ""),
            justify="right" if numbers and place else "left",
            overflow="fold",
        )
    return table


def _row(table: Table, label: str, cells: Sequence[str], style: str | None = None) -> None:
    table.add_row(Text(label), *map(Text, cells), style=style)


def _money(table: Table, key: str, cents: Sequence[int | None], currency: str) -> None:
    shown = ["–" if each is None else format_amount(each, currency) for each in cents]
    _row(table, text(key), shown)
