"""What only a spreadsheet program does: calculate, print, and be there or not."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from tieout.engines import headless
from tieout.errors import TieoutError

RED = (255, 0, 0)


@pytest.fixture
def sheet(shared_calc):
    book = shared_calc.books.add()
    yield book.sheets[0]
    book.close()


@pytest.mark.calc
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
class TestWithOffice:
    def test_formulas_are_calculated_and_follow_a_change(self, sheet):
        sheet["A1"].value = [[1.5], [2]]
        sheet["B1"].formula = '=SUM(A1:A2)&"元"'
        sheet["B2"].formula = "=IF(A1>1,TRUE,FALSE)"
        sheet["B3"].formula = "=1/0"
        sheet["B4"].formula = '=IF(A1>1,"","x")'
        assert sheet["B1:B2"].value == ["3.5元", True]
        assert sheet["B3"].options(err_to_str=True).value == "#DIV/0!"
        sheet["A1"].value = 3
        assert sheet["B1"].value == "5元"
        assert sheet["B4"].value is None

    def test_a_table_stays_when_the_sheet_after_its_own_is_deleted(self, sheet):
        sheet["A1:B3"].value = [["a", "b"], [1, 2], [3, 4]]
        sheet.tables.add(sheet["A1:B3"], name="kept")
        after = sheet.book.sheets.add("after", after=sheet)
        sheet.book.sheets.add("last", after=after)
        after.delete()
        assert [(table.name, table.range.address) for table in sheet.tables] == [
            ("kept", "$A$1:$B$3")
        ]

    def test_a_workbook_open_in_another_program_is_refused_with_what_to_do(
        self, shared_calc, tmp_path
    ):
        file = tmp_path / "book.xlsx"
        shared_calc.books.add().save(file)
        shared_calc.books[0].close()
        for mark in (".~lock.book.xlsx#", "~$book.xlsx"):
            lock = tmp_path / mark
            lock.write_text(",li,accounts-pc,28.11.2026 09:00,file:///home/li/office;")
            with pytest.raises(TieoutError) as refused:
                shared_calc.books.open(file)
            assert refused.value.message("en") == (
                'The workbook "book.xlsx" is open in another program. Please save and close it there, '
                f"then try again; if no program has it open, delete {mark} in the same folder."
            )
            lock.unlink()
        shared_calc.books.open(file).close()

    def test_a_formula_reads_the_same_in_both_engines(self, sheet):
        other = sheet.book.sheets.add("It's 账")
        formulas = [
            f"=SUM({sheet.name}!$A$1:B2,3)",
            '=IFERROR(VLOOKUP("a;b",A:B,2,FALSE),0)',
            "=SUM({1,2;3,4})",
            "=SUMIFS(Sheet1!C:C,Sheet1!A:A,$A2)",
            "='It''s 账'!A9",
            '=TEXT(B1,"#,##0.00;-0")',
            "=-A9%^2",
        ]
        for row, formula in enumerate(formulas, 1):
            other[f"C{row}"].formula = formula
        assert [cells[0] for cells in other[f"C1:C{len(formulas)}"].formula] == formulas

    def test_a_book_is_printed_sheet_by_sheet_or_whole(self, sheet, tmp_path):
        sheet["A1"].value = "余额"
        sheet.page_setup.print_area = "A1:B2"
        second = sheet.book.sheets.add("second", after=sheet)
        second["A1"].formula = f'=HYPERLINK("#\'{sheet.name}\'!A1","two")'
        sheet.book.to_pdf(tmp_path / "all.pdf")
        second.to_pdf(tmp_path / "second.pdf")
        assert sheet.visible
        assert sheet.page_setup.print_area == "$A$1:$B$2"
        assert _text(tmp_path / "all.pdf").split() == ["余额", "two"]
        assert _text(tmp_path / "second.pdf").split() == ["two"]

    def test_conditional_colours_are_seen_in_print_and_change_with_the_cells(
        self, shared_calc, sheet, tmp_path
    ):
        sheet["A1"].value = [["x", 1], ["y", 2], ["x", 3]]
        sheet["A1:B3"].conditional_formats.add_custom('=$A1="x"', fill_color=RED)
        other = shared_calc.books.add().sheets[0]
        other["A1"].conditional_formats.add_custom("=FALSE", fill_color=RED)
        copied = sheet.copy(after=other, name="copy")
        sheet.book.to_pdf(tmp_path / "with.pdf")
        copied.to_pdf(tmp_path / "copy.pdf")
        sheet["A1:A3"].value = "y"
        sheet.book.to_pdf(tmp_path / "without.pdf")
        assert _has_red(tmp_path / "with.pdf")
        assert _has_red(tmp_path / "copy.pdf")
        assert not _has_red(tmp_path / "without.pdf")
        copied.book.close()

    def test_rules_of_a_file_are_seen_on_a_sheet_copied_from_it(self, shared_calc, sheet, tmp_path):
        with headless.app() as app:
            book = app.books.add()
            book.sheets[0]["A1"].value = "xyz"
            book.sheets[0]["A1"].conditional_formats.add_custom('=LEFT($A1,1)="x"', fill_color=RED)
            book.save(tmp_path / "made.xlsx")
        made = shared_calc.books.open(tmp_path / "made.xlsx")
        copied = made.sheets[0].copy(after=sheet, name="copy")
        made.close()
        copied.to_pdf(tmp_path / "copy.pdf")
        assert _has_red(tmp_path / "copy.pdf")

    def test_what_headless_saved_is_calculated_alike(self, shared_calc, tmp_path):
        with headless.app() as app:
            book = app.books.add()
            cells = book.sheets[0]
            cells["A1"].value = [["k", "n"], ["a", 1], ["b", 2.5], ["'=x", -4]]
            cells["D1"].formula = '=SUMIFS(B2:B4,A2:A4,"b")+TEXTJOIN("",TRUE,B2)'
            cells["A2:B4"].conditional_formats.add_custom("=$B2<0", fill_color="#FF0000")
            cells["A2:A4"].data_validation.set_list(["a", "b"])
            book.save(tmp_path / "made.xlsx")
        book = shared_calc.books.open(tmp_path / "made.xlsx")
        cells = book.sheets[0]
        assert cells["A1:B4"].value == [["k", "n"], ["a", 1.0], ["b", 2.5], ["=x", -4.0]]
        assert cells["D1"].value == 3.5
        assert cells["A3"].conditional_formats[0].formula == "=$B2<0"
        assert cells["A3"].conditional_formats[0].fill_color == (255, 0, 0)
        assert cells["A3"].data_validation.source == ("a", "b")
        book.close()

    def test_a_copy_from_another_workbook_leaves_the_sheet_in_front(self, sheet):
        sheet.show_gridlines = False
        other = sheet.book.app.books.add()
        front = other.sheets.active.name
        sheet.copy(after=other.sheets[0], name="copied").name = "named anew"
        assert other.sheets.active.name == front
        assert not other.sheets["named anew"].show_gridlines
        other.close()

    def test_an_office_is_ended_when_python_is_killed(self):
        code = "import sys, time; from tieout.engines.calc.bridge import Office; o = Office(); print(o.pid, flush=True); time.sleep(60)"
        python = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        office = int(python.stdout.readline())
        python.kill()
        python.wait()
        python.stdout.close()
        assert any(_gone(office) for _ in range(50))


def _gone(process):
    time.sleep(0.1)
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] == "Z"
    except OSError:
        return True


def _has_red(pdf):
    subprocess.run(["pdftoppm", "-png", "-r", "40", pdf, pdf.with_suffix("")], check=True)
    page = Image.open(next(pdf.parent.glob(f"{pdf.stem}-*.png"))).convert("RGB")
    return any(color == RED and count > 20 for count, color in page.getcolors(100_000))


def _text(pdf):
    return subprocess.run(
        ["pdftotext", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout


def test_without_libreoffice_there_is_one_sentence(monkeypatch):
    from tieout.engines.calc import bridge

    monkeypatch.setattr(bridge, "load_uno", lambda: sys)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(TieoutError) as refused:
        bridge.Office()
    assert refused.value.message("en") == (
        "LibreOffice (soffice) was not found. Please install LibreOffice, or do without the calc engine."
    )


def test_without_its_python_interface_there_is_one_sentence(monkeypatch):
    from tieout.engines.calc import bridge

    monkeypatch.setattr(bridge, "_PLACES", ())
    monkeypatch.delitem(sys.modules, "uno", raising=False)
    path = list(sys.path)
    with pytest.raises(TieoutError) as refused:
        bridge.load_uno()
    assert refused.value.message("zh") == (
        "没有找到 LibreOffice 的 Python 接口（uno）。请安装 python3-uno 后重试。"
    )
    assert sys.path == path
