"""How is a workbook written as text, so that a reviewer reads a difference between two versions."""

import os
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

GOLDEN = Path(__file__).parent / "golden"


def rendered(workbook: openpyxl.Workbook) -> str:
    """The first sheet: what stands in each row, how it is merged and printed."""
    sheet = workbook.worksheets[0]
    lines = [f"# {sheet.title}", *_rows(sheet), "", f"merged: {len(sheet.merged_cells.ranges)}"]
    lines += [f"print: {sheet.print_area} rows {sheet.print_title_rows}"]
    breaks = [one.id for one in sheet.row_breaks.brk]
    lines += [f"pages: {sheet.page_setup.scale}% end after rows {breaks}"]
    lines += [f"footer: {sheet.oddFooter.left.text} | {sheet.oddFooter.right.text}"]
    lines += [
        f"format: {area.sqref} {[r.formula for r in area.rules]}"
        for area in sheet.conditional_formatting
    ]
    lines += [f"name: {name} {found.attr_text}" for name, found in workbook.defined_names.items()]
    return "\n".join(lines) + "\n"


def _rows(sheet: Worksheet) -> list[str]:
    lines = []
    for cells in sheet.iter_rows():
        said = [
            f"{cell.coordinate}={_shown(cell.value)}" for cell in cells if cell.value is not None
        ]
        if said:
            lines.append(" | ".join(said))
    return lines


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def as_expected(found: str, name: str) -> bool:
    """True where the text is the expected file's; with TIEOUT_GOLDEN=write the file is written."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("TIEOUT_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
    return True
