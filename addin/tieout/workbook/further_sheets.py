"""Which sheets stand beside the results: ages, proposed entries, carried items, rules, what was cleaned."""

from collections.abc import Sequence

from tieout.workbook.age_sheet import age_sheet
from tieout.workbook.balance_table import BalancePlaces
from tieout.workbook.carried import own_entries
from tieout.workbook.carried_sheet import carried_sheet
from tieout.workbook.cleaning_sheet import ReadSheet, cleaning_sheet
from tieout.workbook.layout import SheetLayout
from tieout.workbook.proposals_sheet import proposals_sheet
from tieout.workbook.report import Report
from tieout.workbook.rules_sheet import rules_sheet


def proposals_of(report: Report, places: Sequence[BalancePlaces]) -> list[tuple[str, SheetLayout]]:
    """The sheet 建议分录."""
    return [("proposals", proposals_sheet(report, places))]


def age_of(report: Report) -> list[tuple[str, SheetLayout]]:
    """The sheet 未清项账龄, where anything is open."""
    return [("aging", age_sheet(report))] if len(report.result.open_items) else []


def carried_of(report: Report) -> list[tuple[str, SheetLayout]]:
    """The sheet 结转未清项, where something was carried."""
    return [("carried", carried_sheet(report))] if report.carried.source else []


def rules_and_cleaning(report: Report) -> list[tuple[str, SheetLayout]]:
    """The sheets 对账规则 and 清洗报告."""
    language, policy = report.language, report.result.policy
    currency = report.balances[0].currency
    read = [
        ReadSheet(sheet.side, given, sheet.name)
        for given, (_, sheet) in zip(map(own_entries, report.given), report.sides, strict=True)
    ]
    return [
        ("rules", rules_sheet(policy, language, report.names["rules"], currency, report.proposed)),
        ("cleaning", cleaning_sheet(read, language, report.names["cleaning"])),
    ]
