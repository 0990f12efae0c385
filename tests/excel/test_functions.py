"""What each worksheet function gives, and why it gives nothing."""

import inspect
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.excel import test_books_functions
from tests.excel.ledgers import OURS, THEIRS, changed

from tieout.errors import TieoutError
from tieout.excel import ledgers
from tieout.excel.cells import NOT_FOUND, VALUE, CellError, cells, returned
from tieout.excel.function_shims import RESERVED, functions_table, vba_name
from tieout.excel.functions import FUNCTIONS, call
from tieout.excel.shims import READMES, readme, shim, with_table
from tieout.texts import LANGUAGES


def values(name, *arguments):
    return call(name, arguments).value


def why(name, *arguments):
    with pytest.raises(CellError) as caught:
        call(name, arguments)
    return caught.value.code, str(caught.value)


def test_differences_spill_with_their_causes():
    head, transposed, open_ = values("RECON_DIFF", OURS, THEIRS)
    assert head[:6] == ("Side", "Row", "Date", "Reference", "Narration", "Amount")
    assert transposed[:8] == (
        "Our books", 3.0, "2026-01-13", "INV-002", "销售", 250.5, 45.0, "≠ Transposed",
    )  # fmt: skip
    assert open_[:7] == ("Our books", 4.0, "2026-01-18", "R-9", "收款", -600.0, -600.0)


def test_differences_add_up_to_ours_minus_theirs():
    rows = values("RECON_DIFF", OURS, THEIRS)[1:]
    assert sum(row[6] for row in rows) == (1000 + 250.5 - 600) - (1000 + 205.5)


def test_different_openings_are_the_first_difference():
    ours, theirs = (
        (
            ("日期", "单号", "借方", "贷方", "余额"),
            (None, "期初余额", None, None, opening),
            (46030.0, "A1", 100.0, None, opening + 100.0),
        )
        for opening in (500.0, 450.0)
    )
    rows = values("RECON_DIFF", ours, theirs)[1:]
    assert [row[4:8] for row in rows] == [("Opening balance", "", 50.0, "✖ Opening differs")]


def test_no_difference_is_said():
    assert values("RECON_DIFF", OURS, OURS) == "No differences: every entry agrees."


def test_what_may_be_settled_in_several_ways_says_so_in_place_of_a_cause():
    ours, theirs = (
        (("日期", "单号", "摘要", "金额"), *((46030.0, None, memo, 250.0) for memo in memos))
        for memos in (("甲", "乙"), ("x",))
    )
    rows = values("RECON_DIFF", ours, theirs)[1:]
    assert "◇ Ambiguous" in [row[7] for row in rows]
    assert all(row[7] for row in rows)


def test_a_wider_tolerance_takes_more_for_the_same():
    near = changed(THEIRS, 2, 3, 247.5)
    assert any("INV-002" in row for row in values("RECON_DIFF", OURS, near))
    assert values("RECON_DIFF", OURS, near, 3.0)[1][7] == "≠ Rounding"


def test_matches_stand_row_by_row_beside_the_range():
    assert values("RECON_MATCH", OURS, THEIRS) == (
        ("Match", "Status"),
        (1.0, "✔ Confirmed"),
        (2.0, "≠ Transposed"),
        ("", "○ In transit"),
        ("", ""),
    )


def test_the_same_match_has_the_same_number_on_their_side():
    assert values("RECON_MATCH", OURS, THEIRS, "theirs") == (
        ("Match", "Status"),
        (1.0, "✔ Confirmed"),
        (2.0, "≠ Transposed"),
    )


def test_a_title_above_the_headings_does_not_move_the_rows():
    titled = (("某某公司应收明细", None, None, None, None), *OURS)
    assert values("RECON_MATCH", titled, THEIRS)[2:4] == (
        (1.0, "✔ Confirmed"),
        (2.0, "≠ Transposed"),
    )


@pytest.mark.parametrize(
    ("reference", "amount", "status"),
    [
        ("INV-001", 1000.0, "✔ Confirmed"),
        ("INV-002", 250.5, "≠ Transposed"),
        ("INV-777", 5.0, "✖ Not in their books"),
        ("INV-001", None, ""),
    ],
)
def test_the_status_of_one_entry(reference, amount, status):
    assert values("RECON_STATUS", reference, amount, THEIRS) == status


def test_the_status_of_a_column_keeps_its_shape():
    found = values("RECON_STATUS", (("INV-001",), ("X",)), ((1000.0,), (5.0,)), THEIRS)
    assert found == (("✔ Confirmed",), ("✖ Not in their books",))


