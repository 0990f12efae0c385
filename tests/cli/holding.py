"""What must hold of the JSON of every run: nothing lost, nothing twice, everything explained."""

from collections import Counter
from decimal import Decimal
from typing import Any


def assert_adds_up(document: dict[str, Any]) -> None:
    """Every entry in one place; the differences sum to the difference, to the cent."""
    assert document["totals"]["unexplained"] == "0.00"
    for side in ("ours", "theirs"):
        lines = [entry["line"] for entry in document[side]["entries"]]
        assert len(lines) == len(set(lines))
        placed = Counter(line for match in document["matches"] for line in match[side])
        placed.update(item["line"] for item in document["open_items"] if item["side"] == side)
        assert placed == Counter(lines)
    sums = {
        side: sum((Decimal(e["amount"]) for e in document[side]["entries"]), Decimal(0))
        for side in ("ours", "theirs")
    }
    matched = sum((Decimal(match["difference"]) for match in document["matches"]), Decimal(0))
    signs = {"ours": 1, "theirs": -1}
    opened = sum(
        (signs[item["side"]] * Decimal(item["amount"]) for item in document["open_items"]),
        Decimal(0),
    )
    assert matched + opened == sums["ours"] - sums["theirs"]
    totals = document["totals"]
    if "by_currency" not in totals:
        assert Decimal(totals["ours"]) == sums["ours"]
        assert Decimal(totals["theirs"]) == sums["theirs"]
        assert Decimal(totals["difference"]) == sums["ours"] - sums["theirs"]


def assert_read(document: dict[str, Any], ours: list[int], theirs: list[int]) -> None:
    """The amounts are those that were written, theirs in our perspective."""
    sign = document["sign"]["theirs"]
    assert _cents(document, "ours") == ours
    assert _cents(document, "theirs") == [sign * cents for cents in theirs]


def _cents(document: dict[str, Any], side: str) -> list[int]:
    return [int(Decimal(entry["amount"]) * 100) for entry in document[side]["entries"]]
