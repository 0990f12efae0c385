"""What a file holds that openpyxl does not know: it comes along untouched, or the file is not written over."""

import datetime as dt
import re
import warnings
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.page import PageMargins
from PIL import Image

from tieout.engines import headless
from tieout.errors import TieoutError


def parts(path):
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def loaded(path, **options):
    """The file as openpyxl reads it, which says in warnings what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, **options)


def with_parts(path, changed):
    """The file with parts put in or replaced."""
    held = parts(path) | changed
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def add_relation(path, of, id_, kind, target):
    """A tie of one part to another."""
    folder, _, name = of.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    held = parts(path).get(rels, empty)
    tie = f'<Relationship Id="{id_}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    held = re.sub(rb"<Relationships([^>]*)/>", rb"<Relationships\1></Relationships>", held)
    with_parts(path, {rels: held.replace(b"</Relationships>", tie.encode())})


def add_type(path, part, kind):
    """The content type of a part."""
    held = parts(path)["[Content_Types].xml"]
    node = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    with_parts(path, {"[Content_Types].xml": held.replace(b"</Types>", node.encode())})


def in_sheet(path, before, fragment, sheet="xl/worksheets/sheet1.xml"):
    """An element put into a sheet's part before another."""
    held = parts(path)[sheet].decode()
    with_parts(path, {sheet: held.replace(before, fragment + before, 1).encode()})


@pytest.fixture
def workbook(tmp_path):
    """A workbook with a text box, a chart, a picture, a note, sparklines, a table and print set-up."""
    path = tmp_path / "book.xlsx"
    Image.new("RGB", (40, 20), (0, 99, 0)).save(tmp_path / "logo.png")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("账")
        plain = book.add_worksheet("other")
        plain.write("A1", "untouched")
        sheet.write_row("A1", ["name", "n"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"r{row}", row])
        sheet.write_formula("C2", "=B2*2", None, 2)
        sheet.write_formula("C3", '=A3&"!"', None, "r2!")
        sheet.insert_textbox("F2", "说明")
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"values": "=账!$B$2:$B$5", "gradient": {"colors": ["#FF0000", "#00FF00"]}}
        )
        sheet.insert_chart("F10", chart)
        sheet.insert_image("M1", tmp_path / "logo.png")
        sheet.write_comment("A2", "a note", {"x_scale": 3})
        sheet.add_sparkline("D2", {"range": "账!B2:B5"})
        sheet.add_table("H1:I3", {"columns": [{"header": "k"}, {"header": "v"}]})
        sheet.conditional_format("B2:B5", {"type": "data_bar", "data_bar_2010": True})
    return path


def reopened(path, change, target=None):
    """The file opened, changed and saved, over itself or elsewhere."""
    with headless.app() as app:
        book = app.books.open(path)
        change(book)
        book.save(target or path)
    return parts(target or path)


def write_a_cell(book):
    book.sheets["账"]["B3"].value = 42


def test_drawings_notes_and_sparklines_come_along_untouched(workbook):
    before = parts(workbook)
    after = reopened(workbook, write_a_cell)
    drawing = before["xl/drawings/drawing1.xml"]
    assert drawing in after.values()
    assert before["xl/charts/chart1.xml"] in after.values()
    assert before["xl/media/image1.png"] in after.values()
    assert before["xl/comments1.xml"] in after.values()
    assert before["xl/drawings/vmlDrawing1.vml"] in after.values()
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert "sparklineGroups" in sheet
    assert sheet.count("<cfRule") == 1
    assert "<v>42</v>" in sheet
    with headless.app() as app:
        assert app.books.open(workbook).sheets["账"]["B3"].value == 42.0


