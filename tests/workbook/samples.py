"""Two small ledgers of one account with something of everything, and how a workbook reads as text."""

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

OURS_ZH = """应收账款明细账,,,,,,
客户：江河贸易有限公司,,币种：人民币,,,,
日期,凭证号,单据号,摘要,借方,贷方,余额
,,,期初余额,,,10000.00
2026-03-01,记-001,FP1001,销售货物,1200.00,,11200.00
2026-03-03,记-002,FP1002,销售货物,540.00,,11740.00
2026-03-05,记-003,SK2001,收到货款,,1200.00,10540.00
2026-03-09,记-004,FP1003,销售货物,3000.00,,13540.00
2026-03-12,记-005,FP1004,销售货物,88.80,,13628.80
2026-03-30,记-006,FP1005,销售货物,700.00,,14328.80
,,,本月合计,5528.80,1200.00,14328.80
"""
THEIRS_ZH = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,10000.00,10000.00
2026-03-01,FP1001,采购,,1200.00,11200.00
2026-03-03,FP1002,采购,,450.00,11650.00
2026-03-04,SK2001,付款,1200.00,,10450.00
2026-03-09,FP1003,采购,,3000.00,13450.00
2026-03-12,FP1004,采购,,88.85,13538.85
2026-03-31,FK3001,付款,500.00,,13038.85
"""
OURS_EN = """Date,Document No,Description,Customer,Currency,Amount
2026-03-01,INV-1,Goods,North Ltd,USD,1200.00
2026-03-02,INV-2,Goods,South Ltd,USD,80.00
2026-03-03,INV-3,Goods,North Ltd,JPY,5000
2026-03-04,RC-9,Receipt,South Ltd,JPY,-5000
2026-03-05,INV-5,Goods,South Ltd,EUR,12.34
"""
THEIRS_EN = """Date,Document No,Description,Customer,Currency,Amount
2026-03-01,INV-1,Goods,North Ltd,USD,1200.00
2026-03-02,INV-2,Goods,South Ltd,USD,80.50
2026-03-03,INV-3,Goods,North Ltd,JPY,5000
2026-03-06,INV-8,Goods,South Ltd,EUR,99.00
"""


def files(folder: Path, ours: str = OURS_ZH, theirs: str = THEIRS_ZH) -> tuple[Path, Path]:
    """Both ledgers as CSV files."""
    paths = folder / "ours.csv", folder / "theirs.csv"
    for path, text in zip(paths, (ours, theirs), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def rendered(workbook: Path, *, values: bool = False) -> str:
    """A workbook as text, a line a cell: address, value, number format, fill; then what else it has."""
    book = openpyxl.load_workbook(workbook, data_only=values)
    lines = [f"name {name}: {where.attr_text}" for name, where in book.defined_names.items()]
    for sheet in book:
        lines += ["", f"## {sheet.title} ({sheet.sheet_state})", *_cells(sheet), *_around(sheet)]
    return "\n".join(lines) + "\n"


def _cells(sheet: Worksheet) -> list[str]:
    return [
        " | ".join(
            filter(
                None,
                (
                    cell.coordinate,
                    repr(cell.value),
                    "" if cell.number_format == "General" else cell.number_format,
                    "" if cell.fill.fill_type is None else str(cell.fill.fgColor.rgb),
                    "bold" if cell.font.bold else "",
                ),
            )
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def _around(sheet: Worksheet) -> list[str]:
    rules = [
        f"rule {formats.sqref}: {rule.formula} {rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ''}"
        for formats in sheet.conditional_formatting
        for rule in formats.rules
    ]
    choices = [
        f"choice {choice.sqref}: {choice.formula1}"
        for choice in sheet.data_validations.dataValidation
    ]
    return [
        *sorted(rules),
        *sorted(choices),
        *sorted(f"merged {area}" for area in sheet.merged_cells.ranges),
        f"freeze {sheet.freeze_panes}, filter {sheet.auto_filter.ref}, titles {sheet.print_title_rows}, "
        f"{sheet.page_setup.orientation}, charts {len(sheet._charts)}",
    ]
