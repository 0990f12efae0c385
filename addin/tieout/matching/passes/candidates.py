"""Which rows of the two sides could belong together: every pair that shares a key, bounded."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.grouping import Grouping, each_once, group_by, in_both, labels
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.window import Window

CROWD_MAX = 50
"""Rows under one key beyond which no pair of them tells anything."""
_FAR_APART = 0x1E3779B97F4A7C15
"""What keeps the amounts of one account apart from those of another."""


def crossing(theirs: Bools, *keys: Ints) -> tuple[Ints, Ints]:
    """Every pair of our row and their row with equal keys, keys of crowds left out."""
    if not len(theirs):
        none = np.zeros(0, dtype=np.int64)
        return none, none
    return group_by(*keys).crossing(theirs, most=CROWD_MAX)


def by_amount(rows: Rows, index: Ints) -> tuple[Ints, Ints, Ints]:
    """Of some rows: our and their row that stand alone with their account and amount, and the crowds.

    A crowd is three rows or more, of both sides. Told by counting, several times as fast as by sorting.
    """
    place, is_theirs = rows.same_amount[index], rows.theirs[index]
    of_theirs = np.flatnonzero(is_theirs)
    count = np.bincount(place)
    theirs = np.bincount(place[of_theirs], minlength=len(count))
    row = np.empty(len(count), dtype=np.int64)
    row[place[of_theirs]] = index[of_theirs]
    # In the order of our rows, so that what is asked of the pairs lies close together.
    alone = np.flatnonzero(((count == 2) & (theirs == 1))[place] & ~is_theirs)
    crowd = (count > 2) & (theirs > 0) & (theirs < count)
    return index[alone], row[place[alone]], index[np.flatnonzero(crowd[place])]


def on_both_sides(rows: Rows, index: Ints) -> Ints:
    """Those of some rows whose account and amount both sides have."""
    ours, theirs, crowd = by_amount(rows, index)
    return np.sort(np.concatenate([ours, theirs, crowd]))


def mutually_best(ours: Ints, theirs: Ints, cost: np.ndarray) -> np.ndarray:
    """The pairs that are strictly the cheapest for both their rows.

    Cheapest for both means no other assignment can please either row more; an equal rival leaves
    both undecided.
    """
    return _strictly_least(ours, cost) & _strictly_least(theirs, cost)


def _strictly_least(row: Ints, cost: np.ndarray) -> np.ndarray:
    if not len(row):
        return np.zeros(0, dtype=bool)
    order = np.lexsort((cost, row))
    ordered, price = row[order], cost[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    tied = np.r_[(ordered[1:] == ordered[:-1]) & (price[1:] == price[:-1]), False]
    least = np.zeros(len(row), dtype=bool)
    least[order] = first & ~tied
    return least


def near_in_size(rows: Rows, window: Window, *, percent: int) -> tuple[Ints, Ints]:
    """Every pair of one account and sign within the window whose amounts differ by a few percent."""
    index = np.flatnonzero((rows.amount != 0) & (rows.day != NO_DAY))
    if not len(index):
        return index, index
    some = rows.take(index)
    size = np.floor(np.log(np.abs(some.amount)) / np.log1p(percent / 100)).astype(np.int64)
    days = some.day // max(window.widest, 1)
    place = labels(some.account, np.sign(some.amount))
    ours, theirs = np.flatnonzero(~some.theirs), np.flatnonzero(some.theirs)
    # Each of ours stands in its own cell of size and day and in the eight around it.
    steps = np.array([(more, later) for more in (-1, 0, 1) for later in (-1, 0, 1)])
    around = np.repeat(steps, len(ours), axis=0)
    both = np.concatenate([np.tile(ours, len(steps)), theirs])
    still = np.zeros(len(theirs), dtype=np.int64)
    mine, other = crossing(
        some.theirs[both],
        place[both],
        size[both] + np.concatenate([around[:, 0], still]),
        days[both] + np.concatenate([around[:, 1], still]),
    )
    mine, other = both[mine], both[other]
    near = window.holds(some, mine, other)
    apart = np.abs(some.amount[mine] - some.amount[other])
    near &= apart * 100 <= percent * np.maximum(*(np.abs(some.amount[s]) for s in (mine, other)))
    return index[mine[near]], index[other[near]]


def slipped(rows: Rows, window: Window, tax_percents: Sequence[int]) -> tuple[Ints, Ints]:
    """Every pair of one account within the window whose amounts are one known slip apart.

    Signs turned, decimal points moved, digits the same in another order, tax added.
    """
    index = np.flatnonzero((rows.amount != 0) & (rows.day != NO_DAY))
    some = rows.take(index)
    ours, theirs = np.flatnonzero(~some.theirs), np.flatnonzero(some.theirs)
    slips = _slips(some.amount[ours], some.amount[theirs], tax_percents)
    found = _sharing_any(some, ours, theirs, slips)
    near = window.holds(some, found[0], found[1])
    return index[found[0][near]], index[found[1][near]]


def _slips(ours: Ints, theirs: Ints, tax_percents: Sequence[int]) -> Iterator[tuple[Ints, Ints]]:
    """What of our amounts and of theirs is equal where they are one slip apart."""
    yield ours, -theirs
    yield _same_digits(ours), _same_digits(theirs)
    for ten in (10, 100, 1000):
        yield ours, theirs * ten
        yield ours * ten, theirs
    for percent in tax_percents:
        for cent in (-1, 0, 1):
            yield ours, _gross(theirs, percent) + cent
            yield _gross(ours, percent) + cent, theirs


def _gross(amount: Ints, percent: int) -> Ints:
    """The amount with tax, to the nearest cent."""
    return (2 * np.abs(amount) * (100 + percent) + 100) // 200 * np.sign(amount)


def _sharing_any(
    rows: Rows, ours: Ints, theirs: Ints, slips: Iterable[tuple[Ints, Ints]]
) -> tuple[Ints, Ints]:
    """Every pair of our row and their row of one account that is equal in one of the columns."""
    our_account, their_account = (rows.account[side] * _FAR_APART for side in (ours, theirs))
    row, kind, value = [ours[:0]], [ours[:0]], [ours[:0]]
    for number, (mine, other) in enumerate(slips):
        left, right = in_both(our_account + mine, their_account + other)
        for side, values, some in ((ours, mine, left), (theirs, other, right)):
            row.append(side[some])
            kind.append(np.full(len(some), number))
            value.append(values[some])
    every = np.concatenate(row)
    if not len(every):
        return every, every
    mine, other = crossing(
        rows.theirs[every], rows.account[every], np.concatenate(kind), np.concatenate(value)
    )
    pairs = each_once(every[mine] * np.int64(len(rows)) + every[other])
    return pairs // len(rows), pairs % len(rows)


def _same_digits(amount: Ints) -> Ints:
    """A number that is the same for amounts of the same digits and sign in any order."""
    size, count = np.abs(amount), np.zeros(len(amount), dtype=np.int64)
    while size.any():
        count += np.where(size > 0, np.int64(1) << (6 * (size % 10)), 0)
        size = size // 10
    return count * np.sign(amount)


def ours_first(rows: Rows, first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Pairs of a row of each side, in either order, as our row and their row."""
    swapped = rows.theirs[first]
    return np.where(swapped, second, first), np.where(swapped, first, second)