def test_columns_of_different_height_are_refused():
    code, reason = why("RECON_STATUS", (("A",), ("B",)), ((1.0,),), THEIRS)
    assert code == VALUE
    assert reason == "The references are 2 × 1 and the amounts 1 × 1; both must have the same size."


def test_the_balance_of_a_day():
    assert values("RECON_BALANCE", OURS) == 650.5
    assert values("RECON_BALANCE", OURS, None, 46035.0) == 1250.5
    assert values("RECON_BALANCE", OURS, None, "2026-01-12") == 1000.0


WITH_CUSTOMERS = (
    ("日期", "客户", "单号", "金额"),
    (46030.0, "甲公司", "A1", 100.0),
    (46031.0, "乙公司", "B1", 30.0),
    (46032.0, "甲公司", "A2", -40.0),
)


def test_the_balance_of_one_customer():
    assert values("RECON_BALANCE", WITH_CUSTOMERS, "甲公司") == 60.0


def test_an_unknown_customer_is_not_available():
    code, reason = why("RECON_BALANCE", WITH_CUSTOMERS, "丙公司")
    assert code == NOT_FOUND
    assert reason == 'The ledger has no customer "丙公司". It has: 乙公司, 甲公司.'


def test_the_opening_balance_counts():
    block = (
        ("日期", "单号", "借方", "贷方", "余额"),
        (None, "期初余额", None, None, 500.0),
        (46030.0, "A1", 100.0, None, 600.0),
    )
    assert values("RECON_BALANCE", block) == 600.0


def test_an_amount_that_cannot_be_read_gives_no_total():
    code, reason = why("RECON_BALANCE", changed(OURS, 1, 3, "1,O00.00"))
    assert code == VALUE
    assert reason.startswith("1 cell of the ledger cannot be read")
    assert "1,O00.00" in reason


def test_a_cell_error_in_a_range_is_no_amount():
    code, reason = why("RECON_DIFF", changed(OURS, 1, 3, -2146826246), THEIRS)
    assert code == VALUE
    assert "#N/A" in reason


def test_the_reconciliation_statement_adds_up():
    rows = {row[0]: row[1:] for row in values("RECON_ADJUSTED", OURS, THEIRS)}
    assert rows["Movement (opening balances not stated)"] == (650.5, 1205.5)
    assert rows["Less: decreases booked by us only"] == ("", -600.0)
    assert rows["Adjusted movement"] == (650.5, 605.5)
    assert rows["of which: ≠ Transposed"] == (45.0, "")
    assert rows["Unexplained"] == (0.0, "")


def test_aging_spends_receipts_on_what_they_name_then_on_the_oldest():
    block = (
        ("日期", "单号", "金额"),
        (46030.0, "A1", 100.0),
        (46060.0, "A2", 80.0),
        (46070.0, "A2", -50.0),
        (46080.0, "", -20.0),
    )
    head, row, total = values("RECON_AGING", block, 46100.0, "30,60")
    assert head == (
        "Customer", "0-30 days", "31-60 days", "over 60 days", "Opening or undated", "Unapplied receipts", "Total",
    )  # fmt: skip
    assert row == ("", 0.0, 30.0, 80.0, 0.0, 0.0, 110.0)
    assert total[1:] == row[1:]


def test_aging_keeps_the_opening_balance_apart():
    block = (
        ("日期", "单号", "借方", "贷方", "余额"),
        (None, "期初余额", None, None, 500.0),
        (46030.0, "A1", 100.0, None, 600.0),
        (46031.0, "R1", None, 50.0, 550.0),
    )
    assert values("RECON_AGING", block, 46060.0, "30")[1] == ("", 100.0, 0.0, 450.0, 0.0, 550.0)


def test_aging_keeps_what_has_no_date_apart():
    block = (("日期", "单号", "金额"), (46030.0, "A1", 100.0), (None, "A2", 80.0))
    assert values("RECON_AGING", block, 46060.0, "30")[1] == ("", 100.0, 0.0, 80.0, 0.0, 180.0)


def test_a_balance_of_a_day_needs_dates():
    code, reason = why("RECON_BALANCE", changed(OURS, 1, 0, None), None, 46100.0)
    assert code == VALUE
    assert reason == (
        "1 entry has no date (the first in row 2), so no balance at a day can be given. Add the dates."
    )


