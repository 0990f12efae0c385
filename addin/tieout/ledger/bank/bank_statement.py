"""What does a bank say of an account: balances and entries, whatever format they came in."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

_AMOUNT = re.compile(r"\d{1,15}(\.\d*)?|\.\d+")


@dataclass(frozen=True)
class Place:
    """Where in the file something stands: its line, 1-based, and the field or entry there."""

    line: int
    name: str

    def shown(self, file: str) -> str:
        """As people look it up, in any language.

        >>> Place(12, ":61:").shown("june.sta")
        'june.sta:12 :61:'
        """
        return f"{file}:{self.line} {self.name}"


@dataclass(frozen=True)
class Fault:
    """What was found wrong at a place; `code` names a text `problem.<code>`."""

    code: str
    found: str
    blocks: bool = True
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class BankBalance:
    """A balance of the account; money in it is positive."""

    amount: Decimal
    currency: str
    place: Place
    day: date | None = None


@dataclass(frozen=True)
class BankEntry:
    """One movement of the account; money coming in is positive.

    `booked` is False for what the bank only announces. `batch` is the bank's number of a booking
    that this is one part of.
    """

    place: Place
    amount: Decimal
    currency: str
    day: date | None
    value_day: date | None = None
    type: str = ""
    reference: str = ""
    memo: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    bank_reference: str = ""
    batch: str = ""
    reversal: bool = False
    booked: bool = True
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class BankStatement:
    """One statement of one account, as it stands in the file."""

    place: Place
    account: str
    number: str
    currency: str
    entries: tuple[BankEntry, ...]
    opening: BankBalance | None = None
    closing: BankBalance | None = None
    faults: tuple[Fault, ...] = ()


def amount_of(written: str) -> Decimal | None:
    """An unsigned amount with a point or a comma before the decimals; None where it is none.

    >>> amount_of("1234,5"), amount_of("1,234.50"), amount_of("12e3")
    (Decimal('1234.5'), None, None)
    """
    plain = written.strip().replace(",", ".")
    return Decimal(plain) if _AMOUNT.fullmatch(plain) else None


def day_of(written: str) -> date | None:
    """A day written 2026-06-30 or 20260630, whatever time follows; None where it is none.

    >>> day_of("20260630120000[0:GMT]"), day_of("2026-06-31")
    (datetime.date(2026, 6, 30), None)
    """
    found = re.match(
        r"(\d{4})-?(\d\d)-?(\d\d)(?!\d{0,1}$)|(\d{4})-?(\d\d)-?(\d\d)$", written.strip()
    )
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def first_given(*texts: str) -> str:
    """The first text that says anything; banks write NONREF and NOTPROVIDED for nothing."""
    return next((each for each in texts if each and each not in NOTHING), "")


NOTHING = ("NONREF", "NOTPROVIDED", "NOTAVAILABLE", "NONE", "N/A", "-", "/")