def test_every_tie_of_the_new_file_leads_somewhere(workbook):
    after = reopened(workbook, write_a_cell)
    types = after["[Content_Types].xml"].decode()
    for name, content in after.items():
        if not name.endswith(".rels"):
            continue
        for target, external in re.findall(
            r'Target="([^"]*)"( TargetMode="External")?', content.decode()
        ):
            if not external:
                assert target.lstrip("/") in after or not target.startswith("/"), (name, target)
    for part in re.findall(r'PartName="/([^"]*)"', types):
        assert part in after
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    ties = set(re.findall(r'r:id="([^"]*)"', sheet))
    known = set(re.findall(r'Id="([^"]*)"', after["xl/worksheets/_rels/sheet1.xml.rels"].decode()))
    assert ties
    assert ties <= known


def test_what_formulas_gave_is_still_known_in_the_new_file(workbook):
    reopened(workbook, write_a_cell)
    values = loaded(workbook, data_only=True)["账"]
    assert (values["C2"].value, values["C3"].value) == (2, "r2!")


def test_rows_put_in_beside_a_text_box_are_refused(workbook):
    before = workbook.read_bytes()
    with pytest.raises(TieoutError) as refused:
        reopened(workbook, lambda book: book.sheets["账"]["2:2"].insert("down"))
    assert workbook.read_bytes() == before
    assert refused.value.message("en") == (
        'Not saved over "book.xlsx": it would lose slicers, sparklines or extended conditional formats and '
        'validations (sheet "账"), shapes, text boxes or SmartArt (sheet "账"). Please do this step with the '
        "file open in Excel, or save the result in another file (on the command line: -o); the original was "
        "not changed."
    )
    assert refused.value.message("zh") == (
        "不能保存到原文件“book.xlsx”：会丢失 切片器、迷你图或扩展的条件格式和有效性（工作表“账”）、形状、文本框或 "
        "SmartArt（工作表“账”）。请在 Excel 中打开后再做这一步，或把结果另存为新文件（命令行用 -o）；原文件没有改动。"
    )


def test_a_copy_elsewhere_is_written_all_the_same(workbook, tmp_path):
    def change(book):
        book.sheets["账"]["2:2"].insert("down")

    after = reopened(workbook, change, tmp_path / "copy.xlsx")
    assert "xl/worksheets/sheet1.xml" in after


def test_a_new_conditional_format_joins_the_old_ones(workbook):
    def change(book):
        book.sheets["账"]["A2:C5"].conditional_formats.add_custom("=$B2>1", fill_color="#FF0000")

    sheet = reopened(workbook, change)["xl/worksheets/sheet1.xml"].decode()
    assert sheet.count("<cfRule") == 2
    assert "x14:id" in sheet
    with headless.app() as app:
        rules = app.books.open(workbook).sheets["账"]["B3"].conditional_formats
        assert [rule.type for rule in rules] == ["data_bar", "custom"]
        assert rules[1].fill_color == (255, 0, 0)


def test_a_new_chart_beside_a_text_box_is_refused(workbook):
    with pytest.raises(TieoutError, match=r"text boxes|文本框"):
        reopened(workbook, lambda book: book.sheets["账"].charts.add(10, 10, 100, 100))


def test_a_sheet_added_leaves_the_others_as_they_were(workbook):
    before = parts(workbook)

    def change(book):
        added = book.sheets.add("结果", after=book.sheets[-1])
        added["A1"].value = [["x", 1], ["y", 2]]
        added.charts.add(10, 10, 200, 100, "pie", added["A1:B2"])

    after = reopened(workbook, change)
    assert before["xl/charts/chart1.xml"] in after.values()
    assert len([name for name in after if name.startswith("xl/charts/")]) == 2
    with headless.app() as app:
        book = app.books.open(workbook)
        assert (len(book.sheets["账"].charts), len(book.sheets["结果"].charts)) == (1, 1)
        book.sheets["结果"].delete()
        book.save()
        assert len(book.sheets) == 2


