"""Which entries of a reconciliation belong to one customer in one currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.customers import renaming
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import customers_of
from tieout.texts import first_of

Mixing = Literal["ours", "theirs", ""]


@dataclass(frozen=True)
class OneAccount:
    """Both sides' entries of one account, with `match`, `state` and `cause` of each.

    `our_name` is what their books call us, "" where they do not say. `kinds` are the kinds of the
    matches by number. Balances are what the ledgers state, none where
    they state nothing. `mixing` is the side whose books are of several customers where the other's
    are of one: only it can have booked an entry under the wrong customer.
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
    mixing: Mixing = ""


def one_account(result: Reconciliation, account: Account | None = None) -> OneAccount:
    """One account's part of a reconciliation; the only one where none is named."""
    return AccountsOfBoth(result).of(account or _only_account(result))


def mixing_of(result: Reconciliation) -> Mixing:
    """The side that alone can have mixed customers up: its books are of several, the other's of one."""
    ours, theirs = (
        ledger.entries["customer"].nunique() > 1
        for ledger in (result.our_ledger, result.their_ledger)
    )
    if ours == theirs:
        return ""
    return "ours" if ours else "theirs"


class AccountsOfBoth:
    """The accounts of a reconciliation, grouped once, however many of them are asked for."""

    def __init__(self, result: Reconciliation) -> None:
        ours, theirs = result.our_ledger, result.their_ledger
        renamed = renaming(result.same_customers)
        our_names, their_names = customers_of(ours, theirs, renamed)
        self._ours = _grouped(ours, result.ours, our_names, {})
        self._theirs = _grouped(theirs, result.theirs, their_names, renamed)
        self._our_name = _only_name(theirs)
        self._mixing = mixing_of(result)
        self._known = _either(ours, theirs)
        matches = result.matches
        self._kinds = dict(zip(matches["match"].tolist(), matches["kind"].tolist(), strict=True))

    def of(self, account: Account) -> OneAccount:
        """Both sides' entries of an account."""
        ours, theirs = self._ours.entries_of(account), self._theirs.entries_of(account)
        some = len(self._ours.entries) + len(self._theirs.entries)
        if ours.empty and theirs.empty and some:
            raise TieoutError(
                "statement.error.unknown_account",
                customer=account.customer,
                currency=account.currency,
                accounts=_listed(self._known),
            )
        return OneAccount(
            customer=account.customer,
            currency=account.currency,
            ours=ours,
            theirs=theirs,
            kinds=self._kinds,
            our_opening=self._ours.balances_of(account, self._ours.opening),
            our_closing=self._ours.balances_of(account, self._ours.closing),
            their_opening=self._theirs.balances_of(account, self._theirs.opening),
            their_closing=self._theirs.balances_of(account, self._theirs.closing),
            our_name=self._our_name if self._our_name != account.customer else "",
            mixing=self._mixing,
        )


_Balances = Mapping[Account, Mapping[Account, int]]


@dataclass(frozen=True)
class _Side:
    """One side's entries with their findings, and where those of each account are.

    Entries without a customer are of any, as are the balances of a ledger with one customer; what
    is in no stated currency is in all. `opening` and `closing` are the balances by account.
    """

    entries: pd.DataFrame
    places: Mapping[Account, np.ndarray]
    opening: _Balances
    closing: _Balances
    named: bool
    several: bool

    def entries_of(self, account: Account) -> pd.DataFrame:
        """The entries of an account, in their order."""
        keys = _keys(account, named=self.named)
        found = [self.places[key] for key in keys if key in self.places]
        return self.entries.take(np.sort(np.concatenate(found)) if found else [])

    def balances_of(self, account: Account, balances: _Balances) -> dict[Account, int]:
        """What the ledger states of an account."""
        keys = _keys(account, named=self.several)
        return {known: cents for key in keys for known, cents in balances.get(key, {}).items()}


def _keys(account: Account, *, named: bool) -> list[Account]:
    name = account.customer if named else ""
    return [Account(name, key) for key in dict.fromkeys((account.currency, UNSTATED))]


