"""Why is an entry open: the most telling cause that its surroundings show, and the nearest miss."""

from dataclasses import dataclass

import numpy as np

from tieout.at_once import all_at_once
from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import cause_code
from tieout.matching.grouping import Grouping, group_by, may_be_in, one_in
from tieout.matching.named import named_numbers
from tieout.matching.passes.candidates import crossing, numbers_speak_against, ours_first
from tieout.matching.passes.reversal import marked
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

NOWHERE = -1
SLIP_DAYS = 3
"""Days within which an entry that says the same as another, but for its number, is its double."""
NEAR_DAYS = 10
"""Days within which an entry is the one that the other side reversed, where no number tells."""
ACCIDENTS_MAX = 0.1
"""Share of settled entries that may be alike by accident where two of one amount are taken for a double."""
FEW_ENTRIES, SAMPLE_ROWS = 20, 50_000


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
        lambda: (np.where(marked(some), NOWHERE, _reversed_elsewhere(rows, some, match)),),
        lambda: (_at_another_customer(some, row, policy),),
        lambda: (_doubled(rows, some, match),),
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


def _reversed_elsewhere(rows: Rows, open_rows: Rows, match: Ints) -> Ints:
    """Open rows for whose amount the other side has an entry and its reversal: of their number, else of their days.

    The number of either is its own, or one that its text names: 红冲 发票 4587.
    """
    row, own = open_rows.position, _own_side_matches(rows, match)
    if not len(own):
        return np.full(len(row), NOWHERE)
    both = np.concatenate([row, own])
    some = rows.take(both)
    namer, named = named_numbers(some)
    own_number = np.flatnonzero(some.digits.given)
    index = np.concatenate([own_number, namer])
    number = np.concatenate([some.digits.codes[own_number], named])
    # The open ones come first, each as often as it has a number.
    order = np.argsort(index, kind="stable")
    index, number = index[order], number[order]
    is_open = index < len(row)
    grouping = group_by(*_across(some, index, is_open), number)
    found = _partner(rows, grouping, both[index], is_open, int(is_open.sum()))
    reversed_by = np.full(len(row), NOWHERE)
    np.maximum.at(reversed_by, index[is_open], found)
    by_days = _reversed_near(open_rows, some)
    return np.where(reversed_by == NOWHERE, by_days, reversed_by)


def _across(some: Rows, index: Ints, is_open: Bools) -> tuple[Ints, Ints, Ints]:
    """Account, side and amount; an own-side pair stands for the other side, so its side is turned."""
    side = np.where(is_open, some.theirs[index], ~some.theirs[index]).astype(np.int64)
    return some.account[index], side, some.amount[index]


def _reversed_near(open_rows: Rows, some: Rows) -> Ints:
    """Open rows without a number that tells, alone with their amount, and one of a pair alone with it within days."""
    count = len(open_rows)
    every = np.arange(len(some))
    is_open = every < count
    same = group_by(*_across(some, every, is_open))
    alone = np.flatnonzero(np.repeat((same.counts(is_open) == 1) & (same.size == 2), same.size))
    partner = np.full(count, NOWHERE)
    first, second = same.order[alone[::2]], same.order[alone[1::2]]
    mine, other = np.minimum(first, second), np.maximum(first, second)
    near = np.abs(some.day[mine] - some.day[other]) <= NEAR_DAYS
    near &= (some.day[mine] != NO_DAY) & (open_rows.twins[mine] == 1)
    near &= ~numbers_speak_against(some, *ours_first(some, mine, other))
    partner[mine[near]] = some.position[other[near]]
    return partner


def _own_side_matches(rows: Rows, match: Ints) -> Ints:
    count = int(match.max(initial=0)) + 1
    ours = np.bincount(match[~rows.theirs], minlength=count)
    theirs = np.bincount(match[rows.theirs], minlength=count)
    return np.flatnonzero((match > 0) & ((ours == 0) | (theirs == 0))[match])


def _partner(rows: Rows, grouping: Grouping, place: Ints, is_open: Bools, count: int) -> Ints:
    """For each open row, the other kind of row in its group that is nearest in date; the open rows come first."""
    span = np.int64(2**26)
    label = np.empty(len(place), dtype=np.int64)
    label[grouping.order] = grouping.label
    day = np.maximum(rows.day[place], -(2**24))
    at = label * span + day + 2**24
    others = np.flatnonzero(~is_open)
    others = others[np.lexsort((rows.line[place[others]], at[others]))]
    mine = np.flatnonzero(is_open)
    partner, best = np.full(count, NOWHERE), np.full(count, span)
    after = np.searchsorted(at[others], at[mine])
    for step in (after - 1, after):
        inside = np.flatnonzero((step >= 0) & (step < len(others)))
        row, other = mine[inside], others[step[inside]]
        apart = np.abs(day[row] - day[other])
        nearer = (label[row] == label[other]) & (apart < best[row])
        partner[row[nearer]], best[row[nearer]] = place[other[nearer]], apart[nearer]
    return partner


