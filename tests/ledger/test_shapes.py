"""Columns without headings, or under unknown ones, are known by what stands in them, or it is asked."""

import json
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.layouts import Layout, cells
from tests.ledger.sheets import amounts, codes, days, read_cells, read_text

import tieout
from tieout import procedures
from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.ledger.encodings import decoded
from tieout.ledger.profile import profiles
from tieout.ledger.reading import understand
from tieout.ledger.report import describe
from tieout.ledger.saved_profiles import save_profile

FOLDER = Path(__file__).parent / "profiles"
NAMES = sorted(folder.name for folder in FOLDER.iterdir())
READ_ALIKE = 21
"""Samples that are read alike without their headings; of the others something is asked."""
OURS = """2026-01-05,INV-1,Sale of goods,1130.00,,1130.00
2026-01-18,RC-7,Paid by transfer,,600.00,530.00
2026-01-20,INV-3,Sale of goods,70.00,,600.00
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_PROFILES", str(tmp_path / "profiles"))
    profiles.cache_clear()
    yield
    profiles.cache_clear()


def blocking(ledger):
    return [problem.code for problem in ledger.problems if problem.blocks]


def outcome(tmp_path, name: str) -> str:
    """What becomes of a sample whose headings are taken away."""
    whole = tieout.read(FOLDER / name / "sample.csv")
    lines = decoded(name, (FOLDER / name / "sample.csv").read_bytes()).decode().splitlines()
    del lines[whole.source.header_line - 1]
    try:
        found = read_text(tmp_path, "\n".join(lines) + "\n")
    except TieoutError:
        return "refused"
    if blocking(found):
        return "asked"
    if found.entries["line"].tolist() != [line - 1 for line in whole.entries["line"]]:
        return "wrong"
    if days(found) == days(whole) and amounts(found) == amounts(whole):
        return "alike"
    mirrored = amounts(found) == [-cents for cents in amounts(whole)]
    return "mirrored" if mirrored and days(found) == days(whole) else "wrong"


@pytest.mark.slow
def test_a_sample_without_its_headings_is_read_alike_or_asked_and_never_wrongly(tmp_path):
    found = {name: outcome(tmp_path, name) for name in NAMES}
    assert "wrong" not in found.values(), found
    # The bank's own 借 and 贷 are the holder's turned round, which no column of the sheet tells.
    assert [name for name, what in found.items() if what == "mirrored"] == [
        "bank_direction",
        "bocom",
    ]
    assert list(found.values()).count("alike") >= READ_ALIKE


ENTRIES = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([-12345, -5000, -199, 101, 250, 99999, 400000])),
    min_size=2,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(
    rows=ENTRIES,
    language=st.sampled_from(["zh", "en"]),
    kind=st.sampled_from(["debit_credit", "signed", "direction"]),
    titles=st.integers(0, 3),
    opening=st.sampled_from([None, 0, 77_700]),
    subtotals=st.booleans(),
    change=st.sampled_from(["none", "unknown", "one wrong"]),
)
def test_any_layout_without_headings_is_read_alike_or_asked(
    rows, language, kind, titles, opening, subtotals, change
):
    start = date(2026, 1, 5)
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime([start + timedelta(days=d) for d, _ in sorted(rows)]),
            "type": "",
            "reference": [f"INV-{n:03}" for n in range(len(rows))],
            "memo": "goods",
            "amount": [cents for _, cents in rows],
        }
    )
    layout = Layout(language, kind, title_rows=titles, opening=opening, subtotals=subtotals)
    table = [list(row) for row in cells(frame, layout)]
    if change == "none":
        del table[titles]
    elif change == "unknown":
        table[titles] = [f"Xq{'zvw'[n % 3] * (n + 1)}" for n in range(len(table[titles]))]
    else:
        table[titles][-1 if opening is None else -2] = "Xqzz"
    width = max(map(len, table))
    sheet = pd.DataFrame([[*row, *[None] * (width - len(row))] for row in table], dtype=object)
    try:
        found = understand(sheet.where(sheet.notna() & (sheet != ""), None), file="a", sheet="S")
    except TieoutError:
        return
    if not blocking(found):
        assert sorted(amounts(found)) == sorted(frame["amount"])


def test_the_report_says_what_tells_each_column(tmp_path):
    ledger = read_text(tmp_path, OURS)
    assert amounts(ledger) == [113000, -60000, 7000]
    assert ledger.entries["line"].tolist() == [1, 2, 3]
    assert ledger.entries["reference"].tolist() == ["INV-1", "RC-7", "INV-3"]
    assert codes(ledger) == ["no_headings"]
    said = describe(ledger, "zh")
    assert "表头：没有，数据从第 1 行开始" in said
    assert "A 列 → 日期（100% 是日期）" in said
    assert "F 列 → 余额（逐行累计相符，2 步中 2 步）" in said


def test_a_pair_without_a_balance_is_asked_until_somebody_says_which_is_the_debit(tmp_path):
    text = "Datum,Omschrijving,Bij,Af\n06-01-2026,Inkoop,11.00,\n18-01-2026,Betaling,,6.00\n"
    asked = read_text(tmp_path, text)
    assert blocking(asked) == ["which_is_debit"]
    told = read_text(tmp_path, text, columns={"debit": "Af", "credit": "Bij"})
    assert amounts(told) == [-1100, 600]
    assert blocking(told) == []
    save_profile(
        told, "Noord", {m: told.source.headings[c] for m, c in told.source.columns.items()}
    )
    again = read_text(tmp_path, text)
    assert (amounts(again), again.problems) == ([-1100, 600], ())


def test_the_words_beside_a_balance_tell_which_of_a_pair_is_the_debit(tmp_path):
    rows = "2026-01-05,A-1,,500.00,借,500.00\n2026-01-06,A-2,200.00,,借,300.00\n2026-01-07,A-3,,50.00,借,350.00\n"
    assert amounts(read_text(tmp_path, rows)) == [50000, -20000, 5000]


def test_amounts_with_words_of_direction_need_no_headings(tmp_path):
    rows = "2026-01-05,A-1,借,500.00\n2026-01-06,A-2,贷,200.00\n"
    ledger = read_text(tmp_path, rows)
    assert (amounts(ledger), ledger.source.sign_rule) == ([50000, -20000], "direction")


def test_of_net_tax_and_gross_the_gross_is_the_amount_and_other_sums_are_asked(tmp_path):
    taxed = "2026-01-05,A-1,100.00,13.00,113.00\n2026-01-06,A-2,200.00,26.00,226.00\n"
    assert amounts(read_text(tmp_path, taxed)) == [11300, 22600]
    fees = "2026-01-05,A-1,100.00,3.00,103.00\n2026-01-06,A-2,200.00,91.00,291.00\n"
    assert blocking(read_text(tmp_path, fees)) == ["several_amounts"]


def test_a_side_whose_heading_is_misspelt_is_not_lost(tmp_path):
    text = "日期,单号,借方金额,货方金额\n2026-01-05,A,5,\n2026-01-06,B,,3\n2026-01-07,C,,4\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [500, -300, -400]
    assert codes(ledger) == ["headings_unknown"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日期,单号,标志,金额\n2026-01-05,A-1,借,5\n2026-01-06,A-2,贷,3\n", [500, -300]),
        ("起算,单号,金额\n2026-01-05,A-1,5\n2026-01-06,A-2,-3\n", [500, -300]),
    ],
)
def test_what_a_ledger_lacks_is_found_under_headings_nobody_knows(tmp_path, text, expected):
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == expected
    assert days(ledger) == ["2026-01-05", "2026-01-06"]
    assert codes(ledger) == ["headings_unknown"]


def test_currencies_under_an_unknown_heading_keep_the_accounts_apart(tmp_path):
    text = "日期,单号,金额,本位\n2026-01-05,A-1,5,USD\n2026-01-06,A-2,3,EUR\n"
    assert read_text(tmp_path, text).currencies == ("EUR", "USD")


def test_a_workbook_without_headings_is_read_from_its_values(tmp_path):
    rows = [
        [date(2026, 1, 5), "A-1", 500.5, 500.5],
        [date(2026, 1, 6), "A-2", -200, 300.5],
        [date(2026, 1, 7), "A-3", -0.5, 300],
    ]
    ledger = read_cells(tmp_path, [[None], *rows])
    assert amounts(ledger) == [50050, -20000, -50]
    assert ledger.source.columns["balance"] == 3


def test_columns_without_headings_are_named_by_their_letters(tmp_path):
    ledger = read_text(tmp_path, OURS, columns={"amount": "F", "reference": "B"})
    assert amounts(ledger) == [113000, 53000, 60000]
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, OURS, columns={"amount": "Z"})
    assert refused.value.key == "profile.no_heading"
    with pytest.raises(TieoutError) as refused:
        save_profile(ledger, "x", {"amount": "F"})
    assert refused.value.key == "profile.headless"


@pytest.mark.parametrize(
    "text",
    ["hello,world\nno table,here\n", "a,b,c\n1,2,3\n4,5,6\n", "2026-01-05,1130.00\n", "甲,乙\n"],
)
def test_what_is_no_ledger_stays_none(tmp_path, text):
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, text)
    assert refused.value.key == "read.no_header_in_file"


SIGNED = st.lists(st.sampled_from([-300, -101, 205, 400, 999]), min_size=4, max_size=8)


@settings(max_examples=25, deadline=None)
@given(SIGNED, st.sampled_from([0, 5000]), st.booleans())
def test_amounts_without_a_sign_are_read_by_the_balance(moves, opening, newest_first):
    balances = list(accumulate(moves, initial=opening))[1:]
    rows = [
        [f"2026-01-{n + 1:02}", f"A-{n}", abs(move) / 100, balance / 100]
        for n, (move, balance) in enumerate(zip(moves, balances, strict=True))
    ]
    rows = rows[::-1] if newest_first else rows
    above = [["期初余额", opening / 100, None, None]]
    sheet = pd.DataFrame([*above, ["日期", "单号", "金额", "余额"], *rows], dtype=object)
    ledger = understand(sheet, file="a", sheet="S")
    if not blocking(ledger) and len({move > 0 for move in moves[1:]}) == 2:
        expected = moves[::-1] if newest_first else moves
        assert amounts(ledger) == expected
        assert not [code for code in codes(ledger) if code == "roll_forward"]


def test_a_first_row_whose_opening_balance_nobody_states_is_asked(tmp_path):
    text = "日期,单号,金额,余额\n2026-01-05,A,5,8\n2026-01-06,B,2,6\n2026-01-07,C,1,7\n"
    ledger = read_text(tmp_path, text)
    assert [(p.code, p.line) for p in ledger.problems if p.blocks] == [("sign_unclear", 2)]


def test_a_result_has_headings_and_what_is_told_keeps_the_lines_of_the_file(tmp_path):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    ours.write_text(OURS, encoding="utf-8")
    theirs.write_text(
        "日期,单号,金额\n2026-01-05,INV-1,-1130\n2026-01-18,RC-7,600\n", encoding="utf-8"
    )
    result = procedures.reconcile_files(ours, theirs, tmp_path / "r.xlsx", language="zh")
    assert sorted(result.matches["ours"]) == [[1], [2]]
    with headless.app() as app:
        sheet = app.books.open(tmp_path / "r.xlsx").sheets["我方账"]
        rows = sheet["A1"].expand().options(ndim=2).value
    assert rows[0][:6] == ["日期", "业务参考号", "摘要", "借方", "贷方", "余额"]
    assert [row[1] for row in rows[1:]] == ["INV-1", "RC-7", "INV-3"]
    assert [row[6][-3:] for row in rows[1:]] == ["已勾对", "已勾对", "达账项"]


def test_an_open_sheet_whose_first_line_is_an_entry_has_no_line_for_our_headings():
    rows = [line.split(",") for line in OURS.splitlines()]
    with headless.app() as app:
        book = app.books.add()
        book.sheets[0].name = "ours"
        book.sheets[0]["A1"].value = rows
        other = book.sheets.add("theirs", after=book.sheets[0])
        other["A1"].value = [["日期", "单号", "金额"], ["2026-01-05", "INV-1", -1130]]
        with pytest.raises(TieoutError) as refused:
            procedures.reconcile(book, ours_sheet="ours", theirs_sheet="theirs")
    assert refused.value.key == "workbook.no_line_for_headings"


def test_a_problem_of_the_columns_is_the_same_in_the_document(tmp_path):
    from tieout.matching.document import ledger_document

    document = ledger_document(read_text(tmp_path, OURS))
    assert json.loads(json.dumps(document))["columns"]["debit"] == "D"
