"""How does a statement become a workbook of its own."""

from pathlib import Path

from tieout.assets import asset
from tieout.saving import whole_file
from tieout.statements.fields import Fields
from tieout.statements.filling import filling_plan
from tieout.statements.package import packed
from tieout.statements.sheet_xml import filled_parts
from tieout.statements.template import read_template
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
    write_filled(two_sided_fields(statement, language), BLOCKS, template, target)


def write_filled(fields: Fields, blocks: tuple[str, ...], template: Path, target: Path) -> None:
    """Fill a template, which must repeat the rows of `blocks`, with a statement's fields and save it."""
    with whole_file(target) as beside:
        beside.write_bytes(packed(filled(fields, blocks, template)))


def filled(fields: Fields, blocks: tuple[str, ...], template: Path) -> dict[str, bytes]:
    """The parts of a template's workbook filled with a statement's fields."""
    found = read_template(template, blocks, tuple(fields.blocks))
    return filled_parts(found, filling_plan(found, fields))
