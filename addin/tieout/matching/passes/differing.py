"""Both sides booked one document, but not the same amount."""

import numpy as np

from tieout.matching.assignment import gap
from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints, encode
from tieout.matching.differences import cause_of
from tieout.matching.document_numbers import LAST_DIGITS, SHORT_MAX, SHORT_MIN
from tieout.matching.findings import (
    NOTHING,
    SUGGESTED,
    Findings,
    cause_code,
    groups,
    joined,
    only,
    pairs,
    placed,
)
from tieout.matching.grouping import distinct, group_by, one_each
from tieout.matching.kept import kept_with_record
from tieout.matching.passes.candidates import (
    crossing,
    mutually_best,
    near_in_size,
    numbers_speak_against,
    of_one_use,
    one_numbering,
    ours_first,
    slipped,
    times,
)
from tieout.matching.passes.named_in_text import edges
from tieout.matching.passes.similar_reference import slips
from tieout.matching.policy import Policy
from tieout.matching.references import last_number
from tieout.matching.rows import Rows

PARTS_MAX = 12
"""Entries that may stand for one under its number when their sum is another."""
NEAR_PERCENT = 6
SLIPS = [cause_code(cause) for cause in (Cause.SIGN, Cause.DECIMAL, Cause.TRANSPOSITION, Cause.TAX)]
"""What somebody booked wrongly, told by the figures to the cent."""


def find_slipped(rows: Rows, policy: Policy) -> Findings:
    """The same number of one numbering within the window, and amounts that are one known slip apart.

    Surer than an equal amount elsewhere; a fee kept back is too common to be as sure.
    """
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    ours, theirs = _under_one_number(some, policy)
    if not len(ours):
        return NOTHING
    cause = cause_of(some.amount[ours], some.amount[theirs], policy)
    sure = policy.date_window.holds(some, ours, theirs) & one_numbering(some, ours, theirs)
    sure &= np.isin(cause, SLIPS)
    ours, theirs = ours[sure], theirs[sure]
    cost = _distance(some, ours, theirs, policy)
    return placed(_best(some, ours, theirs, cost, policy, 0.95), index)


def find_same_number(rows: Rows, policy: Policy) -> Findings:
    """The same number on both sides: the nearest amounts, whatever the difference.

    Not where equal numbers are known to stand for unrelated documents.
    """
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    same, named = _under_one_number(some, policy), _named_in_text(some, policy)
    ours, theirs = distinct(*(np.concatenate(side) for side in zip(same, named, strict=True)))
    if not len(ours):
        return NOTHING
    cost = _distance(some, ours, theirs, policy)
    in_parts = _in_parts(some, ours, theirs, policy)
    free = np.ones(len(some), dtype=bool)
    free[in_parts.row] = False
    left = free[ours] & free[theirs]
    single = _best(some, ours[left], theirs[left], cost[left], policy, 0.95)
    return placed(joined([in_parts, single]), index)


def find_named(rows: Rows, policy: Policy) -> Findings:
    """One names in its text the number of the other, neither any third: of one sign, whatever the difference.

    After the sums, as what looks like one of these may be part of a list.
    """
    ours, theirs = distinct(*ours_first(rows, *edges(rows, policy)))
    if not len(ours):
        return NOTHING
    alone = _alone(rows, ours, theirs)
    ours, theirs = ours[alone], theirs[alone]
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return pairs(ours, theirs, state=SUGGESTED, confidence=0.9, cause=cause)


def find_similar_number(rows: Rows, policy: Policy) -> Findings:
    """Numbers one slip apart, and a difference that the figures themselves explain.

    Or whatever the difference, where the last number of a reference stands once on each side, or the last
    six digits of a longer one do.
    """
    explained = _slip_and_difference(rows, policy)
    left = _left(rows, explained)
    some = rows.take(left)
    tail = encode([last_number(some.reference)]).codes
    by_last_number = placed(_one_tail(some, tail, policy), left)
    found = joined([explained, by_last_number])
    left = _left(rows, found)
    some = rows.take(left)
    by_last_digits = placed(_one_tail(some, _last_digits(some), policy), left)
    return joined([found, only(by_last_digits, _of_other_lengths(rows, by_last_digits))])


def _left(rows: Rows, found: Findings) -> Ints:
    """The rows with a number that nothing was found for."""
    free = rows.digits.given
    free[found.row] = False
    return np.flatnonzero(free)


def _slip_and_difference(rows: Rows, policy: Policy) -> Findings:
    ours, theirs = _explained_pairs(rows, policy)
    alike = rows.digits.given[ours] & rows.digits.given[theirs]
    ours, theirs = ours[alike], theirs[alike]
    alike = slips(rows, ours, theirs) <= 1
    alike &= ~rows.numberings.unrelated(rows.letters, ours, theirs)
    ours, theirs = ours[alike], theirs[alike]
    return _best(rows, ours, theirs, gap(rows, ours, theirs), policy, 0.85)


def _last_digits(rows: Rows) -> Ints:
    """The last digits of a longer number, or a number that may be short for one; 0 for neither."""
    number = rows.digits.codes
    short = np.where((number >= SHORT_MIN) & (number < SHORT_MAX), number, 0)
    return short + rows.digits.shortened(LAST_DIGITS)


def _of_other_lengths(rows: Rows, found: Findings) -> Bools:
    """Whether one number of a pair is short for the other: two long ones that end alike are two documents."""
    ours, theirs = np.split(rows.digits.codes[found.row], 2)
    return (ours < SHORT_MAX) != (theirs < SHORT_MAX)


