"""One side booked an entry and took it back: the two cancel on that side alone."""

import numpy as np

from tieout.matching.assignment import Assigned, assign
from tieout.matching.coded import Bools, Coded, Ints, matching
from tieout.matching.findings import NOTHING, SUGGESTED, Findings, joined, pairs, placed
from tieout.matching.grouping import group_by, is_in, may_be_in
from tieout.matching.named import first_named
from tieout.matching.passes.by_key import found
from tieout.matching.policy import Policy, Weights
from tieout.matching.rows import Rows
from tieout.matching.window import Window

MARKS = r"红冲|红字冲|冲红|冲销|冲回|冲正|冲账|作废|撤销|(?i:\brevers(?:e|ed|al|als|ing)\b|\bstorn[oi]|\bvoid(?:ed)?\b|\bcancel|\bcontra\b|\bannul)"
"""Words by which people say that an entry takes back another."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Opposite amounts on one side, one of them marked as a reversal.

    Under one number, its own or the one its memo names; or without a number, when it is the only
    solution by date.
    """
    every_mark = marked(rows)
    index = np.flatnonzero(_opposite_to(rows, every_mark))
    some, mark = rows.take(index), every_mark[index]
    if not mark.any():
        return NOTHING
    # The marked rows stand against the others, as if they were the other side with its sign.
    turned = some.but(theirs=mark, amount=np.where(mark, -some.amount, some.amount))
    place = some.account * 2 + some.theirs
    number = np.where(mark, first_named(some), some.digits.codes)
    by_number = _assigned(turned, number > 0, (place, number, turned.amount), policy)
    left = np.ones(len(some), dtype=bool)
    left[by_number.row] = False
    by_date = _assigned(turned, left, (place, turned.amount), policy)
    both = joined([by_number, by_date])
    return placed(both, index)


def find_unmarked(rows: Rows, policy: Policy) -> Findings:
    """Opposite amounts on one side under one number that the other side does not have."""
    every = np.ones(len(rows), dtype=bool)
    index = np.flatnonzero(_opposite_to(rows, every) & rows.digits.given & _one_sided_number(rows))
    some = rows.take(index)
    keys = (some.account * 2 + some.theirs, some.digits.codes, some.type.codes, np.abs(some.amount))
    same = group_by(*keys)
    start = same.start[same.size == 2]
    first, second = same.order[start], same.order[start + 1]
    near = np.abs(some.day[first] - some.day[second]) <= policy.reversal_window_days
    near &= some.amount[first] == -some.amount[second]
    return pairs(index[first[near]], index[second[near]], state=SUGGESTED, confidence=0.8)


def marked(rows: Rows) -> Bools:
    """Rows that say of themselves that they take back another."""
    return _marked(rows.memo) | _marked(rows.type)


def _assigned(turned: Rows, chosen: Bools, keys: tuple[Ints, ...], policy: Policy) -> Findings:
    index = np.flatnonzero(chosen)
    assigned = assign(
        turned.take(index),
        tuple(key[index] for key in keys),
        window=Window.either_way(policy.reversal_window_days),
        weights=Weights(memo=0),
    )
    return found(index, _only_pairs(assigned), confidence=0.98)


def _only_pairs(assigned: tuple[Ints, Ints, Assigned]) -> tuple[Ints, Ints, Assigned]:
    """Rows that could reverse several others are left to the other side to tell."""
    ours, theirs, crowds = assigned
    none = crowds.row[:0]
    return ours, theirs, Assigned(none, none, none, none, none)


def _opposite_to(rows: Rows, chosen: Bools) -> Bools:
    """Chosen rows whose amount stands with the other sign on their side and account, and those."""
    found = _opposite(rows, chosen) if chosen.all() else chosen
    return (found | _opposite(rows, found)) & (rows.amount != 0)


def _opposite(rows: Rows, chosen: Bools) -> Bools:
    """Rows of the side, account and amount of a chosen one, but for the sign."""
    some = rows.take(np.flatnonzero(chosen))
    turned = some.but(amount=-some.amount)
    index = np.flatnonzero(may_be_in(rows.amount, turned.amount))
    found = np.zeros(len(rows), dtype=bool)
    found[index[is_in(rows.take(index).twin_key, turned.twin_key)]] = True
    return found


def _marked(texts: Coded) -> Bools:
    used, place = texts.in_use()
    return matching(texts.take_texts(used), MARKS)[place]


def _one_sided_number(rows: Rows) -> Bools:
    """Rows whose number the other side does not have in this account."""
    grouping = group_by(rows.account, rows.digits.codes)
    theirs = grouping.counts(rows.theirs)
    alone = np.zeros(len(rows), dtype=bool)
    alone[grouping.order] = np.repeat((theirs == 0) | (theirs == grouping.size), grouping.size)
    return alone
