"""Which entries of a reconciliation belong to one customer in one currency."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.customers import renaming
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import customers_of


@dataclass(frozen=True)
class OneAccount:
    """Both sides' entries of one account, with `match`, `state` and `cause` of each.

    `our_name` is what their books call us, "" where they do not say. `kinds` are the kinds of the
    matches by number. Balances are what the ledgers state, none where
    they state nothing.
    """

    customer: str
    currency: str
    ours: pd.DataFrame
    theirs: pd.DataFrame
    kinds: Mapping[int, str]
    our_opening: Mapping[Account, int]
    our_closing: Mapping[Account, int]
    their_opening: Mapping[Account, int]
    their_closing: Mapping[Account, int]
    our_name: str = ""


def one_account(result: Reconciliation, account: Account | None = None) -> OneAccount:
    """One account's part of a reconciliation; the only one where none is named."""
    ours, theirs = result.our_ledger, result.their_ledger
    renamed = renaming(result.same_customers)
    our_names, their_names = customers_of(ours, theirs, renamed)
    account = account or _only_account(ours, theirs, their_names)
    our_rows, their_rows = (
        _belonging(ledger, names, account)
        for ledger, names in ((ours, our_names), (theirs, their_names))
    )
    if not our_rows.any() and not their_rows.any() and len(ours) + len(theirs):
        raise TieoutError(
            "statement.error.unknown_account",
            customer=account.customer,
            currency=account.currency,
            accounts=_listed(_accounts(ours) or _accounts(theirs)),
        )
    matches = result.matches
    return OneAccount(
        customer=account.customer,
        currency=account.currency,
        ours=_with_findings(ours, result.ours)[our_rows],
        theirs=_with_findings(theirs, result.theirs)[their_rows],
        kinds=dict(zip(matches["match"].tolist(), matches["kind"].tolist(), strict=True)),
        our_opening=_of(account, ours, ours.opening, {}),
        our_closing=_of(account, ours, ours.closing, {}),
        their_opening=_of(account, theirs, theirs.opening, renamed),
        their_closing=_of(account, theirs, theirs.closing, renamed),
        our_name=_only_name(theirs) if _only_name(theirs) != account.customer else "",
    )


def reconciled_accounts(result: Reconciliation) -> list[Account]:
    """The accounts both books are at hand of: where theirs are of one customer, that one's."""
    ours, theirs = result.our_ledger, result.their_ledger
    found = _accounts(ours) or _accounts(theirs)
    name = _their_one_customer(ours, theirs, customers_of(ours, theirs, {})[1])
    return sorted(account for account in found if name in ("", account.customer))


def _their_one_customer(ours: Ledger, theirs: Ledger, their_names: pd.Series) -> str:
    """Whose books theirs are where ours are of many, "" where nothing tells or none is needed."""
    many = ours.entries["customer"].nunique() > 1 and theirs.entries["customer"].nunique() <= 1
    names = their_names.unique()
    return str(names[0]) if many and len(names) == 1 else ""


def _only_account(ours: Ledger, theirs: Ledger, their_names: pd.Series) -> Account:
    """The account of a reconciliation that has one only; our books name the customer."""
    found = _accounts(ours) or _accounts(theirs)
    name = _their_one_customer(ours, theirs, their_names)
    found = [account for account in found if name in ("", account.customer)]
    customers = {account.customer for account in found}
    currencies = {account.currency for account in (*found, *_accounts(theirs))} - {UNSTATED}
    if len(customers) > 1 or len(currencies) > 1:
        raise TieoutError(
            "statement.error.several_accounts", count=len(found), accounts=_listed(found)
        )
    return Account(next(iter(customers), ""), next(iter(currencies), UNSTATED))


def _accounts(ledger: Ledger) -> list[Account]:
    pairs = ledger.entries[["customer", "currency"]].drop_duplicates()
    return [Account(str(c), str(k)) for c, k in pairs.itertuples(index=False, name=None)]


def _listed(accounts: list[Account], shown_max: int = 10) -> str:
    names = [" ".join(filter(None, account)) or "—" for account in accounts]
    return "、".join(names[:shown_max]) + ("…" if len(names) > shown_max else "")


def _belonging(ledger: Ledger, names: pd.Series, account: Account) -> np.ndarray:
    """Rows of an account by the customers that matching took them for; unnamed ones are of any."""
    mine = ledger.entries["currency"].isin([account.currency, UNSTATED]).to_numpy(dtype=bool)
    if (names == "").all():
        return mine
    return mine & (names == account.customer).to_numpy(dtype=bool)


def _only_name(ledger: Ledger) -> str:
    names = ledger.entries["customer"].unique()
    return str(names[0]) if len(names) == 1 else ""


def _of(
    account: Account,
    ledger: Ledger,
    balances: Mapping[Account, int],
    renamed: Mapping[str, str],
) -> dict[Account, int]:
    several = ledger.entries["customer"].nunique() > 1
    return {
        key: cents
        for key, cents in balances.items()
        if key.currency in (account.currency, UNSTATED)
        and (not several or renamed.get(key.customer, key.customer) == account.customer)
    }


def _with_findings(ledger: Ledger, findings: pd.DataFrame) -> pd.DataFrame:
    columns = ["line", "date", "reference", "memo", "amount"]
    entries = ledger.entries[columns].reset_index(drop=True)
    return entries.assign(
        **{name: findings[name].to_numpy() for name in ("match", "state", "cause")}
    )
