"""Whose entries are they: the customer of each entry, where a side may not name it as the other does."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from tieout.ledger.ledger import Ledger, SetAside
from tieout.ledger.one_account import as_one_account, is_one_account
from tieout.matching.coded import Bools, encode, texts_of
from tieout.matching.company_names import core, is_generic
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.grouping import is_in, mixed
from tieout.matching.references import digits

SHARE_MIN = 0.6
"""Share of what both sides have in common that must stand under one customer."""


def customers_of(
    ours: Ledger, theirs: Ledger, renamed: Mapping[str, str]
) -> tuple[pd.Series, pd.Series]:
    """The customer of each entry of both sides; entries match only where the names are equal.

    A side that names one customer at most is that customer whatever the other side calls it: our
    books name them, theirs name us. `renamed` has our name for theirs, where it is another.
    """
    our_names, their_names = ours.entries["customer"], theirs.entries["customer"]
    our_many, their_many = _are_many(our_names), _are_many(their_names)
    if our_many and their_many:
        return our_names, _renamed(their_names, renamed)
    if not (our_many or their_many):
        return _all_named(ours, ""), _all_named(theirs, "")
    many, one = (ours, theirs) if our_many else (theirs, ours)
    customer = _customer_of(many, one, renamed)
    if customer is None:
        return _all_named(ours, ""), _all_named(theirs, "")
    if our_many:
        return our_names, _all_named(theirs, customer)
    return _all_named(ours, customer), their_names


def both_name_many(ours: Ledger, theirs: Ledger) -> bool:
    """Whether each side has entries of several customers."""
    return all(_are_many(side.entries["customer"]) for side in (ours, theirs))


def _renamed(names: pd.Series, renamed: Mapping[str, str]) -> pd.Series:
    """The names with some of them written otherwise; each is looked up once, however many rows have it."""
    if not renamed:
        return names
    coded = encode([names])
    texts = pa.array(
        [renamed.get(text, text) for text in coded.texts.to_pylist()], coded.texts.type
    )
    return pd.Series(texts.take(pa.array(coded.codes)), index=names.index, dtype=names.dtype)


def _are_many(names: pd.Series) -> bool:
    """Whether there are two names or more, as the first rows mostly tell."""
    return bool(names.iloc[:1_000].nunique() > 1 or names.nunique() > 1)


def narrowed(
    ours: Ledger, theirs: Ledger, aliases: Mapping[str, str] | None = None
) -> tuple[Ledger, Ledger]:
    """Both ledgers, the one of many customers narrowed to the one customer of the other.

    `aliases` has our name for theirs, where a person has said that they are one. Entries of other customers are set aside, except those that the other side has too: they may have
    been booked to the wrong customer, and stay.
    """
    ours, theirs = _of_one_account(ours, theirs)
    our_many, their_many = (_are_many(ledger.entries["customer"]) for ledger in (ours, theirs))
    if our_many and not their_many:
        return _narrowed(ours, theirs, aliases or {}), theirs
    if their_many and not our_many:
        return ours, _narrowed(theirs, ours, aliases or {})
    return ours, theirs


def _of_one_account(ours: Ledger, theirs: Ledger) -> tuple[Ledger, Ledger]:
    """Beside the statement of a bank a journal is that of one account: its customers are counterparties."""
    if is_one_account(ours) == is_one_account(theirs):
        return ours, theirs
    ours, theirs = (
        as_one_account(each)
        if each.entries["customer"].nunique() > 1 and not is_one_account(each)
        else each
        for each in (ours, theirs)
    )
    return ours, theirs


def _is_one_of(customer: str, names: set[str]) -> bool:
    """The customer's name, or one that differs from it by spelling or legal form alone."""
    if customer in names:
        return True
    return any(core(name) == core(customer) and not is_generic(name) for name in names)


def _also_called(names: set[str], aliases: Mapping[str, str]) -> set[str]:
    """The names, and what the other side calls them, whichever side that is."""
    theirs = {their for their, our in aliases.items() if our in names}
    return names | theirs | {aliases[name] for name in names if name in aliases}


def _all_named(ledger: Ledger, name: str) -> pd.Series:
    return pd.Series(name, index=ledger.entries.index, dtype=object)


def _narrowed(many: Ledger, one: Ledger, aliases: Mapping[str, str]) -> Ledger:
    customer = _customer_of(many, one, aliases)
    if customer is None:
        return many
    kept = (many.entries["customer"] == customer).to_numpy() | _shared(many, one)
    left = many.entries[~kept]
    aside = map(SetAside, left["line"], ["other_customer"] * len(left), left["amount"])
    opening, closing = (
        {
            account: cents
            for account, cents in balances.items()
            if account.customer in (customer, "")
        }
        for balances in (many.opening, many.closing)
    )
    return replace(
        many,
        entries=many.entries[kept].reset_index(drop=True),
        opening=opening,
        closing=closing,
        set_aside=(*many.set_aside, *aside),
    )


def _shared(many: Ledger, one: Ledger) -> Bools:
    """Entries whose number and amount, whatever the sign, the other side has."""
    number = DocumentNumbers.of(
        digits(texts_of([side.entries["reference"] for side in (many, one)]))
    )
    amount = np.abs(
        np.concatenate([side.entries["amount"].to_numpy(np.int64) for side in (many, one)])
    )
    key = mixed(number.codes, amount)
    return is_in(key[: len(many)], key[len(many) :][number.given[len(many) :]])


def _customer_of(many: Ledger, one: Ledger, aliases: Mapping[str, str]) -> str | None:
    """The customer the other side is: by name, else the one with most of what both sides have."""
    names = _also_called({str(name) for name in one.entries["customer"].unique()} - {""}, aliases)
    customers = many.entries["customer"]
    named = [
        customer for customer in sorted(set(customers.unique())) if _is_one_of(customer, names)
    ]
    if len(named) == 1:
        return str(named[0])
    found = customers[_shared(many, one)].value_counts()
    if found.empty or found.iloc[0] < SHARE_MIN * found.sum() or not found.index[0]:
        return None
    return str(found.index[0])
