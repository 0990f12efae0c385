"""Books, sheets, names, tables, charts, pictures: on every engine."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PIL import Image

from tieout.errors import TieoutError


def test_books_are_made_saved_opened_and_closed(app, tmp_path):
    book = app.books.add()
    book.sheets[0]["A1"].value = "余额"
    book.save(tmp_path / "账.xlsx")
    assert (book.name, book.fullname) == ("账.xlsx", str(tmp_path / "账.xlsx"))
    book.close()
    assert len(app.books) == 0
    again = app.books.open(tmp_path / "账.xlsx")
    assert app.books["账.xlsx"].sheets[0]["A1"].value == "余额"
    assert app.books.active == again


def locked_workbook():
    plain, locked = BytesIO(), BytesIO()
    openpyxl.Workbook().save(plain)
    plain.seek(0)
    OOXMLFile(plain).encrypt("a word", locked)
    return locked.getvalue()


LOCKED_XLS = Path(__file__).parents[1] / "ledger" / "same_table" / "locked.xls"
LOCKED = (
    'The file "x.xlsx" is protected with a password. Remove it in Excel '
    "(File → Info → Protect Workbook), save, and open it again."
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda: b"hello", 'The file "x.xlsx" is not an Excel workbook'),
        (lambda: b"", 'The file "x.xlsx" is not an Excel workbook'),
        (locked_workbook, LOCKED),
        (LOCKED_XLS.read_bytes, LOCKED),
        (lambda: b"\xd0\xcf\x11\xe0rest", 'The workbook "x.xlsx" is damaged: '),
        (lambda: b"PK broken", 'The workbook "x.xlsx" is damaged: File is not a zip file.'),
    ],
    ids=["text", "empty", "locked", "locked xls", "damaged xls", "damaged"],
)
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(app, tmp_path, content, message):
    (tmp_path / "x.xlsx").write_bytes(content())
    with pytest.raises(TieoutError) as refused:
        app.books.open(tmp_path / "x.xlsx")
    assert refused.value.message("en").startswith(message)
    assert len(app.books) == 0


def test_sheets_come_and_go_in_order(sheet):
    book = sheet.book
    first = sheet.name
    book.sheets.add("last", after=book.sheets[-1])
    book.sheets.add("front", before=book.sheets[0])
    assert book.sheet_names == ["front", first, "last"]
    book.sheets["last"].move(before=book.sheets[0])
    assert book.sheet_names == ["last", "front", first]
    assert book.sheets["front"].index == 2
    assert "FRONT" in book.sheets
    assert "nowhere" not in book.sheets
    book.sheets["front"].delete()
    assert book.sheet_names == ["last", first]
    book.sheets["last"].activate()
    assert book.sheets.active.name == "last"


def test_a_sheet_is_hidden_and_shown(sheet):
    hidden = sheet.book.sheets.add("hidden")
    hidden.visible = False
    assert not hidden.visible
    assert sheet.visible
    hidden.visible = True
    assert hidden.visible


def test_a_sheet_is_copied_within_the_book(sheet):
    sheet["A1"].value = [["x", 1], ["y", "=B1*2"]]
    sheet["A1:B1"].color = (1, 2, 3)
    sheet["A1"].column_width = 33
    sheet["A4:B4"].merge()
    sheet["A1:B2"].conditional_formats.add_custom("=$B1>0", fill_color="#ff0000")
    copied = sheet.copy(name="copy")
    assert copied["A1:B2"].formula == (("x", "1"), ("y", "=B1*2"))
    assert copied["B1"].color == (1, 2, 3)
    assert copied["A1"].column_width == pytest.approx(33, abs=0.3)
    assert copied["A4"].merge_area.address == "$A$4:$B$4"
    assert len(copied["A1"].conditional_formats) == 1
    copied["A1"].value = "other"
    assert sheet["A1"].value == "x"


def test_a_sheet_is_copied_into_another_book(app, sheet):
    sheet["A1"].value = [["金额", 1.5], ["y", "=B1*2"]]
    sheet["B1"].number_format = '#,##0.00"元"'
    sheet["A1"].font.bold = True
    sheet["A1:B1"].borders.set("all", line_style="continuous")
    sheet["A2"].data_validation.set_list(["a", "b"])
    sheet["A2"].add_note("note")
    sheet.page_setup.print_area = "A1:B2"
    other = app.books.add()
    other.sheets[0]["A1"].font.italic = True
    copied = sheet.copy(after=other.sheets[0], name="into")
    assert other.sheet_names == [other.sheets[0].name, "into"]
    assert copied["A1:B2"].formula == (("金额", "1.5"), ("y", "=B1*2"))
    assert copied["B1"].number_format == '#,##0.00"元"'
    assert (copied["A1"].font.bold, copied["A1"].font.italic) == (True, False)
    assert copied["A1"].borders["edge_top"].line_style == "continuous"
    assert copied["A2"].data_validation.type == "list"
    assert copied["A2"].note.text == "note"
    assert copied.page_setup.print_area == "$A$1:$B$2"


def test_names_of_the_book_and_of_a_sheet(sheet):
    book = sheet.book
    sheet["B2:B9"].name = "amounts"
    sheet.names.add("local", f"={sheet.name}!$C$3")
    assert book.names["amounts"].refers_to_range.address == "$B$2:$B$9"
    assert sheet["amounts"].address == "$B$2:$B$9"
    assert sheet["B2:B9"].name.name == "amounts"
    assert "amounts" in book.names
    assert "nothing" not in book.names
    assert sheet.names["local"].refers_to_range.address == "$C$3"
    book.names["amounts"].refers_to = f"={sheet.name}!$D$4"
    assert book.names["amounts"].refers_to_range.address == "$D$4"
    book.names["amounts"].delete()
    assert "amounts" not in book.names


def test_a_name_may_be_written_before_the_sheet_has_that_name(app):
    book = app.books.add()
    book.names.add("later", "='Next month'!$A$1:$K$7")
    book.sheets.add("Other").name = "Next month"
    found = book.names["later"].refers_to_range
    assert (found.sheet.name, found.address) == ("Next month", "$A$1:$K$7")


def test_a_chart_is_made_placed_and_named(sheet):
    sheet["A1"].value = [["cause", "sum"], ["a", 1], ["b", 2]]
    chart = sheet.charts.add(100, 50, 300, 200, "bar_clustered", sheet["A1:B3"], name="causes")
    chart.title = "原因"
    assert [c.name for c in sheet.charts] == ["causes"]
    assert sheet.charts["causes"].title == "原因"
    assert (chart.left, chart.top) == (pytest.approx(100, abs=1), pytest.approx(50, abs=1))
    assert (chart.width, chart.height) == (pytest.approx(300, abs=1), pytest.approx(200, abs=1))
    assert len(chart.series) == 1
    chart.legend.visible = False
    chart.delete()
    assert len(sheet.charts) == 0


def test_a_picture_is_placed(sheet, tmp_path):
    Image.new("RGB", (200, 100), (255, 0, 0)).save(tmp_path / "logo.png")
    picture = sheet.pictures.add(tmp_path / "logo.png", left=10, top=20, width=100, name="logo")
    assert (picture.left, picture.top) == (pytest.approx(10, abs=1), pytest.approx(20, abs=1))
    assert picture.height == pytest.approx(50, abs=1)
    assert "logo" in sheet.pictures
    sheet.pictures["logo"].delete()
    assert len(sheet.pictures) == 0


def test_how_a_sheet_scrolls_and_prints(sheet):
    sheet.freeze_panes.freeze_at(sheet["1:2"])
    sheet.freeze_panes.unfreeze()
    sheet.show_gridlines = False
    assert sheet.show_gridlines is False
    sheet.page_setup.print_area = "A1:C9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    sheet.page_setup.print_area = None
    assert not sheet.page_setup.print_area


def test_how_a_sheet_is_looked_at_is_kept_in_the_file(app, tmp_path):
    made = openpyxl.Workbook()
    for number, sheet in enumerate((made.active, made.create_sheet("二")), 1):
        sheet.append(["日期", "金额"])
        sheet.freeze_panes = f"B{number + 1}"
        sheet.sheet_view.showGridLines = number == 1
        sheet.sheet_view.zoomScale = 80 + number
    made.active = 1
    made.save(tmp_path / "made.xlsx")
    before = _views(tmp_path / "made.xlsx")
    book = app.books.open(tmp_path / "made.xlsx")
    book.sheets[0]["A2"].value = 1
    copied = book.sheets["二"].copy(after=app.books.add().sheets[0], name="copied")
    copied.book.save(tmp_path / "copy.xlsx")
    book.save()
    assert _views(tmp_path / "made.xlsx") == before
    assert _views(tmp_path / "copy.xlsx")[1]["copied"][:2] == ("B3", False)


def _views(file):
    """The sheet in front, and of each sheet what stays, whether its grid is shown and how large."""
    book = openpyxl.load_workbook(file)
    views = {sheet.title: (sheet.freeze_panes, sheet.sheet_view) for sheet in book}
    return book.active.title, {
        name: (frozen, view.showGridLines in (None, True), view.zoomScale)
        for name, (frozen, view) in views.items()
    }


def test_an_application_has_the_switches_procedures_use(app, sheet):
    with app.properties(screen_updating=False, calculation="manual", display_alerts=False):
        sheet["A1"].value = 1
        assert app.calculation == "manual"
    assert app.calculation == "automatic"
    app.status_bar = "对账"
    assert app.status_bar == "对账"
    app.status_bar = False
