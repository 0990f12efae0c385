"""Where one side shortens the other's numbers, they are known in full once amounts have told so."""

import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

NUMBERS = range(4587, 4593)
SHORT = ("{}", "00{}", "No.{}")


def _both(short: str, *, mirrored: bool = False) -> tuple[list[Row], list[Row]]:
    """Entries of one amount under a number in full, and shortened."""
    ours = [("2026-03-02", f"INV-2026-0{n}", 10_000 + n * n % 7919) for n in NUMBERS]
    theirs = [("2026-03-04", short.format(n), 10_000 + n * n % 7919) for n in NUMBERS]
    return (theirs, ours) if mirrored else (ours, theirs)


@pytest.mark.parametrize("short", SHORT)
@pytest.mark.parametrize("mirrored", [False, True])
def test_amounts_that_differ_are_found_under_a_shortened_number(short, mirrored):
    ours, theirs = _both(short, mirrored=mirrored)
    longer = ("2026-03-02", "INV-2026-04611", 77_000)
    shorter = ("2026-03-20", short.format(4611), 51_000)
    ours, theirs = (
        [*ours, shorter if mirrored else longer],
        [*theirs, longer if mirrored else shorter],
    )
    match = reconcile(ledger(ours), ledger(theirs)).matches.iloc[-1]
    assert (match["pass"], match["cause"], match["ours"]) == (
        "same_number_differing",
        "amount",
        [7],
    )


def test_parts_are_added_up_under_a_shortened_number():
    ours, theirs = _both("{}")
    ours += [("2026-03-02", "INV-2026-04611", cents) for cents in (30_011, 12_007)]
    theirs += [("2026-03-03", "4611", cents) for cents in (9_005, 20_009, 13_004)]
    match = reconcile(ledger(ours), ledger(theirs)).matches.iloc[-1]
    assert (match["pass"], match["ours"]) == ("reference_group", [7, 8])


def test_the_wrong_customer_is_found_under_a_shortened_number():
    ours, theirs = _both("{}")
    theirs = ledger([*theirs, ("2026-03-20", "4611", 50_000)], customer="甲")
    theirs.entries.loc[6, "customer"] = "乙"
    # A voucher of ours has just that number, which says nothing.
    ours += [("2026-03-02", "INV-2026-04611", 50_000), ("2026-03-02", "RC-4611", -999)]
    ours = ledger(ours, customer="甲")
    assert reconcile(ours, theirs).open_items["cause"].tolist() == [
        "other_customer",
        "missing",
        "other_customer",
    ]


def test_numbers_of_each_sides_own_that_end_alike_stay_what_they_are():
    ours = [("2026-03-02", f"RK-2026-0{n}", 10_000 + 37 * n) for n in NUMBERS]
    theirs = [("2026-03-04", str(n), 90_000 - 53 * n) for n in NUMBERS]
    assert len(reconcile(ledger(ours), ledger(theirs)).matches) == 0
