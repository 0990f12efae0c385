"""What did an action put into the workbook: noted as JSON, so that it can be taken out or made again."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from tieout.matching.policy import Policy
from tieout.statements.heading import StatementHeading
from tieout.texts import Language


@dataclass(frozen=True)
class _Statement:
    """A two-sided statement (往来对账单): its mark, and what it was asked for with."""

    mark: str
    heading: StatementHeading | None
    account: tuple[str, str] | None
    policy: Policy | None
    template: str | None
    language: Language


@dataclass(frozen=True)
class _Rules:
    """The sheet of rules (对账规则): the currency its amounts are in."""

    currency: str


@dataclass(frozen=True)
class _Cleaning:
    """The cleaning report (清洗报告): of which sheets."""

    sheet: str | None
    ours: str | None
    theirs: str | None
    language: Language


@dataclass(frozen=True)
class _Import:
    """An imported ledger: what stood on its sheet, as a digest."""

    digest: str


_MADE: dict[str, TypeAdapter[Any]] = {
    "statement": TypeAdapter(_Statement),
    "rules": TypeAdapter(_Rules),
    "cleaning": TypeAdapter(_Cleaning),
    "import": TypeAdapter(_Import),
}


def check_made(kind: str, made: str) -> None:
    """Raises ValueError where it is not what that kind of action notes; other kinds note nothing."""
    if kind in _MADE and made:
        _MADE[kind].validate_json(made)
