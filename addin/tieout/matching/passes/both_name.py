"""Both sides name in their texts one number that no other entry there names: the document they settle."""

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.differences import cause_of
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, groups, joined, pairs
from tieout.matching.grouping import distinct, group_by, one_each
from tieout.matching.named import telling_numbers
from tieout.matching.passes.candidates import not_far, numbers_speak_against, times
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

APART_PERCENT = 10
"""Amounts further apart than this may settle one document, but not the same part of it."""


def find(rows: Rows, policy: Policy) -> Findings:
    """One entry each that names the number, of one amount; or several whose sums agree exactly."""
    row, number = telling_numbers(rows)
    ours, theirs = _one_each(rows, row, number)
    equal = rows.amount[ours] == rows.amount[theirs]
    equal &= policy.reference_window.holds(rows, ours, theirs)
    equal &= ~numbers_speak_against(rows, ours, theirs)
    single = pairs(ours[equal], theirs[equal], state=CONFIRMED, confidence=0.97)
    free = np.ones(len(rows), dtype=bool)
    free[single.row] = False
    left = free[row]
    return joined([single, _sums(rows, row[left], number[left], policy)])


def find_differing(rows: Rows, policy: Policy) -> Findings:
    """One entry each that names the number, near in date, amounts little apart."""
    ours, theirs = _one_each(rows, *telling_numbers(rows))
    mine, other = rows.amount[ours], rows.amount[theirs]
    near = np.abs(mine - other) * 100 <= APART_PERCENT * np.maximum(np.abs(mine), np.abs(other))
    near &= (mine != other) & policy.date_window.holds(rows, ours, theirs)
    near &= ~numbers_speak_against(rows, ours, theirs)
    cause = cause_of(mine[near], other[near], policy)
    return pairs(ours[near], theirs[near], state=SUGGESTED, confidence=0.9, cause=cause)


def _one_each(rows: Rows, row: Ints, number: Ints) -> tuple[Ints, Ints]:
    """Our row and their row that alone name a number, where neither shares one with a third."""
    same = group_by(*_place(rows, row), number)
    ours, theirs = one_each(same, rows.theirs[row])
    ours, theirs = distinct(row[ours], row[theirs])
    alone = (times(ours, rows)[ours] == 1) & (times(theirs, rows)[theirs] == 1)
    return ours[alone], theirs[alone]


def _sums(rows: Rows, row: Ints, number: Ints, policy: Policy) -> Findings:
    """One entry against several of one number, that name no other."""
    only = times(row, rows)[row] == 1
    row, number = row[only], number[only]
    if not len(row):
        return groups(row, row, state=CONFIRMED, confidence=0.95)
    some = rows.take(row)
    same = group_by(*_place(rows, row), number)
    mine = same.sums(np.where(some.theirs, 0, some.amount))
    other = same.sums(np.where(some.theirs, some.amount, 0))
    theirs = same.counts(some.theirs)
    level = (mine == other) & (same.size > 2) & (np.minimum(theirs, same.size - theirs) == 1)
    member, label = same.members(level & not_far(some, same, policy.reference_window_days))
    return groups(row[member], label, state=CONFIRMED, confidence=0.95)


def _place(rows: Rows, row: Ints) -> tuple[Ints, Ints]:
    return rows.account[row], np.sign(rows.amount[row])
