"""Does the sentence of a match by a number say where that number stands?"""

import pytest
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile


@pytest.mark.parametrize(
    ("reference", "memo", "zh", "en"),
    [
        (
            "PV-705",
            "付 INV-62775",
            "一方摘要写明另一方的号码（我方 INV-62775，对方 PV-705）",
            "names",
        ),
        ("62775", "", "同号（我方 INV-62775，对方 62775）但金额不同", "Same number"),
    ],
)
def test_it_is_called_the_same_number_only_where_both_sides_have_it(reference, memo, zh, en):
    ours = ledger([("2026-03-02", "INV-62775", 50_000)])
    theirs = ledger([("2026-03-30", reference, 56_500, memo)])
    match = reconcile(ours, theirs).matches.iloc[0]
    assert match["pass"] == "same_number_differing"
    assert match["reason_zh"].startswith(zh)
    assert en in match["reason_en"]
