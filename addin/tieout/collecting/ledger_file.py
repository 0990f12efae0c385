"""How does the collected ledger lie in a file: a sheet of rows and one of what was found, or a CSV."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from tieout.collecting.collected_row import CollectedRow
from tieout.collecting.known_rows import Known
from tieout.errors import TieoutError
from tieout.ledger.currency import number_format
from tieout.saving import whole_file
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.collecting.collection import Collection

COLUMNS = (
    ("date", "日期 (Date)", 12),
    ("type", "类型 (Type)", 16),
    ("reference", "单据号 (Reference)", 20),
    ("memo", "摘要 (Narration)", 30),
    ("customer", "客户 (Customer)", 24),
    ("amount", "金额 (Amount)", 14),
    ("currency", "币种 (Currency)", 10),
    ("due_date", "到期日 (Due date)", 12),
    ("quantity", "数量 (Quantity)", 12),
    ("price", "单价 (Price)", 12),
    ("source", "来源 (Source)", 14),
    ("key", "行键 (Row key)", 22),
    ("place", "出处 (Place)", 24),
    ("gone", "来源已无 (Gone)", 14),
)
SHEET_ROWS_MAX = 1_048_575
_TEXT = ("type", "reference", "memo", "customer", "key", "place", "source")


def write_ledger(file: Path, known: Known, collection: "Collection") -> None:
    """Write it in the place of the earlier one, whole or not at all."""
    rows = list(_sorted(known))
    if file.suffix.lower() == ".csv":
        _write_csv(file, rows)
        return
    if len(rows) > SHEET_ROWS_MAX:
        raise TieoutError("collecting.too_many_for_sheet", file=file.name, rows=len(rows))
    with whole_file(file) as beside:
        _write_book(beside, rows, collection)


def _sorted(known: Known) -> Iterator[dict[str, str]]:
    """Every row with its source, by day."""
    rows = [
        (row.date, name, row.key, row) for name, each in known.items() for row in each.rows.values()
    ]
    for _, name, key, row in sorted(rows, key=lambda each: each[:3]):
        yield _values(row, name, known[name].gone.get(key, ""))


def _values(row: CollectedRow, source: str, gone: str) -> dict[str, str]:
    own = {name: getattr(row, name) for name, _, _ in COLUMNS if hasattr(row, name)}
    return {**own, "source": source, "gone": gone}


def _write_csv(file: Path, rows: Sequence[dict[str, str]]) -> None:
    with (
        whole_file(file) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream)
        writer.writerow([heading for _, heading, _ in COLUMNS])
        writer.writerows([_harmless(row[name], name) for name, _, _ in COLUMNS] for row in rows)


def _harmless(value: str, name: str) -> str:
    """A text that a spreadsheet would take for a formula stays a text."""
    return f"'{value}" if name in _TEXT and value.startswith(("=", "+", "-", "@")) else value


def _write_book(file: Path, rows: Sequence[dict[str, str]], collection: "Collection") -> None:
    with xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _write_rows(book, rows)
        _write_findings(book, collection)


def _write_rows(book: xlsxwriter.Workbook, rows: Sequence[dict[str, str]]) -> None:
    sheet = book.add_worksheet(text("collecting.sheet.ledger"))
    head = book.add_format(
        {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "center"})
    currencies = {row["currency"] for row in rows}
    words = book.add_format({"indent": 1})
    money = {code: book.add_format({"num_format": number_format(code)}) for code in currencies}
    for column, (_, heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    for place, row in enumerate(rows, start=1):
        for column, (name, _, _) in enumerate(COLUMNS):
            value = row[name]
            if not value:
                continue
            if name in ("date", "due_date", "gone"):
                sheet.write_datetime(place, column, date.fromisoformat(value), day)
            elif name == "amount":
                sheet.write_number(place, column, float(Decimal(value)), money[row["currency"]])
            elif name in ("quantity", "price"):
                sheet.write_number(place, column, float(Decimal(value)))
            else:
                sheet.write_string(place, column, value, words)
    sheet.set_row(0, 32)  # a heading has two lines
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_findings(book: xlsxwriter.Workbook, collection: "Collection") -> None:
    """What was new, changed, removed and refused in this run, a sentence a line."""
    sheet = book.add_worksheet(text("collecting.sheet.findings"))
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 100)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, name in enumerate(("source", "kind", "finding")):
        sheet.write_string(0, column, text(f"collecting.findings.{name}"), head)
    for place, found in enumerate(findings(collection), start=1):
        for column, value in enumerate(found):
            sheet.write_string(place, column, value, wrap)
    sheet.freeze_panes(1, 0)


def findings(collection: "Collection") -> Iterator[tuple[str, str, str]]:
    """Source, kind and sentence of everything there is to say."""
    for result in collection.results:
        counts = text(
            "collecting.counts",
            new=result.new,
            changed=result.changed,
            repeated=result.repeated,
            gone=result.gone,
        )
        yield result.name, text("collecting.kind.counts"), counts
        if result.failure:
            yield result.name, text("collecting.kind.failure"), result.failure
        for kind in ("errors", "removed", "changes", "notices"):
            for sentence in getattr(result, kind):
                yield result.name, text(f"collecting.kind.{kind}"), sentence
    for sentence in collection.twice:
        yield "", text("collecting.kind.twice"), sentence