def test_buckets_that_do_not_rise_are_refused():
    assert why("RECON_AGING", OURS, 46100.0, "60,30")[0] == VALUE


def test_a_row_is_explained_in_a_sentence():
    assert "INV-002" in values("RECON_EXPLAIN", OURS, THEIRS, 3.0)
    assert (
        values("RECON_EXPLAIN", OURS, THEIRS, 5.0)
        == "Row 5 is not an entry (total) and is not matched."
    )


def test_a_row_outside_the_range_is_not_available():
    found = call("RECON_EXPLAIN", (OURS, THEIRS, 9.0))
    assert found.errors == ((0, 0, NOT_FOUND),)
    assert found.reasons == (
        "The range has no row 9: rows count from the first row of the range, 1 to 5.",
    )


def test_open_items_of_one_side():
    assert len(values("RECON_OPEN", OURS, THEIRS, "ours")) == 2
    assert values("RECON_OPEN", OURS, THEIRS, "theirs") == "No open items: every entry is matched."


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("RECON_CLEANREF", ("ｉｎｖ－００１",), "INV001"),
        ("RECON_CLEANREF", (4587.0,), "4587"),
        ("RECON_AMOUNT", ("1,234.50",), 1234.5),
        ("RECON_AMOUNT", ("（300）",), -300.0),
        ("RECON_AMOUNT", (None,), ""),
        ("RECON_DATE", ("2026年1月31日",), 46053.0),
        ("RECON_SIMILARITY", ("Acme Co.", "ＡＣＭＥ　co"), 1.0),
        ("RECON_SIMILARITY", (None, None), 0.0),
        ("RECON_WORDS", (1409.5, "zh"), "人民币壹仟肆佰零玖元伍角"),
        ("RECON_WORDS", (1409.5, "en", "USD"), "USD one thousand four hundred nine and 50/100"),
        ("RECON_WORDS", (0.1 + 0.2, "zh"), "人民币叁角"),
        ("RECON_WORDS", (-0.01, "zh"), "人民币负壹分"),
        ("RECON_WORDS", (100_000_001.0, "zh"), "人民币壹亿零壹元整"),
        (
            "RECON_WORDS",
            (123_456_789_012.34, "en"),
            "CNY one hundred twenty-three billion four hundred fifty-six million seven hundred eighty-nine thousand twelve and 34/100",
        ),
        (
            "RECON_WORDS",
            ("1,234.50", "en", "USD"),
            "USD one thousand two hundred thirty-four and 50/100",
        ),
        ("RECON_WORDS", (1000.0, "zh", "JPY"), "日元壹仟元整"),
        ("RECON_CLEANREF", (1e15,), "1000000000000000"),
        ("RECON_DATE", (46053.75,), 46053.0),
        ("RECON_DATE", ((("05/01/2026",), ("25/01/2026",)),), ((46027.0,), (46047.0,))),
        ("RECON_EXPLAIN", (OURS, THEIRS, "5"), "Row 5 is not an entry (total) and is not matched."),
        ("RECON_EXPLAIN", (OURS, THEIRS, None), ""),
        ("RECON_BALANCE", (OURS[:1],), 0.0),
        ("RECON_MATCH", (OURS[:1], THEIRS), (("Match", "Status"),)),
    ],
)
def test_single_cells(name, arguments, expected):
    assert values(name, *arguments) == expected


def test_a_bad_cell_of_a_column_is_an_error_in_its_own_place():
    found = call("RECON_AMOUNT", ((("12",), ("1,2OO",), ("3",)),))
    assert found.value == ((12.0,), ("",), (3.0,))
    assert found.errors == ((1, 0, VALUE),)
    assert found.reasons == (
        '"1,2OO" is not an amount. A number such as 1,234.50 with at most 2 decimals is expected.',
    )


NOT_A = "#N/A"
HANDED_ON = "The cell referred to is itself an error, #N/A. Mend that cell first."


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("RECON_AMOUNT", (-2146826246,)),
        ("RECON_DATE", (NOT_A,)),
        ("RECON_CLEANREF", (NOT_A,)),
        ("RECON_SIMILARITY", ("x", NOT_A)),
        ("RECON_WORDS", (NOT_A,)),
        ("RECON_STATUS", (NOT_A, 1000.0, THEIRS)),
        ("RECON_STATUS", ("INV-001", NOT_A, THEIRS)),
        ("RECON_EXPLAIN", (OURS, THEIRS, NOT_A)),
    ],
)
def test_an_error_in_a_cell_is_handed_on_as_excel_does(name, arguments):
    found = call(name, arguments)
    assert (found.errors, found.reasons) == (((0, 0, NOT_FOUND),), (HANDED_ON,))


