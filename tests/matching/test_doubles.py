"""Which open entries are doubles of others or were reversed on the other side, whatever their numbers?"""

from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile


def test_an_entry_booked_again_under_another_number_is_a_double():
    ours = ledger(
        [
            ("2026-03-02", "INV-1001", 69_217, "Goods"),
            ("2026-03-03", "JV-88", 69_217, "Goods"),
            ("2026-05-30", "INV-1002", 5_013, "Goods"),
        ]
    )
    theirs = ledger([("2026-03-04", "INV-1001", 69_217), ("2026-05-30", "INV-1002", 5_013)])
    item = reconcile(ours, theirs).open_items.iloc[0]
    assert (item["line"], item["cause"]) == (2, "duplicate")
    assert item["reason_zh"].startswith(
        "JV-88 与我方账第 1 行号码不同，但金额同为 692.17，摘要相同，日期相近；该行已勾对，对方没有第二笔"
    )
    assert "another number" in item["reason_en"]


def test_one_of_another_text_or_week_is_no_double():
    again = [("2026-03-02", "JV-88", "Freight"), ("2026-03-09", "JV-88", "Goods")]
    for day, number, memo in again:
        ours = ledger([("2026-03-02", "INV-1001", 69_217, "Goods"), (day, number, 69_217, memo)])
        theirs = ledger([("2026-03-04", "INV-1001", 69_217), ("2026-05-30", "INV-9", 5_013)])
        assert reconcile(ours, theirs).open_items["cause"].tolist()[0] == "missing"


def test_where_amounts_are_often_alike_one_more_is_no_double():
    prices = [(f"2026-03-{day:02d}", 10_000 + 500 * day) for day in range(1, 21)]
    invoices = [
        (day, f"INV-{100 * n + k}", cents, "Goods")
        for n, (day, cents) in enumerate(prices, 1)
        for k in (0, 7)
    ]
    other = ("2026-03-25", "INV-7777", 99_900, "Goods")
    one_more = ("2026-03-25", "INV-8888", 99_900, "Goods")
    theirs = ledger([*invoices, other, ("2026-05-30", "INV-9", 5_013)])
    ours = ledger([*invoices, other, one_more])
    assert reconcile(ours, theirs).open_items["cause"].tolist()[0] == "missing"
    few = ledger([invoices[0], other, one_more])
    assert reconcile(few, theirs).open_items["cause"].tolist()[0] == "duplicate"


def test_the_double_is_the_entry_of_the_nearest_day_whatever_the_order():
    days = ("2026-01-05", "2026-03-02", "2026-03-03", "2026-05-05")
    ours = [(day, "", -69_217, "Receipt") for day in days]
    theirs = [(day, "", -69_217) for day in (days[0], days[1], days[3])]
    for rows in (ours, ours[::-1]):
        items = reconcile(ledger(rows), ledger(theirs)).open_items
        assert items["cause"].tolist() == ["duplicate"]


def test_what_the_other_side_reversed_without_any_number_is_told_by_amount_and_days():
    ours = ledger([("2026-03-02", "INV-1001", 69_217), ("2026-05-05", "INV-1002", 100)])
    pair = [("2026-03-04", "", 69_217), ("2026-03-20", "", -69_217, "冲红")]
    theirs = ledger([*pair, ("2026-05-05", "INV-1002", 100)])
    item = reconcile(ours, theirs).open_items.iloc[0]
    assert (item["cause"], item["line"]) == ("one_sided_reversal", 1)
    assert "第 1 行" in item["reason_zh"]


def test_what_the_other_side_reversed_is_told_by_the_number_its_own_text_names():
    reversed_pair = [
        ("2026-03-02", "INV-1001", 69_217),
        ("2026-04-20", "INV-1001", -69_217, "红冲"),
    ]
    ours = ledger([*reversed_pair, ("2026-05-05", "INV-1002", 100)])
    theirs = ledger([("2026-03-30", "PI-7", 69_217, "INV-1001"), ("2026-05-05", "INV-1002", 100)])
    assert reconcile(ours, theirs).open_items["cause"].tolist() == ["one_sided_reversal"]


def test_of_two_that_say_the_same_just_before_and_after_theirs_the_later_is_the_double():
    theirs = ledger([("2026-03-10", "", -69_217), ("2026-05-30", "", 5_013)])
    seen = []
    for day, again, memo in [(9, 11, "Receipt"), (9, 11, "Refund"), (3, 17, "Receipt")]:
        rows = [(f"2026-03-{day:02d}", "", -69_217, "Receipt")]
        rows += [(f"2026-03-{again}", "", -69_217, memo), ("2026-05-30", "", 5_013)]
        for ours in (rows, rows[::-1]):
            result = reconcile(ledger(ours), theirs)
            seen.append((sorted(result.matches["state"]), result.open_items["cause"].tolist()))
    twice, other_words, far = seen[:2], seen[2:4], seen[4:]
    assert twice == [(["confirmed", "suggested"], ["duplicate"])] * 2
    assert other_words == far == [(["ambiguous", "confirmed"], [])] * 2
