"""Everything that was changed while reading is said, and nothing that was not."""

from tests.ledger.sheets import read_cells, read_text

from tieout.ledger.cleaning_report import changes, describe_changes

DIRTY = (
    "日期,单号,摘要,金额\n"
    "2026.1.5,`A-1, 销售 ,\"1,234.50\"\n"
    "2026-01-06,A-2,收款,－５.00\n"
    "2026-01-06,A-2,收款,－５.00\n"
    ",,合计,1224.50\n"
)  # fmt: skip


def test_every_kind_of_cleaning_is_said_with_its_lines_and_an_example(tmp_path):
    assert describe_changes(read_text(tmp_path, DIRTY), "zh").splitlines() == [
        "日期：统一日期写法 1 处（第 2 行），如“2026.1.5”→“2026-01-05”",
        "单号：去掉首尾空格或标记 1 处（第 2 行），如“`A-1”→“A-1”",
        "摘要：去掉首尾空格或标记 1 处（第 2 行），如“ 销售 ”→“销售”",
        "金额：全角改半角 2 处（第 3, 4 行），如“－５.00”→“-5.00”",
        "金额：文本转为数字 1 处（第 2 行），如“1,234.50”→“1234.50”",
        "1 行与前面某行完全相同（第 4 行），均已保留",
        "合计行：1 行不作账项（第 5 行）",
    ]


def test_a_clean_ledger_has_nothing_to_report(tmp_path):
    ledger = read_text(tmp_path, "日期,单号,金额\n2026-01-05,A-1,5.00\n")
    assert changes(ledger) == ()
    assert describe_changes(ledger, "en") == (
        "Nothing had to be cleaned; every cell was read as it stands."
    )


def test_the_cells_themselves_are_never_changed(tmp_path):
    cells = [["日期", "单号", "金额"], ["2026.1.5", " A-1 ", "1,234.50"]]
    ledger = read_cells(tmp_path, cells)
    assert ledger.source.cells.to_numpy(object).tolist() == cells
    assert [change.code for change in changes(ledger)] == [
        "date_unified",
        "trimmed",
        "number_from_text",
    ]


def test_a_cell_that_could_not_be_read_is_not_said_to_have_become_nothing(tmp_path):
    ledger = read_text(
        tmp_path,
        '日期,单号,借方,贷方\n2026.1.5,A,"1,2OO.00",\n31/02/2026,B,"1,000.00","300,00.00"\n2026.1.7,C,tbc,"1,234.50"\n',
    )
    assert describe_changes(ledger, "en").splitlines() == [
        '日期: dates written alike in 2 cells (line 2, 4), such as "2026.1.5" → "2026-01-05"',
        '日期: 1 cell could not be read (line 3), such as "31/02/2026"; not counted until corrected',
        '借方: numbers read from text in 1 cell (line 3), such as "1,000.00" → "1000.00"',
        '借方: 2 cells could not be read (line 2, 4), such as "1,2OO.00"; not counted until corrected',
        '贷方: numbers read from text in 1 cell (line 4), such as "1,234.50" → "1234.50"',
        '贷方: 1 cell could not be read (line 3), such as "300,00.00"; not counted until corrected',
    ]


def test_the_example_of_a_side_is_of_a_row_without_the_other(tmp_path):
    ledger = read_text(
        tmp_path, '日期,单号,借方,贷方\n2026-01-05,A,"1,000.00",400\n2026-01-06,B,"2,000.00",\n'
    )
    assert describe_changes(ledger, "en") == (
        '借方: numbers read from text in 2 cells (line 2, 3), such as "2,000.00" → "2000.00"'
    )
