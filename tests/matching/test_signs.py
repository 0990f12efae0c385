"""Whether their books mirror ours, where the entries alone do not tell."""

from dataclasses import replace

import pytest
from tests.matching.ledgers import ledger

from tieout.ledger.ledger import Account, Ledger, SignRule
from tieout.matching.engine import reconcile

OURS = [("2026-08-02", "记-003", 3390000), ("2026-08-20", "记-041", 4520000)]
THEIRS = [("2026-08-04", "JZ-1102", -3300000), ("2026-08-23", "JZ-1134", -2000000)]


def stating(side: Ledger, opening: int | None = None, sign_rule: SignRule = "signed") -> Ledger:
    """A ledger that states an opening balance, read by a rule for signs."""
    balances = {} if opening is None else {Account("", ""): opening}
    return replace(side, opening=balances, source=replace(side.source, sign_rule=sign_rule))


@pytest.mark.parametrize(("opening", "sign"), [(-1250000, -1), (1250000, 1)])
@pytest.mark.parametrize("sign_rule", ["signed", "debit_credit"])
def test_the_opening_balance_tells_where_no_entry_does(
    opening: int, sign: int, sign_rule: SignRule
) -> None:
    ours = stating(ledger(OURS), 1250000, sign_rule)
    result = reconcile(ours, stating(ledger(THEIRS), opening, sign_rule))
    assert result.their_sign.sign == sign
    assert result.opening_differences == {}
    assert "期初" in result.their_sign.reason_zh


@pytest.mark.parametrize(
    ("our_rule", "their_rule", "sign"),
    [("debit_credit", "direction", -1), ("debit_credit", "signed", 1), ("signed", "signed", 1)],
)
def test_two_ledgers_of_debits_and_credits_mirror_each_other_unless_told(
    our_rule: SignRule, their_rule: SignRule, sign: int
) -> None:
    ours, theirs = (
        stating(ledger(OURS), sign_rule=our_rule),
        stating(ledger(THEIRS), sign_rule=their_rule),
    )
    found = reconcile(ours, theirs).their_sign
    assert found.sign == sign
    assert found.reason_zh.startswith("无法从金额判断")
    assert "please check" in found.reason_en


def test_entries_under_one_number_tell_before_the_balances() -> None:
    ours = stating(ledger([("2026-08-02", "INV-1001", 5000)]), 700)
    theirs = stating(ledger([("2026-08-03", "1001", 5000)]), -700)
    assert reconcile(ours, theirs).their_sign.sign == 1


def test_a_reversal_is_found_by_the_number_its_text_names() -> None:
    ours = ledger(
        [
            ("2026-08-08", "记-015", 1130000, "销售 发票08812203"),
            ("2026-08-09", "记-018", -1130000, "红冲 发票08812203"),
        ]
    )
    theirs = ledger([("2026-08-10", "08812203", 1130000, "连接器")])
    assert reconcile(ours, theirs).open_items["cause"].tolist() == ["one_sided_reversal"]
    assert reconcile(theirs, ours).open_items["cause"].tolist() == ["one_sided_reversal"]


def test_a_few_entries_of_one_number_booked_the_wrong_way_do_not_turn_the_whole_ledger() -> None:
    days = [f"2026-0{month}-{day:02d}" for month in (1, 2) for day in range(1, 29)]
    amounts = [(day, 100_000 + 731 * n) for n, day in enumerate(days)]
    slips = [("2026-03-02", "TT-771", 8_200), ("2026-03-04", "TT-790", 9_100)]
    ours = [(day, f"V{n}", cents) for n, (day, cents) in enumerate(amounts, 100)]
    theirs = [(day, f"P{n}", cents) for n, (day, cents) in enumerate(amounts, 900)]
    turned = [(day, number, -cents) for day, number, cents in slips]
    result = reconcile(ledger([*ours, *slips]), ledger([*theirs, *turned]))
    assert result.their_sign.sign == 1
    assert sorted(result.matches["cause"])[-2:] == ["sign", "sign"]
    assert "58" in result.their_sign.reason_zh


def test_an_account_of_which_no_entry_has_an_amount_is_reconciled_like_any_other() -> None:
    nothing = [("2026-08-08", "A1", 0)]
    assert len(reconcile(ledger([]), ledger(nothing)).open_items) == 1
    named = replace(ledger(nothing), entries=ledger(nothing).entries.assign(customer="Z GmbH"))
    assert len(reconcile(ledger(OURS), named).open_items) == 3
