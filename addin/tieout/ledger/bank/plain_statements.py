"""How does a bank's statement travel between processes: as plain values of JSON, amounts as texts."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from tieout.ledger.bank.bank_statement import BankBalance, BankEntry, BankStatement, Fault, Place

Plain = dict[str, Any]
_DAYS = ("day", "value_day")


def as_plain(statement: BankStatement) -> Plain:
    """A statement as values that JSON knows, with `str` for what it does not."""
    return asdict(statement)


def from_plain(plain: Mapping[str, Any]) -> BankStatement:
    """The statement that was sent."""
    return BankStatement(
        **_common(plain)
        | {
            "entries": tuple(BankEntry(**_common(each)) for each in plain["entries"]),
            "opening": _balance(plain["opening"]),
            "closing": _balance(plain["closing"]),
        }
    )


def _balance(plain: Mapping[str, Any] | None) -> BankBalance | None:
    return None if plain is None else BankBalance(**_common(plain))


def _common(plain: Mapping[str, Any]) -> Plain:
    """The fields with their own types again."""
    found = dict(plain) | {"place": Place(**plain["place"])}
    if "faults" in found:
        found["faults"] = tuple(Fault(**each) for each in plain["faults"])
    if "amount" in found:
        found["amount"] = Decimal(plain["amount"])
    for name in _DAYS:
        if found.get(name):
            found[name] = date.fromisoformat(plain[name])
    return found
