"""Which customer of theirs is which of ours, where the two sides write names in their own way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from tieout.at_once import at_once
from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Coded, Ints, encode, end_to_end, texts_of
from tieout.matching.company_names import core, is_generic, likeness, may_be_alike, whole
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.grouping import group_by
from tieout.matching.references import digits

How = Literal["alias", "name", "entries", "suggested"]
SHARED_MIN = 3
"""Entries of one number and amount that two customers must share to be one."""
DOMINANT = 0.8
"""Share of what either shares with anybody that must be with the other."""
SUGGESTED_MIN = 0.8
NAMES_MAX = 5_000
"""Names a side up to which every two are compared for a suggestion."""


@dataclass(frozen=True)
class SameCustomer:
    """Their name for a customer of ours: how it was recognised, and how surely.

    `how` names the texts `customer.<how>`; a suggestion changes nothing until it is confirmed as an
    alias.
    """

    ours: str
    theirs: str
    how: How
    likeness: float
    shared: int = 0


def customer_names(ours: Ledger, theirs: Ledger) -> Coded:
    """The customer of each row as its side writes it, ours first."""
    sides = at_once(
        lambda side: encode([side.entries["customer"]]),
        (ours, theirs),
        rows=len(ours) + len(theirs),
    )
    return end_to_end(sides)


def same_customers(
    ours: Ledger, theirs: Ledger, names: Coded, aliases: Mapping[str, str]
) -> tuple[SameCustomer, ...]:
    """Customers that the two sides name differently: confirmed, recognised, and suggested.

    Recognised are names that differ by spelling or legal form alone and are nobody else's, and names
    under which both sides have the same documents. Nothing follows from generic words. `names` are
    the `customer_names`.
    """
    our_names, their_names = (_used(side) for side in _by_side(names, len(ours)))
    found = [
        SameCustomer(aliases[name], name, "alias", 1.0)
        for name in sorted(their_names & aliases.keys())
        if aliases[name] in our_names
    ]
    our_left, their_left = our_names - their_names, their_names - our_names
    for finder in (_by_whole_name, _by_core):
        our_left, their_left = _left(found, our_left, their_left)
        if not (our_left and their_left):
            return tuple(found)
        found += finder(our_left, their_left, our_names | their_names)
    our_left, their_left = _left(found, our_left, their_left)
    if our_left and their_left:
        found += _by_entries(ours, theirs, names, our_left, their_left)
        found += _suggested(*_left(found, our_left, their_left))
    return tuple(found)


def renaming(found: Iterable[SameCustomer]) -> dict[str, str]:
    """Their name to ours, suggestions aside."""
    return {same.theirs: same.ours for same in found if same.how != "suggested"}


def _by_side(names: Coded, ours_count: int) -> tuple[Coded, Coded]:
    return (
        Coded(names.codes[:ours_count], names.texts),
        Coded(names.codes[ours_count:], names.texts),
    )


def _used(names: Coded) -> set[str]:
    used, _ = names.in_use()
    return set(names.take_texts(used).to_pylist()) - {""}


def _left(
    found: list[SameCustomer], our_left: set[str], their_left: set[str]
) -> tuple[set[str], set[str]]:
    return our_left - {s.ours for s in found}, their_left - {s.theirs for s in found}


def _by_whole_name(ours: set[str], theirs: set[str], every: set[str]) -> list[SameCustomer]:
    del every
    return _paired(ours, theirs, {name: whole(name) for name in ours | theirs})


def _by_core(ours: set[str], theirs: set[str], every: set[str]) -> list[SameCustomer]:
    """Names alike without their legal forms, if nobody else's name is alike too."""
    cores = {name: core(name) for name in ours | theirs if not is_generic(name)}
    taken = {core(name) for name in every - ours - theirs} if cores else set()
    return _paired(ours, theirs, {name: key for name, key in cores.items() if key not in taken})


def _paired(ours: set[str], theirs: set[str], keys: Mapping[str, str]) -> list[SameCustomer]:
    """The names that are alone with their key on both sides."""
    by_key: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name, key in keys.items():
        by_key[key][0 if name in ours else 1].append(name)
    return [
        SameCustomer(mine[0], other[0], "name", 1.0)
        for key, (mine, other) in sorted(by_key.items())
        if key and len(mine) == len(other) == 1 and mine[0] in ours and other[0] in theirs
    ]


def _by_entries(
    ours: Ledger, theirs: Ledger, names: Coded, our_left: set[str], their_left: set[str]
) -> list[SameCustomer]:
    """Customers under whose names both sides have the same numbers for the same amounts."""
    shared = _shared_entries(ours, theirs, names)
    if shared.empty:
        return []
    total_ours, total_theirs = (shared.groupby(side)["count"].sum() for side in ("ours", "theirs"))
    dominant = (shared["count"] >= DOMINANT * shared["ours"].map(total_ours)) & (
        shared["count"] >= DOMINANT * shared["theirs"].map(total_theirs)
    )
    chosen = shared[
        dominant
        & (shared["count"] >= SHARED_MIN)
        & shared["ours"].isin(our_left)
        & shared["theirs"].isin(their_left)
    ]
    return [
        SameCustomer(mine, other, "entries", likeness(mine, other), int(count))
        for mine, other, count in chosen.sort_values(["ours", "theirs"]).itertuples(index=False)
    ]


def _shared_entries(ours: Ledger, theirs: Ledger, customer: Coded) -> pd.DataFrame:
    """How many numbers for one amount, whatever its sign, stand under each two customers."""
    sides = (ours.entries, theirs.entries)
    number = DocumentNumbers.of(digits(texts_of([side["reference"] for side in sides])))
    amount = np.abs(np.concatenate([side["amount"].to_numpy(np.int64) for side in sides]))
    theirs_from = len(ours)
    # Only a number and amount that stand once on each side tell whose they are.
    place = np.flatnonzero(number.given & customer.given)
    if not len(place):
        return pd.DataFrame(columns=["ours", "theirs", "count"])
    both = group_by(number.codes[place], amount[place])
    start = both.start[both.size == 2]
    first, second = place[both.order[start]], place[both.order[start + 1]]
    crossing = (first < theirs_from) & (second >= theirs_from)
    mine, other = (customer.codes[side[crossing]] for side in (first, second))
    return _counted(mine, other, customer.texts.to_pylist())


def _counted(ours: Ints, theirs: Ints, texts: list[str]) -> pd.DataFrame:
    counted = pd.DataFrame({"ours": ours, "theirs": theirs}).value_counts().reset_index()
    return counted.assign(
        ours=[texts[code] for code in counted["ours"]],
        theirs=[texts[code] for code in counted["theirs"]],
    )


def _suggested(ours: set[str], theirs: set[str]) -> list[SameCustomer]:
    """Names that look alike: to be confirmed."""
    if not ours or not theirs or max(len(ours), len(theirs)) > NAMES_MAX:
        return []
    scored = [
        (likeness(mine, other), mine, other)
        for mine, other in may_be_alike(sorted(ours), sorted(theirs), SUGGESTED_MIN)
    ]
    return [
        SameCustomer(mine, other, "suggested", round(score, 2))
        for score, mine, other in sorted(scored, key=lambda found: (-found[0], found[1:]))
        if score >= SUGGESTED_MIN
    ]
