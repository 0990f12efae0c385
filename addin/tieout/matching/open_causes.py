"""Why is an entry open: the most telling cause that its surroundings show, and the nearest miss."""

from dataclasses import dataclass

import numpy as np

from tieout.at_once import all_at_once
from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import cause_code
from tieout.matching.grouping import Grouping, group_by, may_be_in
from tieout.matching.named import named_numbers
from tieout.matching.passes.candidates import crossing, numbers_speak_against
from tieout.matching.passes.reversal import marked
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

NOWHERE = -1
SLIP_DAYS = 3
"""Days within which an entry without a number that says the same as another is its double."""


@dataclass(frozen=True)
class OpenCauses:
    """Per open row, in the order of the rows: where it is, its cause code, and a related row.

    `row` is the place among all rows; `cause` a code; `related` the place of the row that explains
    it (the entry it doubles, the one at another customer), NOWHERE where there is none; `nearest`
    the place of the row it nearly matches, in what NEAR[nearest_kind] says.
    """

    row: Ints
    cause: Ints
    related: Ints
    nearest: Ints
    nearest_kind: Ints


NEAR = ("amount", "number", "close")
"""In what a row comes near: the texts are `nearest.<kind>`."""


def open_causes(rows: Rows, some: Rows, match: Ints, policy: Policy) -> OpenCauses:
    """The cause of each of some rows, those that are open, the first that holds.

    Reversed on the other side alone, at another customer, booked twice, not dated, too close to the end to have
    arrived, missing.
    """
    row = some.position
    if not len(row):
        return OpenCauses(row, row, row, row, row)
    nearest, (reversed_by,), (elsewhere,), (doubled,) = all_at_once(
        lambda: _nearest(some, row, policy),
        lambda: (np.where(marked(some), NOWHERE, _reversed_elsewhere(rows, row, match)),),
        lambda: (_at_another_customer(some, row, policy),),
        lambda: (_doubled(rows, row, match),),
        rows=len(rows),
    )
    cause = np.select(
        [
            reversed_by != NOWHERE,
            elsewhere != NOWHERE,
            doubled != NOWHERE,
            some.day == NO_DAY,
            _near_the_end(rows, some, policy),
        ],
        [
            cause_code(Cause.ONE_SIDED_REVERSAL),
            cause_code(Cause.OTHER_CUSTOMER),
            cause_code(Cause.DUPLICATE),
            cause_code(Cause.UNEXPLAINED),
            cause_code(Cause.IN_TRANSIT),
        ],
        cause_code(Cause.MISSING),
    )
    related = np.select(
        [p != NOWHERE for p in (reversed_by, elsewhere, doubled)],
        [reversed_by, elsewhere, doubled],
        NOWHERE,
    )
    return OpenCauses(row, cause, related, *nearest)


def _near_the_end(rows: Rows, some: Rows, policy: Policy) -> Bools:
    return some.day > rows.day.max(initial=NO_DAY) - policy.cutoff_days


def _reversed_elsewhere(rows: Rows, row: Ints, match: Ints) -> Ints:
    """Open rows for whose amount and number the other side has an entry and its reversal.

    The number of a reversed entry is its own, or one that its text names: 红冲 发票 4587.
    """
    own = _own_side_matches(rows, match)
    both = np.concatenate([row, own])
    some = rows.take(both)
    number = np.where(some.digits.given, some.digits.codes, some.day)
    namer, named = named_numbers(some)
    by_text = namer >= len(row)
    index = np.concatenate([np.arange(len(both)), namer[by_text]])
    is_open = np.arange(len(index)) < len(row)
    # An own-side pair stands for the other side here, so its side is turned.
    side = np.where(is_open, some.theirs[index], ~some.theirs[index]).astype(np.int64)
    number = np.concatenate([number, named[by_text]])
    by_number = np.concatenate([some.digits.given, named[by_text] != 0]).astype(np.int64)
    grouping = group_by(some.account[index], side, by_number, number, some.amount[index])
    return _partner(grouping, both[index], is_open, len(row))


