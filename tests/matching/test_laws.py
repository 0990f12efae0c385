"""The laws of matching hold on small ledgers full of collisions, and each fails when the engine is sabotaged."""

from dataclasses import replace
from itertools import count
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.matching import laws
from tests.matching.laws import LAWS, ROWS, Law

from tieout.matching import engine
from tieout.matching.matched import Matched
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rejecting import Rejections

pytestmark = pytest.mark.law
RANDOM = st.randoms(use_true_random=False)
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(SETTINGS, max_examples=25)
@given(ROWS, ROWS, RANDOM)
def test_the_laws_hold(ours: list, theirs: list, random: Random) -> None:
    for law in LAWS:
        law(ours, theirs, random)


def _found_out(law: Law) -> None:
    """Fails as soon as one ledger shows the sabotage; the smallest such ledger need not be found."""

    @settings(SETTINGS, max_examples=150, phases=[Phase.generate], database=None)
    @given(ROWS, ROWS, RANDOM)
    def holds(ours: list, theirs: list, random: Random) -> None:
        law(ours, theirs, random)

    holds()


# What could go wrong in an engine, done on purpose: a wrong result, or a result got in a wrong way.

RECONCILE = engine.reconcile


def a_row_is_lost(*sides, **more) -> Reconciliation:
    result = RECONCILE(*sides, **more)
    lost = np.arange(len(result.open.row)) > 0
    columns = {name: column[lost] for name, column in vars(result.open).items()}
    return replace(result, open=replace(result.open, **columns))


def a_cent_is_lost(*sides, **more) -> Reconciliation:
    ours, theirs, *rest = sides
    amount = ours.entries["amount"] + (np.arange(len(ours)) == 0)
    return RECONCILE(replace(ours, entries=ours.entries.assign(amount=amount)), theirs, *rest)


def the_first_open_rows_are_taken_together(*sides, **more) -> Reconciliation:
    """Whoever stands first of what is open on each side is matched, whatever it says."""
    result = RECONCILE(*sides, **more)
    theirs = result.rows.theirs[result.open.row]
    if not len(result.found) or theirs.all() or not theirs.any():
        return result
    taken = [result.open.row[theirs == side][0] for side in (False, True)]
    match = result.match_of_row.copy()
    match[taken] = len(result.found) + 1
    left = ~np.isin(result.open.row, taken)
    return replace(
        result,
        match_of_row=match,
        found=pd.concat([result.found, result.found.iloc[:1]], ignore_index=True),
        open=replace(result.open, **{n: c[left] for n, c in vars(result.open).items()}),
    )


def only_ours_are_looked_at(*sides, **more) -> Reconciliation:
    """Their side is taken for ours when it has more rows."""
    ours, theirs, *rest = sides
    return RECONCILE(ours, ours if len(theirs) > len(ours) else theirs, *rest, **more)


def nothing_matches(*sides, **more) -> Reconciliation:
    ours, theirs, policy = (*sides, None)[:3]
    policy = engine.Policy(passes=())
    return RECONCILE(ours, theirs, policy)


CLOCK = count()


def the_clock_decides(*sides, **more) -> Reconciliation:
    passes = () if next(CLOCK) % 2 else engine.Policy().passes
    return RECONCILE(sides[0], sides[1], engine.Policy(passes=passes))


def decisions_are_forgotten(*sides, **more) -> Reconciliation:
    return RECONCILE(*sides[:2])


def totals_rule_the_passes(*sides, **more) -> Reconciliation:
    """What is large makes everything else be overlooked."""
    ours, theirs = sides[:2]
    large = ours.entries["amount"].abs().max() if len(ours) else 0
    return RECONCILE(
        ours, theirs, engine.Policy(passes=() if large > 10**6 else engine.Policy().passes)
    )


def invoices_are_netted_with_receipts(*sides, **more) -> Reconciliation:
    """All open rows of both sides become one match."""
    result = RECONCILE(*sides, **more)
    match = result.match_of_row.copy()
    if len(result.found):
        match[match == 0] = 1
    return replace(result, match_of_row=match, open=replace(result.open, **_no_open(result)))


def _no_open(result: Reconciliation) -> dict[str, np.ndarray]:
    return {name: column[:0] for name, column in vars(result.open).items()}


SABOTAGES = (
    (laws.every_entry_is_in_one_place, a_row_is_lost),
    (laws.differences_add_up, a_cent_is_lost),
    (laws.order_does_not_matter, the_first_open_rows_are_taken_together),
    (laws.swapping_mirrors, only_ours_are_looked_at),
    (laws.an_account_ties_with_itself, nothing_matches),
    (laws.a_second_run_changes_nothing, the_clock_decides),
    (laws.a_decision_survives, decisions_are_forgotten),
    (laws.an_unrelated_pair_changes_nothing, totals_rule_the_passes),
    (laws.signs_are_not_netted, invoices_are_netted_with_receipts),
)


def test_every_law_has_its_sabotage():
    assert [law for law, _ in SABOTAGES] == list(LAWS)


@pytest.mark.parametrize(
    ("law", "sabotage"), SABOTAGES, ids=lambda part: getattr(part, "__name__", "")
)
def test_the_law_fails_when_the_engine_is_sabotaged(monkeypatch, law, sabotage):
    monkeypatch.setattr(engine, "reconcile", sabotage)
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        _found_out(law)


def test_a_rejection_fails_when_passes_do_not_respect_it(monkeypatch):
    def rejected_or_accepted() -> None:
        for seed in range(4):  # of which one and three reject
            laws.a_decision_survives([AGREED], [AGREED], Random(seed))

    rejected_or_accepted()
    monkeypatch.setattr(
        Rejections, "respected", lambda self, step, rows, rules: rules.found(step, rows)
    )
    with pytest.raises(AssertionError):
        rejected_or_accepted()


AGREED = (2, "INV-1001", 5400, "", "甲公司")


def test_an_entry_in_two_matches_is_noticed(monkeypatch):
    honest = Matched._with

    def greedy(self, findings, left, found_by):
        after = honest(self, findings, left, found_by)
        return replace(after, parts=self.parts)

    monkeypatch.setattr(Matched, "_with", greedy)
    with pytest.raises((AssertionError, IndexError, ValueError, BaseExceptionGroup)):
        _found_out(laws.differences_add_up)