def _doubled(rows: Rows, some: Rows, match: Ints) -> Ints:
    """Open rows that say the same as a settled row of their own side, if need be but for the number."""
    row, alike = some.position, _rows_alike(rows, some.position, match > 0)
    if not len(alike):
        return np.full(len(row), NOWHERE)
    both = np.concatenate([row, alike])
    looked_at = rows.take(both)
    is_open = np.arange(len(both)) < len(row)
    by_number = looked_at.digits.given
    said = np.where(by_number, looked_at.digits.codes, looked_at.memo.codes)
    place = looked_at.account * 4 + looked_at.theirs * 2 + by_number
    same = group_by(place, said, looked_at.amount)
    partner = _partner(rows, same, both, is_open, len(row))
    # The same sum week after week is a rent; twice within days without a number is a slip.
    seldom = _seldom_alike(rows, some, match > 0)
    slip = _within_days(rows, row, partner) & seldom
    told = (partner != NOWHERE) & (by_number[: len(row)] | slip)
    return np.where(told, partner, _under_another_number(rows, some, seldom, looked_at, is_open))


def _within_days(rows: Rows, row: Ints, partner: Ints) -> Bools:
    return np.abs(rows.day[row] - rows.day[partner]) <= SLIP_DAYS


def _under_another_number(
    rows: Rows, some: Rows, seldom: Bools, looked_at: Rows, is_open: Bools
) -> Ints:
    """The only other entry of an amount, if of the same days and text, where that is hardly an accident."""
    place = looked_at.account * 2 + looked_at.theirs
    same = group_by(place, looked_at.memo.codes, looked_at.amount)
    partner = _partner(rows, same, looked_at.position, is_open, len(some))
    told = (some.twins == 2) & _within_days(rows, some.position, partner) & seldom
    return np.where(told & (some.day != NO_DAY), partner, NOWHERE)


def _seldom_alike(rows: Rows, some: Rows, settled: Bools) -> Bools:
    """Whether few settled entries of a row's account and side have the amount of another within days."""
    share = max(1, len(rows) // SAMPLE_ROWS)
    known = rows.take(np.flatnonzero(settled & one_in(share, rows.amount)))
    place = known.account * 2 + known.theirs
    order = np.lexsort((known.day, known.amount, place))
    there, amount, day = place[order], known.amount[order], known.day[order]
    alike = (there[1:] == there[:-1]) & (amount[1:] == amount[:-1])
    alike &= day[1:] - day[:-1] <= SLIP_DAYS
    count = 2 * int(rows.account.max(initial=0)) + 2
    accidents = np.bincount(there[1:][alike], minlength=count)
    everywhere = int(alike.sum()) / max(len(known), 1)
    entries = np.bincount(place, minlength=count)
    # What all accounts show stands for what a small one cannot.
    rate = (accidents + FEW_ENTRIES * everywhere) / (entries + FEW_ENTRIES)
    return rate[some.account * 2 + some.theirs] <= ACCIDENTS_MAX


def _rows_alike(rows: Rows, row: Ints, settled: Bools) -> Ints:
    """Settled rows with the side, account and amount of an open row, and perhaps a few others."""
    alike = np.flatnonzero(may_be_in(rows.amount, rows.amount[row]) & settled)
    return alike[may_be_in(rows.take(alike).twin_key, rows.take(row).twin_key)]


def _at_another_customer(some: Rows, row: Ints, policy: Policy) -> Ints:
    """Open rows found open on the other side under another customer."""
    ours, theirs = crossing(some.theirs, some.currency, some.amount)
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
        return crossing(some.theirs, some.account, some.amount)
    if kind == "number":
        given = np.flatnonzero(some.digits.given)
        ours, theirs = crossing(some.theirs[given], some.account[given], some.digits.codes[given])
        return given[ours], given[theirs]
    ours, theirs = crossing(some.theirs, some.account, np.sign(some.amount))
    apart = np.abs(some.amount[ours] - some.amount[theirs])
    near = apart * 20 <= np.abs(some.amount[ours])
    near &= policy.date_window.holds(some, ours, theirs)
    return ours[near], theirs[near]
