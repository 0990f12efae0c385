"""Which files are read, in which encodings and separators, and which are refused."""

import io
import zipfile

import pytest
from tests.ledger.sheets import amounts, codes, read_cells, read_text, workbook

import tieout
from tieout.errors import TieoutError

TABLE = "日期,单号,摘要,金额\n2026-01-05,A-1,销售货物,1.50\n2026-01-06,A-2,收到货款,-2\n"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_read_in_every_encoding_and_with_every_separator(
    tmp_path, encoding, separator, end
):
    text = TABLE.replace(",", separator).replace("\n", end)
    ledger = read_text(tmp_path, text, encoding)
    assert amounts(ledger) == [150, -200]
    assert ledger.entries["memo"].tolist() == ["销售货物", "收到货款"]
    assert ledger.entries["line"].tolist() == [2, 3]


def test_traditional_chinese_is_read_in_big5(tmp_path):
    ledger = read_text(
        tmp_path, "日期,單據號,摘要,借方,貸方\n2026-01-05,A,銷售貨款與運費,5,\n", "big5"
    )
    assert ledger.entries["memo"].tolist() == ["銷售貨款與運費"]


def test_western_text_is_read_in_cp1252(tmp_path):
    text = "Date;Reference;Description;Amount\n2026-01-05;A;Müller café naïve – £;5\n"
    assert read_text(tmp_path, text, "cp1252").entries["memo"].tolist() == ["Müller café naïve – £"]


def test_a_separator_named_in_the_first_line_is_taken(tmp_path):
    ledger = read_text(
        tmp_path, "sep=;\nDate;Amount;Memo\n2026-01-05;5;a, b, c\n2026-01-06;5;a, b, c\n"
    )
    assert amounts(ledger) == [500, 500]
    assert ledger.source.header_line == 2


def test_quotes_keep_separators_and_line_ends(tmp_path):
    text = 'Date,Memo,Amount\n2026-01-05,"a, ""b""\nc",5\n2026-01-06,"x",6\n'
    ledger = read_text(tmp_path, text)
    assert ledger.entries["memo"].tolist() == ['a, "b"\nc', "x"]
    assert amounts(ledger) == [500, 600]


def test_ragged_lines_are_read_as_they_stand(tmp_path):
    text = "Date,Memo,Amount\n2026-01-05,a,5\n\n2026-01-06,b,6,,,\n2026-01-07\nnote,\n2026-01-08,c,8,x\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [500, 600, 800]
    assert ledger.entries["line"].tolist() == [2, 4, 7]


@pytest.mark.parametrize(
    "rows",
    [
        "2026-01-05,A,x,1,000.00,\n",  # once read as 1.00
        "2026-01-05,A,x,1,234.50,\n2026-01-06,B,y,,40.00\n",
        "2026-01-05,A,x,1,234.50,\n2026-01-06,B,y,,2,500.00\n",
        "2026-01-05,A,x,100.00,\n" * 500 + "2026-01-06,B,y,,1,234,567.80\n",
    ],
)
def test_amounts_that_their_own_commas_split_are_refused(tmp_path, rows):
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, "日期,单号,摘要,借方,贷方\n" + rows)
    assert refused.value.key == "read.split_amount"


@pytest.mark.parametrize(
    "rows",
    [
        "2026-01-05,A,1,100.00,100.00,\n2026-01-06,B,3,200.00,600.00,\n",  # a comma at every end
        "2026-01-05,A,1,100.00,100.00\n2026-01-06,B,3,200.00,600.00,checked\n",
    ],
)
def test_fields_beyond_the_last_column_are_no_split_amounts(tmp_path, rows):
    ledger = read_text(tmp_path, "日期,单号,数量,单价,金额\n" + rows)
    assert amounts(ledger) == [10000, 60000]


def test_a_quote_that_is_never_closed_is_refused(tmp_path):
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, 'Date,Memo,Amount\n2026-01-05,"a,5\n2026-01-06,b,6\n2026-01-07,c,6\n')
    assert refused.value.key == "read.unclosed_quote"


def test_cells_of_a_workbook_and_fields_of_a_text_have_the_same_lines(tmp_path):
    rows = [
        ["title"],
        [],
        ["日期", "单号", "金额"],
        ["2026-01-05", "A", 5],
        [],
        ["2026-01-06", "B", 6],
    ]
    assert read_cells(tmp_path, rows).entries["line"].tolist() == [4, 6]
    text = "title,,\n,,\n日期,单号,金额\n2026-01-05,A,5\n\n2026-01-06,B,6\n"
    assert read_text(tmp_path, text).entries["line"].tolist() == [4, 6]


