"""Which lines does a statement have that the ledger of today does not give it, and the other way round."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from tieout.statements.fields import Cell, Fields
from tieout.statements.filling import filling_plan
from tieout.statements.kinds import Kind, template_of
from tieout.statements.register import IssuedStatement
from tieout.statements.stated import stated_amount
from tieout.statements.template import Formula, Template, read_template
from tieout.texts import LANGUAGES, Language, first_of, text

_TOLD = (
    *("date", "document", "memo", "debit", "credit", "increase", "decrease", "open"),
    *("our_date", "our_document", "our_memo", "our_debit", "our_credit", "our_amount"),
    *("their_date", "their_document", "their_memo", "their_debit", "their_credit", "their_amount"),
    *("month", "customer", "product", "quantity", "price", "amount"),
)
"""What is told of a line; balances and days follow from other lines and from what was ordered."""
_SAME_LAYOUT = 0.8
_SHOWN_MAX = 3
_CELLS_MIN = 3

Written = Mapping[tuple[int, int], object]
"""What stands in a sheet, by row and column."""
Line = tuple[Cell, ...]


@dataclass(frozen=True)
class ChangedStatement:
    """What differs between a statement and its ledger: the amount it is about, and its lines.

    `now` is empty where the ledger has no such account any more; `lines_agree` where there are lines,
    and none differs; `file_only` where the ledger is as it was and the file is not.
    """

    then: str
    now: str
    stated_only: tuple[str, ...] = ()
    ledger_only: tuple[str, ...] = ()
    lines_agree: bool = False
    file_only: bool = False

    def sentences(self, language: Language) -> list[str]:
        """Each figure that is another, and the lines of one that the other has not."""
        if not self.now:
            return [text("statement.verify.no_account", language)]
        told = [] if self.file_only else [self._amount(language)]
        for name, lines in (("stated_only", self.stated_only), ("ledger_only", self.ledger_only)):
            if lines:
                between = "；" if language == "zh" else "; "
                shown = between.join(first_of(lines, _SHOWN_MAX))
                told.append(
                    text(f"statement.verify.{name}", language, count=len(lines), lines=shown)
                )
        if self.lines_agree and not self.file_only:
            told.append(text("statement.verify.unlisted", language))
        return told

    def _amount(self, language: Language) -> str:
        if self.then == self.now:
            return text("statement.verify.amount_same", language, then=_grouped(self.then))
        difference = Decimal(self.now) - Decimal(self.then)
        return text(
            "statement.verify.amount_changed",
            language,
            then=_grouped(self.then),
            now=_grouped(self.now),
            difference=f"{difference:+,f}",
        )


def change_of(
    line: IssuedStatement, kind: Kind, fields: Fields, sheet: Worksheet | None
) -> ChangedStatement:
    """What a statement states against the fields that the ledger gives it today.

    Lines are compared where the sheet is there, and laid out as the template that comes with Tieout.
    """
    then, now = line.amount, stated_amount(fields, kind)
    path = template_of(kind.name, "zh" if line.language == "zh" else "en")
    template = read_template(path, kind.blocks, tuple(fields.blocks))
    written = {} if sheet is None else _written(sheet)
    if not _is_laid_out_as(template, written):
        return ChangedStatement(then, now)
    stated = _lines(written, template)
    given = _lines(filling_plan(template, fields).cells, template)
    differ = (_shown(stated - given, fields), _shown(given - stated, fields))
    return ChangedStatement(then, now, *differ, lines_agree=stated == given and bool(stated))


def _written(sheet: Worksheet) -> Written:
    return {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }


def _is_laid_out_as(template: Template, written: Written) -> bool:
    """Whether most of what a template says in every statement stands in the same columns."""
    may_go = {*template.page, *(row for rows in template.optional.values() for row in rows.all)}
    said = {
        (column, content)
        for (row, column), content in template.cells.items()
        if isinstance(content, str) and not isinstance(content, Formula)
        if "{{" not in content and row not in may_go
    }
    found = said & {(column, content) for (_, column), content in written.items()}
    return len(found) >= _SAME_LAYOUT * len(said) if written else False


def _lines(cells: Written, template: Template) -> Counter[Line]:
    """The lines of amounts and what they are about, each as often as it is there; no balances."""
    told = _columns_told(template)
    nothing = (None, *(text("statement.nothing", language) for language in LANGUAGES))
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), value in cells.items():
        if column in told and value not in nothing and not isinstance(value, Formula):
            by_row.setdefault(row, {})[column] = _plain(value)
    lines = (tuple(row[column] for column in sorted(row)) for row in by_row.values())
    return Counter(
        line
        for line in lines
        if len(line) >= _CELLS_MIN and len({_is_number(value) for value in line}) == 2
    )


def _columns_told(template: Template) -> set[int]:
    rows = {
        row
        for block in template.repeating.values()
        for row in range(block.row, block.row + block.height)
    }
    fields = {f"{{{{ {name} }}}}" for name in _TOLD}
    return {c for (row, c), content in template.cells.items() if row in rows and content in fields}


def _plain(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    assert isinstance(value, (str, int, float, date)), "cells hold texts, numbers and dates"
    return value


def _is_number(value: Cell) -> bool:
    return isinstance(value, (int, float))


def _shown(lines: Counter[Line], fields: Fields) -> tuple[str, ...]:
    """Lines as a sentence takes them, the first in the order of their words."""
    return tuple(
        sorted(" ".join(_said(value, fields.places) for value in line) for line in lines.elements())
    )


def _said(value: Cell, places: int) -> str:
    return f"{value:,.{places}f}" if isinstance(value, (int, float)) else str(value).strip()


def _grouped(amount: str) -> str:
    return f"{Decimal(amount):,f}"
