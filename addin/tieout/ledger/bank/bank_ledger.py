"""How do the statements of a bank become a ledger: one row an entry, money coming in positive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_statement import BankBalance, BankEntry, BankStatement, Fault, Place
from tieout.ledger.bank.checks import balance_problems
from tieout.ledger.currency import decimals, to_cents
from tieout.ledger.ledger import COLUMNS, Account, Ledger, SetAside, Source
from tieout.ledger.one_account import with_counterparties
from tieout.ledger.problem import Problem

HEADINGS = (
    "账号 Account",
    "日期 Date",
    "起息日 Value date",
    "类型 Type",
    "业务参考号 Reference",
    "摘要 Narration",
    "对方单位 Counterparty",
    "对方账号 Counterparty account",
    "金额 Amount",
    "币种 Currency",
    "银行流水号 Bank reference",
    "批次 Batch",
    "文件位置 Place in file",
)
MEANINGS = {
    "customer": 0,
    "date": 1,
    "type": 3,
    "reference": 4,
    "memo": 5,
    "counterparty": 6,
    "amount": 8,
    "currency": 9,
}
_OTHERS = (2, 6, 7, 10, 11, 12)
_CENTS_MAX = 2**62


@dataclass(frozen=True)
class BankRow:
    """A row of the sheet a statement becomes: an entry, or a balance that is set aside."""

    statement: BankStatement
    entry: BankEntry
    why: str = ""


def bank_ledger(
    file: str, form: str, statements: Sequence[BankStatement], account: str | None = None
) -> Ledger:
    """The entries of all statements, or of one account; balances that do not add up are problems."""
    chosen = _of_account(file, statements, account)
    rows, faults = _laid_out(file, chosen)
    cents, problems = _amounts(file, rows)
    problems = [*faults, *problems]
    lines = range(2, len(rows) + 2)
    aside = tuple(
        SetAside(line, row.why, amount)
        for line, row, amount in zip(lines, rows, cents, strict=True)
        if row.why
    )
    if not any(problem.blocks for problem in problems):
        problems += balance_problems(file, chosen)
    ledger = Ledger(_entries(rows, cents), _source(file, form, rows), set_aside=aside)
    return replace(
        ledger,
        opening=_balances(chosen, "opening"),
        closing=_balances(chosen, "closing"),
        problems=(*problems, *_notices(file, chosen, ledger)),
    )


def _of_account(
    file: str, statements: Sequence[BankStatement], account: str | None
) -> list[BankStatement]:
    known = list(dict.fromkeys(statement.account for statement in statements))
    if account is None:
        return list(statements)
    if account not in known:
        raise TieoutError("read.no_account", file=file, account=account, known=list(known))
    return [statement for statement in statements if statement.account == account]


def _laid_out(
    file: str, statements: Sequence[BankStatement]
) -> tuple[list[BankRow], list[Problem]]:
    """The rows of all statements, and what is wrong with a statement as a whole, at its first row."""
    rows: list[BankRow] = []
    problems: list[Problem] = []
    for statement in statements:
        line = len(rows) + 2
        problems += [_problem(file, statement.place, fault, line) for fault in statement.faults]
        rows += _rows(statement)
    return rows, problems


def _rows(statement: BankStatement) -> list[BankRow]:
    """The opening balance, the entries, the closing balance."""
    opening = [_balance_row(statement, statement.opening, "opening")] if statement.opening else []
    closing = [_balance_row(statement, statement.closing, "closing")] if statement.closing else []
    entries = [
        BankRow(statement, entry, "" if entry.booked else "not_booked")
        for entry in statement.entries
    ]
    return [*opening, *entries, *closing]


def _balance_row(statement: BankStatement, balance: BankBalance, why: str) -> BankRow:
    entry = BankEntry(balance.place, balance.amount, balance.currency, balance.day)
    return BankRow(statement, entry, why)


def _amounts(file: str, rows: Sequence[BankRow]) -> tuple[list[int], list[Problem]]:
    """The minor units of every row, and everything that was found wrong on the way."""
    cents: list[int] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows, start=2):
        faults = [*row.entry.faults, *_too_fine(row.entry)]
        problems += [_problem(file, row.entry.place, fault, line) for fault in faults]
        amount = to_cents(row.entry.amount, row.entry.currency)
        cents.append(0 if any(fault.blocks for fault in faults) else amount)
    return cents, problems


def _too_fine(entry: BankEntry) -> list[Fault]:
    places = decimals(entry.currency)
    if entry.amount != round(entry.amount, places):
        return [Fault("too_many_decimals", f"{entry.amount}", values={"decimals": places})]
    if abs(entry.amount.scaleb(places)) > _CENTS_MAX:
        return [Fault("too_many_digits", f"{entry.amount}")]
    return []


def _problem(file: str, place: Place, fault: Fault, line: int) -> Problem:
    return Problem(
        fault.code,
        sheet=file,
        line=line,
        heading=place.name,
        found=fault.found,
        values={"place": place.shown(file), **fault.values},
        blocks=fault.blocks,
    )


def _entries(rows: Sequence[BankRow], cents: Sequence[int]) -> pd.DataFrame:
    kept = [
        (line, row, amount)
        for line, row, amount in zip(range(2, len(rows) + 2), rows, cents, strict=True)
        if not row.why
    ]
    entries = [row.entry for _, row, _ in kept]
    shown = [_shown(row) for _, row, _ in kept]
    columns: dict[str, object] = {
        "line": pd.Series([line for line, _, _ in kept], dtype="int64"),
        "date": pd.Series([entry.day for entry in entries], dtype="datetime64[ns]"),
        "due_date": pd.Series([None] * len(kept), dtype="datetime64[ns]"),
        "type": _texts([_type(entry) for entry in entries]),
        "reference": _texts([entry.reference for entry in entries]),
        "memo": with_counterparties(
            _texts([entry.memo for entry in entries]),
            _texts([entry.counterparty for entry in entries]),
        ),
        "amount": pd.Series([amount for _, _, amount in kept], dtype="int64"),
        "currency": _texts([entry.currency for entry in entries]),
        "customer": _texts([row.statement.account for _, row, _ in kept]),
    }
    assert tuple(columns) == COLUMNS
    others = {HEADINGS[c]: pd.Series([row[c] for row in shown], dtype=object) for c in _OTHERS}
    return pd.DataFrame(columns | others)


def _texts(values: list[str]) -> pd.Series:
    return pd.Series(values, dtype=object)


def _type(entry: BankEntry) -> str:
    return f"冲正 reversal {entry.type}".strip() if entry.reversal else entry.type


def _shown(row: BankRow) -> list[object]:
    """The row as it stands on the sheet."""
    entry = row.entry
    return [
        row.statement.account,
        _day(entry.day),
        _day(entry.value_day),
        _ASIDE_WORDS.get(row.why, _type(entry)),
        entry.reference,
        entry.memo,
        entry.counterparty,
        entry.counterparty_account,
        f"{entry.amount:f}",
        entry.currency,
        entry.bank_reference,
        entry.batch,
        f"{entry.place.line} {entry.place.name}",
    ]


_ASIDE_WORDS = {
    "opening": "期初余额 Opening balance",
    "closing": "期末余额 Closing balance",
    "not_booked": "未入账 Not booked",
}
"""By these the profile `bank_file` knows the rows again when the sheet is read from a workbook."""


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _source(file: str, form: str, rows: Sequence[BankRow]) -> Source:
    cells = pd.DataFrame([list(HEADINGS), *(_shown(row) for row in rows)], dtype=object)
    return Source(
        file=file,
        header_line=1,
        headings=HEADINGS,
        columns=dict(MEANINGS),
        sign_rule="signed",
        cells=cells.where(cells != "", None),
        format=form,
    )


def _balances(statements: Sequence[BankStatement], name: str) -> Mapping[Account, int]:
    """The balance of each account that states one.

    The first statement of an account has its opening balance, the last its closing balance.
    """
    ends: dict[tuple[str, str], BankBalance | None] = {}
    for statement in statements:
        key = (statement.account, statement.currency)
        if name == "closing" or key not in ends:
            ends[key] = getattr(statement, name)
    return {
        Account(*key): to_cents(balance.amount, key[1])
        for key, balance in ends.items()
        if balance is not None
    }


def _notices(file: str, statements: Sequence[BankStatement], ledger: Ledger) -> list[Problem]:
    found = []
    accounts = list(dict.fromkeys(statement.account for statement in statements))
    if len(accounts) > 1:
        found.append(_notice("several_accounts", file, accounts, count=len(accounts)))
    if len(ledger.currencies) > 1:
        found.append(_notice("mixed_currencies", file, list(ledger.currencies)))
    if not len(ledger):
        found.append(_notice("no_movements", file, []))
    return found


def _notice(code: str, file: str, found: list[str], **values: object) -> Problem:
    said = {"place": file, "found": found, **values}
    return Problem(code, sheet=file, line=1, found="、".join(found), values=said)
