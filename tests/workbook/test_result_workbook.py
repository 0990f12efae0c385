"""The workbook of two plain files: live, adding up to the cent, and honest about what it cannot say."""

import os
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.benchmarks.two_sided import generate
from tests.office import needs_office, recalculated
from tests.workbook.samples import (
    OURS_EN,
    OURS_ZH,
    THEIRS_EN,
    THEIRS_ZH,
    files,
    rendered,
)

from tieout.errors import TieoutError
from tieout.procedures import reconcile_files
from tieout.progress import CancelledError
from tieout.texts import Language
from tieout.workbook import ledger_copy

EXPECTED = Path(__file__).parent / "expected"
SAMPLES: dict[Language, tuple[str, str]] = {
    "zh": (OURS_ZH, THEIRS_ZH),
    "en": (OURS_EN, THEIRS_EN),
}


def made(folder: Path, ours: str, theirs: str, language: Language = "en") -> Path:
    """The result workbook of two ledgers."""
    target = folder / "result.xlsx"
    reconcile_files(*files(folder, ours, theirs), target, language=language)
    return target


def cells(workbook: Path, sheet: str, *, values: bool = True) -> dict[str, object]:
    """The filled cells of a sheet by address."""
    found = openpyxl.load_workbook(workbook, data_only=values)[sheet]
    return {c.coordinate: c.value for row in found.iter_rows() for c in row if c.value is not None}


def beside(shown: dict[str, object], label: str, column: str) -> object:
    """The value of a column in the line of a label."""
    row = next(
        address[1:] for address, value in shown.items() if value == label and address[0] == "A"
    )
    return shown[f"{column}{row}"]


def verdicts(workbook: Path, sheet: str = "Reconciliation") -> list[str]:
    """The sentences that begin with a verdict's sign, above the first table."""
    return [
        str(value)
        for address, value in cells(workbook, sheet).items()
        if address[0] == "A" and str(value)[:1] in "✔○✖" and len(str(value)) > 25
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@needs_office[0]
@needs_office[1]
def test_a_real_spreadsheet_calculates_what_every_formula_was_said_to_give(
    tmp_path: Path, language: Language
) -> None:
    workbook = made(tmp_path, *SAMPLES[language], language)
    said = openpyxl.load_workbook(workbook, data_only=True)
    formulas = openpyxl.load_workbook(workbook)
    calculated = recalculated(workbook, tmp_path)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                found = calculated[sheet.title][cell.coordinate].value
                expected = said[sheet.title][cell.coordinate].value
                if isinstance(expected, (int, float)):
                    expected = pytest.approx(expected, abs=1e-9)
                assert found == expected, f"{sheet.title}!{cell.coordinate} {cell.value}"
    assert count > 100


@pytest.mark.slow
@needs_office[0]
@needs_office[1]
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_differences_beside_the_lines_add_up_to_the_difference_of_the_ledgers(
    tmp_path: Path, mirrored: bool
) -> None:
    paths = written(tmp_path, rows=400, mirrored=mirrored)
    result = reconcile_files(*paths, tmp_path / "result.xlsx", language="en")
    book = recalculated(tmp_path / "result.xlsx", tmp_path)
    amounts = {side: column_of(book[side], "Amount") for side in ("Our books", "Their books")}
    differences = [amount for side in amounts for amount in column_of(book[side], "Difference")]
    sign = -1 if mirrored else 1
    expected = round(sum(amounts["Our books"]) * 100) - sign * round(
        sum(amounts["Their books"]) * 100
    )
    assert round(sum(differences) * 100) == expected == result.totals.difference
    shown = {c.coordinate: c.value for row in book["Reconciliation"].iter_rows() for c in row}
    assert round(float(beside(shown, "Total", "E")) * 100) == expected  # type: ignore[arg-type]
    assert beside(shown, "Unexplained", "E") == 0


def written(folder: Path, *, rows: int, mirrored: bool = False) -> tuple[Path, Path]:
    """Generated ledgers as CSV files."""
    data = generate(rows, seed=5, language="en", mirrored=mirrored)
    paths = folder / "ours.csv", folder / "theirs.csv"
    names = {"date": "Date", "reference": "Document No", "memo": "Description", "amount": "Amount"}
    for frame, path in zip(data.in_major_units(), paths, strict=True):
        frame[list(names)].rename(columns=names).to_csv(path, index=False)
    return paths


def column_of(sheet: object, heading: str) -> list[float]:
    """The numbers under a heading in the first row."""
    rows = list(sheet.iter_rows(values_only=True))  # type: ignore[attr-defined]
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:] if row[place] is not None]