def test_a_copied_sheet_brings_its_drawing_untouched_and_charts_name_the_copy(workbook, tmp_path):
    before = parts(workbook)
    with headless.app() as app:
        target = app.books.add()
        source = app.books.open(workbook)
        copied = source.sheets["账"].copy(after=target.sheets[0])
        source.close()
        copied.name = "new name"
        target.save(tmp_path / "new.xlsx")
    after = parts(tmp_path / "new.xlsx")
    assert before["xl/drawings/drawing1.xml"] in after.values()
    (chart,) = [content for name, content in after.items() if name.startswith("xl/charts/chart")]
    assert b"gradFill" in chart
    assert "'new name'!$B$2:$B$5" in chart.decode()


def test_a_renamed_sheet_keeps_its_text_box_and_its_chart_follows(workbook):
    before = parts(workbook)
    after = reopened(workbook, lambda book: setattr(book.sheets["账"], "name", "new"))
    assert before["xl/drawings/drawing1.xml"] in after.values()
    (chart,) = [content for name, content in after.items() if name.startswith("xl/charts/chart")]
    assert "new!$B$2:$B$5" in chart.decode()


def test_a_chart_on_another_sheet_follows_cells_that_move_and_one_that_lost_its_sheet_says_so(
    tmp_path,
):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("账").write_column("A1", [1, 2, 3])
        sheet = book.add_worksheet("charts")
        sheet.insert_textbox("A1", "keep")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=账!$A$1:$A$3"})
        sheet.insert_chart("A9", chart)
    after = reopened(path, lambda book: book.sheets["账"]["2:2"].insert("down"))
    assert "账!$A$1:$A$4" in _chart(after)
    assert "#REF!" in _chart(reopened(path, lambda book: book.sheets["账"].delete()))


def _chart(held):
    (chart,) = [content for name, content in held.items() if name.startswith("xl/charts/chart")]
    return chart.decode()


def test_a_changed_heading_of_a_table_changes_the_table(workbook):
    reopened(workbook, lambda book: setattr(book.sheets["账"]["H1"], "value", "key"))
    table = loaded(workbook)["账"].tables["Table1"]
    assert [column.name for column in table.tableColumns] == ["key", "v"]


PIVOT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.fixture
def with_pivot(workbook):
    """The workbook with the parts of a pivot table on its second sheet, made from the first."""
    cache = (
        '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" refreshedBy="x" recordCount="0">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:B5" sheet="账"/></cacheSource>'
        '<cacheFields count="1"><cacheField name="name" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    pivot = (
        '<pivotTableDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="P" cacheId="7" dataCaption="V">'
        '<location ref="A3:B5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="1"><pivotField showAll="0"/></pivotFields></pivotTableDefinition>'
    )
    with_parts(
        workbook,
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": cache.encode(),
            "xl/pivotTables/pivotTable1.xml": pivot.encode(),
        },
    )
    add_type(
        workbook, "xl/pivotCache/pivotCacheDefinition1.xml", f"{PIVOT}.pivotCacheDefinition+xml"
    )
    add_type(workbook, "xl/pivotTables/pivotTable1.xml", f"{PIVOT}.pivotTable+xml")
    add_relation(
        workbook,
        "xl/workbook.xml",
        "rIdP",
        "pivotCacheDefinition",
        "pivotCache/pivotCacheDefinition1.xml",
    )
    add_relation(
        workbook, "xl/worksheets/sheet2.xml", "rIdP", "pivotTable", "../pivotTables/pivotTable1.xml"
    )
    add_relation(
        workbook,
        "xl/pivotTables/pivotTable1.xml",
        "rId1",
        "pivotCacheDefinition",
        "../pivotCache/pivotCacheDefinition1.xml",
    )
    book = parts(workbook)["xl/workbook.xml"].decode()
    caches = '<pivotCaches><pivotCache cacheId="7" r:id="rIdP"/></pivotCaches></workbook>'
    with_parts(workbook, {"xl/workbook.xml": book.replace("</workbook>", caches).encode()})
    return workbook


