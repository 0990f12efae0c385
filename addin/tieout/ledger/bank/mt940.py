"""What statements does a SWIFT MT940 file hold: field by field, each read by the mt940 library."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from mt940.models import Transactions
from mt940.options import Options
from mt940.tags import BalanceBase, Statement

from tieout.ledger.bank.bank_statement import (
    BankBalance,
    BankEntry,
    BankStatement,
    Fault,
    Place,
    first_given,
)
from tieout.ledger.bank.mt940_details import details_of

_FIELD = re.compile(r":(\d\d[A-Z]?):(.*)")
_BALANCE, _LINE = BalanceBase(), Statement()
_OPTIONS = Options.all()
# What the library cannot read becomes a problem with its place; its own talk would go to the terminal.
logging.getLogger("mt940").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class SwiftField:
    """One field of a message, such as :61:, and the line of the file where it begins."""

    tag: str
    text: str
    line: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.line, f":{self.tag}:")


def mt940_statements(text: str) -> list[BankStatement]:
    """Every statement of a file, in its order."""
    return [_statement(fields) for fields in _messages(text)]


def _messages(text: str) -> Iterator[list[SwiftField]]:
    """The fields from each :20: to the next."""
    message: list[SwiftField] = []
    for each in _fields(text):
        if each.tag == "20" and message:
            yield message
            message = []
        message.append(each)
    if message:
        yield message


def _fields(text: str) -> Iterator[SwiftField]:
    """Fields, their further lines included; what is around the messages is left out."""
    current: SwiftField | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        found = _FIELD.match(line.removeprefix("{4:"))
        if found:
            if current:
                yield current
            current = SwiftField(found[1], found[2], number)
        elif line.rstrip() in ("-", "-}") or line.startswith(("{1:", "-}{", "-}")):
            if current:
                yield current
            current = None
        elif current:
            current = replace(current, text=f"{current.text}\n{line}")
    if current:
        yield current


def _statement(fields: Sequence[SwiftField]) -> BankStatement:
    first = {each.tag[:2]: each for each in reversed(fields)}
    opening, faults = _balance(first.get("60"))
    closing, found = _balance(first.get("62"))
    faults += found
    if "62" not in first:
        faults.append(Fault("statement_cut_off", ":62F:"))
    currency = opening.currency if opening else closing.currency if closing else ""
    number = first["28"].text.strip() if "28" in first else ""
    return BankStatement(
        place=fields[0].place,
        account=first["25"].text.split("\n")[0].strip() if "25" in first else "",
        number=number or first["20"].text.strip() if "20" in first else number,
        currency=currency,
        entries=tuple(_entries(fields, currency)),
        opening=opening,
        closing=closing,
        faults=tuple(faults),
    )


def _balance(field: SwiftField | None) -> tuple[BankBalance | None, list[Fault]]:
    if field is None:
        return None, []
    try:
        read = _BALANCE.parse(_context(""), field.text.strip())
        amount = Decimal(str(read["amount"]).replace(",", "."))
        day = _BALANCE(_context(""), dict(read))["balance_base"].date  # type: ignore[attr-defined]
    except (RuntimeError, ValueError, InvalidOperation):
        return None, [Fault("bank_field", field.text, values={"field": f":{field.tag}:"})]
    signed = -amount if str(read["status"]).upper() == "D" else amount
    return BankBalance(signed, str(read["currency"]).upper(), field.place, day), []


def _entries(fields: Sequence[SwiftField], currency: str) -> Iterator[BankEntry]:
    """Each :61: with the :86: that follows it."""
    following = [*fields[1:], SwiftField("", "", 0)]
    for field, after in zip(fields, following, strict=True):
        if field.tag == "61":
            yield _entry(field, after.text if after.tag == "86" else "", currency)


def _entry(field: SwiftField, details: str, currency: str) -> BankEntry:
    first, *more = field.text.split("\n")
    try:
        text = "\n".join([first.strip(), " ".join(more).strip()]).strip()
        read: dict[str, Any] = _LINE(
            _context(currency), dict(_LINE.parse(_context(currency), text))
        )
    except (RuntimeError, ValueError, InvalidOperation):
        fault = Fault("bank_field", field.text, values={"field": ":61:"})
        return BankEntry(field.place, Decimal(0), currency, None, faults=(fault,))
    told = details_of(details)
    status = str(read["status"]).upper()
    extra = (read.get("extra_details") or "").strip()
    customer, bank = (
        (read.get(f"{side}_reference") or "").strip() for side in ("customer", "bank")
    )
    return BankEntry(
        place=field.place,
        amount=read["amount"].amount,
        currency=currency,
        day=read.get("entry_date") if read.get("guessed_entry_date") else read["date"],
        value_day=read["date"],
        type=told.type or (read.get("id") or "").strip(),
        reference=first_given(customer, told.end_to_end, told.customer_reference, bank),
        memo=" ".join(filter(None, (told.memo, extra if extra not in told.memo else ""))),
        counterparty=told.counterparty,
        counterparty_account=told.counterparty_account,
        bank_reference=bank,
        reversal=status.startswith("R"),
    )


def _context(currency: str) -> Transactions:
    """What the library asks of the file around a field."""
    context = Transactions(options=_OPTIONS)
    context.data["currency"] = currency
    return context