@pytest.mark.slow
@needs_office[0]
@needs_office[1]
def test_a_changed_status_moves_its_sum_and_a_changed_amount_is_told(tmp_path: Path) -> None:
    workbook = made(tmp_path, OURS_ZH, THEIRS_ZH, "zh")
    book = openpyxl.load_workbook(workbook)
    ledger = book["我方账"]
    (line,) = (row for row in range(4, 12) if ledger.cell(row, 3).value == "FP1005")
    assert ledger.cell(line, 8).value == "○ 未达账项"
    ledger.cell(line, 8).value = "✖ 漏记"
    book.save(tmp_path / "status.xlsx")
    shown = plain(recalculated(tmp_path / "status.xlsx", tmp_path), "对账结果")
    assert beside(shown, "✖ 漏记", "E") == 700
    assert beside(shown, "○ 未达账项", "E") == 500
    assert beside(shown, "未查明", "E") == 0
    ledger.cell(line, 5).value = 800
    book.save(tmp_path / "amount.xlsx")
    shown = plain(recalculated(tmp_path / "amount.xlsx", tmp_path), "对账结果")
    assert beside(shown, "未查明", "E") == 100
    assert "✖ 有 100.00 未查明，尚未调平。" in shown.values()


def plain(book: openpyxl.Workbook, sheet: str) -> dict[str, object]:
    """The cells of a sheet of an open workbook."""
    return {c.coordinate: c.value for row in book[sheet].iter_rows() for c in row}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_is_as_it_was_agreed(tmp_path: Path, language: Language) -> None:
    text = rendered(made(tmp_path, *SAMPLES[language], language))
    text = "\n".join(line for line in text.splitlines() if '"at":' not in line) + "\n"
    expected = EXPECTED / f"sample_{language}.txt"
    if os.environ.get("TIEOUT_GOLDEN") == "write":
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


DANGEROUS = (
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@SUM(1)",
    '=HYPERLINK("http://x","y")',
    "<r>bold</r>",
    "_x0041_ & <b>",
    "\tTab",
    "'quoted",
)


def test_a_text_of_a_ledger_stays_a_text(tmp_path: Path) -> None:
    ours = "Date,Document No,Description,Customer,Amount,Remark\n"
    for text in DANGEROUS:
        quoted = '"' + text.replace('"', '""') + '"'
        ours += f"2026-03-01,{quoted},{quoted},{quoted},5.00,{quoted}\n"
    workbook = made(tmp_path, ours, ours.replace("5.00", "7.00"))
    book = openpyxl.load_workbook(workbook)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert not [
        formula for formula in formulas for text in DANGEROUS if text.strip() in str(formula)
    ]
    read = CalamineWorkbook.from_path(workbook)
    for side in LEDGERS:
        _, *rows = read.get_sheet_by_name(side).to_python()
        assert [row[5] for row in rows] == list(DANGEROUS)


