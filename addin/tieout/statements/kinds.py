"""Which statements are there, what is each made of, and which template does it fill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

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


_Subject = TypeVar("_Subject")
_Record = TypeVar("_Record")


def _of(
    made: Callable[[_Subject, StatementHeading], _Record],
    shown: Callable[[_Record, Language], Fields],
) -> Callable[[_Subject, StatementHeading, AgingBase, Language], Fields]:
    """The fields of a record that nothing ages in."""
    return lambda subject, heading, _, language: shown(made(subject, heading), language)


def _aged(
    made: Callable[[_Subject, StatementHeading, AgingBase], _Record],
    shown: Callable[[_Record, Language], Fields],
) -> Callable[[_Subject, StatementHeading, AgingBase, Language], Fields]:
    """The fields of a record that says how old something is."""
    return lambda subject, heading, by, language: shown(made(subject, heading, by), language)


_account = _aged(account_statement, account_fields)
_OVERDUE = (("overdue_rows",), _account, "overdue_total")
_ALL: tuple[Kind, ...] = (
    ReconciledKind("two-sided", BLOCKS, _of(two_sided_of, two_sided_fields), "our_closing"),
    AccountKind("balance-forward", ("entry_rows",), _account),
    AccountKind("open-item", ("document_rows",), _account),
    AccountKind("activity", ("entry_rows",), _account),
    AccountKind("monthly", ("entry_rows",), _account),
    AccountKind("annual", ("month_rows",), _account),
    CustomersKind(
        "annual-all", ("customer_rows",), _of(customers_summary, summary_fields), "closing"
    ),
    ReconciledKind(
        "reconciliation",
        (*(f"{section}_rows" for section in SECTIONS), "pair_rows"),
        _of(reconciliation_statement, reconciliation_fields),
        "our_closing",
    ),
    ReconciledKind(
        "in-transit",
        ("only_ours_rows", "only_theirs_rows"),
        _of(items_in_transit, in_transit_fields),
        "net",
    ),
    CustomersKind("aging", ("customer_rows",), _aged(aging_schedule, aging_fields), "total_total"),
    CustomersKind("aging-statutory", (), _of(statutory_aging, statutory_fields), "closing_total"),
    AccountKind("confirmation-positive", (), _account),
    AccountKind("confirmation-negative", (), _account),
    AccountKind("confirmation-blank", (), _account),
    AccountKind("confirmation-reply", (), _account),
    AccountKind("reminder-friendly", *_OVERDUE),
    AccountKind("reminder-firm", *_OVERDUE),
    AccountKind("reminder-final", *_OVERDUE),
    ReconciledKind(
        "difference-letter",
        ("difference_rows",),
        _of(difference_letter, difference_letter_fields),
        "difference",
    ),
    AccountKind("goods", ("goods_rows",), _of(goods_statement, goods_fields), "total"),
)
AUDITED = ("confirmation-positive", "confirmation-negative", "confirmation-blank")
"""The letters that an auditor asks for."""
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every statement by its name, in the order they are listed to the user."""


def kind_named(name: str) -> Kind:
    """The kind of a name."""
    if name not in KINDS:
        raise TieoutError("statement.error.unknown_kind", kind=name, kinds=list(KINDS))
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
