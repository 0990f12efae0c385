"""The sheet of rules: what is written is read back, what people edit holds, what is wrong is named with its cell."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.test_policy import POLICIES

from tieout.matching.policy import CustomerPolicy, DateWindow, Policy
from tieout.matching.policy_file import PolicyError
from tieout.matching.presets import PRESETS, preset
from tieout.texts import Language
from tieout.workbook.layout import Formula, SheetLayout
from tieout.workbook.rule_cells import is_rules_sheet
from tieout.workbook.rule_rows import rule_values
from tieout.workbook.rules_read import policy_on_sheet
from tieout.workbook.rules_sheet import ProposedRule, rules_sheet

Grid = list[list[object]]


def grid(layout: SheetLayout) -> Grid:
    """What a spreadsheet gives for the cells of a layout: every number a float."""
    height = max(block.row + block.rows_count for block in layout.blocks)
    cells: Grid = [[None] * 12 for _ in range(height)]
    for block in layout.blocks:
        for across, values in enumerate(block.columns):
            for down, value in enumerate(values):
                assert not isinstance(value, Formula)
                number = isinstance(value, int) and not isinstance(value, bool)
                cells[block.row - 1 + down][block.column - 1 + across] = (
                    float(value) if number else value  # type: ignore[arg-type]
                )
    return cells


def sheet_of(policy: Policy, language: Language = "zh", currency: str = "CNY", **how) -> Grid:
    return grid(rules_sheet(policy, language, "对账规则", currency, **how))


def read(cells: Grid, language: Language = "en") -> Policy:
    return policy_on_sheet(cells, "book.xlsx", "Rules", language)


def line_of(cells: Grid, name: str) -> list[object]:
    return next(row for row in cells if row[4] == name)


def table(cells: Grid, mark: str) -> int:
    """The first line of a table, 0-based."""
    return next(place for place, row in enumerate(cells) if row[0] == mark) + 3


def faults(cells: Grid) -> list[str]:
    with pytest.raises(PolicyError) as wrong:
        read(cells)
    return wrong.value.message("en").splitlines()[1:]


@settings(deadline=None, max_examples=40)
@given(POLICIES, st.sampled_from(["zh", "en"]), st.sampled_from(["CNY", "JPY", "KWD", ""]))
def test_a_policy_on_a_sheet_and_read_is_the_same(policy, language, currency):
    cells = sheet_of(policy, language, currency)
    assert is_rules_sheet(cells)
    assert read(cells) == policy
    assert read(cells).fingerprint == policy.fingerprint


def test_every_rule_of_a_policy_is_on_the_sheet():
    names = {name.split(".")[0] for name in rule_values(Policy())}
    assert names - {"amounts_in"} == set(Policy.model_fields) - {"customers", "aliases"}


def test_an_edited_value_holds_in_the_unit_of_the_sheet():
    cells = sheet_of(Policy())
    line_of(cells, "tolerance_cents")[1] = 2.5
    line_of(cells, "tolerance_percent")[1] = "0.5%"
    line_of(cells, "across_months")[1] = "no"
    line_of(cells, "tax_percents")[1] = 13.0
    assert read(cells) == Policy(
        tolerance_cents=250,
        tolerance_percent=Decimal("0.5"),
        across_months=False,
        tax_percents=(13,),
    )


def test_amounts_follow_the_currency_of_the_sheet():
    cells = sheet_of(Policy(tolerance_cents=7), currency="JPY")
    assert line_of(cells, "tolerance_cents")[1] == 7.0
    line_of(cells, "amounts_in")[1] = "minor units"
    assert read(cells).tolerance_cents == 7


def test_another_preset_brings_its_rules_but_keeps_what_was_edited():
    cells = sheet_of(Policy())
    line_of(cells, "preset")[1] = "bank"
    line_of(cells, "cutoff_days")[1] = 3.0
    assert read(cells) == preset("bank").model_copy(update={"cutoff_days": 3})


def test_passes_run_in_the_order_of_their_numbers_and_only_those_with_one():
    cells = sheet_of(Policy())
    for row in cells:
        if str(row[4]).startswith("passes."):
            row[1] = {"passes.same_number": 1.0, "passes.same_reference": 20.0}.get(str(row[4]))
    assert read(cells).passes == ("same_number", "same_reference")


def test_a_window_that_is_emptied_is_none():
    cells = sheet_of(PRESETS["bank"])
    for part in ("anchor", "days_before", "days_after"):
        line_of(cells, f"window.{part}")[1] = None
    assert read(cells).window is None


def test_customers_and_aliases_are_typed_into_the_empty_lines_in_any_order():
    cells = sheet_of(Policy(customers={"甲公司": CustomerPolicy(window_days=3)}))
    customers, aliases = table(cells, "[customers]"), table(cells, "[aliases]")
    cells[customers + 3][:3] = ["乙公司", 5.0, None]
    cells[customers + 3][5:8] = ["对方", 1.0, 2.0]
    cells[aliases + 1][:2] = ["ACME Ltd", "甲公司"]
    policy = read(cells)
    window = DateWindow(anchor="theirs", days_before=1, days_after=2)
    assert policy.customers["甲公司"] == CustomerPolicy(window_days=3)
    assert policy.customers["乙公司"] == CustomerPolicy(tolerance_cents=500, window=window)
    assert policy.aliases == {"ACME Ltd": "甲公司"}


def test_lines_may_be_moved_and_inserted():
    cells = sheet_of(Policy(window_days=4))
    line = line_of(cells, "window_days")
    cells.remove(line)
    cells.insert(6, [None] * 12)
    cells.insert(2, line)
    assert read(cells) == Policy(window_days=4)


def test_a_proposed_rule_holds_only_once_it_is_on():
    proposed = [
        ProposedRule("aliases.ACME", "甲公司", "因", "because", 3),
        ProposedRule("customers.甲公司.tolerance_cents", 2.0, "因", "because", 1),
    ]
    cells = sheet_of(Policy(), proposed=proposed)
    assert read(cells) == Policy()
    first = table(cells, "[proposed]")
    cells[first][1] = "是"
    assert read(cells) == Policy(aliases={"ACME": "甲公司"})
    cells[first + 1][1] = "yes"
    assert read(cells).customers == {"甲公司": CustomerPolicy(tolerance_cents=200)}


def test_everything_that_is_wrong_is_named_with_its_cell():
    cells = sheet_of(Policy())
    line_of(cells, "tolerance_cents")[1] = "a lot"
    line_of(cells, "window_days")[1] = -3.0
    line_of(cells, "across_months")[1] = "maybe"
    line_of(cells, "window.days_after")[1] = 4.0
    line_of(cells, "passes.same_number")[1] = 1.0
    line_of(cells, "cutoff_days")[4] = "cutof_days"
    customers, aliases = table(cells, "[customers]"), table(cells, "[aliases]")
    cells[customers][1] = 5.0
    cells[customers + 1][:5] = ["甲公司", 1.005, None, None, 9999.0]
    cells[aliases][0] = "ACME"
    assert faults(cells) == [
        '  sheet "Rules", E25: found “cutof_days”, expected the name of a rule; put the cell right or delete the line',
        '  sheet "Rules", B8, Tolerance: a difference up to this is rounding: found “a lot”, expected an amount with at most 2 decimals',
        '  sheet "Rules", B15, Whether a match by date may cross the end of a month: found “maybe”, expected "yes" or "no"',
        '  sheet "Rules", B34, Same number, written differently: found “1”, expected a number of its own (1, 2, 3 …), or nothing',
        '  sheet "Rules", A58, Customer: found “”, expected the name of the customer in the same line',
        '  sheet "Rules", B59, Tolerance (甲公司): found “1.005”, expected an amount with at most 2 decimals',
        '  sheet "Rules", B69, Customer names that are the same: found “ACME”, expected both names in the line',
        '  sheet "Rules", B11, Date window: how many days entries without a common number may be apart: found “-3”, expected no less than 0',
        '  sheet "Rules", B12, Window by direction: seen from the entries of which side (empty: the date window holds both ways): found “”, expected "ours" or "theirs", as days before or after are given',
        '  sheet "Rules", B13, Window by direction: how many days before it the other side may book: found “”, expected a whole number',
        '  sheet "Rules", E59, Window, days (甲公司): found “9999”, expected no more than 3660',
    ]