LEDGERS = ("Our books", "Their books")
EMPTY = "Date,Document No,Amount\n"
ONE = "Date,Document No,Amount\n2026-03-01,INV-1,5.00\n"
OTHER = "Date,Document No,Amount\n2026-03-02,INV-1,5.00\n"
UNREAD = "Date,Document No,Amount\n2026-03-01,INV-1,5.00\n2026-03-02,INV-2,l2x\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "begins"),
    [
        (ONE, OTHER, "✔"),
        (ONE, ONE, "✖"),
        (ONE, EMPTY, "✖"),
        (EMPTY, ONE, "✖"),
        (EMPTY, EMPTY, "✖"),
        (ONE, UNREAD, "✖"),
    ],
)
def test_the_verdict_is_a_tick_only_where_the_figures_can_be_trusted(
    tmp_path: Path, ours: str, theirs: str, begins: str
) -> None:
    workbook = made(tmp_path, ours, theirs)
    assert [verdict[0] for verdict in verdicts(workbook)[:1]] == [begins]
    statement = verdicts(workbook, "Reconciliation statement")
    assert all(verdict[0] == begins for verdict in statement)


def test_what_could_not_be_read_is_said_beside_its_line_and_on_the_result_sheet(
    tmp_path: Path,
) -> None:
    workbook = made(tmp_path, ONE, UNREAD)
    reason = cells(workbook, "Their books")["G3"]
    assert str(reason).startswith("⚠ ")
    assert "l2x" in str(reason)
    assert any(
        "l2x" in str(value) and str(value).startswith("✖")
        for value in cells(workbook, "Reconciliation").values()
    )


def test_an_opening_difference_is_part_of_what_is_explained(tmp_path: Path) -> None:
    theirs = THEIRS_ZH.replace("10000.00,10000.00", "10000.00,9900.00")
    lines = theirs.splitlines()
    running = [
        line.rsplit(",", 1)[0] + f",{float(line.rsplit(',', 1)[1]) - 100:.2f}" for line in lines[2:]
    ]
    workbook = made(tmp_path, OURS_ZH, "\n".join([*lines[:2], *running]) + "\n", "zh")
    shown = cells(workbook, "对账结果")
    assert beside(shown, "期初余额", "E") == 100
    assert beside(shown, "✖ 期初不符", "E") == 100
    assert beside(shown, "待说明的差额", "E") == 1389.95
    assert beside(shown, "未查明", "E") == 0


def test_balances_that_no_ledger_states_are_not_shown(tmp_path: Path) -> None:
    shown = cells(made(tmp_path, ONE, OTHER), "Reconciliation")
    for label, column in product(("Opening balance", "Closing balance"), "CDE"):
        assert beside(shown, label, column) == "not stated"


def test_rows_that_are_no_entries_say_so_and_count_nothing(tmp_path: Path) -> None:
    shown = cells(made(tmp_path, OURS_ZH, THEIRS_ZH, "zh"), "我方账")
    assert (shown["H4"], shown["K4"]) == ("· 不是账项", "期初余额行")
    assert (shown["H11"], shown["K11"]) == ("· 不是账项", "小计行")
    assert "J4" not in shown


def test_a_ledger_beyond_a_sheet_is_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_copy, "SHEET_ROWS_MAX", 2)
    with pytest.raises(TieoutError) as error:
        made(tmp_path, UNREAD, ONE)
    assert error.value.message("en") == (
        "ours.csv has 3 rows and 3 columns; a sheet holds 2 rows and 16,379 columns. Split the "
        "ledger by period or customer, or ask for the result with --json only."
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.csv", "theirs.csv"]


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    target = made(tmp_path, ONE, OTHER)
    before = target.read_bytes()

    def cancel(step: str, share: float) -> None:
        if step == "writing" and share > 0:
            raise CancelledError

    with pytest.raises(CancelledError):
        reconcile_files(*files(tmp_path, ONE, ONE), target, progress=cancel)
    assert target.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


def test_without_a_target_nothing_is_written(tmp_path: Path) -> None:
    result = reconcile_files(*files(tmp_path), None)
    assert result.totals.difference == 128995
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.csv", "theirs.csv"]
