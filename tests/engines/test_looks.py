"""How cells look: set and read back, on every engine."""

import pytest
import xlwings as xw

RED = (255, 0, 0)


def test_fonts_are_set_part_by_part(sheet):
    cells = sheet["A1:B2"]
    cells.font.bold = True
    cells.font.color = "#ff0000"
    cells.font.size = 14
    sheet["A1"].font.italic = True
    sheet["A1:B2"].font.name = "Arial"
    font = sheet["A1"].font
    assert (font.bold, font.italic, font.size, font.color, font.name) == (
        True,
        True,
        14,
        RED,
        "Arial",
    )
    assert sheet["B2"].font.italic is False
    assert sheet["A1:B1"].font.italic is None


def test_fills_and_number_formats(sheet):
    sheet["A1:B2"].color = RED
    sheet["A1"].number_format = "#,##0.00"
    assert (sheet["B2"].color, sheet["C1"].color) == (RED, None)
    assert sheet["A1"].number_format == "#,##0.00"
    assert sheet["A1:B1"].number_format is None
    sheet["A1:B2"].color = None
    assert sheet["A1"].color is None


def test_alignment(sheet):
    cells = sheet["A1:B2"]
    cells.horizontal_alignment = "center"
    cells.vertical_alignment = "top"
    cells.wrap_text = True
    found = sheet["B2"]
    assert (found.horizontal_alignment, found.vertical_alignment, found.wrap_text) == (
        "center",
        "top",
        True,
    )
    assert sheet["C3"].horizontal_alignment == "general"


def test_borders_of_every_side(sheet):
    sheet["B2:D4"].borders.set("all", line_style="continuous", weight="thin", color="#ff0000")
    assert sheet["C3"].borders["edge_left"].line_style == "continuous"
    assert sheet["C3"].borders["edge_left"].color == RED
    assert sheet["B2:D4"].borders.weight == "thin"
    sheet["B6:D6"].borders.set("edge_bottom", line_style="double")
    assert sheet["C6"].borders["edge_bottom"].line_style == "double"
    assert sheet["C6"].borders["edge_top"].line_style == "none"
    sheet["B2:D4"].borders.clear()
    assert sheet["C3"].borders["edge_top"].line_style == "none"


def test_widths_heights_and_hidden_lines(sheet):
    sheet["B:C"].column_width = 20
    sheet["3:4"].row_height = 30
    assert sheet["B1"].column_width == pytest.approx(20, abs=0.3)
    for width in (10.67, 0.5):
        sheet["D1"].column_width = width
        sheet["D1"].column_width = given_back = sheet["D1"].column_width
        assert sheet["D1"].column_width == given_back
    assert sheet["A1:B1"].column_width is None
    assert sheet["A4"].row_height == pytest.approx(30, abs=0.3)
    sheet["B1"].columns.hidden = True
    sheet["A3:A4"].rows.hidden = True
    assert sheet["B1"].columns.hidden is True
    assert sheet["C1"].columns.hidden is False
    assert sheet["A3"].rows.hidden is True
    sheet["A3:A4"].rows.hidden = False
    assert sheet["A3"].rows.hidden is False


def test_a_fitted_column_shows_its_longest_text(sheet):
    sheet["A1"].value = [["短"], ["一个很长很长的客户名称有限公司"], ["1"]]
    sheet["A:A"].autofit()
    assert 26 < sheet["A1"].column_width < 45
    sheet["B1"].value = "Short"
    sheet["B1"].columns.autofit()
    assert sheet["B1"].column_width < 12


def test_merged_cells(sheet):
    sheet["A1"].value = "title"
    sheet["A1:C1"].merge()
    assert sheet["B1"].merge_cells is True
    assert sheet["B1"].merge_area.address == "$A$1:$C$1"
    assert sheet["A1"].value == "title"
    sheet["A1:C1"].unmerge()
    assert sheet["B1"].merge_cells is False


