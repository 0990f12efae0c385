"""Both sides booked one document, but not the same amount."""

import numpy as np

from tieout.matching.assignment import gap
from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.differences import cause_of
from tieout.matching.findings import SUGGESTED, Findings, cause_code, pairs
from tieout.matching.passes.candidates import crossing, mutually_best, numbers_speak_against
from tieout.matching.passes.similar_reference import slips
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows


def find_same_number(rows: Rows, policy: Policy) -> Findings:
    """The same number on both sides: the nearest amounts, whatever the difference."""
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    ours, theirs = crossing(some, some.account, some.digits.codes)
    near = policy.date_window.holds(some, ours, theirs)
    mine, other = some.amount[ours], some.amount[theirs]
    same_sign = (np.sign(mine) == np.sign(other)) & (mine != other)
    likely = same_sign | ((mine == -other) & near)
    ours, theirs = ours[likely], theirs[likely]
    return _best(rows, index[ours], index[theirs], _distance(some, ours, theirs), policy, 0.95)


def find_similar_number(rows: Rows, policy: Policy) -> Findings:
    """Numbers one slip apart, and a difference that the figures themselves explain."""
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    ours, theirs = crossing(some, some.account)
    near = policy.date_window.holds(some, ours, theirs)
    ours, theirs = ours[near], theirs[near]
    explained = _explained(some, ours, theirs, policy)
    ours, theirs = ours[explained], theirs[explained]
    alike = slips(some, ours, theirs) <= 1
    ours, theirs = ours[alike], theirs[alike]
    return _best(rows, index[ours], index[theirs], gap(some, ours, theirs), policy, 0.85)


def find_by_date(rows: Rows, policy: Policy) -> Findings:
    """No number speaks against it, the dates agree, and the figures explain the difference."""
    index = np.flatnonzero(rows.day != NO_DAY)
    ours, theirs = (index[side] for side in crossing(rows.take(index), rows.account[index]))
    near = policy.date_window.holds(rows, ours, theirs)
    ours, theirs = ours[near], theirs[near]
    against = numbers_speak_against(rows, ours, theirs)
    ours, theirs = ours[~against], theirs[~against]
    explained = _explained(rows, ours, theirs, policy)
    ours, theirs = ours[explained], theirs[explained]
    return _best(rows, ours, theirs, gap(rows, ours, theirs), policy, 0.75)


def _explained(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> Bools:
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return (cause != cause_code(Cause.AMOUNT)) & (cause != 0)


def _distance(rows: Rows, ours: Ints, theirs: Ints) -> np.ndarray:
    return np.abs(rows.amount[ours] - rows.amount[theirs]) * 1000.0 + gap(rows, ours, theirs)


def _best(
    rows: Rows, ours: Ints, theirs: Ints, cost: np.ndarray, policy: Policy, confidence: float
) -> Findings:
    best = mutually_best(ours, theirs, cost)
    ours, theirs = ours[best], theirs[best]
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return pairs(ours, theirs, state=SUGGESTED, confidence=confidence, cause=cause)
