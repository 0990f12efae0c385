"""Whose statements does an order ask for, and what of the ledgers is each made of."""

from collections.abc import Sequence

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation
from tieout.statements.account import AccountsOfBoth, OneAccount, reconciled_accounts
from tieout.statements.account_statement import account_statement
from tieout.statements.difference_letter import difference_letter
from tieout.statements.heading import StatementHeading
from tieout.statements.kinds import AccountKind, Kind, ReconciledKind, kind_named, kind_word
from tieout.statements.one_side import OneSide, movement, sides_of
from tieout.statements.order import StatementOrder
from tieout.texts import Language, first_of

Subject = OneSide | Sequence[OneSide] | OneAccount
_LETTERS = ("confirmation-", "reminder-", "difference-letter")
"""The kinds that are sent to somebody, who must have a name."""
About = tuple[Account, Subject]
"""An account, or a currency without a customer, and what the ledgers hold of it."""


def subjects_of(source: Ledger | Reconciliation, order: StatementOrder) -> list[About]:
    """Every account, or every currency, that an order is about; something there must be."""
    kind = kind_named(order.kind)
    found = _named(_all(source, kind, order), order)
    if not found:
        raise TieoutError("statement.error.nothing")
    if order.kind.startswith(_LETTERS) and not all(account.customer for account, _ in found):
        word = kind_word(order.kind, order.language)
        raise TieoutError("statement.error.no_addressee", kind=word)
    return found


def refuse_untrusted(source: Ledger | Reconciliation, language: Language) -> None:
    """No statement of a ledger with an entry that could not be counted."""
    ledgers = (
        (source.our_ledger, source.their_ledger)
        if isinstance(source, Reconciliation)
        else (source,)
    )
    found = [problem for ledger in ledgers for problem in ledger.problems if problem.blocks]
    if found:
        shown = "\n".join(problem.sentence(language) for problem in found[:5])
        raise TieoutError("statement.error.untrusted", count=len(found), problems=shown)


def has_reason(subject: Subject, order: StatementOrder) -> bool:
    """Nobody is reminded who owes nothing that is due, or asked where there is nothing to look at."""
    heading = StatementHeading(begin=order.begin, end=order.end, issuer=order.issuer)
    if order.kind.startswith("reminder") and isinstance(subject, OneSide):
        return not account_statement(subject, heading, order.aging_base).overdue.empty
    if order.kind == "difference-letter" and isinstance(subject, OneAccount):
        return not difference_letter(subject, heading).lines.empty
    return True


def lines_stated(subject: Subject, order: StatementOrder) -> list[int]:
    """The lines of our ledger that a statement over a period states, beside what it sums up."""
    if isinstance(subject, OneAccount):
        return sorted(subject.ours["line"].tolist())
    sides = [subject] if isinstance(subject, OneSide) else subject
    found = [movement(side, order.begin, order.end).lines["line"].tolist() for side in sides]
    return sorted(line for lines in found for line in lines)


def _all(source: Ledger | Reconciliation, kind: Kind, order: StatementOrder) -> list[About]:
    """What each statement is about."""
    if isinstance(kind, ReconciledKind):
        if not isinstance(source, Reconciliation):
            raise TieoutError(
                "statement.error.needs_two", kind=kind_word(kind.name, order.language)
            )
        grouped = AccountsOfBoth(source)
        accounts = _chosen(reconciled_accounts(source), order.customers)
        return [(account, grouped.of(account)) for account in accounts]
    ledger = source.our_ledger if isinstance(source, Reconciliation) else source
    sides = sides_of(ledger)
    chosen = _chosen(list(sides), order.customers)
    if isinstance(kind, AccountKind):
        return [(account, sides[account]) for account in chosen]
    by_currency: dict[str, list[OneSide]] = {}
    for account in chosen:
        by_currency.setdefault(account.currency, []).append(sides[account])
    return [(Account("", currency), of_it) for currency, of_it in sorted(by_currency.items())]


def _named(subjects: list[About], order: StatementOrder) -> list[About]:
    """A ledger that names no customer is of the one the user names."""
    if len(order.customers) != 1:
        return subjects
    name = order.customers[0]
    return [
        (Account(account.customer or name, account.currency), subject)
        for account, subject in subjects
        if isinstance(subject, (OneSide, OneAccount)) or account.customer
    ] or subjects


def _chosen(accounts: Sequence[Account], customers: Sequence[str]) -> list[Account]:
    """The accounts of the customers asked for, or all; a name may be a part of one."""
    unnamed = all(not account.customer for account in accounts)
    if not customers or (unnamed and len(customers) == 1):
        return list(accounts)
    chosen: list[Account] = []
    for wanted in customers:
        exact = [account for account in accounts if account.customer == wanted]
        found = exact or [account for account in accounts if wanted in account.customer]
        if not found or (not exact and len({account.customer for account in found}) > 1):
            names = sorted({account.customer for account in (found or accounts)})
            raise TieoutError(
                "statement.error.no_customer" if not found else "statement.error.which_customer",
                customer=wanted,
                customers=first_of(names),
            )
        chosen += [account for account in found if account not in chosen]
    return chosen
