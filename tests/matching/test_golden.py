"""Whole reconciliations as text beside their ledgers: a reviewer reads the diff."""

import os
from pathlib import Path

import pytest

import tieout
from tieout.ledger.currency import format_amount
from tieout.matching.reconciliation import Reconciliation

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = ("supplier_statement_en", "trading_company_zh")


def as_text(result: Reconciliation, language: str) -> str:
    """The sign, the matches, the open items and the totals, a line each."""
    lines = [getattr(result.their_sign, f"reason_{language}"), ""]
    for match in result.matches.to_dict("records"):
        ours, theirs = (",".join(map(str, match[side])) or "-" for side in ("ours", "theirs"))
        lines.append(
            f"{match['state']} {match['kind']} {match['pass']} {ours} | {theirs} "
            f"{format_amount(match['difference'], match['currency'])} {match['cause'] or '-'}"
        )
        lines.append(f"    {match[f'reason_{language}']}")
    lines.append("")
    for item in result.open_items.to_dict("records"):
        lines.append(
            f"open {item['side']} {item['line']} {format_amount(item['amount'], item['currency'])} "
            f"{item['cause']} turn: {item['turn']}"
        )
        lines += [
            f"    {item[f'{what}_{language}'] or '-'}" for what in ("reason", "action", "entry")
        ]
    totals = result.totals
    sums = (totals.ours, totals.theirs, totals.difference, totals.unexplained)
    lines += [
        "",
        "ours {}, theirs {}, difference {}, unexplained {}".format(
            *(format_amount(s, "") for s in sums)
        ),
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_the_reconciliation_reads_as_expected(case):
    ours, theirs = (tieout.read(GOLDEN / case / f"{side}.csv") for side in ("ours", "theirs"))
    text = as_text(tieout.reconcile(ours, theirs), case[-2:])
    expected = GOLDEN / case / "expected.txt"
    if os.environ.get("TIEOUT_GOLDEN") == "write":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
