"""Templates belong to the accountant: edited ones are filled as they are, wrong ones say where."""

import re
import shutil
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.pagebreak import Break
from tests.statements.drawing import draw_all
from tests.statements.samples import OURS, sample

from tieout.errors import TieoutError
from tieout.statements.two_sided import StatementHeading, two_sided_statement
from tieout.statements.writing import two_sided_template, write_statement

HEADING = StatementHeading(our_name=OURS, number="7")


@pytest.fixture
def template(tmp_path):
    return shutil.copy(two_sided_template("zh"), tmp_path / "mine.xlsx")


def edited(template, change):
    """The template after an accountant's change in their spreadsheet program."""
    book = openpyxl.load_workbook(template)
    change(book, book.worksheets[0])
    book.save(template)
    return template


def filled(template):
    file = template.with_name("filled.xlsx")
    write_statement(two_sided_statement(sample(), HEADING), template, file, "zh")
    return openpyxl.load_workbook(file)


def message(template, language="zh"):
    with pytest.raises(TieoutError) as error:
        filled(template)
    return error.value.message(language)


def found(sheet, value):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_the_committed_templates_are_those_the_drawing_makes(tmp_path):
    for drawn in draw_all(tmp_path):
        committed = two_sided_template("zh").with_name(drawn.name)
        assert _parts(drawn) == _parts(committed), (
            f"{drawn.name}: python -m tests.statements.drawing"
        )


