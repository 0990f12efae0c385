"""How does a statement become a workbook of its own."""

from pathlib import Path

from tieout.assets import asset
from tieout.statements.fields import Fields
from tieout.statements.filling import filling_plan
from tieout.statements.package import packed, save_whole
from tieout.statements.sheet_xml import filled_parts
from tieout.statements.template import read_template
from tieout.statements.two_sided import TwoSidedStatement
from tieout.statements.two_sided_fields import two_sided_fields
from tieout.texts import Language


def two_sided_template(language: Language) -> Path:
    """The template that comes with Tieout."""
    return asset("workbook_templates", f"two_sided_{language}.xlsx")


def write_statement(
    statement: TwoSidedStatement, template: Path, target: Path, language: Language
) -> None:
    """Fill a template and save it; the target is either the old file or the whole new one."""
    write_filled(two_sided_fields(statement, language), template, target)


def write_filled(fields: Fields, template: Path, target: Path) -> None:
    """Fill a template with any statement's fields and save it."""
    found = read_template(template, tuple(fields.blocks))
    save_whole(packed(filled_parts(found, filling_plan(found, fields))), target)
