"""Is the answer the same whether accounts are looked at together, or in parts at the same time?"""

import pytest
from tests.benchmarks.two_sided import generate

from tieout.matching import rows
from tieout.matching.engine import reconcile
from tieout.matching.reconciliation import Reconciliation


@pytest.fixture(scope="module")
def ledgers():
    return generate(1_500, customers=12, seed=11).ledgers()


def _in_parts(monkeypatch, ledgers, size: int) -> Reconciliation:
    monkeypatch.setattr(rows, "PART_ROWS", size)
    return reconcile(*ledgers)


def _answers(result: Reconciliation) -> tuple[list[tuple[object, ...]], list[object]]:
    """The matches whatever their numbers, and the open items."""
    columns = ["ours", "theirs", "state", "pass", "difference", "cause", "confidence", "reason_zh"]
    matches = result.matches[columns].astype(str).to_numpy().tolist()
    return sorted(map(tuple, matches)), result.open_items.astype(str).to_numpy().tolist()


def test_parts_change_no_answer(monkeypatch, ledgers):
    together = _answers(_in_parts(monkeypatch, ledgers, 10**6))
    assert _answers(_in_parts(monkeypatch, ledgers, 100)) == together


def test_an_account_is_never_in_two_parts(monkeypatch, ledgers):
    every = _in_parts(monkeypatch, ledgers, 10**6).rows
    monkeypatch.setattr(rows, "PART_ROWS", 100)
    parts = rows.by_accounts(every)
    assert len(parts) > 3
    assert sum(len(set(part.account)) for part in parts) == len(set(every.account))
    assert sum(map(len, parts)) == len(every)
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)


def test_parts_that_split_an_account_change_answers(monkeypatch, ledgers):
    def torn(every: rows.Rows) -> tuple[rows.Rows, ...]:
        return tuple(every.take(every.line % 2 == odd) for odd in (0, 1))

    together = _answers(_in_parts(monkeypatch, ledgers, 10**6))
    monkeypatch.setattr("tieout.matching.matched.by_accounts", torn)
    assert _answers(reconcile(*ledgers)) != together
