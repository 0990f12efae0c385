"""The same table reads to the same ledger, however it was sent."""

import zipfile
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.binary_workbook import xlsb
from tests.ledger.hostile_files import ods
from tests.ledger.sheets import workbook

import tieout

MEMOS = ("销售货物", "收到货款", "Sales, net", 'a "quoted" memo', "运费")
ROWS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from([-123456789, -100, -1, 1, 5, 99, 100, 123450, 100000000]),
        st.sampled_from(MEMOS),
    ),
    min_size=1,
    max_size=7,
)
LAYOUTS = ("debit_credit", "signed", "direction")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030")
STYLES = ("{:.2f}", "{:,.2f}", "¥{:,.2f}", " {:.2f} ")
KINDS = ("csv", "xlsx", "xlsx texts", "xlsm", "xlsb", "ods")
NUMBERS = ("xlsx", "xlsm", "xlsb", "ods")


def table(rows, layout: str):
    """The rows under headings, amounts as numbers."""
    headings = {
        "debit_credit": ["记账日期", "单据号", "摘要", "借方", "贷方"],
        "signed": ["日期", "单据编号", "摘要", "金额"],
        "direction": ["日期", "发票号", "摘要", "借贷方向", "金额"],
    }[layout]
    cells = []
    for number, (day, cents, memo) in enumerate(rows):
        start = [date(2026, 1, 1) + timedelta(days=day), f"INV-{number:03}", memo]
        amount = cents / 100
        money = {
            "debit_credit": [amount, None] if cents > 0 else [None, -amount],
            "signed": [amount],
            "direction": ["借" if cents > 0 else "贷", abs(amount)],
        }[layout]
        cells.append([*start, *money])
    return [headings, *cells]


def as_texts(cells, style: str, mark: str):
    """Dates and amounts as people write them; all amounts of a sheet alike."""

    def text(value) -> str:
        if isinstance(value, date):
            return f"{value:%Y-%m-%d}"
        if isinstance(value, float):
            shown = style.format(value)
            return shown.translate(str.maketrans(",.", ".,")) if mark == "," else shown
        return "" if value is None else str(value)

    return [[text(value) for value in row] for row in cells]


def with_macros(file: Path) -> Path:
    """The workbook as one with macros: another type, and a part that nobody runs."""
    sent = file.with_suffix(".xlsm")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(sent, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
            after.writestr(name, content)
        after.writestr("xl/vbaProject.bin", b"macros")
    return sent


def as_xlsb(cells) -> bytes:
    """A binary workbook, whose days are serial numbers as there."""
    first = date(1899, 12, 30)
    return xlsb(
        [[float((c - first).days) if isinstance(c, date) else c for c in row] for row in cells]
    )


def as_ods(cells) -> bytes:
    """A workbook of OpenDocument, whose days are days."""

    def cell(value) -> str:
        if isinstance(value, date):
            kind, shown = f'office:value-type="date" office:date-value="{value}"', str(value)
        elif isinstance(value, float):
            kind, shown = f'office:value-type="float" office:value="{value!r}"', str(value)
        elif not value:
            return "<table:table-cell/>"
        else:
            kind, shown = 'office:value-type="string"', escape(value)
        return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"

    return ods(*("".join(map(cell, row)) for row in cells))


def quoted(text: str, separator: str) -> str:
    special = separator in text or '"' in text
    return '"' + text.replace('"', '""') + '"' if special else text


def plain(ledger: tieout.Ledger):
    frame = ledger.entries[["date", "reference", "memo", "amount"]]
    return [tuple(row) for row in frame.itertuples(index=False)]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    rows=ROWS,
    layout=st.sampled_from(LAYOUTS),
    kind=st.sampled_from(KINDS),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(",;\t|"),
    style=st.sampled_from(STYLES),
    mark=st.sampled_from(".,"),
    above=st.integers(0, 4),
    total=st.booleans(),
)
def test_the_same_table_reads_to_the_same_ledger(
    rows, layout, kind, encoding, separator, style, mark, above, total
):
    cells = table(rows, layout)
    expected = [
        (tieout.Ledger.from_frame(frame_of(rows)).entries["date"][n], f"INV-{n:03}", memo, cents)
        for n, (_, cents, memo) in enumerate(rows)
    ]
    sent = cells if kind in NUMBERS else as_texts(cells, style, mark)
    sent = [*([f"说明 {n}"] for n in range(above)), *sent, *([["", "", "合计"]] if total else [])]
    with TemporaryDirectory() as folder:
        if kind == "csv":
            file = Path(folder) / "sent.csv"
            lines = (separator.join(quoted(text, separator) for text in row) for row in sent)
            file.write_bytes("\r\n".join(lines).encode(encoding))
        elif kind in ("xlsb", "ods"):
            file = Path(folder) / f"sent.{kind}"
            file.write_bytes((as_xlsb if kind == "xlsb" else as_ods)(sent))
        else:
            file = workbook(Path(folder) / "sent.xlsx", {"账": sent})
            file = with_macros(file) if kind == "xlsm" else file
        ledger = tieout.read(file)
    assert plain(ledger) == expected
    assert not [problem for problem in ledger.problems if problem.blocks]
    assert ("has_macros" in [problem.code for problem in ledger.problems]) == (kind == "xlsm")
    assert ledger.source.header_line == above + 1


def frame_of(rows):
    import pandas as pd

    days = [date(2026, 1, 1) + timedelta(days=day) for day, _, _ in rows]
    return pd.DataFrame({"date": days, "amount": [cents / 100 for _, cents, _ in rows]})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_mirrored_table_reads_to_the_mirrored_ledger(tmp_path, layout):
    rows = [(3, 12345, "a"), (4, -6789, "b")]
    ours, theirs = (
        tieout.read(workbook(tmp_path / f"{n}.xlsx", {"S": table(side, layout)}))
        for n, side in enumerate((rows, [(day, -cents, memo) for day, cents, memo in rows]))
    )
    assert (ours.entries["amount"] == -theirs.entries["amount"]).all()


KEPT = Path(__file__).parent / "same_table"
KEPT_ROWS = [
    (0, 123450, "销售货物"),
    (3, -99, "收到货款"),
    (9, 1, 'a "quoted" memo'),
    (40, -100000000, "Sales, net"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_what_another_program_wrote_in_another_format_is_the_same_ledger(kind, layout):
    ledger = tieout.read(KEPT / f"table.{kind}", sheet=layout)
    assert [cents for _, _, _, cents in plain(ledger)] == [cents for _, cents, _ in KEPT_ROWS]
    assert [memo for _, _, memo, _ in plain(ledger)] == [memo for _, _, memo in KEPT_ROWS]
    assert [day.date() for day, _, _, _ in plain(ledger)] == frame_of(KEPT_ROWS)["date"].tolist()
    assert ledger.entries["line"].tolist() == [3, 4, 5, 6]
    assert ledger.problems == ()
    assert [(row.line, row.why) for row in ledger.set_aside] == [(7, "total")]
