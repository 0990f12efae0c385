"""Is a fee known from a payment in books of payables, and never named on an invoice?"""

from dataclasses import replace

import pytest
from tests.matching.ledgers import ledger

from tieout.ledger.ledger import Account, Ledger
from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy
from tieout.matching.presets import preset

SAME = [("2026-03-20", "TT-1009", 7_777_00), ("2026-03-21", "TT-1010", -8_888_00)]


def books(invoice: int, payment: int, *words: str) -> Ledger:
    """An invoice and a payment of some cents, called by two words, and two entries that agree on both sides."""
    of_invoice, of_payment = words or ("", "")
    return ledger(
        [
            ("2026-03-02", "SI-2001", invoice, of_invoice),
            ("2026-03-09", "TT-1001", payment, of_payment),
            *SAME,
        ]
    )


def fees(ours: Ledger, theirs: Ledger, policy: Policy | None = None) -> list[int]:
    """The differences that are called a fee; the other of the two pairs has to be a wrong amount."""
    matches = reconcile(ours, theirs, policy).matches
    assert sorted(cause for cause in matches["cause"] if cause) == ["amount", "fee"]
    return matches.loc[matches["cause"] == "fee", "difference"].abs().tolist()


@pytest.mark.parametrize(
    "words",
    [("采购发票", "付款"), ("Purchase invoice", "Payment to supplier"), ("Rechnung", "Zahlung")],
)
def test_what_entries_are_called_tells_that_payments_are_debits(words: tuple[str, str]) -> None:
    ours, theirs = books(-500_000, 600_000, *words), books(-499_000, 598_500)
    assert fees(ours, theirs) == [1500]
    assert fees(theirs, ours) == [1500]
    turned = replace(theirs, entries=theirs.entries.assign(amount=-theirs.entries["amount"]))
    assert fees(ours, turned) == [1500]


def test_in_receivables_it_is_still_the_receipt_and_not_the_invoice() -> None:
    ours, theirs = books(500_000, -598_500, "销售发票", "收款"), books(499_000, -600_000)
    assert fees(ours, theirs) == [1500]
    fee = reconcile(ours, theirs).matches.query("cause == 'fee'").iloc[0]
    assert "我方 -5,985.00，对方 -6,000.00，差额 15.00，表现为手续费" in fee["reason_zh"]
    assert "-5,985.00 against -6,000.00: a difference of 15.00" in fee["reason_en"]


def test_where_nothing_is_called_by_its_name_the_balance_tells_and_then_the_rules() -> None:
    ours, theirs = books(-500_000, 600_000), books(-499_000, 598_500)
    fee_of = [
        reconcile(side, theirs, policy).matches.query("cause == 'fee'")["difference"].tolist()
        for side, policy in (
            (ours, None),
            (replace(ours, opening={Account("", ""): -12_000}), None),
            (replace(ours, opening={Account("", ""): 12_000}), preset("supplier")),
            (ours, preset("supplier")),
        )
    ]
    assert fee_of == [[-1000], [1500], [-1000], [1500]]


def test_the_rules_stay_as_they_were_given() -> None:
    ours, theirs = books(-500_000, 600_000, "采购", "付款"), books(-499_000, 598_500)
    result = reconcile(ours, theirs)
    assert result.policy == Policy()
    assert result.policy.payments_are_credits
    assert not preset("supplier").payments_are_credits


def test_a_few_exceptions_called_by_a_name_do_not_tell_the_side_of_all_payments() -> None:
    entries = [(f"2026-03-{day:02d}", f"SI-3{day:03d}", 10_000 + 731 * day) for day in range(1, 29)]
    pair = [("2026-03-02", "TT-1001", -598_500), ("2026-03-05", "SI-2001", 500_000)]
    back = ("2026-03-29", "SI-3001", -10_731, "红冲 发票3001")
    note = ("2026-03-29", "CN-4001", -3_300, "贷项发票")
    other = [("2026-03-02", "TT-1001", -600_000), ("2026-03-05", "SI-2001", 499_000)]
    theirs = ledger([*entries, *other])
    for exceptions in ([back], [note], [back, note]):
        assert fees(ledger([*entries, *pair, *exceptions]), theirs) == [1500]