def _grouped(
    ledger: Ledger, findings: pd.DataFrame, names: pd.Series, renamed: Mapping[str, str]
) -> _Side:
    """One side by the customers that matching took its entries for."""
    currency = ledger.entries["currency"]
    groups = pd.DataFrame({"name": names.to_numpy(), "currency": currency.to_numpy()})
    # Two keys give pairs of texts, whatever the library's types say.
    places = cast("dict[tuple[str, str], np.ndarray]", groups.groupby(["name", "currency"]).indices)
    several = ledger.entries["customer"].nunique() > 1
    opening, closing = (
        _balances(stated, renamed, named=several) for stated in (ledger.opening, ledger.closing)
    )
    return _Side(
        entries=_with_findings(ledger, findings),
        places={Account(*key): rows for key, rows in places.items()},
        opening=opening,
        closing=closing,
        named=bool((names != "").any()),
        several=several,
    )


def _balances(
    stated: Mapping[Account, int], renamed: Mapping[str, str], *, named: bool
) -> dict[Account, dict[Account, int]]:
    found: dict[Account, dict[Account, int]] = {}
    for account, cents in stated.items():
        name = renamed.get(account.customer, account.customer) if named else ""
        found.setdefault(Account(name, account.currency), {})[account] = cents
    return found


def reconciled_accounts(result: Reconciliation) -> list[Account]:
    """The accounts both books are at hand of: where theirs are of one customer, that one's."""
    ours, theirs = result.our_ledger, result.their_ledger
    found = _either(ours, theirs)
    name = _their_one_customer(ours, theirs, customers_of(ours, theirs, {})[1])
    return sorted(account for account in found if name in ("", account.customer))


def _their_one_customer(ours: Ledger, theirs: Ledger, their_names: pd.Series) -> str:
    """Whose books theirs are where ours are of many, "" where nothing tells or none is needed."""
    many = ours.entries["customer"].nunique() > 1 and theirs.entries["customer"].nunique() <= 1
    names = their_names.unique()
    return str(names[0]) if many and len(names) == 1 else ""


def _only_account(result: Reconciliation) -> Account:
    """The account of a reconciliation that has one only; our books name the customer."""
    ours, theirs = result.our_ledger, result.their_ledger
    their_names = customers_of(ours, theirs, renaming(result.same_customers))[1]
    found = _either(ours, theirs)
    name = _their_one_customer(ours, theirs, their_names)
    found = [account for account in found if name in ("", account.customer)]
    customers = {account.customer for account in found}
    currencies = {account.currency for account in (*found, *_accounts(theirs))} - {UNSTATED}
    if len(customers) > 1 or len(currencies) > 1:
        raise TieoutError(
            "statement.error.several_accounts", count=len(found), accounts=_listed(found)
        )
    return Account(next(iter(customers), ""), next(iter(currencies), UNSTATED))


def _either(ours: Ledger, theirs: Ledger) -> list[Account]:
    """The accounts of our entries, of a quiet period the one that we have a balance of, else theirs."""
    return _accounts(ours) or _quiet(ours) or _accounts(theirs)


def _accounts(ledger: Ledger) -> list[Account]:
    pairs = ledger.entries[["customer", "currency"]].drop_duplicates()
    return [Account(str(c), str(k)) for c, k in pairs.itertuples(index=False, name=None)]


def _quiet(ledger: Ledger) -> list[Account]:
    """Of several quiet accounts no entry tells whose books theirs are."""
    balances = {**ledger.closing, **ledger.opening}
    stated = [account for account, cents in balances.items() if cents]
    return stated if len(stated) == 1 else []


def _listed(accounts: list[Account]) -> list[str]:
    return first_of(" ".join(filter(None, account)) or "—" for account in accounts)


def _only_name(ledger: Ledger) -> str:
    names = ledger.entries["customer"].unique()
    return str(names[0]) if len(names) == 1 else ""


def _with_findings(ledger: Ledger, findings: pd.DataFrame) -> pd.DataFrame:
    columns = ["line", "date", "reference", "memo", "amount"]
    entries = ledger.entries[columns].reset_index(drop=True)
    return entries.assign(
        **{name: findings[name].to_numpy() for name in ("match", "state", "cause")}
    )
