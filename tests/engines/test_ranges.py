"""Where ranges are and how they end, on every engine."""

import pytest


@pytest.fixture
def table(sheet):
    sheet["B2"].value = [["h", "i", "j"], [1, 2, 3], [4, None, 6], [7, 8, 9]]
    sheet["B9"].value = "far"
    return sheet


def test_a_range_knows_where_it_is(sheet):
    cells = sheet["B2:D4"]
    assert (cells.row, cells.column, cells.shape, cells.size) == (2, 2, (3, 3), 9)
    assert cells.address == "$B$2:$D$4"
    assert cells.get_address(False, False) == "B2:D4"
    assert cells[1, 2].address == "$D$3"
    assert cells[1:, 1:].address == "$C$3:$D$4"
    assert cells.offset(1, 1).resize(1, 1).address == "$C$3"
    assert sheet["C:D"].address == "$C:$D"
    assert sheet[0, 0].address == "$A$1"
    assert sheet.range((2, 3), (4, 5)).address == "$C$2:$E$4"
    assert cells.last_cell.address == "$D$4"


def test_the_used_range_is_what_is_used(table):
    assert table.used_range.address == "$B$2:$D$9"
    assert table.used_range.last_cell.row == 9


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("B2", "down", "$B$5"),
        ("B5", "down", "$B$9"),
        ("B9", "down", "$B$1048576"),
        ("C2", "down", "$C$3"),
        ("C3", "down", "$C$5"),
        ("B2", "right", "$D$2"),
        ("D2", "right", "$XFD$2"),
        ("A2", "right", "$B$2"),
        ("D5", "left", "$B$5"),
        ("B9", "up", "$B$5"),
        ("B5", "up", "$B$2"),
        ("B2", "up", "$B$1"),
    ],
)
def test_the_end_of_a_run_is_where_the_cursor_would_stop(table, start, direction, end):
    assert table[start].end(direction).address == end


def test_a_region_is_found_around_a_cell(table):
    assert table["C3"].current_region.address == "$B$2:$D$5"
    assert table["B9"].current_region.address == "$B$9"
    assert table["B2"].expand().address == "$B$2:$D$5"
    assert table["B2"].expand("down").address == "$B$2:$B$5"


def test_what_the_user_marked_is_remembered(app, sheet):
    sheet["B2:C3"].select()
    assert app.selection.address == "$B$2:$C$3"
    assert app.selection.sheet.name == sheet.name
    assert sheet.book.selection.address == "$B$2:$C$3"


def test_clearing_takes_only_what_is_asked(table):
    table["B2"].color = (255, 0, 0)
    table["B2:C3"].clear_contents()
    assert table["B2:C3"].value == [[None, None], [None, None]]
    assert table["B2"].color == (255, 0, 0)
    table["B4"].font.bold = True
    table["B4"].clear_formats()
    assert (table["B4"].value, table["B4"].font.bold) == (4.0, False)
    table["B2:D9"].clear()
    assert table["B2"].color is None


def test_rows_sort_by_several_columns(sheet):
    sheet["A1"].value = [["k", "n"], ["b", 1], ["a", 2], [None, 3], ["b", 0], ["A", 1]]
    sheet["A1:B6"].sort([1, 2], [True, False], has_headers=True)
    assert sheet["A2:B6"].value == [["a", 2.0], ["A", 1.0], ["b", 1.0], ["b", 0.0], [None, 3.0]]


def test_a_filter_hides_rows_and_shows_them_again(sheet):
    sheet["A1"].value = [["k", "n"], ["a", 1], ["b", 2], ["a", 3]]
    sheet["A1:B4"].autofilter.apply_values(1, ["a"])
    assert [sheet[f"A{row}"].rows.hidden for row in (1, 2, 3, 4)] == [False, False, True, False]
    sheet["A1:B4"].autofilter.clear()
    assert sheet["A3"].rows.hidden is False
    sheet["A1:B4"].autofilter.apply_comparison(2, "greater_than", 2)
    assert [sheet[f"A{row}"].rows.hidden for row in (2, 3, 4)] == [True, True, False]