def _one_tail(rows: Rows, tail: Ints, policy: Policy) -> Findings:
    """The same tail of a number, once on each side of the account."""
    index = np.flatnonzero(tail)
    if not len(index):
        return NOTHING
    some = rows.take(index)
    alone = group_by(some.account, tail[index], np.sign(some.amount))
    ours, theirs = one_each(alone, some.theirs)
    near = policy.date_window.holds(some, ours, theirs)
    near &= one_numbering(some, ours, theirs)
    near &= ~some.numberings.unrelated(some.letters, ours, theirs)
    ours, theirs = index[ours[near]], index[theirs[near]]
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return pairs(ours, theirs, state=SUGGESTED, confidence=0.8, cause=cause)


def explained_by_date(rows: Rows, policy: Policy) -> Findings:
    """What the figures explain among entries whose dates agree and no numbers speak against."""
    ours, theirs = _explained_pairs(rows, policy)
    against = numbers_speak_against(rows, ours, theirs)
    ours, theirs = ours[~against], theirs[~against]
    days = gap(rows, ours, theirs)
    return _best(rows, ours, theirs, days, policy, 0.9)


def _under_one_number(rows: Rows, policy: Policy) -> tuple[Ints, Ints]:
    """Pairs under one number that may be of one document, of its nearest use."""
    ours, theirs = crossing(rows.theirs, rows.account, rows.digits.codes)
    if not len(ours):
        return ours, theirs
    likely = _one_document(rows, ours, theirs, policy)
    ours, theirs = ours[likely], theirs[likely]
    meant = of_one_use(rows, ours, theirs, rows.digits.codes[ours], policy.date_window)
    return ours[meant], theirs[meant]


def _named_in_text(rows: Rows, policy: Policy) -> tuple[Ints, Ints]:
    """Pairs of which one names the other's number; where neither names a third, only what a slip explains."""
    ours, theirs = distinct(*ours_first(rows, *edges(rows, policy)))
    if not len(ours):
        return ours, theirs
    likely = _one_document(rows, ours, theirs, policy)
    likely &= ~_alone(rows, ours, theirs) | _explained(rows, ours, theirs, policy)
    return ours[likely], theirs[likely]


def _alone(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """Pairs of rows that are in no other of the pairs."""
    return (times(ours, rows)[ours] == 1) & (times(theirs, rows)[theirs] == 1)


def _one_document(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> Bools:
    mine, other = rows.amount[ours], rows.amount[theirs]
    near = policy.date_window.holds(rows, ours, theirs)
    same_sign = (np.sign(mine) == np.sign(other)) & (mine != other)
    likely = (same_sign & policy.reference_window.holds(rows, ours, theirs)) | (
        (mine == -other) & near
    )
    likely &= ~rows.numberings.unrelated(rows.letters, ours, theirs)
    return likely & (one_numbering(rows, ours, theirs) | _explained(rows, ours, theirs, policy))


def _in_parts(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> Findings:
    """One entry against several under its number, of one sign, which add up to something else.

    Where one of the several alone explains the difference, it is that one.
    """
    pair = np.flatnonzero(np.sign(rows.amount[ours]) == np.sign(rows.amount[theirs]))
    pair = pair[~_explained(rows, ours[pair], theirs[pair], policy)]
    we_whole = _stars(rows, ours[pair], theirs[pair], policy)
    free = np.ones(len(rows), dtype=bool)
    free[we_whole.row] = False
    left = pair[free[ours[pair]] & free[theirs[pair]]]
    return joined([we_whole, _stars(rows, theirs[left], ours[left], policy)])


def _stars(rows: Rows, hub: Ints, part: Ints, policy: Policy) -> Findings:
    if not len(hub):
        return groups(hub, hub, state=SUGGESTED, confidence=0.8)
    others = np.bincount(part, minlength=len(rows))[part] == 1
    star = group_by(hub)
    whole = (star.counts(others) == star.size) & (star.size > 1) & (star.size <= PARTS_MAX)
    edge, label = star.members(whole)
    hubs = hub[star.order[star.start[whole]]]
    total = star.sums(rows.amount[part])[whole]
    theirs = rows.theirs[hubs]
    cause = cause_of(
        np.where(theirs, total, rows.amount[hubs]),
        np.where(theirs, rows.amount[hubs], total),
        policy,
    )
    return groups(
        np.concatenate([hubs, part[edge]]),
        np.concatenate([np.flatnonzero(whole), label]),
        state=SUGGESTED,
        confidence=0.8,
        cause=cause,
    )


@kept_with_record
def _explained_pairs(rows: Rows, policy: Policy) -> tuple[Ints, Ints]:
    """Pairs within the window whose difference the figures explain, each once; two passes ask for them."""
    window = policy.date_window
    found = [
        near_in_size(rows, window, percent=NEAR_PERCENT),
        slipped(rows, window, policy.tax_percents),
    ]
    mine, other = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
    ours, theirs = distinct(mine, other)
    explained = _explained(rows, ours, theirs, policy)
    return ours[explained], theirs[explained]


def _explained(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> Bools:
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return (cause != cause_code(Cause.AMOUNT)) & (cause != 0)


def _distance(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> np.ndarray:
    """The nearest amounts, then days; what a slip explains goes before what nothing does."""
    apart = np.abs(rows.amount[ours] - rows.amount[theirs]) * 1000.0 + gap(rows, ours, theirs)
    unexplained = ~_explained(rows, ours, theirs, policy)
    return apart + unexplained * (apart.max(initial=0) + 1)


def _best(
    rows: Rows, ours: Ints, theirs: Ints, cost: np.ndarray, policy: Policy, confidence: float
) -> Findings:
    best = mutually_best(ours, theirs, cost)
    ours, theirs = ours[best], theirs[best]
    cause = cause_of(rows.amount[ours], rows.amount[theirs], policy)
    return pairs(ours, theirs, state=SUGGESTED, confidence=confidence, cause=cause)