def of_one_use(rows: Rows, first: Ints, second: Ints, number: Ints, window: Window) -> Bools:
    """Pairs that a number brings together, far ones only where neither row has a near one by that number.

    A number of documents that begin anew every month stands for many of them.
    """
    if not len(number):
        return np.zeros(0, dtype=bool)
    near = window.holds(rows, *ours_first(rows, first, second))
    nearer = np.zeros(len(number), dtype=bool)
    for row in (first, second):
        same = group_by(row, number)
        nearer[same.order] |= np.repeat(same.counts(near) > 0, same.size)
    return near | ~nearer


def not_far(rows: Rows, same: Grouping, days: int) -> Bools:
    """Groups whose dates span no more days; those without any date are not known to be far."""
    day = rows.day[same.order]
    last = np.maximum.reduceat(day, same.start)
    first = np.minimum.reduceat(np.where(day == NO_DAY, -NO_DAY, day), same.start)
    return (last == NO_DAY) | (last - first <= days)


def times(row: Ints, rows: Rows) -> Ints:
    """How often each of the rows is among some."""
    return np.bincount(row, minlength=len(rows))


def numbers_speak_against(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """Both rows have a number of what looks like one numbering, and not the same one.

    One numbering: both sides are seen to share it, or it has the same letters or none on one side;
    and as many digits. Where equal numbers stand for other amounts, a number says nothing.
    """
    number = rows.digits
    against = number.given[ours] & number.given[theirs]
    against &= number.codes[ours] != number.codes[theirs]
    differing = np.flatnonzero(against)
    ours, theirs = ours[differing], theirs[differing]
    alike = one_numbering(rows, ours, theirs)
    alike &= ~rows.numberings.unrelated(rows.letters, ours, theirs)
    against[differing] = alike & (number.take(ours).lengths() == number.take(theirs).lengths())
    return against


def one_numbering(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """The letters before the numbers agree, or one side leaves them out, or both are seen to share."""
    mine, other = rows.letters.codes[ours], rows.letters.codes[theirs]
    alike = (mine == other) | (mine == 0) | (other == 0)
    return alike | rows.numberings.shared(rows.letters, ours, theirs)