def test_a_table_away_from_the_first_cell_keeps_its_lines_and_columns(tmp_path):
    rows = [[], [], [None, None, "日期", "金额"], [None, None, "2026-01-05", 5]]
    ledger = read_cells(tmp_path, rows)
    assert ledger.source.columns == {"date": 2, "amount": 3}
    assert ledger.entries["line"].tolist() == [4]


def test_the_sheet_that_looks_like_a_ledger_is_taken(tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        {"说明": [["请看下一页"]], "明细": [["日期", "金额"], ["2026-01-05", 1]]},
    )
    assert tieout.read(file).source.sheet == "明细"


def test_the_kind_of_a_file_is_told_by_its_content(tmp_path):
    file = workbook(tmp_path / "a.xlsx", {"S": [["日期", "金额"], ["2026-01-05", 1]]})
    assert amounts(tieout.read(file.rename(tmp_path / "a.csv"))) == [100]


def test_long_numbers_stay_texts(tmp_path):
    ledger = read_text(tmp_path, "日期,发票号码,金额\n2026-01-05,00123456789012345678,1\n")
    assert ledger.entries["reference"].tolist() == ["00123456789012345678"]


def test_hidden_rows_are_read_and_said(tmp_path):
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate(
            [["日期", "单号", "金额"], ["2026-01-05", "A", 5], ["2026-01-06", "B", 6]]
        ):
            sheet.write_row(row, 0, values)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    ledger = tieout.read(file)
    assert amounts(ledger) == [500, 600]
    assert codes(ledger) == ["hidden_lines", "hidden_columns"]
    assert (ledger.problems[0].line, ledger.problems[1].found) == (3, "单号")


def test_a_percentage_and_a_formula_without_a_value_are_no_amounts(tmp_path):
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["日期", "单号", "金额"])
        sheet.write_row(1, 0, ["2026-01-05", "A"])
        sheet.write_number(1, 2, 0.05, percent)
        sheet.write_row(2, 0, ["2026-01-06", "B"])
        sheet.write_formula(2, 2, "=1+1", None, "")
        sheet.write_row(3, 0, ["2026-01-07", "C", 7])
    ledger = tieout.read(file)
    assert sorted((p.code, p.line, p.column) for p in ledger.problems) == [
        ("formula_without_value", 3, 3), ("percent_amount", 2, 3),
    ]  # fmt: skip


def test_a_workbook_that_counts_from_1904_is_read_in_its_days(tmp_path):
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "金额"])
        sheet.write_row(1, 0, [46027 - 1462, 1])
    assert f"{tieout.read(file).entries['date'][0]:%Y-%m-%d}" == "2026-01-05"


def refusal(file, **how):
    with pytest.raises(TieoutError) as refused:
        tieout.read(file, **how)
    return refused.value.key


def test_files_that_are_no_ledgers_are_refused(tmp_path):
    def written(content: bytes):
        file = tmp_path / "x.xlsx"
        file.write_bytes(content)
        return file

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert refusal(tmp_path / "none.csv") == "read.no_file"
    assert refusal(tmp_path) == "read.is_a_folder"
    assert refusal(written(b"")) == "read.empty_file"
    assert refusal(written(b"\xef\xbb\xbf\r\n")) == "read.empty_file"
    assert refusal(written(b"%PDF-1.7 ...")) == "read.not_a_spreadsheet"
    assert refusal(written(packed.getvalue())) == "read.not_a_spreadsheet"
    assert refusal(written(packed.getvalue()[:60])) == "read.damaged"
    assert (
        refusal(written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600))
        == "read.not_a_spreadsheet"
    )
    assert (
        refusal(written(b"<html><table><tr><td>1</td></tr></table></html>")) == "read.is_a_web_page"
    )
    assert refusal(written(b"hello world\nno table here\n")) == "read.no_header_in_file"
    assert (
        refusal(written(TABLE.encode()[:60] + b"\x00" + TABLE.encode()[60:])) == "read.zero_bytes"
    )
    good = workbook(tmp_path / "good.xlsx", {"S": [["日期", "金额"], ["2026-01-05", 1]]})
    assert refusal(good, sheet="T") == "read.no_sheet"
    assert refusal(good, profile="nobody") == "read.unknown_profile"
    assert refusal(written(good.read_bytes()[:-40])) == "read.damaged"
    both = {"S": [["日期", "金额"], ["2026-01-05", 1]], "T": [["日期", "金额"], ["2026-01-05", 1]]}
    assert refusal(workbook(tmp_path / "both.xlsx", both)) == "read.several_sheets"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert refusal(file) == "read.too_large"