def test_an_error_for_a_whole_argument_is_handed_on():
    assert why("RECON_BALANCE", OURS, NOT_A) == (NOT_FOUND, HANDED_ON)
    assert why("RECON_AGING", OURS, NOT_A) == (NOT_FOUND, HANDED_ON)


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("RECON_WORDS", (0.005,), '"0.005" has more than 2 decimals. ROUND it to 2 first.'),
        ("RECON_WORDS", (1e13,), '"10000000000000" with its 2 decimals has more than 15 digits, which a sheet does not keep exactly. Check the number.'),
        ("RECON_WORDS", (1000.5, None, "JPY"), '"1000.5" has more than 0 decimals. ROUND it to 0 first.'),
        ("RECON_STATUS", ("A", "abc", THEIRS), '"abc" is not an amount. A number such as 1,234.50 with at most 2 decimals is expected.'),
        ("RECON_DATE", ("01/02/2026",), '"01/02/2026" may be 2026-02-01 or 2026-01-02. Write it as year-month-day, or give the whole column where it tells which.'),
    ],
)  # fmt: skip
def test_what_a_cell_does_not_say_clearly_is_not_guessed(name, arguments, reason):
    assert call(name, arguments).reasons == (reason,)


def test_a_day_that_may_be_two_is_not_guessed_for_a_balance():
    code, reason = why("RECON_BALANCE", OURS, None, "01/02/2026")
    assert (code, reason[:38]) == (VALUE, '"01/02/2026" may be 2026-02-01 or 2026')


def test_buckets_are_parted_by_any_mark():
    expected = values("RECON_AGING", OURS, 46100.0, "30,60")
    assert values("RECON_AGING", OURS, 46100.0, "30、60") == expected
    assert values("RECON_AGING", OURS, 46100.0, ((30.0,), (60.0,))) == expected


def test_a_ledger_without_entries_is_aged_as_nothing():
    assert values("RECON_AGING", OURS[:1], 46100.0, "30")[1:] == (
        ("Total", 0.0, 0.0, 0.0, 0.0, 0.0),
    )


def test_whole_columns_cost_what_their_filled_part_costs(monkeypatch):
    whole = OURS + ((None,) * 5, ("", None, None, None, "")) + ((None,) * 5,) * 1_000_000
    seen = list[int]()
    understand = ledgers.understand
    monkeypatch.setattr(
        ledgers,
        "understand",
        lambda frame, **names: (seen.append(len(frame)), understand(frame, **names))[1],
    )
    assert values("RECON_DIFF", whole, THEIRS) == values("RECON_DIFF", OURS, THEIRS)
    assert len(values("RECON_MATCH", whole, THEIRS)) == len(OURS)
    assert seen == [len(OURS), len(THEIRS)]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((None, THEIRS), "An argument is missing: our ledger: a range with its headings."),
        (("x", THEIRS), "A range with headings and entries is expected (our ledger: a range with its headings), not a single cell."),
        ((((None, ""), (None, None)), THEIRS), "The range is empty (our ledger: a range with its headings). Give one with headings and entries; whole columns such as A:H will do."),
        ((((None, 5.0, None),), THEIRS), "Our books: the range has no heading row. Include the headings (at least a date and an amount, or debit and credit). The range begins with: 5."),
        ((OURS, THEIRS, "much"), 'A number is expected (tolerance in major units, 1 if left out), "much" was given.'),
        ((OURS, THEIRS, -1.0), "The tolerance -1 is not valid: an amount of 0 or more with at most 2 decimals is expected, such as 1 or 0.05."),
        ((OURS, THEIRS, 1.0, 2.5), 'A whole number is expected (date window in days, 10 if left out), "2.5" was given.'),
        ((OURS, THEIRS, 1.0, -2.0), "The date window -2 is not valid: a number of days of 0 or more is expected, such as 10."),
        (((("x", "y"), ("z", "w")), THEIRS), "Our books: the range has no heading row. Include the headings (at least a date and an amount, or debit and credit). The range begins with: x | y | z | w."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_call_is_said(arguments, reason):
    assert why("RECON_DIFF", *arguments) == (VALUE, reason)


def test_unchanged_cells_cost_nothing(monkeypatch):
    values("RECON_DIFF", OURS, THEIRS)

    def never(*_):
        raise AssertionError("worked out again")

    monkeypatch.setattr(ledgers, "reconcile", never)
    assert len(values("RECON_DIFF", OURS, THEIRS)) == 3
    assert len(values("RECON_OPEN", OURS, THEIRS)) == 2
    with pytest.raises(AssertionError, match="worked out again"):
        values("RECON_DIFF", changed(OURS, 1, 3, 999.0), THEIRS)


def test_the_memory_lets_go_of_what_is_too_much():
    from tieout.excel.memory import Memory

    memory = Memory(cells_max=10)
    for key in range(5):
        memory.recall(key, lambda _: 4, lambda key=key: key)
    assert memory.cells <= 10
    assert memory.recall(4, len, lambda: "new") == 4
    assert memory.recall(0, len, lambda: "new") == "new"


def test_another_language_is_another_answer(monkeypatch):
    english = values("RECON_DIFF", OURS, THEIRS)
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    chinese = values("RECON_DIFF", OURS, THEIRS)
    assert english[0][0] == "Side"
    assert chinese[0][0] == "哪一方"


CELL = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, width=32), st.text(max_size=3)
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=3))
def test_equal_cells_and_only_they_have_equal_content(rows):
    block = tuple(map(tuple, rows))
    copy = eval(repr(block), {"inf": float("inf")})
    assert cells(block).content == cells(copy).content
    other = changed(block, 0, 0, "another cell")
    assert cells(block).content != cells(other).content


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=3))
def test_whatever_cells_hold_a_function_answers_or_says_why(rows):
    width = min(map(len, rows))
    block = tuple(tuple(row[:width]) for row in rows)
    for function in FUNCTIONS:
        arguments = [block for parameter in function.parameters if not parameter.optional]
        try:
            call(function.name, arguments)
        except TieoutError as error:
            assert str(error)  # noqa: PT017  # an answer is as good


