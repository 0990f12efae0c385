"""The proposed entries: they settle exactly the differences they stand beside, and together all of them."""

from itertools import product

import pandas as pd
import pytest
from tests.benchmarks.two_sided import generate

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.engine import reconcile
from tieout.matching.our_books import OurBooks, our_books
from tieout.matching.presets import preset
from tieout.matching.proposals import Proposal, proposal_for
from tieout.texts import table
from tieout.workbook.differing_rows import differing_rows
from tieout.workbook.status import IN_PAIRS

BOOKS = [
    OurBooks("receivables"),
    OurBooks("payables"),
    OurBooks("payables", debits_are_plus=False),
    OurBooks("cash"),
]
BALANCES = {
    "ours": {"receivable", "payable", "cash"},
    "theirs": {"payable_to_us", "receivable_from_us"},
}


def moves(entry: Proposal, cents: int, books: OurBooks) -> int:
    """By how much an entry changes ours − theirs, in our perspective."""
    side = "theirs" if entry.whose == "theirs" else "ours"
    debited = (entry.debit in BALANCES[side]) - (entry.credit in BALANCES[side])
    # A debit of theirs is a credit in our perspective, and takes from the difference.
    return cents * debited * (1 if books.debits_are_plus else -1)


@pytest.mark.parametrize("books", BOOKS, ids=str)
@pytest.mark.parametrize(
    ("cause", "side", "sign"), list(product(Cause, ["ours", "theirs"], [1, -1]))
)
def test_an_entry_settles_its_difference_to_the_cent(
    cause: Cause, side: str, sign: int, books: OurBooks
) -> None:
    amount = sign * 5000
    in_pair = cause in IN_PAIRS
    difference = sign * 70 if in_pair else amount if side == "ours" else -amount
    entry = proposal_for(cause.value, side, difference, amount, 3 if in_pair else 0, books=books)
    if entry.debit:
        assert moves(entry, abs(difference), books) == -difference
        for account in (entry.debit, entry.credit):
            assert {"zh", "en"} <= table()[f"proposal.account.{account}"].keys()
    else:
        assert entry.whose == "nobody" or (entry.whose, books.of) == ("theirs", "cash")


@pytest.mark.parametrize(
    ("ours", "rules", "of", "debits_are_plus", "debit", "credit"),
    [
        ("receivables", "receivables", "receivables", True, "应收账款—客户", "主营业务收入"),
        ("payables", "receivables", "payables", True, "存货或费用", "应付账款—供应商"),
        ("payables", "supplier", "payables", True, "存货或费用", "应付账款—供应商"),
        ("owed", "supplier", "payables", False, "存货或费用", "应付账款—供应商"),
        ("receivables", "bank", "cash", True, "银行存款", "该笔所属科目"),
    ],
)
def test_the_accounts_are_those_of_the_books(
    ours: str, rules: str, of: str, debits_are_plus: bool, debit: str, credit: str
) -> None:
    """Their ledger has one document more than ours, which we should book."""
    plus = -1 if ours == "payables" else 1
    said = [("INV-1", 30_011, "开票 销售" if ours == "receivables" else "采购 发票")]
    said += [(f"INV-{n}", 10_000 * n + 17, said[0][2]) for n in range(2, 8)]
    paid = [(f"PV-{n}", -9_000 * n - 13, "付款") for n in range(1, 8)]
    rows = pd.DataFrame(
        [
            (f"2026-03-{n:02d}", r, plus * a / 100, m)
            for n, (r, a, m) in enumerate([*said, *paid], 1)
        ],
        columns=["date", "reference", "amount", "memo"],
    )
    mine = Ledger.from_frame(rows.drop(index=2))
    result = reconcile(mine, Ledger.from_frame(rows), preset(rules))
    books = our_books(result.policy, result.rows, mine)
    assert (books.of, books.debits_are_plus) == (of, debits_are_plus)
    [entry] = result.open_items["entry_zh"]
    assert f"借“{debit}" in entry
    assert f"贷“{credit}" in entry
    assert "300.17" in entry


@pytest.mark.parametrize("cause", [Cause.ALLOWANCE, Cause.DISCOUNT, Cause.WRITE_OFF, Cause.FEE])
def test_what_a_person_settled_for_a_reason_has_an_entry_of_ours(cause: Cause) -> None:
    entry = proposal_for(cause.value, "ours", 70, 5000, 3, books=OurBooks())
    assert (entry.whose, entry.debit, entry.credit) == ("ours", cause.value, "receivable")


@pytest.mark.parametrize(
    "cause", [Cause.DISPUTE, Cause.THEIR_ERROR, Cause.IN_TRANSIT, Cause.OPENING, Cause.UNEXPLAINED]
)
def test_waiting_and_looking_come_before_an_entry(cause: Cause) -> None:
    assert not proposal_for(cause.value, "ours", 500, 500, 0, books=OurBooks()).debit


def test_what_a_bank_has_booked_is_booked_by_us_and_what_we_booked_is_waited_for() -> None:
    cash = OurBooks("cash")
    charge = proposal_for("in_transit", "theirs", 3500, -3500, 0, books=cash)
    assert charge == Proposal("ours", "on_statement", "counterpart", "cash")
    assert proposal_for("in_transit", "ours", -3500, -3500, 0, books=cash).whose == "nobody"


def test_the_lines_add_up_to_the_difference() -> None:
    both = generate(300, seed=5)
    ours, theirs = Ledger.from_frame(both.ours), Ledger.from_frame(both.theirs)
    result = reconcile(ours, theirs)
    rows = differing_rows(result)
    assert result.totals.difference != 0
    assert rows["difference"].sum() == result.totals.difference
    assert len(set(zip(rows["side"], rows["line"], strict=True))) == len(rows)
