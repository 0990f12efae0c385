"""The worst ledgers end in bounded time, and what was not searched to the end is said."""

import time

import numpy as np
import pandas as pd
import pytest
from tests.matching.ledgers import ledger

from tieout.ledger.ledger import Ledger
from tieout.matching.engine import reconcile
from tieout.matching.passes.named_in_text import edges
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rows import rows_of


def many(count: int, **columns: object) -> Ledger:
    """Entries alike but for the columns given."""
    frame = pd.DataFrame(
        {
            "line": np.arange(1, count + 1),
            "date": pd.Timestamp("2026-03-02"),
            "due_date": pd.NaT,
            "type": "",
            "reference": "",
            "memo": "",
            "amount": 10_000,
            "currency": "",
            "customer": "",
        }
        | columns
    )
    frame["due_date"] = pd.to_datetime(frame["due_date"])
    return Ledger(frame)


def within(seconds: float, ours: Ledger, theirs: Ledger) -> Reconciliation:
    start = time.perf_counter()
    result = reconcile(ours, theirs)
    assert time.perf_counter() - start < seconds
    assert result.totals.unexplained == 0
    return result


def spread(count: int, seed: int) -> np.ndarray:
    days = np.random.default_rng(seed).integers(0, 60, count)
    return np.datetime64("2026-03-01") + days


@pytest.mark.parametrize("count", [40, 2000])
def test_equal_amounts_on_scattered_days(count):
    within(20, many(count, date=spread(count, 1)), many(count - 1, date=spread(count - 1, 2)))


def test_sixty_open_invoices_against_one_payment():
    amounts = 1_000 + np.random.default_rng(3).integers(0, 10**6, 60)
    payment = ledger([("2026-03-05", "", int(amounts[:23].sum()))])
    result = within(20, many(60, amount=amounts), payment)
    assert not (result.matches["state"] == "confirmed").any()
    assert any("若干笔合计相等" in sentence for sentence in result.limits("zh"))


def test_all_rows_alike():
    result = within(20, many(500), many(500))
    assert result.open_items.empty
    assert set(result.matches["kind"]) == {"one_to_one"}


@pytest.mark.slow
def test_a_hundred_thousand_rows_of_one_amount():
    days = np.datetime64("2026-01-01") + np.arange(100_000) % 365
    memos = np.array([f"memo {n}" for n in range(100_000)], dtype=object)
    result = within(120, many(100_000, date=days, memo=memos), many(100_000, date=days))
    assert result.limits("en")
    assert (result.matches["state"] == "ambiguous").any()


def test_one_reference_on_every_row():
    amounts = 1_000 + np.random.default_rng(3).integers(0, 10**6, 1000)
    result = within(
        20,
        many(1000, reference="HT-2026-001", amount=amounts),
        many(1000, reference="HT-2026-001", amount=amounts[::-1]),
    )
    assert result.open_items.empty
    assert not (result.matches["difference"] != 0).any()


def test_no_references_and_no_dates():
    amounts = 1_000 + np.random.default_rng(3).permutation(10**6)[:1000]
    undated = {"date": pd.NaT, "amount": amounts}
    sides = [many(1000, **undated) for _ in range(2)]
    sides = [Ledger(s.entries.assign(date=pd.to_datetime(s.entries["date"]))) for s in sides]
    result = within(20, *sides)
    assert len(result.matches) == 1000
    assert set(result.matches["state"]) == {"suggested"}


def test_one_side_empty():
    result = within(5, many(10), many(0))
    assert len(result.open_items) == 10
    assert within(5, many(0), many(0)).open_items.empty


def test_a_number_that_all_have_and_all_name_brings_no_crowd_of_pairs():
    """The year of a contract: some references have it alone, others beside their own number."""
    half = 500
    references = [*["合同2026年"] * half, *(f"合同2026年-{4000 + n}" for n in range(half))]
    ours, theirs = (many(2 * half, reference=references) for _ in range(2))
    namer, named = edges(rows_of(ours, theirs, {})[0], Policy())
    assert len(namer) == len(named) < 4 * half
