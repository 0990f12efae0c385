"""LibreOffice runs the shims: functions in cells, blocks that recalculate, buttons; all into live Python.

What it cannot show is in addin/docs/windows-checklist.md: its CVErr gives a text, and it has no ribbon.
"""

from datetime import datetime
from pathlib import Path

import pytest
from tests.excel.ledgers import OURS, THEIRS
from tests.excel.twin import can_speak_to_office, open_twin
from tests.office import needs_office

from tieout.excel.functions import call

pytestmark = [
    *needs_office,
    pytest.mark.slow,
    pytest.mark.skipif(not can_speak_to_office(), reason="LibreOffice's uno is of another Python"),
]


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    with open_twin(tmp_path_factory.mktemp("office")) as opened:
        opened.sheet("Ours", OURS)
        opened.sheet("Theirs", THEIRS)
        yield opened


@pytest.fixture(autouse=True)
def in_english(twin):
    twin.run("TieoutBridge", "TieoutChooseLanguage", "en")
    twin.asked.clear()
    twin.shown.clear()
    twin.front = twin.book


def test_every_module_is_there(twin):
    libraries = twin.document.BasicLibraries
    libraries.loadLibrary("Tieout")
    assert libraries.VBACompatibilityMode
    assert {
        "TieoutBridge",
        "TieoutFunctions",
        "TieoutLoader",
        "TieoutRibbon",
        "ThisWorkbook",
    } <= set(libraries.getByName("Tieout").ElementNames)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=RECON_BALANCE(Ours.A1:E5)", "650.5"),
        ("=RECON_BALANCE($Ours.A:E)", "650.5"),
        ('=RECON_BALANCE(Ours.A1:E5;"";46035)', "1250.5"),
        ('=RECON_STATUS("INV-001";1000;Theirs.A1:D3)', "✔ Confirmed"),
        (
            "=RECON_EXPLAIN(Ours.A1:E5;Theirs.A1:D3;5)",
            "Row 5 is not an entry (total) and is not matched.",
        ),
        ('=RECON_CLEANREF("inv-1")', "INV1"),
        ('=RECON_AMOUNT("1,234.50")', "1234.5"),
        ('=RECON_DATE("2026-01-31")', "46053"),
        ('=RECON_SIMILARITY("Acme Co.";"acme co")', "1"),
        ('=RECON_WORDS(1409.5;"zh")', "人民币壹仟肆佰零玖元伍角"),
    ],
)
def test_a_function_in_a_cell(twin, formula, expected):
    assert twin.formula(formula).getCellByPosition(0, 0).String == expected


def table(name, *arguments):
    return call(name, arguments).value


@pytest.mark.parametrize(
    ("name", "formula", "arguments"),
    [
        ("RECON_DIFF", "=RECON_DIFF(Ours.A1:E5;Theirs.A1:D3)", (OURS, THEIRS)),
        ("RECON_MATCH", "=RECON_MATCH(Ours.A1:E5;Theirs.A1:D3)", (OURS, THEIRS)),
        ("RECON_OPEN", "=RECON_OPEN(Ours.A1:E5;Theirs.A1:D3)", (OURS, THEIRS)),
        ("RECON_ADJUSTED", "=RECON_ADJUSTED(Ours.A1:E5;Theirs.A1:D3)", (OURS, THEIRS)),
        ("RECON_AGING", "=RECON_AGING(Ours.A1:E5;46100)", (OURS, 46100.0)),
    ],
)
def test_a_table_spills_as_python_gives_it(twin, name, formula, arguments):
    expected = table(name, *arguments)
    area = twin.formula(formula, len(expected), len(expected[0]))
    assert area.getDataArray() == expected


def test_a_block_follows_when_a_cell_changes(twin):
    area = twin.formula("=RECON_DIFF(Ours.A1:E5;Theirs.A1:D3)", 4, 9)
    cell = twin.document.Sheets.getByName("Ours").getCellRangeByName("D2")
    before = area.getDataArray()
    try:
        cell.Value = 999
        rows = [row[4:8] for row in area.getDataArray()]
    finally:
        cell.Value = 1000
    assert rows[1] == ("销售", 999.0, -1.0, "≠ Rounding")
    assert area.getDataArray() == before