def _parts(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_columns_rows_and_words_may_be_moved(template):
    def change(book, sheet):
        sheet["A25"] = "本公司自定的话：{{ customer }} 欠 {{ our_closing }}"
        sheet["N8"] = "=SUM(E10:E10)"
        sheet.row_breaks.append(Break(id=11))
        book.create_sheet("说明")["A1"] = "{{ untouched }}"

    book = filled(edited(template, change))
    sheet = book.worksheets[0]
    assert found(sheet, "本公司自定的话：宁波海川机电设备有限公司 欠 16,102.50")
    assert book["说明"]["A1"].value == "{{ untouched }}"
    # The page ends where the accountant wants it, with its sums.
    assert sheet["N8"].value == "=SUBTOTAL(9,E10:E15)"
    assert sheet.row_breaks.brk[0].id == 18
    assert [sheet.cell(row, 1).value for row in (17, 18, 19)] == ["本页合计", "过次页", "承前页"]


def test_a_repeating_row_with_a_column_more_grows_there_too(template):
    def change(book, sheet):
        sheet["M10"] = "{{ our_document }} / {{ their_document }}"
        book.defined_names["matched_rows"].attr_text = "'往来对账单'!$A$10:$M$10"

    sheet = filled(edited(template, change)).worksheets[0]
    assert [sheet.cell(row, 13).value for row in (10, 11)] == [
        "XS-1001 / XS-1001",
        "XS-1002 / XS-1002",
    ]


def test_several_rows_may_repeat_together(template):
    def change(book, sheet):
        sheet.insert_rows(11)
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row >= 11:
                merged.shift(row_shift=1)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = None
        sheet["C11"] = "{{ our_memo }}"
        sheet["E11"] = "=E10-F10"
        sheet.merge_cells("C11:D11")
        sheet["E12"] = "=SUM(E10:E10)"
        names = book.defined_names
        for name in names.values():
            name.attr_text = re.sub(
                r"\d+", lambda row: str(int(row[0]) + (int(row[0]) > 10)), name.attr_text
            )
        names["matched_rows"].attr_text = "'往来对账单'!$A$10:$L$11"

    sheet = filled(edited(template, change)).worksheets[0]
    assert [sheet.cell(row, 3).value for row in range(10, 14)] == [
        "XS-1001",
        "销售 不锈钢法兰",
        "XS-1002",
        "销售 截止阀",
    ]
    assert [sheet.cell(row, 5).value for row in (11, 13)] == ["=E10-F10", "=E12-F12"]
    assert {"C11:D11", "C13:D13", "C21:D21"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert found(sheet, "小计").row == 22
    assert sheet["E22"].value == "=SUM(E10:E20)"


def test_names_formats_validations_and_merges_follow_their_rows(template):
    def change(book, sheet):
        book.defined_names["总额"] = openpyxl.workbook.defined_name.DefinedName(
            "总额", attr_text="'往来对账单'!$E$21"
        )
        validation = openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"是,否"')
        validation.add("A32")
        sheet.add_data_validation(validation)

    book = filled(edited(template, change))
    sheet = book.worksheets[0]
    moved = found(sheet, "本期发生额合计").row
    assert book.defined_names["总额"].attr_text == f"'往来对账单'!$E${moved}"
    # The remark's row is gone, as there is nothing to remark.
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"A{moved + 10}"
    assert f"A{moved}:D{moved}" in sheet.merged_cells
    assert not {"matched_rows", "if_remark", "page_total", "keep_totals"} & set(book.defined_names)
    assert sheet.print_title_rows == "$6:$7"


def test_an_unknown_field_says_where_and_what_exists(template):
    edited(template, lambda book, sheet: sheet.__setitem__("A22", "致{{custmer}}："))
    said = message(template)
    assert said.startswith(
        "模板 mine.xlsx 工作表“往来对账单”单元格 A22 中的字段“custmer”不存在。这里可用的字段：as_of、auditor、"
    )
    assert said.endswith("、their_opening_direction、year。请改正字段名后重试。")
    assert message(template, "en").startswith(
        "The template mine.xlsx, sheet “往来对账单”, cell A22 has the field “custmer”, which does not exist."
    )


def test_a_field_of_a_repeating_row_elsewhere_is_unknown(template):
    edited(template, lambda book, sheet: sheet.__setitem__("A22", "{{ our_debit }}"))
    assert "单元格 A22 中的字段“our_debit”不存在" in message(template)


def test_a_field_in_a_formula_is_refused(template):
    edited(template, lambda book, sheet: sheet.__setitem__("A22", '="{{ customer }}"&"x"'))
    assert message(template) == (
        "模板 mine.xlsx 工作表“往来对账单”单元格 A22 的公式中有字段“customer”，公式中不能放字段。"
        "请把字段单独放在一个单元格，再由公式引用该单元格。"
    )


@pytest.mark.parametrize(
    "written",
    [
        "{{ customer",
        "customer }}",
        "｛｛ customer ｝｝",
        "{｛ customer }｝",
        "{ customer }",
        "{{ a {{ b }}",
    ],
)
def test_braces_that_make_no_field_are_told_and_not_printed(template, written):
    edited(template, lambda book, sheet: sheet.__setitem__("N2", f"致 {written}"))
    said = message(template)
    assert said.startswith("模板 mine.xlsx 工作表“往来对账单”N2 中的“")
    assert "字段写作两个半角花括号，例如 {{ customer }}" in said


def test_braces_around_other_words_are_the_accountants_own(template):
    edited(template, lambda book, sheet: sheet.__setitem__("N2", "{注} 见附件 {1}"))
    assert found(filled(template).worksheets[0], "{注} 见附件 {1}")


def test_a_misspelt_field_in_a_footer_is_told(template):
    edited(
        template,
        lambda book, sheet: setattr(sheet.oddFooter.left, "text", "编号 ｛｛ number ｝｝"),
    )
    assert "“｛｛ number ｝｝”不是完整的字段" in message(template)


def test_a_field_in_a_comment_is_told(template):
    edited(
        template,
        lambda book, sheet: setattr(sheet["A1"], "comment", Comment("致 {{ customer }}", "我")),
    )
    assert message(template) == (
        "模板 mine.xlsx 的批注或文本框中有字段“{{ customer }}”，那里不会填写。请把字段写进单元格或页眉页脚。"
    )


def test_a_missing_repeating_row_is_named(template):
    edited(template, lambda book, sheet: book.defined_names.pop("only_ours_rows"))
    assert message(template) == (
        "模板 mine.xlsx 缺少名称“only_ours_rows”，不知道哪一行要按明细重复。请选中该行，在“公式 → 名称管理器”中"
        "定义名称“only_ours_rows”。应有的名称：matched_rows、only_ours_rows、only_theirs_rows。"
    )


@pytest.mark.parametrize("place", ["'往来对账单'!$A:$L", "'别处'!$A$10:$L$10", "#REF!"])
def test_a_repeating_row_of_another_shape_is_refused(template, place):
    def change(book, sheet):
        book.defined_names["matched_rows"].attr_text = place

    assert message(edited(template, change)) == (
        f"模板 mine.xlsx 的名称“matched_rows”指向“{place}”，它应指向工作表“往来对账单”中一行或相邻几行的单元格"
        "（例如 $A$14:$L$14）。请在“公式 → 名称管理器”中更正。"
    )


def test_a_condition_on_no_field_is_refused(template):
    def change(book, sheet):
        book.defined_names["if_nothing"] = openpyxl.workbook.defined_name.DefinedName(
            "if_nothing", attr_text="'往来对账单'!$A$23:$L$23"
        )

    assert message(edited(template, change)).startswith(
        "模板 mine.xlsx 的名称“if_nothing”以字段“nothing”为条件，而没有这个字段。"
    )


def test_what_is_no_workbook_is_refused(template):
    template.write_text("no workbook")
    assert message(template) == (
        "模板 mine.xlsx 打不开：File is not a zip file。模板应为 .xlsx 工作簿，请用 Excel 另存为 .xlsx 后重试。"
    )


def test_a_picture_stays_and_follows_its_row(tmp_path, template):
    shutil.copy(_with_picture(tmp_path), template)
    write_statement(two_sided_statement(sample(), HEADING), template, tmp_path / "out.xlsx", "zh")
    before, after = _parts(template), _parts(tmp_path / "out.xlsx")
    assert after["xl/media/image1.png"] == before["xl/media/image1.png"]
    assert b"<xdr:row>27</xdr:row>" in before["xl/drawings/drawing1.xml"]
    assert b"<xdr:row>28</xdr:row>" in after["xl/drawings/drawing1.xml"]


def _with_picture(tmp_path):
    from tests.statements.drawing import two_sided
    from tests.statements.drawing.page import Page

    picture = tmp_path / "logo.png"
    picture.write_bytes(_PIXEL)
    path = tmp_path / "drawn.xlsx"
    page = Page(path, "zh", "往来对账单", two_sided.WIDTHS, landscape=True)
    two_sided.draw(page)
    page.sheet.insert_image("K28", str(picture))
    page.save()
    return path


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8"
    "cf50000003860180dab2bb310000000049454e44ae426082"
)
