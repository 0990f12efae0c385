"""What did an action put into the workbook: noted as JSON, so that it can be taken out or made again."""

from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from pydantic import TypeAdapter

from tieout.ledger.ledger import Account
from tieout.matching.policy import Policy
from tieout.statements.heading import StatementHeading
from tieout.texts import Language


@dataclass(frozen=True)
class MadeStatement:
    """A two-sided statement (往来对账单): its mark, and what it was asked for with."""

    mark: str
    heading: StatementHeading | None
    account: Account | None
    policy: Policy | None
    template: str | None
    language: Language


@dataclass(frozen=True)
class MadeRules:
    """The sheet of rules (对账规则): the currency its amounts are in."""

    currency: str


@dataclass(frozen=True)
class MadeCleaning:
    """The cleaning report (清洗报告): of which sheets."""

    sheet: str | None
    ours: str | None
    theirs: str | None
    language: Language


@dataclass(frozen=True)
class MadeImport:
    """An imported ledger: what stood on its sheet, as a digest."""

    digest: str


Made: TypeAlias = MadeStatement | MadeRules | MadeCleaning | MadeImport
Kind = TypeVar("Kind", MadeStatement, MadeRules, MadeCleaning, MadeImport)
_ADAPTERS: dict[type[Made], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (MadeStatement, MadeRules, MadeCleaning, MadeImport)
}
_OF_ACTION: dict[str, type[Made]] = {
    "statement": MadeStatement,
    "rules": MadeRules,
    "cleaning": MadeCleaning,
    "import": MadeImport,
}


def made_as_json(made: Made) -> str:
    """As it is noted with its action."""
    return _ADAPTERS[type(made)].dump_json(made).decode()


def made_from(written: str, kind: type[Kind]) -> Kind:
    """As it was noted; raises ValueError where it is not that."""
    found: Kind = _ADAPTERS[kind].validate_json(written)
    return found


def check_made(action: str, written: str) -> None:
    """Raises ValueError where it is not what that kind of action notes; other kinds note nothing."""
    if action in _OF_ACTION and written:
        _ADAPTERS[_OF_ACTION[action]].validate_json(written)
