"""What people write on our sheets, beside our tables, stays with its entry when the sheets are made anew."""

import pytest
from tests.both_engines import Engine
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS

from tieout.procedures import rerun, settle


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")


def row_of(sheet, reference: str) -> int:
    """The row of a sheet on which a document number stands."""
    rows = sheet.used_range.value
    return next(at for at, row in enumerate(rows, start=1) if reference in row)


# In LibreOffice it does the same; there it takes ten times as long.
@pytest.mark.parametrize("engine", ["headless"], indirect=True)
def test_it_follows_its_entry_and_what_has_no_entry_any_more_stands_below(engine: Engine, tmp_path):
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path, OURS, THEIRS))
        rerun(book, language="zh")
        items = book.sheets["未清项"]
        width = items.used_range.last_cell.column
        for reference, note in (("FP1006", "已电话催"), ("HK77", "'00123"), ("FP1005", "本月到")):
            items.range((row_of(items, reference), width + 1)).value = note
        first = row_of(items, "FP1006")
        items.range((first, width + 2)).value = f"=H{first}*2"
        items.range((items.used_range.last_cell.row + 2, 1)).value = "王会计已阅"
        book.sheets["余额调节表"].range("Z3").value = "复核：李"
        ours = book.sheets["我方"]
        ours.range("2:2").insert("down")
        ours.range("A2:D2").value = ["2026-02-27", "FP0001", "销售", 44]
        settle(book, [8], [7], reason="fee")
        items = book.sheets["未清项"]
        assert items.range((row_of(items, "FP1006"), width + 1)).value == "已电话催"
        assert items.range((row_of(items, "HK77"), width + 1)).value == "00123"
        now = row_of(items, "FP1006")
        assert items.range((now, width + 2)).formula.replace("$", "") == f"=H{now}*2"
        below = [
            [cell for cell in row if cell is not None]
            for row in items.used_range.value[row_of(items, "HK77") :]
        ]
        assert [row for row in below if row] == [["王会计已阅"], ["本月到"]]
        assert book.sheets["余额调节表"].range("Z3").value == "复核：李"
        before = [sheet.used_range.value for sheet in book.sheets if sheet.visible]
        rerun(book, language="zh")
        assert [sheet.used_range.value for sheet in book.sheets if sheet.visible] == before
