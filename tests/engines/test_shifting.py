"""What moves when rows and columns are put in or taken out, on every engine."""

import pytest


@pytest.fixture
def ledger(sheet):
    sheet["A1"].value = [["n", "f"], [1, "=A2*2"], [2, "=SUM($A$2:A3)"], [3, "=A4"]]
    return sheet


def test_rows_put_in_move_cells_and_formulas(ledger):
    other = ledger.book.sheets.add("other")
    other["A1"].formula = f"=SUM({ledger.name}!A2:A4)"
    ledger["3:4"].insert("down")
    assert ledger["A1:A6"].value == ["n", 1.0, None, None, 2.0, 3.0]
    assert ledger["B5:B6"].formula == (("=SUM($A$2:A5)",), ("=A6",))
    assert other["A1"].formula == f"=SUM({ledger.name}!A2:A6)"


def test_rows_taken_out_leave_a_broken_reference(ledger):
    ledger["4:4"].delete("up")
    assert ledger.used_range.address == "$A$1:$B$3"
    ledger["2:2"].delete("up")
    assert ledger["B2"].formula == "=SUM($A$2:A2)"
    ledger["D1"].formula = "=A2+1"
    ledger["A:A"].delete("left")
    assert ledger["C1"].formula == "=#REF!+1"


def test_columns_put_in_move_names_merges_rules_and_widths(ledger):
    ledger["B1:B4"].name = "results"
    ledger["B6:C7"].merge()
    ledger["B1:B4"].conditional_formats.add_custom("=$B1>1", fill_color="#ff0000")
    ledger["B1:B4"].data_validation.set_list(["a", "b"])
    ledger["B1"].column_width = 30
    ledger["A:A"].insert("right")
    assert ledger.book.names["results"].refers_to_range.address == "$C$1:$C$4"
    assert ledger["C6"].merge_area.address == "$C$6:$D$7"
    assert ledger["C2"].conditional_formats[0].formula == "=$C1>1"
    assert len(ledger["B2"].conditional_formats) == 0
    assert ledger["C2"].data_validation.type == "list"
    assert ledger["C1"].column_width == pytest.approx(30, abs=0.3)


def test_cells_put_in_below_move_only_their_columns(ledger):
    ledger["A2:A3"].insert("down")
    assert ledger["A1:A6"].value == ["n", None, None, 1.0, 2.0, 3.0]
    assert ledger["B2"].formula == "=A4*2"


def test_a_new_row_looks_like_the_one_above(ledger):
    ledger["A1:B1"].color = (1, 2, 3)
    ledger["2:2"].insert("down")
    assert ledger["A2"].color == (1, 2, 3)
    ledger["2:2"].insert("down", copy_origin="format_from_right_or_below")
    ledger["5:5"].insert("down", copy_origin="format_from_right_or_below")
    assert ledger["A5"].color is None


def test_a_renamed_sheet_keeps_its_formulas(ledger):
    other = ledger.book.sheets.add("other")
    other["A1"].formula = f"={ledger.name}!A2"
    ledger.name = "应收 明细"
    assert other["A1"].formula == "='应收 明细'!A2"


def test_a_deleted_sheet_leaves_broken_references(ledger):
    other = ledger.book.sheets.add("other")
    other["A1"].formula = f"={ledger.name}!A2+1"
    ledger.delete()
    assert [sheet.name for sheet in other.book.sheets] == ["other"]
    assert "#REF!" in other["A1"].formula
