"""How is the sheet made in which entries are typed: Excel checks each cell as it is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tieout.books.entry import BALANCE_SIGNS
from tieout.books.form_columns import COLUMNS, FIRST_ROW, LISTS, FormColumn, FormRow
from tieout.errors import TieoutError
from tieout.texts import Language, text

ROWS, MORE_ROWS = 60, 20
"""Rows of an empty form, which fill a page, and those below what is to be corrected; Excel adds more as they are typed."""
TABLE = "tieout_entries"
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
PRINTED_MIN = 24
"""Rows of the sheet on paper where fewer are filled."""
AMOUNT_MAX = 10**12
_HEADING = {"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}  # fmt: skip
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class FormContents:
    """What stands in a form: the lists to choose from, rows to be corrected, and why they came back."""

    customers: Sequence[str] = ()
    products: Sequence[str] = ()
    rows: Sequence[FormRow] = ()
    sent_back: str = ""
    company: str = field(default="")


def write_form(file: Path, contents: FormContents, language: Language | None = None) -> None:
    """Write a new form."""
    if file.exists():
        raise TieoutError("books.file_exists", file=file)
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(text("entry_form.sheet", language))
        _write_lists(book, contents, language)
        _write_top(book, sheet, contents, language)
        rows = max(ROWS, len(contents.rows) + MORE_ROWS)
        _add_table(book, sheet, rows, language)
        _write_rows(book, sheet, contents.rows)
        _check_cells(sheet, contents, rows, language)
        _colour_the_check(book, sheet, rows, language)
        sheet.freeze_panes(FIRST_ROW, 3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&C&P / &N")
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)


def _add_table(book: Any, sheet: Any, rows: int, language: Language | None) -> None:  # noqa: ANN401 — the library's classes are untyped
    """A table, as Excel takes what checks a row along into every row that is typed below it."""
    columns = [
        {
            "header": _heading(column.name, language),
            "header_format": book.add_format(_HEADING | _align(column)),
            "format": book.add_format(_look(column)),
            "formula": _formula(column, language),
        }
        for column in COLUMNS
    ]
    place = (FIRST_ROW - 1, 0, FIRST_ROW + rows - 1, len(COLUMNS) - 1)
    sheet.add_table(*place, {"name": TABLE, "style": None, "autofilter": False, "columns": columns})
    for at, made in enumerate(columns):
        sheet.set_column(at, at, COLUMNS[at].width)
        for line in range(FIRST_ROW, FIRST_ROW + rows):
            if made["formula"]:
                sheet.write_formula(line, at, made["formula"], made["format"], "")
            else:
                sheet.write_blank(line, at, None, made["format"])


def last_printed(last_filled: int) -> int:
    """The last row of the sheet on paper."""
    return max(PRINTED_MIN, last_filled)


def _look(column: FormColumn) -> dict[str, object]:
    look: dict[str, object] = {"num_format": column.number_format, "border": 4, "border_color": "#BFBFBF"}  # fmt: skip
    return look | _align(column) | ({"bg_color": "#F2F2F2"} if column.made else {})


def _align(column: FormColumn) -> dict[str, object]:
    """Days in the middle, amounts to the right, words to the left, a little off; so are the headings."""
    if column.number_format == "@":
        return {"align": "left", "indent": 1}
    return {"align": "center" if column.number_format.startswith("yyyy") else "right"}


def _write_top(book: Any, sheet: Any, contents: FormContents, language: Language | None) -> None:  # noqa: ANN401 — the library's classes are untyped
    title = book.add_format({"bold": True, "font_size": 14})
    note = book.add_format({"font_color": "#595959"})
    back = book.add_format({"font_color": "#C00000", "bold": True})
    sheet.write_string(0, 0, text("entry_form.title", language), title)
    sheet.write_string(1, 0, text("entry_form.note", language), note)
    if contents.sent_back:
        said = text("entry_form.sent_back", language, reason=contents.sent_back)
        sheet.write_string(2, 0, said, back)
    sheet.set_row(FIRST_ROW - 1, 30)


def _write_lists(book: Any, contents: FormContents, language: Language | None) -> None:  # noqa: ANN401
    lists = book.add_worksheet(LISTS)
    for line, (kind, sign) in enumerate(BALANCE_SIGNS.items()):
        lists.write_string(line, 0, text(f"entry_type.{kind}", language).partition("|")[0])
        lists.write_number(line, 1, sign or 1)
    for at, names in ((2, contents.customers), (3, contents.products)):
        for line, name in enumerate(names):
            lists.write_string(line, at, name)
    lists.hide()


def _write_rows(book: Any, sheet: Any, rows: Sequence[FormRow]) -> None:  # noqa: ANN401
    formats = [book.add_format(_look(each)) for each in COLUMNS]
    for line, row in enumerate(rows, FIRST_ROW):
        for at, column in enumerate(COLUMNS):
            value = row.get(column.name)
            if value is None or value == "":
                continue
            if isinstance(value, date):
                sheet.write_datetime(line, at, value, formats[at])
            elif isinstance(value, str):
                sheet.write_string(line, at, value, formats[at])
            else:
                sheet.write_number(line, at, float(str(value)), formats[at])


def _formula(column: FormColumn, language: Language | None) -> str:
    if not column.made:
        return ""
    return (_effect if column.name == "effect" else _checked)(language)


def _effect(language: Language | None) -> str:
    """What the row does to what the customer owes."""
    kind, amount = _in_row("type", language), _in_row("amount", language)
    sign = f"VLOOKUP({kind},{LISTS}!$A$1:$B${len(BALANCE_SIGNS)},2,FALSE)"
    return f'=IF(OR({amount}="",{kind}=""),"",IFERROR({amount}*{sign},""))'


def _checked(language: Language | None) -> str:
    """What is still missing in the row, in the order of its columns; a tick where nothing is."""
    quantity, price, amount = (_in_row(name, language) for name in ("quantity", "unit_price", "amount"))  # fmt: skip
    differs = f'IF(AND({quantity}<>"",{price}<>""),IF(ROUND({quantity}*{price},2)<>ROUND({amount},2),{_said("product_differs", language)},"✔"),"✔")'
    for column in reversed([each for each in COLUMNS if each.required]):
        cell = _in_row(column.name, language)
        missing = text(
            "entry_form.missing", language, field=text(f"form_field.{column.name}", language)
        )
        differs = f'IF({cell}="","{missing}",{differs})'
    first, last = _heading("date", language), _heading("due_date", language)
    return f'=IF(COUNTA({TABLE}[[#This Row],[{first}]:[{last}]])=0,"",{differs})'


def _in_row(name: str, language: Language | None) -> str:
    """A cell of the same row."""
    return f"{TABLE}[[#This Row],[{_heading(name, language)}]]"


def _heading(name: str, language: Language | None) -> str:
    column = next(each for each in COLUMNS if each.name == name)
    return text(f"form_field.{name}", language) + (" *" if column.required else "")


def _said(key: str, language: Language | None) -> str:
    return '"' + text(f"entry_form.{key}", language).replace('"', '""') + '"'


def _check_cells(
    sheet: Any,  # noqa: ANN401
    contents: FormContents,
    rows: int,
    language: Language | None,
) -> None:
    days = {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
    number = {"validate": "decimal", "criteria": "between", "minimum": -AMOUNT_MAX, "maximum": AMOUNT_MAX}  # fmt: skip
    rules: dict[str, dict[str, object]] = {
        "date": days,
        "due_date": days,
        "type": {"validate": "list", "source": f"={LISTS}!$A$1:$A${len(BALANCE_SIGNS)}"},
        "quantity": number,
        "unit_price": number | {"minimum": 0},
        "amount": number,
        # A currency or product that is not in the list may still be typed.
        "currency": {"validate": "list", "source": list(CURRENCIES), "error_type": "warning"},
    }
    if contents.customers:
        rules["customer"] = {"validate": "list", "source": f"={LISTS}!$C$1:$C${len(contents.customers)}"}  # fmt: skip
    if contents.products:
        rules["product"] = {"validate": "list", "source": f"={LISTS}!$D$1:$D${len(contents.products)}", "error_type": "warning"}  # fmt: skip
    for at, column in enumerate(COLUMNS):
        if column.name in rules:
            said = {
                "error_title": text(f"form_field.{column.name}", language),
                "error_message": text(f"entry_form.check_{column.name}", language),
            }
            sheet.data_validation(
                FIRST_ROW, at, FIRST_ROW + rows - 1, at, rules[column.name] | said
            )


def _colour_the_check(book: Any, sheet: Any, rows: int, language: Language | None) -> None:  # noqa: ANN401
    del language
    at = len(COLUMNS) - 1
    place = (FIRST_ROW, at, FIRST_ROW + rows - 1, at)
    cell = f"${xl_col_to_name(at)}{FIRST_ROW + 1}"
    for criterion, colours in (
        (f'={cell}="✔"', {"font_color": "#375623"}),
        (f"=LEN({cell})>1", {"bg_color": "#FCE4D6", "font_color": "#C00000"}),
    ):
        sheet.conditional_format(
            *place, {"type": "formula", "criteria": criterion, "format": book.add_format(colours)}
        )
