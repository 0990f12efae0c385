"""What a person decided holds: it outranks every pass, and survives re-runs, insertions and sorting."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.laws import ROWS
from tests.matching.laws import ledger as drawn
from tests.matching.ledgers import ledger

from tieout.ledger.ledger import Ledger
from tieout.matching.decision import Decision
from tieout.matching.engine import reconcile
from tieout.matching.findings import Findings
from tieout.matching.fingerprints import fingerprints
from tieout.matching.passes import Pass, same_reference
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rejecting import Rejections
from tieout.matching.rows import Rows, rows_of, with_twins
from tieout.matching.rules import Rules

OURS = ledger([("2026-03-02", "INV-1", 10000), ("2026-03-09", "INV-2", 10000)])
THEIRS = ledger([("2026-03-02", "INV-1", 10000), ("2026-03-09", "INV-2", 10000)])


def decision(verdict: str, ours: list[int], theirs: list[int], **words: str) -> Decision:
    """A decision about rows by their place in OURS and THEIRS."""
    our_marks, their_marks = fingerprints(OURS), fingerprints(THEIRS)
    return Decision(
        verdict,
        tuple(our_marks[i] for i in ours),
        tuple(their_marks[i] for i in theirs),
        **words,
    )


def pairs(result: Reconciliation) -> list[tuple]:
    matches = result.matches
    return sorted(zip(map(tuple, matches["ours"]), map(tuple, matches["theirs"]), strict=True))


def test_without_decisions_each_invoice_finds_its_own():
    assert pairs(reconcile(OURS, THEIRS)) == [((1,), (1,)), ((2,), (2,))]


def test_an_accepted_pair_outranks_equal_references():
    crossed = decision("accept", [0], [1], who="王会计", why="客户写错发票号")
    result = reconcile(OURS, THEIRS, decisions=[crossed])
    first = result.matches.iloc[0]
    assert pairs(result) == [((1,), (2,))]
    assert (first["pass"], first["state"], first["confidence"]) == ("decision", "confirmed", 1.0)
    assert first["reason_zh"] == (
        "人工判定：客户写错发票号。我方 1 笔合计 100.00，对方 1 笔合计 100.00。"
    )


def test_an_accepted_difference_keeps_its_cause():
    ours, theirs = ledger([("2026-03-02", "A-1", 5400)]), ledger([("2026-06-02", "Z", 4500)])
    accepted = Decision("accept", tuple(fingerprints(ours)), tuple(fingerprints(theirs)))
    match = reconcile(ours, theirs, decisions=[accepted]).matches.iloc[0]
    assert (match["difference"], match["cause"]) == (900, "transposition")


def test_a_rejected_pair_is_never_matched_again_and_its_rows_look_elsewhere():
    ours = ledger([("2026-03-02", "", 12345)])
    theirs = ledger([("2026-03-02", "", 12345), ("2026-03-05", "", 12345)])
    assert pairs(reconcile(ours, theirs)) == [((1,), (1,))]
    rejected = Decision("reject", tuple(fingerprints(ours)), tuple(fingerprints(theirs)[:1]))
    assert pairs(reconcile(ours, theirs, decisions=[rejected])) == [((1,), (2,))]


def paired(days: list[int], cents: list[int], number: str = "") -> Ledger:
    """Entries on days of March, under a number each where one is begun."""
    return ledger(
        [
            (f"2026-03-{day:02}", number and f"{number}{place}", amount)
            for place, (day, amount) in enumerate(zip(days, cents, strict=True), start=1)
        ]
    )


def rejections(ours: Ledger, theirs: Ledger) -> list[Decision]:
    """That no row of ours belongs to the row of theirs at its place."""
    marks = zip(fingerprints(ours), fingerprints(theirs), strict=False)
    return [Decision("reject", (mine,), (other,)) for mine, other in marks]


def test_the_rows_of_two_rejected_pairs_may_belong_crosswise():
    both = paired([2, 4], [12345, 12345])
    assert pairs(reconcile(both, both)) == [((1,), (1,)), ((2,), (2,))]
    crossed = reconcile(both, both, decisions=rejections(both, both))
    assert pairs(crossed) == [((1,), (2,)), ((2,), (1,))]


def test_what_a_waiting_row_may_be_as_well_is_not_given_to_another():
    ours, theirs = paired([4, 2], [12345] * 2), paired([4, 2, 6], [12345] * 3)
    assert pairs(reconcile(ours, theirs)) == [((1,), (1,)), ((2,), (2,))]
    # Ours of the 4th may be theirs of the 2nd as well as that of the 6th.
    assert pairs(reconcile(ours, theirs, decisions=rejections(ours, theirs))) == [((2,), (1,))]


def test_many_rejections_are_tried_again_in_few_turns():
    count = 24
    days, cents = [2 + place % 25 for place in range(count)], [50_000] * count
    ours, theirs = paired(days, cents, "A-"), paired(days, cents, "A-")
    rows = rows_of(ours, theirs, {})[0]
    rows = with_twins(rows.but(amount=np.abs(rows.amount)))
    asked = []

    def find(some: Rows, policy: Policy) -> Findings:
        asked.append(len(some))
        return same_reference.find(some, policy)

    sets = tuple(np.array([place, count + place]) for place in range(count))
    found = Rejections(sets).respected(Pass("counted", find), rows, Rules(Policy()))
    assert not found.count
    assert 3 < len(asked) <= 3 + 2 * count.bit_length()


def test_a_rejected_single_row_stays_open():
    result = reconcile(OURS, THEIRS, decisions=[decision("reject", [0], [])])
    assert pairs(result) == [((2,), (2,))]
    assert result.open_items[["side", "line"]].to_numpy().tolist() == [["ours", 1], ["theirs", 1]]


def test_a_withdrawn_decision_no_longer_holds():
    crossed, withdrawn = decision("accept", [0], [1]), decision("withdraw", [0], [1])
    result = reconcile(OURS, THEIRS, decisions=[crossed, withdrawn])
    assert pairs(result) == [((1,), (1,)), ((2,), (2,))]
    assert result.decisions["standing"].tolist() == ["withdrawn", "in_force"]


def test_a_later_decision_about_the_same_rows_replaces_the_earlier():
    result = reconcile(
        OURS, THEIRS, decisions=[decision("accept", [0], [1]), decision("accept", [0], [0])]
    )
    assert pairs(result) == [((1,), (1,)), ((2,), (2,))]
    assert result.decisions["standing"].tolist() == ["superseded", "in_force"]


def test_a_decision_about_rows_that_are_gone_is_shown_and_not_applied():
    crossed = decision("accept", [0], [1])
    result = reconcile(OURS, ledger([("2026-03-02", "INV-1", 10000)]), decisions=[crossed])
    assert result.decisions["standing"].tolist() == ["rows_missing"]
    assert pairs(result) == [((1,), (1,))]


def test_rows_in_two_currencies_cannot_settle_each_other():
    ours = ledger([("2026-03-02", "INV-1", 10000)], currency="CNY")
    theirs = replace(THEIRS, entries=THEIRS.entries.assign(currency=["USD", "CNY"]))
    accepted = Decision("accept", tuple(fingerprints(ours)), tuple(fingerprints(theirs)[:1]))
    result = reconcile(ours, theirs, decisions=[accepted])
    assert result.decisions["standing"].tolist() == ["currencies_differ"]


def test_a_decision_is_kept_as_it_was_made():
    made = Decision(
        "accept", ("a-1",), ("b-1",), "李审核", datetime(2026, 3, 31, 9, 30, tzinfo=UTC), "电话确认"
    )
    shown = reconcile(OURS, THEIRS, decisions=[made]).decisions.iloc[0]
    assert (shown["who"], shown["when"], shown["why"]) == (made.who, made.when, made.why)


def test_equal_rows_have_fingerprints_of_their_own():
    twins = ledger([("2026-03-02", "RENT", 100), ("2026-03-02", "RENT", 100)])
    first, second = fingerprints(twins)
    assert first != second
    assert first.rsplit("-")[0] == second.rsplit("-")[0]


@pytest.mark.parametrize(
    ("column", "value"), [("reference", "X"), ("amount", 1), ("memo", "x"), ("customer", "乙")]
)
def test_a_fingerprint_tells_what_an_entry_says(column, value):
    changed = replace(OURS, entries=OURS.entries.assign(**{column: value}))
    assert not set(fingerprints(OURS)) & set(fingerprints(changed))


def test_a_fingerprint_does_not_know_the_line():
    moved = replace(OURS, entries=OURS.entries.assign(line=[70, 71]))
    assert fingerprints(OURS) == fingerprints(moved)


def test_a_fingerprint_is_the_same_on_every_machine():
    assert fingerprints(OURS)[0] == "8b11a3032526e087-1"


def changed(side: Ledger, random, more: list[tuple]) -> Ledger:
    """The same entries in another order, with others among them."""
    grown = pd.concat([side.entries, drawn(more).entries], ignore_index=True)
    order = list(range(len(grown)))
    random.shuffle(order)
    grown = grown.iloc[order].reset_index(drop=True)
    return Ledger(grown.assign(line=range(1, len(grown) + 1)))


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS, ROWS, st.randoms(use_true_random=False), st.booleans(), st.data())
def test_a_decision_survives_a_re_run_an_insertion_and_a_sort(
    ours, theirs, more, random, yes, data
):
    ours, theirs = drawn(ours), drawn(theirs)
    mine = data.draw(st.sets(st.sampled_from(fingerprints(ours)), max_size=2)) if len(ours) else ()
    other = (
        data.draw(st.sets(st.sampled_from(fingerprints(theirs)), max_size=2)) if len(theirs) else ()
    )
    made = Decision("accept" if yes else "reject", tuple(sorted(mine)), tuple(sorted(other)))
    if not (mine or other):
        return
    for a, b in ((ours, theirs), (changed(ours, random, more), changed(theirs, random, more))):
        result = reconcile(a, b, decisions=[made])
        assert result.decisions["standing"].tolist() == ["in_force"]
        of_rows = [
            match
            for side, wanted, marks in (
                (result.ours, mine, result.fingerprints[0]),
                (result.theirs, other, result.fingerprints[1]),
            )
            for match, mark in zip(side["match"], marks, strict=True)
            if mark in wanted
        ]
        together = len(set(of_rows)) == 1 and of_rows[0] > 0
        assert together == yes
        if yes:
            size = (result.ours["match"] == of_rows[0]).sum() + (
                result.theirs["match"] == of_rows[0]
            ).sum()
            assert size == len(of_rows)
