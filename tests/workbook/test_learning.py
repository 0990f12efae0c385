"""What repeated decisions imply is proposed with its effect, and nothing before it is repeated enough."""

import pandas as pd
from tests.workbook.test_rules_sheet import grid, table

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.decision import Decision
from tieout.matching.engine import reconcile
from tieout.matching.fingerprints import fingerprints
from tieout.matching.policy import CustomerPolicy, Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.workbook.learning import proposed_rules
from tieout.workbook.rules_read import policy_on_sheet
from tieout.workbook.rules_sheet import ProposedRule, rules_sheet


def ledger(*rows: tuple[str, str, str, str]) -> Ledger:
    """Entries: day of March, reference, amount, customer."""
    frame = pd.DataFrame(rows, columns=["date", "reference", "amount", "customer"])
    return Ledger.from_frame(frame.assign(date="2026-03-" + frame["date"]))


def decided(
    ours: Ledger, theirs: Ledger, pairs: list[tuple[int, int]], cause: Cause | None = None
) -> tuple[Reconciliation, tuple[ProposedRule, ...]]:
    """The result with entries matched by hand, and the rules that this implies."""
    marks = fingerprints(ours), fingerprints(theirs)
    decisions = [
        Decision("accept", (marks[0][our],), (marks[1][their],), cause=cause)
        for our, their in pairs
    ]

    def run(policy: Policy) -> Reconciliation:
        return reconcile(ours, theirs, policy, decisions)

    result = run(Policy())
    return result, proposed_rules(result, run)


def turned_on(rules: tuple[ProposedRule, ...]) -> Policy:
    """The policy that the sheet says once every proposed rule is on."""
    cells = grid(rules_sheet(Policy(), "en", "Rules", "CNY", rules))
    first = table(cells, "[proposed]")
    for row in cells[first : first + len(rules)]:
        row[1] = "yes"
    return policy_on_sheet(cells, "book.xlsx", "Rules", "en")


NAMED = (
    ledger(("01", "A1", "10", "甲"), ("02", "A2", "20", "甲"), ("03", "A3", "31", "甲"), ("04", "A9", "5", "乙")),
    ledger(("01", "B7", "10", "ACME"), ("02", "B8", "20", "ACME"), ("03", "A3", "31", "ACME"), ("04", "A9", "5", "乙")),
)  # fmt: skip


def test_two_decisions_about_two_names_propose_an_alias_and_say_what_would_follow() -> None:
    _, once = decided(*NAMED, [(0, 0)])
    assert once == ()
    _, twice = decided(*NAMED, [(0, 0), (1, 1)])
    (rule,) = twice
    assert (rule.name, rule.value, rule.effect) == ("aliases.ACME", "甲", 1)
    assert "2 decisions" in rule.because("en")
    assert turned_on(twice) == Policy(aliases={"ACME": "甲"})
    assert reconcile(*NAMED, turned_on(twice)).customers["how"].tolist() == ["alias"]


def test_names_that_people_matched_in_two_ways_imply_nothing() -> None:
    ours = ledger(("01", "A1", "10", "甲"), ("02", "A2", "20", "丙"), ("03", "A3", "30", "甲"))
    theirs = ledger(("01", "B1", "10", "X"), ("02", "B2", "20", "X"), ("03", "B3", "31", "Y"))
    assert decided(ours, theirs, [(0, 0), (1, 1)])[1] == ()


def test_three_roundings_beyond_the_tolerance_propose_a_wider_one() -> None:
    amounts = [("10.00", "11.50"), ("20.00", "22.00"), ("30.00", "28.10"), ("40.00", "41.60")]
    days = ["01", "08", "15", "22"]
    ours = ledger(
        *((d, f"A{d}", a, "甲") for d, (a, _) in zip(days, amounts, strict=True)),
        ("25", "Z", "1", "乙"),
    )
    theirs = ledger(*((d, f"A{d}", b, "甲") for d, (_, b) in zip(days, amounts, strict=True)), ("25", "Z", "1", "乙"))  # fmt: skip
    pairs = [(0, 0), (1, 1), (2, 2)]
    assert decided(ours, theirs, pairs[:2], Cause.ROUNDING)[1] == ()
    assert decided(ours, theirs, pairs, Cause.AMOUNT)[1] == ()
    _, (rule,) = decided(ours, theirs, pairs, Cause.ROUNDING)
    assert (rule.name, rule.value) == ("customers.甲.tolerance_cents", 2.0)
    assert rule.effect == 1
    assert turned_on((rule,)) == Policy(customers={"甲": CustomerPolicy(tolerance_cents=200)})


def test_an_end_that_one_side_adds_to_our_numbers_is_proposed_to_be_ignored() -> None:
    numbers = ["71", "82", "93", "64"]
    days = ["01", "08", "15", "22"]
    both = list(zip(days, numbers, strict=True))
    ours = ledger(*((d, n, f"{n}0.00", "甲") for d, n in both))
    theirs = ledger(*((d, f"{n}-2026", f"{n}0.00", "甲") for d, n in both))
    pairs = [(0, 0), (1, 1), (2, 2)]
    assert decided(ours, theirs, pairs[:2])[1] == ()
    _, rules = decided(ours, theirs, pairs)
    assert [(rule.name, rule.value) for rule in rules] == [("ignored_in_references", "-2026")]
    policy = turned_on(rules)
    assert policy == Policy(ignored_in_references=("-2026",))
    assert set(reconcile(ours, theirs, policy).matches["pass"]) == {"same_reference"}


def test_equal_amounts_matched_far_apart_propose_a_wider_date_window() -> None:
    ours = ledger(
        ("01", "", "110", ""), ("02", "", "220", ""), ("03", "", "330", ""), ("04", "", "440", "")
    )
    theirs = ledger(("16", "", "110", ""), ("17", "", "220", ""), ("20", "", "330", ""), ("21", "", "440", ""))  # fmt: skip
    assert decided(ours, theirs, [(0, 0), (1, 1)])[1] == ()
    before, (rule,) = decided(ours, theirs, [(0, 0), (1, 1), (2, 2)])
    assert (rule.name, rule.value, rule.effect) == ("window_days", 17, 1)
    assert "(up to 17 days)" in rule.because("en")
    assert turned_on((rule,)) == Policy(window_days=17)
    assert len(reconcile(ours, theirs, turned_on((rule,))).open_items) == 0 < len(before.open_items)
