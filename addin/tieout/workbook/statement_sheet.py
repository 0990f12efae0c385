"""How a statement lies in the workbook: a sheet of its own, replaced when made again."""

from pathlib import Path
from zlib import crc32

import xlwings as xw

from tieout.statements.two_sided import TwoSidedStatement
from tieout.statements.writing import write_statement
from tieout.texts import Language, text
from tieout.workbook.opened_aside import opened_aside


def put_statement(
    book: xw.Book, statement: TwoSidedStatement, template: Path, language: Language
) -> xw.Sheet:
    """Put a statement into a workbook, in place of the earlier one for the same account.

    The template is filled as a workbook of its own and its sheet copied over whole, so that both
    hold the same cells and the number of calls does not depend on the number of rows.
    """
    mark = statement_mark(statement)
    earlier = _marked(book, mark)
    with opened_aside(
        book.app, lambda file: write_statement(statement, template, file, language)
    ) as filled:
        sheet = filled.sheets[0].copy(after=earlier or book.sheets[-1])
        _keep_widths(sheet, filled.sheets[0])
    if earlier is not None:
        earlier.delete()
    sheet.name = _free_name(book, sheet, text("statement.sheet", language))
    sheet.names.add(mark, f"='{sheet.name}'!$A$1")
    return sheet


def _keep_widths(sheet: xw.Sheet, drawn: xw.Sheet) -> None:
    """Columns as wide as they were drawn: another usual font makes them wider than their page.

    Twice, as a column has room at its sides that does not grow with the font.
    """
    for column in range(drawn.used_range.last_cell.column):
        own, wanted = sheet[0, column], drawn[0, column].width
        for _ in range(2):
            if own.width > wanted * _WIDER and own.column_width:
                own.column_width *= wanted / own.width


MARKED = "tieout_statement_"
_WIDER = 1.01


def statement_mark(statement: TwoSidedStatement) -> str:
    """The name that only a statement sheet of this account has."""
    account = f"{statement.heading.customer}\n{statement.currency}"
    return f"{MARKED}{crc32(account.encode()):08x}"


def statement_sheets(book: xw.Book, mark: str = MARKED) -> list[xw.Sheet]:
    """Every sheet with a statement of ours; only that of one account where its mark is given."""
    return [sheet for sheet in book.sheets if any(mark in name.name for name in sheet.names)]


def _marked(book: xw.Book, mark: str) -> xw.Sheet | None:
    return next(iter(statement_sheets(book, mark)), None)


def _free_name(book: xw.Book, sheet: xw.Sheet, wanted: str) -> str:
    """The wanted name, or the first numbered one that no other sheet has."""
    taken = {other.name.lower() for other in book.sheets if other != sheet}
    number = 1
    name = wanted
    while name.lower() in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name