def test_a_bad_cell_is_marked_and_its_reason_kept(twin):
    twin.bridge.ask("listen", ("en",))
    assert twin.formula('=RECON_AMOUNT("1,2OO")').getCellByPosition(0, 0).String == "Error 2015"
    twin.bridge.ask("why", ("en",))
    assert twin.shown == [
        '"1,2OO" is not an amount. A number such as 1,234.50 with at most 2 decimals is expected.'
    ]


def test_the_why_button_listens_while_the_cell_is_worked_out(twin):
    """Between the two Excel works the cell out again; LibreOffice does so only where it is stale."""
    twin.run("TieoutRibbon", "TieoutWhyPressed", twin.control("why"))
    assert [question for question, _ in twin.asked] == ["listen", "why"]


def test_a_button_reaches_its_action(twin):
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("guide"))
    assert twin.asked == [("press", "guide")]
    assert twin.shown[0].startswith("Three steps:")


def test_a_button_without_an_open_workbook_says_so(twin):
    twin.front = None
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("reconcile"))
    assert twin.shown == ["No workbook is open. Open the one with the two ledgers first."]


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("TieoutLabel", "Reconcile"),
        ("TieoutSupertip", "Reconciles the two ledgers of this workbook"),
    ],
)
def test_a_callback_gives_its_text(twin, callback, expected):
    _, given = twin.run("TieoutRibbon", callback, twin.control("reconcile"), "")
    assert given[0].startswith(expected)


def test_the_language_button_turns_every_text(twin):
    twin.run("TieoutRibbon", "TieoutLanguagePressed", twin.control("language"))
    assert twin.run("TieoutBridge", "TieoutText", "ribbon.reconcile.label")[0] == "对账"
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("guide"))
    assert twin.shown[0].startswith("三步开始")


def test_what_is_posted_by_a_button_spills_from_the_books(twin, monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "my.books"))
    area = twin.formula('=RECON_QUERY("2026-01")', 4, 8)
    assert area.getCellByPosition(0, 0).String == "Error 2015"
    twin.book.sheets["Ours"].activate()
    twin.answers[:] = ["Acme"]
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("post"))
    assert twin.shown[0].startswith('Posted "Ours": batch 1, 3 new entries')
    twin.document.calculate()
    assert area.getDataArray() == table("RECON_QUERY", "2026-01")
    assert area.getCellByPosition(2, 3).String == "R-9"


def test_a_form_is_opened_filled_in_and_entered_by_buttons(twin, monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "typed.books"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("entry_form"))
    twin.front = twin.book.app.books.active
    sheet = twin.front.sheets.active
    sheet["A5:D5"].value = [datetime(2026, 1, 5), "Payment", "Acme", "SK-1"]
    sheet["J5:K5"].value = [1200.5, "CNY"]
    assert sheet["M5:N6"].value == [[-1200.5, "✔"], [None, None]]
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("enter"))
    assert twin.shown[-1].startswith(f'Posted "{twin.front.name}": batch 1, 1 new entry')
    assert sheet["A3"].value.startswith("Entered as batch 1, posted (")
    twin.front.close()


def test_a_persons_path(twin):
    """Press Reconcile on a workbook of one's own: the statuses stand beside the ledgers.

    The workbook is not the twin itself: LibreOffice 7.4 ends itself when sheets of another document are
    copied into one with macros.
    """
    twin.front = twin.book.app.books.add()
    for name, rows in (("Ours", OURS), ("Theirs", THEIRS)):
        sheet = twin.front.sheets.add(name, after=twin.front.sheets[-1])
        sheet["A1"].value = [list(row) for row in rows]
    twin.run("TieoutRibbon", "TieoutPressed", twin.control("reconcile"))
    assert twin.shown[0].startswith("Reconciled: 2 matches, 1 open items.")
    assert twin.told[-1] is None
    assert twin.front.sheets["Ours"]["F2:F4"].value == [
        "✔ Confirmed",
        "≠ Transposed",
        "○ In transit",
    ]
    assert "Reconciliation" in [sheet.name for sheet in twin.front.sheets]
