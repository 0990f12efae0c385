"""Which sheets stand beside the results: proposed entries, the rules, and what was cleaned."""

from collections.abc import Sequence

from tieout.workbook.balance_table import BalancePlaces
from tieout.workbook.cleaning_sheet import ReadSheet, cleaning_sheet
from tieout.workbook.layout import SheetLayout
from tieout.workbook.proposals_sheet import proposals_sheet
from tieout.workbook.report import Report
from tieout.workbook.rules_sheet import rules_sheet


def proposals_of(report: Report, places: Sequence[BalancePlaces]) -> list[tuple[str, SheetLayout]]:
    """The sheet 建议分录."""
    return [("proposals", proposals_sheet(report, places))]


def rules_and_cleaning(report: Report) -> list[tuple[str, SheetLayout]]:
    """The sheets 对账规则 and 清洗报告."""
    language, policy = report.language, report.result.policy
    currency = report.balances[0].currency
    read = [
        ReadSheet(sheet.side, given, sheet.name)
        for given, (_, sheet) in zip(report.given, report.sides, strict=True)
    ]
    return [
        ("rules", rules_sheet(policy, language, report.names["rules"], currency)),
        ("cleaning", cleaning_sheet(read, language, report.names["cleaning"])),
    ]
