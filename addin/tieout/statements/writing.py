"""How does a statement become a workbook of its own."""

import os
import tempfile
from pathlib import Path

from openpyxl import Workbook

from tieout.assets import asset
from tieout.statements.filling import filling_plan
from tieout.statements.painting import paint
from tieout.statements.template import open_template, read_template
from tieout.statements.two_sided import TwoSidedStatement
from tieout.statements.two_sided_fields import BLOCKS, two_sided_fields
from tieout.texts import Language


def two_sided_template(language: Language) -> Path:
    """The template that comes with Tieout."""
    return asset("workbook_templates", f"two_sided_{language}.xlsx")


def write_statement(
    statement: TwoSidedStatement, template: Path, target: Path, language: Language
) -> None:
    """Fill a template and save it; the target is either the old file or the whole new one."""
    save_whole(filled_statement(statement, template, language), target)


def filled_statement(statement: TwoSidedStatement, template: Path, language: Language) -> Workbook:
    """A template's workbook, filled."""
    workbook = open_template(template)
    found = read_template(workbook, template.name, BLOCKS)
    paint(workbook, found, filling_plan(found, two_sided_fields(statement, language)))
    return workbook


def save_whole(workbook: Workbook, target: Path) -> None:
    """Save beside the target first, then take its place in one step."""
    handle, name = tempfile.mkstemp(prefix=".tieout-", suffix=".xlsx", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            workbook.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
