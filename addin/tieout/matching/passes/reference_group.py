"""Under one number each side booked the same total, in a different number of entries."""

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Ints
from tieout.matching.document_numbers import LAST_DIGITS, SHORT_MAX, SHORT_MIN
from tieout.matching.findings import (
    CONFIRMED,
    NOTHING,
    Findings,
    cause_code,
    groups,
    joined,
    placed,
)
from tieout.matching.grouping import group_by, in_both, mixed
from tieout.matching.passes.candidates import not_far
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

FEWER_SIDE_MAX = 5
"""Rows of the side with fewer, beyond which a number stands for a contract and not for a document."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Entries of one number and one sign whose sums agree: to the cent, else within the tolerance.

    The reference to the letter tells more than its digits, and either more within days than over months.
    The last digits of a number tell what nothing else has told.
    """
    index = np.flatnonzero(rows.digits.given & (rows.amount != 0))
    some = rows.take(index)
    index = index[_several_on_both_sides(some)]
    found: list[Findings] = []
    for exact in (True, False):
        for keys in LEVELS:
            some = rows.take(index)
            level = _level(some, keys(some, policy), policy, exact)
            found.append(placed(level, index))
            free = np.ones(len(index), dtype=bool)
            free[level.row] = False
            index = index[free]
    return joined([*found, _by_last_digits(rows, joined(found), policy)])


def _by_last_digits(rows: Rows, used: Findings, policy: Policy) -> Findings:
    """Entries of a long number and of its last six digits, which somebody wrote for it: exact sums within days."""
    number = rows.digits.codes
    free = (number >= SHORT_MIN) & (rows.amount != 0)
    free[used.row] = False
    index = np.flatnonzero(free)
    full, short = index[number[index] >= SHORT_MAX], index[number[index] < SHORT_MAX]
    if not len(short) or not len(full):
        return NOTHING
    last = rows.digits.take(full).last_digits(LAST_DIGITS)
    of_full, of_short = in_both(
        mixed(rows.account[full], last), mixed(rows.account[short], number[short])
    )
    index = np.sort(np.concatenate([full[of_full], short[of_short]]))
    index = index[_of_other_amounts(rows.take(index))]
    some = rows.take(index)
    last = some.digits.last_digits(LAST_DIGITS)
    keys = last, _use(some, last, policy.group_window_days)
    return placed(_level(some, keys, policy, exact=True), index)


def _of_other_amounts(rows: Rows) -> Ints:
    """Rows whose amount does not stand under their last digits on both sides: those are pairs."""
    if not len(rows):
        return rows.position
    same = group_by(rows.account, rows.digits.last_digits(LAST_DIGITS), rows.amount)
    theirs = same.counts(rows.theirs)
    row, _ = same.members((theirs == 0) | (theirs == same.size))
    return np.sort(row)


def _several_on_both_sides(rows: Rows) -> Ints:
    """The rows whose number stands on both sides with one sign, and in more than two entries."""
    if not len(rows):
        return rows.position
    same = group_by(rows.account, rows.digits.codes, np.sign(rows.amount))
    theirs = same.counts(rows.theirs)
    row, _ = same.members((theirs > 0) & (theirs < same.size) & (same.size > 2))
    return np.sort(row)


def _by_reference(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    del policy
    return (rows.compact.codes,)


def _by_number(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    del policy
    return (rows.digits.codes,)


def _by_reference_at_a_time(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    return rows.compact.codes, _use(rows, rows.compact.codes, policy.group_window_days)


def _by_number_at_a_time(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    return rows.digits.codes, _use(rows, rows.digits.codes, policy.group_window_days)


def _by_reference_and_day(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    del policy
    return rows.compact.codes, rows.day


def _by_number_and_day(rows: Rows, policy: Policy) -> tuple[Ints, ...]:
    del policy
    return rows.digits.codes, rows.day


LEVELS = (
    _by_reference_at_a_time,
    _by_reference,
    _by_number_at_a_time,
    _by_number,
    _by_reference_and_day,
    _by_number_and_day,
)


def _use(rows: Rows, number: Ints, days: int) -> Ints:
    """The how-manyth use of its number in its account each row is of: one ends where none follows for some days.

    Numbers that begin anew every month stand for another document each time.
    """
    order = np.lexsort((rows.day, number, rows.account))
    account, ordered, day = rows.account[order], number[order], rows.day[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (account[1:] != account[:-1]) | (ordered[1:] != ordered[:-1])
    begins[1:] |= day[1:] - day[:-1] > days
    use = np.empty(len(order), dtype=np.int64)
    use[order] = np.cumsum(begins)
    return use


def _level(rows: Rows, keys: tuple[Ints, ...], policy: Policy, exact: bool) -> Findings:
    none = np.zeros(0, dtype=np.int64)
    if not len(rows):
        return groups(none, none, state=CONFIRMED, confidence=0.97)
    same = group_by(rows.account, np.sign(rows.amount), *keys)
    theirs = same.counts(rows.theirs)
    ours = same.size - theirs
    mine = same.sums(np.where(rows.theirs, 0, rows.amount))
    other = same.sums(np.where(rows.theirs, rows.amount, 0))
    level = (np.minimum(ours, theirs) > 0) & (np.minimum(ours, theirs) <= FEWER_SIDE_MAX)
    level &= (mine == other) if exact else policy.within_tolerance(mine, other)
    level &= not_far(rows, same, policy.reference_window_days) & (same.size > 2)
    row, label = same.members(level)
    cause = 0 if exact else cause_code(Cause.ROUNDING)
    return groups(row, label, state=CONFIRMED, confidence=0.97, cause=cause)