def test_a_pivot_table_comes_along_untouched(with_pivot):
    before = parts(with_pivot)
    after = reopened(with_pivot, write_a_cell)
    assert before["xl/pivotTables/pivotTable1.xml"] in after.values()
    assert before["xl/pivotCache/pivotCacheDefinition1.xml"] in after.values()
    assert 'pivotCache cacheId="7" r:id="kept_rIdP"' in after["xl/workbook.xml"].decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book.sheets["账"]["2:2"].insert("down"),
        lambda book: setattr(book.sheets["账"], "name", "ledger"),
        lambda book: book.sheets["other"]["1:1"].insert("down"),
    ],
)
def test_a_pivot_table_whose_cells_or_source_moved_is_named(with_pivot, change):
    with pytest.raises(TieoutError, match=r"pivot tables|数据透视表"):
        reopened(with_pivot, change)


@pytest.mark.parametrize(
    ("part", "kind", "of"),
    [
        ("customXml/item1.xml", "customXml", "xl/workbook.xml"),
        ("xl/connections.xml", "connections", "xl/workbook.xml"),
        ("xl/persons/person.xml", "person", "xl/workbook.xml"),
        ("xl/model/item.data", "powerPivotData", "xl/workbook.xml"),
        ("docMetadata/LabelInfo.xml", "classificationlabels", ""),
        ("customUI/customUI.xml", "extensibility", ""),
        ("xl/printerSettings/printerSettings1.bin", "printerSettings", "xl/worksheets/sheet1.xml"),
        ("xl/namedSheetViews/namedSheetView1.xml", "namedSheetView", "xl/worksheets/sheet1.xml"),
    ],
)
def test_parts_that_know_no_cell_always_come_along(workbook, part, kind, of):
    with_parts(workbook, {part: b"<x/>"})
    add_type(workbook, part, "application/xml")
    add_relation(workbook, of, "rIdX", kind, f"/{part}")
    after = reopened(workbook, write_a_cell)
    assert after[part] == b"<x/>"
    folder, _, name = of.rpartition("/")
    ties = after[f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"].decode()
    assert f'Target="/{part}"' in ties


def test_form_controls_come_along_until_cells_move(workbook):
    fragment = '<controls><control shapeId="1" r:id="rIdC" name="button"/></controls>'
    with_parts(workbook, {"xl/ctrlProps/ctrlProp1.xml": b"<x/>"})
    add_type(
        workbook, "xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml"
    )
    add_relation(
        workbook, "xl/worksheets/sheet1.xml", "rIdC", "ctrlProp", "../ctrlProps/ctrlProp1.xml"
    )
    in_sheet(workbook, "<tableParts", fragment)
    after = reopened(workbook, write_a_cell)
    assert '<control shapeId="1" r:id="kept_rIdC"' in re.sub(
        r' xmlns[:\w]*="[^"]*"', "", after["xl/worksheets/sheet1.xml"].decode()
    ).replace("<control shapeId", "<control shapeId")
    assert after["xl/ctrlProps/ctrlProp1.xml"] == b"<x/>"
    with pytest.raises(TieoutError, match=r"controls|控件"):
        reopened(workbook, lambda book: book.sheets["账"]["2:2"].insert("down"))


def test_threaded_comments_come_along_until_a_note_changes(workbook):
    with_parts(workbook, {"xl/threadedComments/threadedComment1.xml": b"<x/>"})
    add_type(
        workbook,
        "xl/threadedComments/threadedComment1.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    add_relation(
        workbook,
        "xl/worksheets/sheet1.xml",
        "rIdT",
        "threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    assert reopened(workbook, write_a_cell)["xl/threadedComments/threadedComment1.xml"] == b"<x/>"
    with pytest.raises(TieoutError, match=r"threaded comments|批注会话"):
        reopened(workbook, lambda book: book.sheets["账"]["B2"].add_note("new"))


def test_a_signed_workbook_is_never_written_over(workbook, tmp_path):
    with_parts(workbook, {"_xmlsignatures/origin.sigs": b""})
    held = parts(workbook)["_rels/.rels"].decode()
    tie = '<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="/_xmlsignatures/origin.sigs"/></Relationships>'
    with_parts(workbook, {"_rels/.rels": held.replace("</Relationships>", tie).encode()})
    with pytest.raises(TieoutError, match=r"digital signature|数字签名"):
        reopened(workbook, write_a_cell)
    assert "_xmlsignatures/origin.sigs" not in reopened(
        workbook, write_a_cell, tmp_path / "copy.xlsx"
    )


def test_dynamic_arrays_and_rich_values_keep_their_marks(workbook):
    with_parts(workbook, {"xl/metadata.xml": b"<metadata/>"})
    add_type(workbook, "xl/metadata.xml", f"{PIVOT}.sheetMetadata+xml")
    add_relation(workbook, "xl/workbook.xml", "rIdM", "sheetMetadata", "metadata.xml")
    held = parts(workbook)["xl/worksheets/sheet1.xml"].decode()
    held = held.replace('<c r="C2">', '<c r="C2" cm="1">').replace(
        '<c r="B3">', '<c r="B3" vm="1">'
    )
    with_parts(workbook, {"xl/worksheets/sheet1.xml": held.encode()})
    sheet = reopened(workbook, write_a_cell)["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="C2" cm="1">' in sheet
    assert "vm=" not in sheet


def test_macros_stay_in_a_macro_workbook_and_are_never_lost_quietly(tmp_path):
    path = tmp_path / "macros.xlsm"
    (tmp_path / "vbaProject.bin").write_bytes(b"macros")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("账")
        book.add_vba_project(tmp_path / "vbaProject.bin")
    after = reopened(path, write_a_cell)
    assert after["xl/vbaProject.bin"] == b"macros"
    assert "macroEnabled.main+xml" in after["[Content_Types].xml"].decode()
    with pytest.raises(TieoutError) as refused:
        reopened(path, write_a_cell, tmp_path / "plain.xlsx")
    assert refused.value.message("en") == (
        'The workbook has macros, which would be lost in "plain.xlsx". Please save it as .xlsm.'
    )
    assert not (tmp_path / "plain.xlsx").exists()


def test_rich_text_in_cells_stays(tmp_path):
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("账")
        sheet.write_rich_string("A1", "plain ", book.add_format({"bold": True}), "bold")
    reopened(path, write_a_cell)
    text = loaded(path, rich_text=True)["账"]["A1"].value
    assert [str(part) for part in text] == ["plain ", "bold"]
    assert text[1].font.b


def test_all_that_openpyxl_knows_is_the_same_before_and_after(tmp_path):
    path = tmp_path / "all.xlsx"
    _with_everything(path)
    before = _described(path)
    with headless.app() as app:
        app.books.open(path).save()
    assert _described(path) == before


def _with_everything(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("账")
        sheet.write_row(
            "A1",
            ["日期", "金额", "a<b>&", "'quoted"],
            book.add_format({"bold": True, "bg_color": "#FFEE00"}),
        )
        for row in range(1, 9):
            sheet.write_datetime(
                row, 0, dt.datetime(2024, 1, row), book.add_format({"num_format": "yyyy-mm-dd"})
            )
            sheet.write_number(
                row, 1, row * 1.1, book.add_format({"num_format": "#,##0.00", "border": row % 4})
            )
            sheet.write_formula(row, 2, f"=B{row + 1}*2")
        sheet.conditional_format(
            "B2:B9",
            {
                "type": "cell",
                "criteria": ">",
                "value": 5,
                "format": book.add_format({"bg_color": "#FF0000"}),
            },
        )
        sheet.conditional_format("B2:B9", {"type": "3_color_scale"})
        sheet.data_validation(
            "D2:D9", {"validate": "list", "source": ["a", "b"], "input_title": "t"}
        )
        book.define_name("amounts", "=账!$B$2:$B$9")
        book.define_name("账!local", "=账!$A$1")
        sheet.write_comment("B2", "note")
        sheet.set_column("B:D", 17.5)
        sheet.set_column("F:F", None, None, {"hidden": True})
        sheet.set_row(3, 33)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.autofilter("A1:D9")
        sheet.merge_range("A11:C12", "merged")
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        sheet.print_area("A1:D12")
        sheet.fit_to_pages(1, 0)
        sheet.set_header('&L左&C&"Arial,Bold"中&R&P/&N')
        sheet.set_footer("&F")
        sheet.set_margins(0.3, 0.4, 0.5, 0.6)
        sheet.hide_gridlines(2)
        sheet.set_tab_color("#00FF00")
        sheet.write_url("E1", "https://example.com/?a=1&b=2", string="link")
        sheet.set_h_pagebreaks([8])
        sheet.protect("x", {"sort": True})
        hidden = book.add_worksheet("hidden")
        hidden.very_hidden()
        book.set_properties({"title": "t", "author": "甲"})
        book.set_custom_property("client", "乙")


def _described(path):
    """What a file says, sheet by sheet, as openpyxl reads it."""
    book = loaded(path)
    told = {
        "names": {name: value.attr_text for name, value in book.defined_names.items()},
        "properties": (book.properties.title, book.properties.creator),
        "custom": [(one.name, one.value) for one in book.custom_doc_props.props],
    }
    for sheet in book.worksheets:
        told[sheet.title] = {
            "cells": {
                cell.coordinate: (
                    cell.value,
                    cell.number_format,
                    repr(cell.font),
                    repr(cell.fill),
                    repr(cell.border),
                    repr(cell.alignment),
                    cell.comment and cell.comment.text,
                    cell.hyperlink and cell.hyperlink.target,
                )
                for row in sheet.iter_rows()
                for cell in row
                if hasattr(cell, "hyperlink")
            },
            "names": {name: value.attr_text for name, value in sheet.defined_names.items()},
            "rules": [
                (str(p.sqref), [(r.type, r.formula, r.priority, repr(r.dxf)) for r in p.rules])
                for p in sheet.conditional_formatting
            ],
            "validations": [
                (str(v.sqref), v.type, v.formula1, v.promptTitle)
                for v in sheet.data_validations.dataValidation
            ],
            "widths": {
                key: (d.min, d.max, d.hidden or d.width, d.hidden)
                for key, d in sheet.column_dimensions.items()
            },
            "heights": {key: (d.height, d.hidden) for key, d in sheet.row_dimensions.items()},
            "merged": sorted(str(cells) for cells in sheet.merged_cells.ranges),
            "filter": sheet.auto_filter.ref,
            "freeze": sheet.freeze_panes,
            "view": sheet.sheet_view.showGridLines,
            "print": (
                str(sheet.print_area),
                sheet.print_title_rows,
                dict(sheet.page_setup),
                dict(PageMargins.from_tree(sheet.page_margins.to_tree())),
            ),
            "fit": repr(sheet.sheet_properties),
            "header": [
                (part.left.text, part.center.text, part.center.font, part.right.text)
                for part in (sheet.oddHeader, sheet.oddFooter)
            ],
            "breaks": [one.id for one in sheet.row_breaks.brk],
            "protection": dict(sheet.protection),
            "state": sheet.sheet_state,
        }
    return told


def test_a_workbook_of_1904_keeps_its_days(tmp_path):
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("账")
        sheet.write_datetime(
            "A1", dt.datetime(2024, 5, 6), book.add_format({"num_format": "yyyy-mm-dd"})
        )
    with headless.app() as app:
        book = app.books.open(path)
        assert book.sheets[0]["A1"].value == dt.datetime(2024, 5, 6)
        book.sheets[0]["A2"].value = dt.datetime(2024, 5, 7)
        book.save()
        assert book.sheets[0]["A2"].formula == "43957"
    with headless.app() as app:
        assert app.books.open(path).sheets[0]["A2"].value == dt.datetime(2024, 5, 7)
