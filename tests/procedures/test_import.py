"""A file becomes a ledger sheet that reads as the file does, on files and in LibreOffice."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.both_engines import Engine

from tieout.assets import asset
from tieout.ledger.ledger import COLUMNS
from tieout.ledger.reading import understand
from tieout.procedures import reconcile
from tieout.procedures.importing import import_ledger

PLAIN = """客户,日期,单号,摘要,借方,贷方
长江公司,05/03/2026,00123,=A1 货款,"1,200.50",
长江公司,25/03/2026,1-2,退回,,"(300)"
长江公司,26/03/2026,3E5,,12.00,
,合计,,,1212.50,-300
"""


def read_back(sheet):
    import pandas as pd

    last = sheet.used_range.last_cell
    cells = pd.DataFrame(
        sheet.range((1, 1), (last.row, last.column)).options(ndim=2).value, dtype=object
    )
    return understand(cells.where(cells.notna() & (cells != ""), None), file="x", sheet=sheet.name)


@pytest.mark.in_office
def test_dates_and_amounts_are_such_and_references_stay_texts(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "三月:长江.csv"
    file.write_text(PLAIN, encoding="gb18030")
    with engine.app() as app:
        sheet, ledger = import_ledger(app.books.add(), file)
        assert sheet.name == "三月 长江"
        assert sheet["B2:F3"].value == [
            [datetime(2026, 3, 5), "00123", "=A1 货款", 1200.5, None],
            [datetime(2026, 3, 25), "1-2", "退回", None, -300.0],
        ]
        assert sheet["C4"].value == "3E5"
        assert sheet["E2"].number_format == "#,##0.00"
        assert read_back(sheet).entries.equals(ledger.entries)
        again, _ = import_ledger(sheet.book, file)
        assert again.name == "三月 长江 (2)"


@pytest.mark.parametrize(
    "names",
    [
        ("zh/我方应收账款明细账.xlsx", "zh/对方应付账款明细账.xlsx"),
        ("en/Our receivables.xlsx", "en/Their supplier account.csv"),
    ],
    ids=["zh", "en"],
)
def test_both_samples_are_imported_and_reconcile(engine: Engine, names: tuple[str, str]) -> None:
    with engine.app() as app:
        book = app.books.add()
        for name in names:
            sheet, ledger = import_ledger(book, asset("samples", name))
            columns = list(COLUMNS)
            assert read_back(sheet).entries[columns].equals(ledger.entries[columns])
        result = reconcile(book)
        assert result.totals.unexplained == 0
        assert len(result.matches) > 100


def test_what_cannot_be_read_stays_as_it_was_written(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("date,reference,amount\n2026-01-05,A,1.234\n2026-01-06,B,\n")
    with engine.app() as app:
        sheet, ledger = import_ledger(app.books.add(), file)
        assert ledger.problems
        assert sheet["C2:C3"].value == ["1.234", None]
        assert [p.code for p in read_back(sheet).problems] == [p.code for p in ledger.problems]
