"""Takings of a day that are paid into the bank as one sum, among the takings of many days."""

import numpy as np
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile
from tieout.matching.presets import preset


def takings(days: int, each: int = 9):
    """Some takings a day from 2026-03-01, no two alike, in the order of their amounts."""
    cents = np.random.default_rng(7).choice(90_000, days * each, replace=False) + 500
    rows = [
        (f"2026-03-{1 + n // each:02d}", f"RC{cents[n] % 9973:05d}", int(cents[n]))
        for n in range(days * each)
    ]
    return sorted(rows, key=lambda row: row[2])


def in_parts(rows):
    """The lines of the larger and of the smaller takings of each day."""
    lines: dict[str, list[int]] = {}
    for line, (date, *_) in enumerate(rows, 1):
        lines.setdefault(date, []).append(line)
    return {date: (found[4:], found[:4]) for date, found in sorted(lines.items())}


def deposits(rows):
    """Those of each day, each as one entry on the next day."""
    return [
        (f"2026-03-{int(date[-2:]) + 1:02d}", "", sum(rows[line - 1][2] for line in part))
        for date, parts in in_parts(rows).items()
        for part in parts
    ]


def found(ours, theirs):
    matches = reconcile(ledger(ours), ledger(theirs), preset("bank")).matches
    return {
        (m["pass"], m["state"], tuple(m["ours"]), tuple(m["theirs"])) for _, m in matches.iterrows()
    }


def test_each_deposit_goes_with_those_of_its_day_that_add_up_to_it():
    ours = takings(days=10)
    parts = [tuple(part) for both in in_parts(ours).values() for part in both]
    claimed = found(ours, deposits(ours))
    assert {one[2:] for one in claimed} == {(part, (n,)) for n, part in enumerate(parts, 1)}
    assert sum(by == "subset_sum" for by, *_ in claimed) > len(parts) / 2


def test_the_other_way_round_it_is_the_same():
    ours = takings(days=6)
    mirrored = {(by, state, b, a) for by, state, a, b in found(ours, deposits(ours))}
    assert len(mirrored) == 12
    assert found(deposits(ours), ours) == mirrored


def test_whole_amounts_add_up_by_accident_and_none_is_claimed():
    ours = [(date, number, cents // 10_000 * 10_000 + 10_000) for date, number, cents in takings(6)]
    assert not [one for one in found(ours, deposits(ours)) if one[0] == "subset_sum"]


def test_what_is_under_another_number_of_both_sides_is_not_added_up():
    ours = [
        (f"2026-03-0{day}", f"INV-10{day}1{n}", 10_007 * n + 1_313 * day)
        for day in (1, 2)
        for n in range(1, 6)
    ]
    shared = [row for row in ours if row[0].endswith("1")]
    total = sum(row[2] for row in ours if row[0].endswith("2"))
    other = ("2026-03-03", "INV-10999", total - ours[-1][2])
    assert not [one for one in found(ours, [*shared, other]) if one[0] == "subset_sum"]
