"""One side names in its text the numbers under which the other side booked the same amount."""

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CONFIRMED, NOTHING, Findings, groups, joined, pairs
from tieout.matching.grouping import distinct, group_by, may_be_in
from tieout.matching.named import listed_numbers, named_numbers, ranged_numbers
from tieout.matching.passes.candidates import CROWD_MAX, of_one_use, ours_first, times
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

SHORT_DIGITS = (4, 5, 6)
"""To how many digits people shorten the number of a document in a list."""


def find(rows: Rows, policy: Policy) -> Findings:
    """A row and the rows it names, on the other side, of one sign, adding up exactly.

    One named row of the same amount is a pair; several named by one row, or several rows naming
    one, are a group when their sum is exact. What a range spans, and what the last
    digits may be short for, is named where nothing is found otherwise.
    """
    namer, named = edges(rows, policy)
    single = _pairs(rows, namer, named)
    free = _free(rows, single, namer, named)
    one_names_many = hubs(rows, namer[free], named[free])
    free &= _free(rows, one_names_many, namer, named)
    many_name_one = hubs(rows, named[free], namer[free])
    found = joined([single, one_names_many, many_name_one])
    found = _with_hubs(rows, found, _edges(rows, *ranged_numbers(rows), rows.digits.codes, policy))
    return _with_hubs(rows, found, _short_edges(rows, found, (namer, named), policy))


def _with_hubs(rows: Rows, found: Findings, named: tuple[Ints, Ints]) -> Findings:
    """What was found, and groups of one row and those it names as it was not read before."""
    free = _free(rows, found, *named)
    return joined([found, hubs(rows, named[0][free], named[1][free])])


def _short_edges(
    rows: Rows, found: Findings, in_full: tuple[Ints, Ints], policy: Policy
) -> tuple[Ints, Ints]:
    """Rows that list numbers by their last digits, 8039 for 2026-08039, with those they name so or in full.

    Last digits that several have tell nothing.
    """
    namer, named = [in_full[0][:0]], [in_full[1][:0]]
    is_open = np.ones(len(rows), dtype=bool)
    is_open[found.row] = False
    row, number = listed_numbers(rows, is_open, below=10 ** max(SHORT_DIGITS))
    for digits in SHORT_DIGITS:
        short = np.flatnonzero((number >= 10 ** (digits - 1)) & (number < 10**digits))
        if not len(short):
            continue
        owned = rows.digits.shortened(digits)
        first, second = _edges(rows, row[short], number[short], owned, policy)
        same = group_by(first, owned[second])
        only = same.order[same.start[same.size == 1]]
        namer.append(first[only])
        named.append(second[only])
    names_so = np.zeros(len(rows), dtype=bool)
    names_so[np.concatenate(namer)] = True
    as_well = names_so[in_full[0]]
    return distinct(
        np.concatenate([*namer, in_full[0][as_well]]), np.concatenate([*named, in_full[1][as_well]])
    )


def edges(rows: Rows, policy: Policy) -> tuple[Ints, Ints]:
    """Each row with each row of the other side that it names, same account, same sign."""
    return _edges(rows, *named_numbers(rows), rows.digits.codes, policy)


def _edges(rows: Rows, row: Ints, number: Ints, owned: Ints, policy: Policy) -> tuple[Ints, Ints]:
    """Each row with each row of the other side whose own number it names, same account, same sign.

    A number that crowds name and crowds have, such as a year's, tells nothing. Of a number that is used
    again after a while, the use that is near is meant.
    """
    if not len(row):
        return row, row
    owner = np.flatnonzero(may_be_in(owned, number))
    both = np.concatenate([row, owner])
    is_owner = np.arange(len(both)) >= len(row)
    named_side = rows.theirs[both] == is_owner
    place = (rows.account[both] * 3 + np.sign(rows.amount[both])) * 2 + named_side
    same = group_by(place, np.concatenate([number, owned[owner]]))
    first, second = same.crossing(is_owner, most=CROWD_MAX, stars=True)
    namer, named = both[first], both[second]
    near = policy.reference_window.holds(rows, *ours_first(rows, namer, named))
    namer, named = namer[near], named[near]
    meant = of_one_use(rows, namer, named, owned[named], policy.date_window)
    return namer[meant], named[meant]


def _pairs(rows: Rows, namer: Ints, named: Ints) -> Findings:
    equal = rows.amount[namer] == rows.amount[named]
    first, second = namer[equal], named[equal]
    ours, theirs = ours_first(rows, first, second)
    ours, theirs = distinct(ours, theirs)
    only = (times(ours, rows)[ours] == 1) & (times(theirs, rows)[theirs] == 1)
    return pairs(ours[only], theirs[only], state=CONFIRMED, confidence=0.97)


def hubs(rows: Rows, hub: Ints, spoke: Ints) -> Findings:
    """Groups of one hub and all its spokes, where the sum is exact and no spoke has two hubs."""
    if not len(hub):
        return NOTHING
    alone = times(spoke, rows)[spoke] == 1
    star = group_by(hub)
    whole = (star.sums(rows.amount[spoke]) == rows.amount[hub[star.order[star.start]]]) & (
        star.size > 1
    )
    whole &= star.counts(alone) == star.size
    edge, label = star.members(whole)
    hubs = hub[star.order[star.start[whole]]]
    return groups(
        np.concatenate([hubs, spoke[edge]]),
        np.concatenate([np.flatnonzero(whole), label]),
        state=CONFIRMED,
        confidence=0.97,
    )


def _free(rows: Rows, used: Findings, first: Ints, second: Ints) -> Bools:
    taken = np.zeros(len(rows), dtype=bool)
    taken[used.row] = True
    return ~(taken[first] | taken[second])
