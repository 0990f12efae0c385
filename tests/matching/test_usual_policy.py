"""Which rules hold where nobody chose any."""

from dataclasses import replace

from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy


def statement_of_a_bank(rows):
    plain = ledger(rows)
    return replace(plain, source=replace(plain.source, columns={"counterparty": 3}))


def test_beside_the_statement_of_a_bank_those_for_banks():
    ours = ledger([("2026-03-12", "", 100000)])
    theirs = statement_of_a_bank([("2026-03-13", "", 98500)])
    result = reconcile(ours, theirs)
    assert result.policy.preset == "bank"
    assert result.matches["cause"].tolist() == ["fee"]


def test_beside_any_other_ledger_those_for_receivables():
    ours, theirs = ledger([("2026-03-12", "", 100000)]), ledger([("2026-03-13", "", 98500)])
    result = reconcile(ours, theirs)
    assert result.policy.preset == "receivables"
    assert result.matches["cause"].tolist() == []


def test_chosen_rules_hold_whatever_the_ledgers():
    theirs = statement_of_a_bank([("2026-03-13", "", 100000)])
    chosen = Policy(window_days=3)
    assert reconcile(ledger([("2026-03-12", "", 100000)]), theirs, chosen).policy == chosen
