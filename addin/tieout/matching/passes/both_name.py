"""Both sides name in their texts the same numbers, which no other entry there names: the documents they settle."""

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.differences import cause_of
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, joined, only, pairs
from tieout.matching.grouping import distinct, group_by, one_each
from tieout.matching.named import telling_numbers
from tieout.matching.passes.candidates import numbers_speak_against, ours_first, times
from tieout.matching.passes.named_in_text import hubs
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

APART_PERCENT = 10
"""Amounts further apart than this may settle one document, but not the same part of it."""


def find(rows: Rows, policy: Policy) -> Findings:
    """One entry each that names the number, of one amount; or one that names those of several, in all its amount."""
    row, number = telling_numbers(rows)
    ours, theirs = _one_each(rows, row, number)
    equal = rows.amount[ours] == rows.amount[theirs]
    equal &= policy.reference_window.holds(rows, ours, theirs)
    equal &= ~numbers_speak_against(rows, ours, theirs)
    single = pairs(ours[equal], theirs[equal], state=CONFIRMED, confidence=0.97)
    free = np.ones(len(rows), dtype=bool)
    free[single.row] = False
    left = free[row]
    return joined([single, _listed(rows, row[left], number[left], policy)])


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


def _listed(rows: Rows, row: Ints, number: Ints, policy: Policy) -> Findings:
    """One entry against all that name a number of it, which name no other's; none that two would have."""
    found: list[Findings] = []
    for hub_is_theirs in (False, True):
        hub, part = _edges(rows, row, number, hub_is_theirs)
        near = policy.reference_window.holds(rows, *ours_first(rows, hub, part))
        found.append(hubs(rows, *distinct(hub[near], part[near])))
    both = joined(found)
    twice = times(both.row, rows)[both.row] > 1
    return only(both, np.bincount(both.group[twice], minlength=both.count) == 0)


def _edges(rows: Rows, row: Ints, number: Ints, hub_is_theirs: bool) -> tuple[Ints, Ints]:
    """The one entry of a side that names a number, with each of the other side that does."""
    same = group_by(*_place(rows, row), number)
    is_hub = rows.theirs[row] == hub_is_theirs
    one = (same.counts(is_hub) == 1) & (same.size > 1) if len(row) else same.size > 1
    member, _ = same.members(one)
    hub, part = member[is_hub[member]], member[~is_hub[member]]
    return row[np.repeat(hub, same.size[one] - 1)], row[part]


def _place(rows: Rows, row: Ints) -> tuple[Ints, Ints]:
    return rows.account[row], np.sign(rows.amount[row])
