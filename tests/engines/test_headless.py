"""What is the headless engine's own: opening, saving, speed, and what it says it cannot do."""

import time

import pytest
import xlwings as xw
from tests.engines.counting import counted

from tieout.engines import headless
from tieout.errors import TieoutError


@pytest.fixture
def app():
    with headless.app() as opened:
        yield opened


def test_a_kind_of_file_that_cannot_be_written_is_refused(app, tmp_path):
    with pytest.raises(TieoutError) as refused:
        app.books.add().save(tmp_path / "x.csv")
    assert refused.value.message("en") == (
        'Cannot save as "x.csv": only .xlsx, .xlsm, .xltx, .xltm files can be written. Please choose another extension.'
    )


def test_a_failed_save_leaves_the_old_file_and_nothing_beside_it(app, tmp_path):
    path = tmp_path / "x.xlsx"
    book = app.books.add()
    book.save(path)
    before = path.read_bytes()
    book.sheets[0]["A1"].value = "'" + "x" * 32_768
    with pytest.raises(TieoutError) as refused:
        book.save()
    assert refused.value.message("en") == (
        "The text in cell A1 has 32768 characters; Excel holds at most 32767. Please shorten it and try again."
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_cannot_print(app, tmp_path):
    with pytest.raises(TieoutError) as refused:
        app.books.add().to_pdf(tmp_path / "x.pdf")
    assert refused.value.message("zh") == (
        "工作簿“Book1”没有打开任何表格程序，无法打印成 PDF。请在 Excel 或 LibreOffice 中打开后导出 PDF。"
    )


def test_what_is_not_there_is_named(app):
    with pytest.raises(TieoutError) as refused:
        app.books.add().sheets[0]["A1"].characters  # noqa: B018
    assert refused.value.message("en") == (
        "The headless engine does not do Range.characters. Please do this step in Excel."
    )


def test_applications_nest_and_close_their_own_books(app):
    outer = app.books.add()
    with headless.app() as inner:
        inner.books.add()
        assert xw.apps.active == inner
        assert len(app.books) == 1
    assert len(inner.books) == 0
    assert xw.apps.active == app
    assert app.books.active == outer


def test_control_characters_survive_saving(app, tmp_path):
    book = app.books.add()
    book.sheets[0]["A1"].value = "a\x01b\tc\nd  "
    book.save(tmp_path / "x.xlsx")
    book.close()
    assert app.books.open(tmp_path / "x.xlsx").sheets[0]["A1"].value.endswith("b\tc\nd  ")


def test_calls_are_counted_and_do_not_grow_with_the_rows(app):
    def calls(rows):
        with counted(app) as (watched, count):
            sheet = watched.books.add().sheets[0]
            sheet["A1"].value = [[float(row), "text"] for row in range(rows)]
            cells = sheet["A1"].resize(rows, 2)
            cells.number_format = "0.00"
            cells.conditional_formats.add_custom("=$A1>1", fill_color="#FF0000")
            assert cells.value[1] == [1.0, "text"]
            watched.books.active.close()
            return count

    few, many = calls(10), calls(1000)
    assert few == many
    assert few["Range.raw_value"] == 2
    assert few.total() > 10


def test_one_call_a_cell_is_counted_a_cell_at_a_time(app):
    with counted(app) as (watched, count):
        sheet = watched.books.add().sheets[0]
        for row in range(1, 8):
            sheet[f"A{row}"].value = row
    assert count["Range.raw_value"] == 7


@pytest.mark.slow
def test_thirty_thousand_rows_take_seconds(app, tmp_path):
    rows = [[float(row * column) for column in range(9)] + [f"单据{row}"] for row in range(30_000)]
    sheet = app.books.add().sheets[0]
    start = time.process_time()
    sheet["A1"].value = rows
    written = time.process_time()
    assert sheet["A1:J30000"].value[-1] == rows[-1]
    read = time.process_time()
    assert written - start < 8
    assert read - written < 8
