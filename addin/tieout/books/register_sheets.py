"""How is base data edited in a sheet: written out with what Excel checks, and read back with every problem named."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tieout.books.base_data import Edit, Version
from tieout.books.register_values import WrongValue, as_text, shown, value_of
from tieout.books.registers import REGISTERS, FieldRule, Register
from tieout.books.sheet_cells import headings_of, read_cells
from tieout.errors import TieoutError
from tieout.ledger.currency import decimals, number_format, to_major
from tieout.ledger.problem import Problem
from tieout.texts import LANGUAGES, Language, text

VERSION = "version"
SPARE_ROWS = 500
"""Rows below the last that are formatted and checked too."""
CELL_MAX = 10**12
FIELDS_ON_A_PAGE = 10


def write_sheet(
    register: Register, versions: Sequence[Version], file: Path, language: Language | None = None
) -> None:
    """Write the list to a new workbook; the last, hidden column keeps the version each row shows."""
    if file.exists():
        raise TieoutError("books.file_exists", file=file)
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
        name = text(f"base_data.{register.name}", language)
        sheet = book.add_worksheet(name)
        heading = book.add_format(
            {"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        for column, rule in enumerate(register.fields):
            star = " *" if rule.required else ""
            sheet.set_column(column, column, rule.width, _format(book, rule))
            sheet.write(0, column, rule.heading(language) + star, heading)
            _check(sheet, column, rule, len(versions) + SPARE_ROWS, language)
        last = len(register.fields)
        sheet.set_column(last, last, 8, None, {"hidden": True})
        sheet.write(0, last, text("base_field.version", language), heading)
        for line, each in enumerate(versions, 1):
            _write_row(sheet, register, line, each)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(versions), 1), last - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1 if last <= FIELDS_ON_A_PAGE else 2, 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, 1)


def read_sheet(register: Register, file: Path) -> tuple[list[Edit], list[Problem]]:
    """The rows of an edited file, and every problem in them."""
    sheet, rows = read_cells(file)
    return read_rows(register, rows, sheet, file.name)


def read_rows(
    register: Register, rows: Sequence[Sequence[object]], sheet: str, file: str = ""
) -> tuple[list[Edit], list[Problem]]:
    """The rows of an edited sheet, headings first, and every problem in them."""
    places = places_of(register, rows[0] if rows else [], file or sheet)
    edits: list[Edit] = []
    problems: list[Problem] = []
    known: dict[str, int] = {}
    for line, cells in enumerate(rows[1:], 2):
        given = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if not any(str(cell or "").strip() for name, cell in given.items() if name != VERSION):
            continue
        row, wrong = read_row(register, given, sheet, line)
        code = str(row.get("code", ""))
        if code and code in known:
            wrong.append(_problem("twice", sheet, line, register.fields[0], code, known[code]))
        known.setdefault(code, line)
        problems += wrong
        edits.append(Edit(row, _seen(given.get(VERSION)), line))
    return edits, problems


def read_row(
    register: Register, given: Mapping[str, object], sheet: str = "", line: int = 0
) -> tuple[dict[str, object], list[Problem]]:
    """The values of one row's cells, by field; a field without a cell is blank."""
    row: dict[str, object] = {}
    problems: list[Problem] = []
    currency = str(given.get("currency") or "").strip().upper()
    for rule in register.fields:
        cell = given.get(rule.name)
        try:
            row[rule.name] = value_of(rule, cell, currency)
        except WrongValue as wrong:
            problems.append(_problem(wrong.why, sheet, line, rule, _as_found(cell)))
    return row, problems


def _as_found(cell: object) -> str:
    try:
        return as_text(cell)
    except WrongValue:
        return str(cell)


def _problem(
    why: str, sheet: str, line: int, rule: FieldRule, found: str, other: int = 0
) -> Problem:
    values = {"choices": ", ".join(rule.choices), "other": other}
    return Problem(
        f"base_{why}", sheet=sheet, line=line, heading=rule.heading(), found=found, values=values
    )


def register_of(first: Sequence[object]) -> Register | None:
    """The list whose every field has a heading in a first row; None where it is none of ours."""
    return next((each for each in REGISTERS.values() if not _missing(each, first)), None)


def places_of(register: Register, first: Sequence[object], file: str = "") -> dict[str, int]:
    """In which column each field stands, by its heading in either language."""
    if missing := _missing(register, first):
        found = ", ".join(each.heading() for each in missing)
        raise TieoutError("books.headings_missing", file=file, found=found)
    return _places(register, first)


def _missing(register: Register, first: Sequence[object]) -> list[FieldRule]:
    places = _places(register, first)
    return [each for each in register.fields if each.name not in places]


def _places(register: Register, first: Sequence[object]) -> dict[str, int]:
    names = {
        text(f"base_field.{name}", language): name
        for name in (*(each.name for each in register.fields), VERSION)
        for language in LANGUAGES
    }
    return headings_of(first, names)


def _seen(cell: object) -> int:
    return int(cell) if isinstance(cell, int | float) and cell == int(cell) else 0


def _format(book: Any, rule: FieldRule) -> Any:  # noqa: ANN401 — the library's classes are untyped
    formats = {
        "amount": number_format(""),
        "rate": "0.##%",
        "number": "0",
        "yes_no": "@",
    }
    return book.add_format({"num_format": formats.get(rule.kind, "@"), "valign": "top"})


def _check(
    sheet: Any,  # noqa: ANN401
    column: int,
    rule: FieldRule,
    rows: int,
    language: Language | None,
) -> None:
    whole: dict[str, dict[str, object]] = {
        "number": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 3650},
        "amount": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": CELL_MAX},
        "rate": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
        "choice": {"validate": "list", "source": list(rule.choices)},
        "yes_no": {
            "validate": "list",
            "source": [text("books_said.yes", language), text("books_said.no", language)],
        },
    }
    if rule.kind in whole:
        message = {"error_title": rule.heading(language)[:32], "error_message": text(f"base_data.check_{rule.kind}", language)}  # fmt: skip
        sheet.data_validation(1, column, rows, column, whole[rule.kind] | message)


def _write_row(sheet: Any, register: Register, line: int, version: Version) -> None:  # noqa: ANN401
    currency = str(version.row.get("currency") or "")
    for column, rule in enumerate(register.fields):
        value = version.row[rule.name]
        if value is None or value == "":
            continue
        if rule.kind == "amount":
            places = decimals(currency)
            sheet.write_number(
                line, column, float(round(to_major(int(str(value)), currency), places))
            )
        elif rule.kind == "rate":
            sheet.write_number(line, column, int(str(value)) / 10_000)
        elif rule.kind == "number":
            sheet.write_number(line, column, int(str(value)))
        else:
            sheet.write_string(line, column, shown(rule, value))
    sheet.write_number(line, len(register.fields), version.id)
