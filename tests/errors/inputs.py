"""The inputs of the catalogue that are no plain text, made anew by `python -m tests.errors.inputs`."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import msoffcrypto
import xlsxwriter

FOLDER = Path(__file__).parent
ROW = ["2026-01-05", "A-1", 100]
HEADINGS = ["日期", "单号", "金额"]


def main() -> None:
    """Write every binary input; the same bytes each time but for times of day."""
    _cells("boolean_amount", [HEADINGS, ROW, ["2026-01-06", "A-2", True]])
    _cells("date_in_amount", [HEADINGS, ROW, ["2026-01-06", "A-2", datetime(2026, 3, 1)]])
    _cells("several_sheets", [HEADINGS, ROW], again=True)
    _cells("no_sheet", [HEADINGS, ROW])
    _cells("no_header", [["我方应收"], ["甲公司", "乙公司"]])
    _called_by_year()
    _percent()
    _formula()
    _hidden("hidden_lines", row=2)
    _hidden("hidden_columns", column=1)
    _broken()
    _far()
    _repeated("too_wide", rows=6_000, columns=16_384)
    _repeated("too_slow", rows=1, columns=1)
    _with_parts("has_macros", {"xl/vbaProject.bin": b"none"})
    _with_parts("external_links", {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    _with_parts("data_connections", {"xl/connections.xml": b"<connections/>"})
    _with_parts("embedded_objects", {"xl/embeddings/oleObject1.bin": b"none"})
    _many_sheets()
    _beyond()


def _far() -> None:
    whole = zipfile.ZipFile(FOLDER / "no_sheet" / "input.xlsx")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (FOLDER / "too_far").mkdir(exist_ok=True)
    with zipfile.ZipFile(FOLDER / "too_far" / "input.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        for name in whole.namelist():
            parts.writestr(name, whole.read(name).replace(b"</sheetData>", far))


def _with_parts(code: str, more: dict[str, bytes]) -> None:
    """A workbook that brings something along; what it is does not matter, as nobody opens it."""
    whole = zipfile.ZipFile(FOLDER / "no_sheet" / "input.xlsx")
    (FOLDER / code).mkdir(exist_ok=True)
    with zipfile.ZipFile(FOLDER / code / "input.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in ({each: whole.read(each) for each in whole.namelist()} | more).items():
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            parts.writestr(part, content)


def _many_sheets() -> None:
    whole = zipfile.ZipFile(FOLDER / "no_sheet" / "input.xlsx")
    book = whole.read("xl/workbook.xml")
    more = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 2) for n in range(1000)
    )
    _with_parts(
        "too_many_sheets", {"xl/workbook.xml": book.replace(b"</sheets>", more + b"</sheets>")}
    )


def _beyond() -> None:
    with _book("cells_beyond") as book:
        sheet = book.add_worksheet("账")
        for row, values in enumerate([HEADINGS, ROW]):
            sheet.write_row(row, 0, values)
        sheet.write(1, 1000, "备注")


def _repeated(code: str, rows: int, columns: int) -> None:
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    cell = '<table:table-cell table:number-columns-repeated="%d" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell % columns}</table:table-row>'
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{row}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    (FOLDER / code).mkdir(exist_ok=True)
    with zipfile.ZipFile(FOLDER / code / "input.ods", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        parts.writestr("content.xml", content)


def _book(code: str) -> xlsxwriter.Workbook:
    (FOLDER / code).mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(FOLDER / code / "input.xlsx")
    book.set_properties({"created": datetime(2026, 1, 1)})
    return book


def _cells(code: str, cells, *, again: bool = False) -> None:
    with _book(code) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name in ("一月", "二月")[: 1 + again]:
            sheet = book.add_worksheet(name)
            for row, values in enumerate(cells):
                for column, value in enumerate(values):
                    if isinstance(value, datetime):
                        sheet.write_datetime(row, column, value, day)
                    else:
                        sheet.write(row, column, value)


def _called_by_year() -> None:
    with _book("year_of_sheet") as book:
        sheet = book.add_worksheet("应收2026年")
        for row, values in enumerate([HEADINGS, ["1月5日", "A-1", 100], ["1月6日", "A-2", 5]]):
            sheet.write_row(row, 0, values)


def _percent() -> None:
    with _book("percent_amount") as book:
        sheet = book.add_worksheet("账")
        for row, values in enumerate([HEADINGS, ROW, ["2026-01-06", "A-2"]]):
            sheet.write_row(row, 0, values)
        sheet.write_number(2, 2, 0.13, book.add_format({"num_format": "0%"}))


def _formula() -> None:
    with _book("formula_without_value") as book:
        sheet = book.add_worksheet("账")
        for row, values in enumerate([HEADINGS, ROW, ["2026-01-06", "A-2"]]):
            sheet.write_row(row, 0, values)
        sheet.write_formula(2, 2, "=C2*2", None, "")


def _hidden(code: str, row: int | None = None, column: int | None = None) -> None:
    with _book(code) as book:
        sheet = book.add_worksheet("账")
        for place, values in enumerate([HEADINGS, ROW, ["2026-01-06", "A-2", 5]]):
            sheet.write_row(place, 0, values)
        if row is not None:
            sheet.set_row(row, None, None, {"hidden": True})
        if column is not None:
            sheet.set_column(column, column, None, None, {"hidden": True})


def _broken() -> None:
    whole = (FOLDER / "no_sheet" / "input.xlsx").read_bytes()
    for code, content in {
        "damaged": whole[: len(whole) // 2],
        "not_a_spreadsheet": b"%PDF-1.7\n%...",
        "empty_file": b"",
        "zero_bytes": "日期,单号,金额\n2026-01-05,A-1,1\x000\n".encode(),
        "unknown_encoding": "日期,单号,金额\n2026-01-05,A-1,1\n".encode("gb18030")
        + b"\x81\x81\xff\xff\x81",
        "encrypted": (locked := _encrypted(whole)),
        "wrong_password": locked,
        "too_large": _bomb(),
    }.items():
        (FOLDER / code).mkdir(exist_ok=True)
        kind = "csv" if code in ("zero_bytes", "unknown_encoding", "empty_file") else "xlsx"
        (FOLDER / code / f"input.{kind}").write_bytes(content)
    wide = ",".join(["日期", "金额", *(["x"] * 16_383)])
    (FOLDER / "too_many_columns").mkdir(exist_ok=True)
    (FOLDER / "too_many_columns" / "input.csv").write_text(wide + "\n", encoding="utf-8")


def _encrypted(whole: bytes) -> bytes:
    locked = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(whole)).encrypt("secret", locked)
    return locked.getvalue()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in (
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/worksheets/sheet1.xml", b" " * 60_000_000),
        ):
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            parts.writestr(part, content)
    return packed.getvalue()


if __name__ == "__main__":
    main()