def test_a_conditional_format_is_read_as_it_was_made(sheet):
    cells = sheet["A1:C9"]
    cells.conditional_formats.add_custom(
        '=$A1="x"', fill_color=RED, font_color="#00ff00", font_bold=True
    )
    cells.conditional_formats.add_cell_value("between", 1, 5, fill_color="#0000ff")
    first, second = sheet["B5"].conditional_formats
    assert (first.type, first.formula, first.fill_color) == ("custom", '=$A1="x"', RED)
    assert (first.font_color, first.font_bold) == ((0, 255, 0), True)
    assert (second.type, second.operator) == ("cell_value", "between")
    assert (second.formula1, second.formula2) == ("=1", "=5")


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 2), (2, 1)])
def test_rules_are_deleted_one_after_the_other_whichever_goes_first(sheet, order):
    sheet["B3:B4"].conditional_formats.add_custom("=$A1=0", fill_color=RED)
    for number in (1, 2, 3):
        sheet["B2:C5"].conditional_formats.add_custom(f"=$A$1={number}", fill_color=RED)
    rules = list(sheet["C2"].conditional_formats)
    for place in order:
        rules[place].delete()
    (left,) = {0, 1, 2} - set(order)
    assert rules[left].formula == f"=$A$1={left + 1}"
    assert [each.formula for each in sheet["C2"].conditional_formats] == [f"=$A$1={left + 1}"]


def test_conditional_formats_are_cleared_here_and_stay_elsewhere(sheet):
    sheet["A1:C9"].conditional_formats.add_custom("=$A1>1", fill_color=RED)
    sheet["B4:B6"].conditional_formats.clear()
    assert len(sheet["B5"].conditional_formats) == 0
    assert len(sheet["A5"].conditional_formats) == 1
    assert len(sheet["B7"].conditional_formats) == 1
    sheet["A1"].conditional_formats[0].delete()
    assert len(sheet["B7"].conditional_formats) == 0


def test_validation_lists(sheet):
    sheet["E1"].value = [["确认"], ["驳回"]]
    sheet["A1:A9"].data_validation.set_list(["确认", "驳回"])
    sheet["B1:B9"].data_validation.set_list(sheet["E1:E2"])
    assert sheet["A5"].data_validation.type == "list"
    assert list(sheet["A5"].data_validation.source) == ["确认", "驳回"]
    assert "$E$1:$E$2" in sheet["B5"].data_validation.formula1
    sheet["A3:A4"].data_validation.delete()
    assert sheet["A3"].data_validation.type == "none"
    assert sheet["A5"].data_validation.type == "list"
    sheet["C1"].data_validation.set_decimal("greater_than", 0)
    assert (sheet["C1"].data_validation.type, sheet["C1"].data_validation.operator) == (
        "decimal",
        "greater_than",
    )


def test_notes(sheet):
    sheet["B2"].add_note("为什么")
    assert sheet["B2"].note.text == "为什么"
    assert sheet["A1"].note is None
    sheet["B2"].note.text = "because"
    assert [note.text for note in sheet.notes] == ["because"]
    assert next(iter(sheet.notes)).location.address == "$B$2"
    sheet["B2"].note.delete()
    assert len(sheet.notes) == 0


def test_hyperlinks(sheet):
    sheet["A1"].add_hyperlink("https://example.com/a", "here", "tip")
    assert sheet["A1"].value == "here"
    assert sheet["A1"].hyperlink == "https://example.com/a"


def test_the_look_of_a_whole_column_is_that_of_its_new_cells(sheet):
    sheet["B:B"].number_format = "0.000"
    sheet["B5"].value = 1
    assert sheet["B5"].number_format == "0.000"
    assert sheet.used_range.last_cell.row <= 5


def test_a_range_is_copied_with_its_look(sheet):
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1"].color = RED
    sheet["D4"].copy_from(sheet["A1:B1"])
    assert (sheet["D4"].value, sheet["D4"].color) == (1.0, RED)
    assert sheet["E4"].formula == "=D4*2"


def test_colours_take_every_form(sheet):
    for given in ((255, 0, 0), "#FF0000", xw.utils.rgb_to_int(RED)):
        sheet["A1"].color = given
        assert sheet["A1"].color == RED
