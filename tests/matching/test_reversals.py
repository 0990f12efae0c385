"""Which entry does a reversal take back, where no number says so?"""

import pytest
from tests.matching.ledgers import Row, ledger

from tieout.matching.engine import reconcile

END: Row = ("2026-05-30", "INV-9", 5_013)
BACK: Row = ("2026-03-20", "", -69_200, "红冲")


def reversals(*ours: Row, theirs: tuple[Row, ...] = ()) -> list[tuple[str, list[int]]]:
    """The pass and our lines of every match on our side alone."""
    for rows in (ours, ours[::-1]):
        matches = reconcile(ledger([*rows, END]), ledger([*theirs, END])).matches
        own = matches[matches["kind"] == "reversal"]
    every = [sorted(len(ours) + 1 - line for line in lines) for lines in own["ours"]]
    return list(zip(own["pass"].tolist(), every, strict=True))


def test_a_reversal_takes_back_what_was_booked_before_it_and_never_what_came_after() -> None:
    before: Row = ("2026-03-02", "", 69_200, "标签纸")
    after: Row = ("2026-03-21", "", 69_200, "标签纸")
    assert reversals(after, BACK) == []
    assert reversals(before, after, BACK) == [("reversal", [1, 3])]


def test_where_several_entries_came_before_it_the_other_side_tells_which_is_left() -> None:
    first: Row = ("2026-02-02", "", 69_200, "标签纸")
    second: Row = ("2026-03-18", "", 69_200, "轴承")
    assert reversals(first, second, BACK) == []
    theirs: tuple[Row, ...] = (("2026-03-19", "", 69_200),)
    assert reversals(first, second, BACK, theirs=theirs) == [("reversal_by_date", [1, 3])]


def test_of_two_reversals_the_first_tells_what_the_second_takes_back() -> None:
    first: Row = ("2026-02-02", "", 69_200, "标签纸")
    second: Row = ("2026-03-18", "", 69_200, "轴承")
    early: Row = ("2026-02-10", "", -69_200, "冲销")
    found = reversals(first, early, second, BACK)
    assert sorted(found) == [("reversal", [1, 2]), ("reversal", [3, 4])]


def test_one_that_names_another_number_takes_nothing_back() -> None:
    entry: Row = ("2026-03-02", "INV-1001", 69_200)
    named: Row = ("2025-11-05", "INV-2002", 69_200)
    back: Row = ("2026-03-20", "RED-1", -69_200, "冲销 INV-2002")
    assert reversals(entry, named, back) == []


def test_of_two_that_cancel_it_is_the_other_side_that_has_no_such_number() -> None:
    pair: list[Row] = [("2026-03-02", "INV-7", 69_200), ("2026-03-05", "INV-7", -69_200)]
    said = reconcile(ledger([END]), ledger([*pair, END])).matches.iloc[-1]
    assert "对方同号两笔 INV-7" in said["reason_zh"]
    assert "我方无此号" in said["reason_zh"]
    assert "in their books" in said["reason_en"]
    assert "we have neither" in said["reason_en"]


@pytest.mark.parametrize("mark", ["红字", "红字凭证", "红字 冲 INV-7", "回冲", "反冲 INV-7"])
def test_an_entry_in_red_that_only_one_side_has_leaves_the_other_to_reverse_it(mark: str) -> None:
    entry: Row = ("2026-03-02", "INV-7", 69_200)
    back: Row = ("2026-03-20", "INV-7", -69_200, mark)
    result = reconcile(ledger([entry, back, END]), ledger([entry, END]))
    assert ["reversal", "confirmed"] in result.matches[["pass", "state"]].to_numpy().tolist()
    assert result.theirs["cause"].tolist() == ["one_sided_reversal", ""]


def test_a_red_letter_invoice_is_a_document_of_its_own() -> None:
    entry: Row = ("2026-03-02", "INV-7", 69_200)
    credit: Row = ("2026-03-20", "INV-7", -69_200, "红字发票")
    result = reconcile(ledger([entry, credit, END]), ledger([entry, credit, END]))
    assert (result.matches["kind"] == "one_to_one").all()
