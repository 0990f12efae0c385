"""What in a template was meant for a field and is none, so that the customer would read it as it stands."""

import re
from collections.abc import Iterator

from tieout.errors import TieoutError
from tieout.statements.fields import Fields
from tieout.statements.template import Formula, Template, cell_name
from tieout.texts import text

_FIELD = re.compile(r"\{\{[^{}]*\}\}")
_DOUBLE = re.compile(r"[{｛]{2}[^{}｛｝]*[}｝]*|[^{}｛｝\s]*\s*[}｝]{2}")
_SINGLE = re.compile(r"[{｛]\s*([^{}｛｝]*?)\s*[}｝]")
_NOT_FILLED = ("xl/comments", "xl/threadedComments", "xl/drawings/")


def refuse_misspelt_fields(template: Template, fields: Fields) -> None:
    """TieoutError where braces are not closed, of full width or single, or stand where nothing is filled."""
    known = {
        *fields.values,
        *(name for block in template.repeating for name in fields.blocks[block]),
    }
    for place, content in _written(template):
        left = _FIELD.sub("", content)
        found = _DOUBLE.search(left) or next(
            (one for one in _SINGLE.finditer(left) if one[1] in known), None
        )
        if found:
            raise TieoutError(
                "statement.error.misspelt_field",
                file=template.file,
                sheet=template.sheet,
                cell=place,
                found=found[0],
            )
    for name, part in template.parts.items():
        field = re.search(rb"\{\{[^<]*", part) if name.startswith(_NOT_FILLED) else None
        if field:
            said = field[0].decode(errors="replace")
            raise TieoutError("statement.error.field_elsewhere", file=template.file, found=said)


def _written(template: Template) -> Iterator[tuple[str, str]]:
    """Every text of the sheet, its headers and footers, by where it stands."""
    for address, content in template.cells.items():
        if isinstance(content, str) and not isinstance(content, Formula):
            yield cell_name(address), content
    for margin in template.margins:
        yield text("statement.margin"), margin