def test_a_text_no_cell_can_hold_is_cut():
    assert len(returned("x" * 40_000).value) == 32_767


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_has_its_wrapper_and_help(function):
    source = shim("TieoutFunctions.bas")
    declared = re.search(rf"Public Function {function.name}\((.*)\) As Variant\n", source)
    assert re.findall(r"ByVal (\w+) As Variant", declared[1]) == [
        vba_name(parameter) for parameter in function.parameters
    ]
    optional = [p for p in function.parameters if p.optional]
    assert declared[1].count("Optional ByVal") == len(optional)
    assert all(f'If IsMissing({vba_name(p)}) Then {vba_name(p)} = ""' in source for p in optional)
    assert f'Attribute {function.name}.VB_Description = "{function.help("en")}"' in source
    for language in LANGUAGES:
        assert function.help(language)
        assert all(parameter.help(language) for parameter in function.parameters)


def test_every_function_is_called_in_these_tests():
    source = "".join(
        inspect.getsource(module) for module in (test_books_functions, sys.modules[__name__])
    )
    assert all(f'"{function.name}"' in source for function in FUNCTIONS)


def test_no_argument_is_a_word_of_vba():
    names = {vba_name(each).lower() for function in FUNCTIONS for each in function.parameters}
    assert not names & RESERVED


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_the_table_of_a_readme_is_current(name, language):
    text = readme(name).read_text(encoding="utf-8")
    assert functions_table(language) in text
    assert with_table(text, language) == text


def test_the_table_lists_every_function():
    for language in LANGUAGES:
        table = functions_table(language)
        assert all(f"`={function.usage}`" in table for function in FUNCTIONS)


ENTRY = st.tuples(
    st.integers(46030, 46033).map(float),
    st.sampled_from(["A1", "A2", "B-1", ""]),
    st.integers(-3, 3).filter(bool).map(lambda cents: cents / 100),
)
LEDGER = st.lists(ENTRY, min_size=1, max_size=5).map(lambda rows: (("日期", "单号", "金额"), *rows))


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(LEDGER, LEDGER)
def test_the_differences_are_the_whole_difference(ours, theirs):
    found = values("RECON_DIFF", ours, theirs)
    listed = 0 if isinstance(found, str) else sum(round(row[6] * 100) for row in found[1:])
    statement = {row[0]: row[1:] for row in values("RECON_ADJUSTED", ours, theirs)}
    our_cents, their_cents = (
        round(cell * 100) for cell in statement["Movement (opening balances not stated)"]
    )
    assert listed == our_cents - their_cents
    assert statement["Unexplained"] == (0.0, "")