def _own_side_matches(rows: Rows, match: Ints) -> Ints:
    count = int(match.max(initial=0)) + 1
    ours = np.bincount(match[~rows.theirs], minlength=count)
    theirs = np.bincount(match[rows.theirs], minlength=count)
    return np.flatnonzero((match > 0) & ((ours == 0) | (theirs == 0))[match])


def _partner(grouping: Grouping, place: Ints, is_open: Bools, count: int) -> Ints:
    """For each open row, some other kind of row in its group; the open rows come first."""
    partner = np.full(count, NOWHERE)
    other = np.full(len(grouping.size), NOWHERE)
    rest = ~is_open[grouping.order]
    other[grouping.label[rest]] = place[grouping.order[rest]]
    mine = grouping.order[is_open[grouping.order]]
    partner[mine] = other[grouping.label[is_open[grouping.order]]]
    return partner


def _doubled(rows: Rows, row: Ints, match: Ints) -> Ints:
    """Open rows that say the same as a settled row of their own side."""
    twin = _rows_alike(rows, row, match > 0)
    both = np.concatenate([row, twin])
    some = rows.take(both)
    by_number = some.digits.given
    said = np.where(by_number, some.digits.codes, some.memo.codes)
    place = some.account * 4 + some.theirs * 2 + by_number
    grouping = group_by(place, said, some.amount)
    partner = _partner(grouping, both, np.arange(len(both)) < len(row), len(row))
    # The same sum week after week is a rent; twice within days without a number is a slip.
    days = np.abs(rows.day[row] - rows.day[partner])
    return np.where(by_number[: len(row)] | (days <= SLIP_DAYS), partner, NOWHERE)


def _rows_alike(rows: Rows, row: Ints, settled: Bools) -> Ints:
    """Settled rows with the side, account and amount of an open row, and perhaps a few others."""
    alike = np.flatnonzero(may_be_in(rows.amount, rows.amount[row]) & settled)
    return alike[may_be_in(rows.take(alike).twin_key, rows.take(row).twin_key)]


def _at_another_customer(some: Rows, row: Ints, policy: Policy) -> Ints:
    """Open rows found open on the other side under another customer."""
    ours, theirs = crossing(some, some.currency, some.amount)
    number = some.digits.codes
    same_number = some.digits.given[ours] & (number[ours] == number[theirs])
    unique = (some.twins[ours] == 1) & (some.twins[theirs] == 1)
    unique &= policy.date_window.holds(some, ours, theirs)
    told = same_number | (unique & ~numbers_speak_against(some, ours, theirs))
    told &= some.account[ours] != some.account[theirs]
    elsewhere = np.full(len(row), NOWHERE)
    elsewhere[theirs[told]] = row[ours[told]]
    elsewhere[ours[told]] = row[theirs[told]]
    return elsewhere


def _nearest(some: Rows, row: Ints, policy: Policy) -> tuple[Ints, ...]:
    """The open row of the other side that comes nearest to each open row, and in what.

    The same amount at another date goes before the same number at another amount, and that before a
    near amount at a near date.
    """
    nearest, kind = np.full(len(row), NOWHERE), np.zeros(len(row), dtype=np.int64)
    for code in reversed(range(len(NEAR))):
        ours, theirs = _near_pairs(some, NEAR[code], policy)
        cost = np.abs(some.day[ours] - some.day[theirs]) + np.abs(
            some.amount[ours] - some.amount[theirs]
        )
        for mine, other in ((ours, theirs), (theirs, ours)):
            least = np.lexsort((some.position[other], -cost))
            nearest[mine[least]], kind[mine[least]] = row[other[least]], code
    return nearest, kind


def _near_pairs(some: Rows, kind: str, policy: Policy) -> tuple[Ints, Ints]:
    if kind == "amount":
        return crossing(some, some.account, some.amount)
    if kind == "number":
        given = np.flatnonzero(some.digits.given)
        ours, theirs = crossing(some.take(given), some.account[given], some.digits.codes[given])
        return given[ours], given[theirs]
    ours, theirs = crossing(some, some.account, np.sign(some.amount))
    apart = np.abs(some.amount[ours] - some.amount[theirs])
    near = apart * 20 <= np.abs(some.amount[ours])
    near &= policy.date_window.holds(some, ours, theirs)
    return ours[near], theirs[near]
