"""What statements does a QIF file hold: records of lines whose first letter says what they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_statement import BankBalance, BankEntry, BankStatement, Fault, Place
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.currency import decimals, to_major

_ACCOUNTS = ("bank", "cash", "ccard", "oth a", "oth l", "invoice")
_OPENING = ("opening balance", "anfangsbestand", "eröffnungssaldo", "solde initial", "期初余额")


@dataclass(frozen=True)
class QifRecord:
    """One record: its fields by letter, the section and account it stands in, and its line."""

    fields: dict[str, str]
    section: str
    account: str
    line: int


def is_qif(head: str) -> bool:
    """The first line that is not empty names a section: !Type:Bank, !Account or !Option."""
    return bool(re.match(r"\s*!(Type:|Account|Option:|Clear:)", head, re.IGNORECASE))


def qif_statements(file: str, text: str, currency: str) -> list[BankStatement]:
    """Every account of a file; amounts and dates are read as whole columns, as nothing else tells them."""
    records = [each for each in _records(text) if each.section in _ACCOUNTS]
    if not records:
        raise TieoutError("read.no_statement", file=file, found="!Type:Bank")
    entries = _entries(records, currency)
    accounts = dict.fromkeys(record.account for record in records)
    assumed = _order_assumed(records)
    statements = []
    for account in accounts:
        own = [(r, e) for r, e in zip(records, entries, strict=True) if r.account == account]
        statements.append(_statement(account, own, currency, assumed))
        assumed = ()
    return statements


def _records(text: str) -> Iterator[QifRecord]:
    section, account, fields, start = "", "", dict[str, str](), 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("!"):
            name = line[1:].lower()
            if not name.startswith(("option", "clear")):
                section = name.removeprefix("type:").strip() if name.startswith("type:") else name
            fields = {}
        elif line == "^":
            if section.startswith("account"):
                account = fields.get("N", account)
            elif fields:
                yield QifRecord(fields, section, account, start)
            fields = {}
        elif line:
            start = start if fields else number
            fields.setdefault(line[0].upper(), line[1:].strip())
    if fields and not section.startswith("account"):
        yield QifRecord(fields, section, account, start)


def _statement(
    account: str,
    own: Sequence[tuple[QifRecord, BankEntry]],
    currency: str,
    faults: tuple[Fault, ...],
) -> BankStatement:
    opening = next((entry for record, entry in own if _is_opening(record)), None)
    first = own[0][1].place
    return BankStatement(
        place=replace(first, name=account or "!Type"),
        account=account,
        number="",
        currency=currency,
        entries=tuple(entry for _, entry in own if entry is not opening),
        opening=_balance(opening, currency) if opening else None,
        faults=(*faults, *(opening.faults if opening else ())),
    )


def _balance(entry: BankEntry, currency: str) -> BankBalance:
    return BankBalance(entry.amount, currency, entry.place, entry.day)


def _is_opening(record: QifRecord) -> bool:
    return record.fields.get("P", "").lower() in _OPENING


def _entries(records: Sequence[QifRecord], currency: str) -> list[BankEntry]:
    written = [record.fields.get("T", record.fields.get("U", "")) for record in records]
    amounts = read_amounts(pd.Series(written, dtype=object), decimals(currency))
    dates = read_dates(_dates(records))
    entries = []
    for row, record in enumerate(records):
        faults = []
        if amounts.bad[row] or not amounts.given[row]:
            faults.append(_amount_fault(amounts.reasons.get(row, ""), written[row], currency))
        if dates.bad[row] or not record.fields.get("D"):
            faults.append(Fault("not_a_date", record.fields.get("D", "")))
        day = None if pd.isna(dates.days[row]) else dates.days[row].astype(object)
        entries.append(
            BankEntry(
                place=Place(record.line, "^"),
                amount=to_major(int(amounts.cents[row]), currency) if not faults else Decimal(0),
                currency=currency,
                day=day,
                type=record.fields.get("L", ""),
                reference=record.fields.get("N", ""),
                memo=record.fields.get("M", ""),
                counterparty=record.fields.get("P", ""),
                faults=tuple(faults),
            )
        )
    return entries


def _amount_fault(reason: str, found: str, currency: str) -> Fault:
    if reason in ("unclear_amount", "too_many_decimals"):
        return Fault(reason, found, values={"decimals": decimals(currency)})
    return Fault("not_an_amount", found)


def _dates(records: Sequence[QifRecord]) -> pd.Series:
    """Dates as others write them: Quicken has 1/ 5'26 for the fifth of January 2026."""
    written = (re.sub(r"\s", "", record.fields.get("D", "")) for record in records)
    return pd.Series([text.replace("'", "/") for text in written], dtype=object)


def _order_assumed(records: Sequence[QifRecord]) -> tuple[Fault, ...]:
    found = read_dates(_dates(records))
    if not found.order_assumed:
        return ()
    return (Fault(f"date_order_{found.order_assumed}", found.example, blocks=False),)
