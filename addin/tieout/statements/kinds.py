"""Which statements are there, what is each made of, and which template does it fill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tieout.assets import asset
from tieout.errors import TieoutError
from tieout.statements.account import OneAccount
from tieout.statements.account_fields import account_fields
from tieout.statements.account_statement import account_statement
from tieout.statements.aging import AgingBase, aging_fields, aging_schedule
from tieout.statements.customers_summary import customers_summary, summary_fields
from tieout.statements.difference_letter import difference_letter, difference_letter_fields
from tieout.statements.fields import Fields
from tieout.statements.goods import goods_fields, goods_statement
from tieout.statements.heading import StatementHeading
from tieout.statements.in_transit import in_transit_fields, items_in_transit
from tieout.statements.one_side import OneSide
from tieout.statements.reconciliation_statement import (
    SECTIONS,
    reconciliation_fields,
    reconciliation_statement,
)
from tieout.statements.statutory_aging import statutory_aging, statutory_fields
from tieout.statements.two_sided import two_sided_of
from tieout.statements.two_sided_fields import BLOCKS, two_sided_fields
from tieout.texts import Language, table, text


@dataclass(frozen=True)
class AccountKind:
    """A statement of one customer's account in our books."""

    name: str
    blocks: tuple[str, ...]
    fields: Callable[[OneSide, StatementHeading, AgingBase, Language], Fields]
    amount: str = "closing"


@dataclass(frozen=True)
class CustomersKind:
    """A schedule of all customers of one currency in our books."""

    name: str
    blocks: tuple[str, ...]
    fields: Callable[[Sequence[OneSide], StatementHeading, AgingBase, Language], Fields]
    amount: str


@dataclass(frozen=True)
class ReconciledKind:
    """A statement of one account reconciled with the customer's books."""

    name: str
    blocks: tuple[str, ...]
    fields: Callable[[OneAccount, StatementHeading, AgingBase, Language], Fields]
    amount: str


Kind = AccountKind | CustomersKind | ReconciledKind


def _account(side: OneSide, heading: StatementHeading, by: AgingBase, language: Language) -> Fields:
    return account_fields(account_statement(side, heading, by), language)


def _goods(side: OneSide, heading: StatementHeading, by: AgingBase, language: Language) -> Fields:
    del by
    return goods_fields(goods_statement(side, heading), language)


def _summary(
    sides: Sequence[OneSide], heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return summary_fields(customers_summary(sides, heading), language)


def _aging(
    sides: Sequence[OneSide], heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    return aging_fields(aging_schedule(sides, heading, by), language)


def _statutory(
    sides: Sequence[OneSide], heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return statutory_fields(statutory_aging(sides, heading), language)


def _two_sided(
    found: OneAccount, heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return two_sided_fields(two_sided_of(found, heading), language)


def _reconciliation(
    found: OneAccount, heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return reconciliation_fields(reconciliation_statement(found, heading), language)


def _in_transit(
    found: OneAccount, heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return in_transit_fields(items_in_transit(found, heading), language)


def _differences(
    found: OneAccount, heading: StatementHeading, by: AgingBase, language: Language
) -> Fields:
    del by
    return difference_letter_fields(difference_letter(found, heading), language)


_ALL: tuple[Kind, ...] = (
    ReconciledKind("two-sided", BLOCKS, _two_sided, "our_closing"),
    AccountKind("balance-forward", ("entry_rows",), _account),
    AccountKind("open-item", ("document_rows",), _account),
    AccountKind("activity", ("entry_rows",), _account),
    AccountKind("monthly", ("entry_rows",), _account),
    AccountKind("annual", ("month_rows",), _account),
    CustomersKind("annual-all", ("customer_rows",), _summary, "closing"),
    ReconciledKind(
        "reconciliation",
        (*(f"{section}_rows" for section in SECTIONS), "pair_rows"),
        _reconciliation,
        "our_closing",
    ),
    ReconciledKind("in-transit", ("only_ours_rows", "only_theirs_rows"), _in_transit, "net"),
    CustomersKind("aging", ("customer_rows",), _aging, "total_total"),
    CustomersKind("aging-statutory", (), _statutory, "closing_within_1"),
    AccountKind("confirmation-positive", (), _account),
    AccountKind("confirmation-negative", (), _account),
    AccountKind("confirmation-blank", (), _account),
    AccountKind("confirmation-reply", (), _account),
    AccountKind("reminder-friendly", ("overdue_rows",), _account, "overdue_total"),
    AccountKind("reminder-firm", ("overdue_rows",), _account, "overdue_total"),
    AccountKind("reminder-final", ("overdue_rows",), _account, "overdue_total"),
    ReconciledKind("difference-letter", ("difference_rows",), _differences, "difference"),
    AccountKind("goods", ("goods_rows",), _goods, "total"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every statement by its name, in the order they are listed to the user."""


def kind_named(name: str) -> Kind:
    """The kind of a name."""
    if name not in KINDS:
        raise TieoutError("statement.error.unknown_kind", kind=name, kinds="、".join(KINDS))
    return KINDS[name]


def kind_word(name: str, language: Language) -> str:
    """What a kind is called.

    >>> kind_word("aging", "zh"), kind_word("two-sided", "en")
    ('应收账款账龄分析表', 'Two-sided statement of account')
    """
    return text(f"statement.kind.{name}", language)


def kind_warning(name: str, language: Language) -> str:
    """What must be known before a letter with legal weight is sent; nothing for the others.

    It is for who sends the letter, so it stands in no template.
    """
    key = f"statement.warning.{name}"
    return text(key, language) if key in table() else ""


def template_of(name: str, language: Language, folder: Path | None = None) -> Path:
    """The template of a kind: the accountant's where their folder has one, else Tieout's."""
    file = f"{name.replace('-', '_')}_{language}.xlsx"
    own = folder / file if folder else None
    return own if own is not None and own.exists() else asset("workbook_templates", file)
