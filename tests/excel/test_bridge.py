"""The bridge: what Excel asks is answered, whatever happens; and what a workbook's folder holds is never run."""

import json
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from unittest.mock import MagicMock

import pytest
from tests.excel.ledgers import OURS, THEIRS, changed
from tests.excel.stand_ins import PaperBook, PaperExcel, put_in_place

from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.excel import bridge as bridge_module
from tieout.excel.bridge import Bridge
from tieout.excel.cells import VALUE
from tieout.excel.log import log_file
from tieout.excel.registration import CLASS_ID, PROGRAM_ID, command, registry_values
from tieout.excel.window import Window
from tieout.progress import CancelledError


class Shown:
    """What the user saw."""

    def __init__(self, book=None, escape_after=None):
        self.book, self.messages, self.told = book, [], []
        self.escapes = escape_after

    def window(self, _=None):
        return Window(self.book, self.messages.append, self.told.append, self.escape)

    def escape(self):
        if self.escapes is None:
            return False
        self.escapes -= 1
        return self.escapes < 0


def asked(name, *values, language="en"):
    return Bridge(Shown().window).ask("compute", (name, language, values))


def test_a_function_is_answered_with_its_values():
    assert asked("RECON_BALANCE", OURS) == (0, 650.5, ())


def test_the_language_of_excel_is_the_language_of_the_answer():
    assert asked("RECON_DIFF", OURS, OURS, language="zh")[1] == "没有差额：双方账项逐笔相符。"


def test_a_wrong_call_is_a_cell_error():
    assert asked("RECON_DIFF", OURS, None) == (1, "", ((0, 0, VALUE),))


def test_an_unknown_function_is_a_cell_error():
    assert asked("RECON_MAGIC", OURS) == (1, "", ((0, 0, VALUE),))


def test_an_answer_begins_with_a_plain_value():
    for answer in (asked("RECON_DIFF", OURS, THEIRS), asked("RECON_DIFF", OURS, None)):
        assert isinstance(answer[0], int)


def test_a_question_nobody_knows_is_answered_too():
    assert Bridge(Shown().window).ask("sing", ()) == (1, "", ((0, 0, VALUE),))


def test_why_says_the_reasons_heard_since_it_listens():
    seen = Shown()
    bridge = Bridge(seen.window)
    bridge.ask("compute", ("RECON_AMOUNT", "en", ("x",)))
    bridge.ask("listen", ("en",))
    bridge.ask("compute", ("RECON_AMOUNT", "en", ((("1,2OO",), ("5",)),)))
    bridge.ask("why", ("en",))
    assert seen.messages == [
        '"1,2OO" is not an amount. A number such as 1,234.50 with at most 2 decimals is expected.'
    ]


def test_why_says_so_where_nothing_is_wrong():
    seen = Shown()
    Bridge(seen.window).ask("why", ("en",))
    assert seen.messages[0].startswith("No RECON function in this cell shows an error.")


def test_our_own_mistake_becomes_a_cell_error_and_a_line_in_the_log(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(bridge_module, "call", broken)
    bridge = Bridge(Shown().window)
    assert bridge.ask("compute", ("RECON_DIFF", "en", ())) == (1, "", ((0, 0, VALUE),))
    assert "ZeroDivisionError" in log_file().read_text(encoding="utf-8")


def test_the_details_button_names_the_log(monkeypatch):
    seen = Shown()
    bridge = Bridge(seen.window)
    bridge.ask("press", ("details", "en"))
    test_our_own_mistake_becomes_a_cell_error_and_a_line_in_the_log(monkeypatch)
    bridge.ask("press", ("details", "en"))
    assert seen.messages[0] == "No error has been recorded."
    assert str(log_file()) in seen.messages[1]


def test_a_failing_button_says_why_and_gives_the_status_bar_back():
    def fails(window, progress):
        progress("reading", 0.5)
        raise TieoutError("excel.no_workbook")

    seen = Shown()
    answer = Bridge(seen.window, {"fails": fails}).ask("press", ("fails", "en"))
    assert answer == ("failed",)
    assert seen.messages == ["No workbook is open. Open the one with the two ledgers first."]
    assert seen.told == ["Tieout: Reading the ledgers 50% (Esc cancels)", None]


def test_a_crashing_button_says_where_the_details_are():
    def crashes(window, progress):
        raise ValueError("secret detail")

    seen = Shown()
    Bridge(seen.window, {"crashes": crashes}).ask("press", ("crashes", "en"))
    assert str(log_file()) in seen.messages[0]
    assert "secret detail" not in seen.messages[0]
    assert "secret detail" in log_file().read_text(encoding="utf-8")


@pytest.fixture
def book():
    with headless.app() as app:
        opened = app.books.add()
        opened.sheets[0].name = "我方"
        opened.sheets[0]["A1"].value = [list(row) for row in OURS]
        theirs = opened.sheets.add("对方", after=opened.sheets[0])
        theirs["A1"].value = [list(row) for row in THEIRS]
        yield opened


def test_the_reconcile_button_reconciles_the_workbook_in_front(book):
    seen = Shown(book)
    answer = Bridge(seen.window).ask("press", ("reconcile", "en"))
    assert seen.messages[0].startswith("Reconciled: 2 matches, 1 open items.")
    assert answer == ("done",)
    assert "-555.00" in seen.messages[0]
    assert "Reconciliation" in [sheet.name for sheet in book.sheets]
    assert seen.told[-1] is None


@pytest.mark.parametrize(("agrees", "sheets"), [(True, ["我方", "对方"]), (False, None)])
def test_the_clear_button_takes_everything_out_once_the_user_agrees(book, agrees, sheets):
    seen = Shown(book)
    Bridge(seen.window).ask("press", ("reconcile", "en"))
    before = [sheet.name for sheet in book.sheets]
    asked = []

    def agreed(words):
        asked.append(words)
        return agrees

    window = Window(book, seen.messages.append, seen.told.append, lambda: False, agreed)
    Bridge(lambda _: window).ask("press", ("clear", "en"))
    assert "Go on?" in asked[0]
    assert [sheet.name for sheet in book.sheets] == (sheets or before)
    assert seen.messages[1].startswith("Cleared" if agrees else "Cancelled")


def test_esc_cancels_and_leaves_the_workbook_as_it_was(book):
    before = [(sheet.name, sheet.used_range.value) for sheet in book.sheets]
    seen = Shown(book, escape_after=1)
    assert Bridge(seen.window).ask("press", ("reconcile", "en")) == ("failed",)
    assert seen.messages == ["Cancelled; nothing was changed in the workbook or the files."]
    assert [(sheet.name, sheet.used_range.value) for sheet in book.sheets] == before


def test_an_esc_from_before_does_not_count(book):
    keys = iter([True])
    seen = Shown(book)
    window = Window(book, seen.messages.append, seen.told.append, lambda: next(keys, False))
    assert Bridge(lambda _: window).ask("press", ("reconcile", "en")) == ("done",)


def test_the_reading_report_says_what_the_sheet_is_read_as(book):
    seen = Shown(book)
    Bridge(seen.window).ask("press", ("reading_report", "en"))
    assert 'column D "Amount"' in seen.messages[0]


def test_the_cleaning_report_stands_on_a_sheet_also_of_one_ledger_alone(book):
    seen = Shown(book)
    assert Bridge(seen.window).ask("press", ("cleaning_report", "en")) == ("done",)
    assert book.sheets.active.name == "Cleaning report"
    book.sheets["我方"].delete()
    book.sheets["对方"].activate()
    assert Bridge(seen.window).ask("press", ("cleaning_report", "en")) == ("done",)
    assert [sheet.name for sheet in book.sheets if sheet.visible] == ["对方", "Cleaning report"]


def test_the_rules_on_their_sheet_hold_in_the_next_run(book):
    seen = Shown(book)
    assert Bridge(seen.window).ask("press", ("settings", "en")) == ("done",)
    rules = book.sheets.active
    assert seen.messages == [
        f'The rules are on the sheet "{rules.name}". Edit them, then press Reconcile.'
    ]
    names = [row[4] for row in rules.range((1, 1), (60, 5)).value]
    rules.range((names.index("window_days") + 1, 2)).value = "soon"
    assert Bridge(seen.window).ask("press", ("reconcile", "en")) == ("failed",)
    assert "soon" in seen.messages[-1]
    rules.range((names.index("window_days") + 1, 2)).value = 3
    assert Bridge(seen.window).ask("press", ("reconcile", "en")) == ("done",)


@pytest.mark.parametrize("language", ["zh"])
def test_the_sample_button_opens_ledgers_that_reconcile(language, monkeypatch):
    with headless.app() as app:
        seen = Shown(app.books.add())
        assert Bridge(seen.window).ask("press", ("sample", language)) == ("done",)
        made = app.books[-1]
        assert made != seen.book
        assert all(sheet.range("A1").column_width < 30 for sheet in made.sheets)  # titles run over
        seen.book = made
        assert Bridge(seen.window).ask("press", ("reconcile", language)) == ("done",)


def test_the_statement_button_adds_a_sheet(book):
    seen = Shown(book)
    assert Bridge(seen.window).ask("press", ("statement", "en")) == ("done",)
    assert seen.messages == ['The statement is on the sheet "Statement of account".']


@pytest.mark.parametrize("button", ["statements", "letters", "aging"])
def test_the_report_buttons_issue_into_a_folder_beside_the_workbook(book, button, tmp_path):
    used = book.sheets["我方"].used_range
    beside = used.last_cell.column + 1
    for row in range(used.row, used.last_cell.row + 1):
        book.sheets["我方"].range((row, beside)).value = "客户" if row == used.row else "华东机械"
    book.save(tmp_path / "客户.xlsx")
    seen = Shown(book)
    answer = Bridge(seen.window).ask("press", (button, "zh"))
    assert (answer, seen.messages[0][:5]) == (("done",), "已开出 1")
    folder = next(path for path in tmp_path.iterdir() if path.is_dir() and path.name != "local")
    assert folder.name.startswith("客户 ")
    assert list(folder.glob("*.xlsx"))


def test_a_letter_to_nobody_is_refused_with_what_to_do(book):
    seen = Shown(book)
    assert Bridge(seen.window).ask("press", ("letters", "zh")) == ("failed",)
    assert "请在账表中加一列“客户”并注明名称" in seen.messages[0]


def test_a_button_without_a_workbook_says_so():
    seen = Shown()
    Bridge(seen.window).ask("press", ("reconcile", "zh"))
    assert seen.messages == ["没有打开的工作簿。请先打开含有两份账的工作簿。"]


# The COM entry, on pywin32's stand-ins


def test_the_com_class_answers_as_the_bridge_does(monkeypatch):
    put_in_place(monkeypatch)
    from tieout.excel.com import ComBridge

    answer = ComBridge().Ask("compute", ("RECON_BALANCE", "en", (OURS,)), None)
    assert answer == (0, 650.5, ())
    assert ComBridge._public_methods_ == ("Ask",)
    assert (ComBridge._reg_clsid_, ComBridge._reg_progid_) == (CLASS_ID, PROGRAM_ID)


def test_messages_and_progress_go_to_the_excel_of_the_workbook(monkeypatch):
    modules = put_in_place(monkeypatch)
    from tieout.excel.com import window_of

    excel = PaperExcel()
    window = window_of(PaperBook(excel))
    window.tell("half way")
    window.tell(None)
    window.show("done")
    assert excel.told == ["half way", False]
    assert modules["win32api"].MessageBox.call_args.args[:3] == (77, "done", "Tieout 对账")


def test_what_the_user_is_asked_is_asked_by_excel(monkeypatch):
    put_in_place(monkeypatch)
    from tieout.excel.com import window_of

    excel = PaperExcel()
    window = window_of(PaperBook(excel))
    excel.answers = ["2026-07", False, "C:\\账\\对方.csv", False]
    assert window.answer("Which month?", "2026-06") == "2026-07"
    with pytest.raises(CancelledError):
        window.answer("Which month?", "2026-06")
    assert str(window.file("Import")) == "C:\\账\\对方.csv"
    with pytest.raises(CancelledError):
        window.file("Import")
    assert excel.asked[0] == ("Which month?", "Tieout 对账", "2026-06")
    assert excel.asked[2][1:] == (1, "Import")
    assert excel.asked[2][0].count(",") % 2 == 1  # pairs of a name and its endings


def test_a_busy_excel_does_not_stop_the_work(monkeypatch):
    put_in_place(monkeypatch)
    from tieout.excel.com import window_of

    excel = PaperExcel()
    excel.busy = True
    window_of(PaperBook(excel)).tell("half way")
    assert excel.told == []


@pytest.mark.parametrize(
    ("key", "front", "cancels"),
    [(0x8000, 77, True), (0x0001, 77, True), (0, 77, False), (0x8000, 5, False)],
)
def test_esc_counts_only_while_excel_is_in_front(monkeypatch, key, front, cancels):
    modules = put_in_place(monkeypatch)
    modules["win32api"].GetAsyncKeyState.return_value = key
    modules["win32gui"].GetForegroundWindow.return_value = front
    from tieout.excel.com import window_of

    assert window_of(PaperBook(PaperExcel())).escape() is cancels


def test_the_server_waits_outside_every_workbooks_folder(monkeypatch, tmp_path):
    modules = put_in_place(monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path.parent)
    from tieout.excel.com import serve

    serve()
    modules["win32com.server.localserver"].serve.assert_called_once_with([CLASS_ID])
    assert Path.cwd() == tmp_path


def test_the_stock_xlwings_module_reaches_the_same_bridge(monkeypatch):
    put_in_place(monkeypatch)
    import xlwings as xw
    from xlwings import udfs as stock

    monkeypatch.setitem(xw.engines.engines_by_name, "excel", xw.Engine(impl=xw._xlwindows.engine))
    for name, real in (("func", stock.xlfunc), ("arg", stock.xlarg), ("ret", stock.xlret)):
        monkeypatch.setattr(xw, name, real)
    monkeypatch.delitem(sys.modules, "tieout.excel.udfs", raising=False)
    arguments = ("compute", ("RECON_AMOUNT", "en", ((("12",), ("x",)),)), None)
    answer = stock.call_udf("tieout.excel.udfs", "ask", arguments)
    sys.modules["xlwings.com_server"].loop.close()
    assert answer == (1, ((12.0,), ("",)), ((1, 0, VALUE),))


# No path of a workbook reaches the interpreter


def test_the_command_names_the_private_interpreter_and_nothing_else():
    python = PureWindowsPath(r"C:\Users\José\AppData\Local\Tieout\env\Scripts\pythonw.exe")
    assert command(python) == (
        r'"C:\Users\José\AppData\Local\Tieout\env\Scripts\pythonw.exe" -I -m tieout.excel.server'
    )
    assert all(key.startswith(r"Software\Classes") for key in registry_values(python))


@pytest.fixture
def trap(tmp_path):
    """A customer's folder with modules of the names we import, which tell when they are run."""
    for name in ("openpyxl", "pandas", "xlwings", "tieout", "json", "win32com"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w').close()")
    return tmp_path


def server(trap, *flags):
    return subprocess.run(
        [sys.executable, *flags, "-m", "tieout.excel.server", "--check"],
        capture_output=True,
        check=False,
        cwd=trap,
        env={**os.environ, "PYTHONPATH": str(trap)},
        text=True,
    )


@pytest.mark.slow
def test_modules_beside_a_workbook_are_never_run(trap):
    ran = server(trap, "-I")
    told = json.loads(ran.stdout)
    assert told["isolated"] is True
    assert not (trap / "sprung").exists()
    assert not any(str(trap) in place for place in [*told["path"], *told["modules"]])


@pytest.mark.slow
def test_the_trap_springs_where_nothing_keeps_it_out(trap):
    server(trap)
    assert (trap / "sprung").exists()


def test_a_workbook_in_a_trapped_folder_changes_neither_path_nor_folder(trap, monkeypatch):
    before = (list(sys.path), Path.cwd())
    with headless.app() as app:
        made = app.books.add()
        made.sheets[0].name = "我方"
        made.sheets[0]["A1"].value = [list(row) for row in OURS]
        made.sheets.add("对方")["A1"].value = [list(row) for row in THEIRS]
        made.save(trap / "对账.xlsx")
        seen = Shown(app.books.open(trap / "对账.xlsx"))
        assert Bridge(seen.window).ask("press", ("reconcile", "en")) == ("done",)
    assert (list(sys.path), Path.cwd()) == before
    assert not (trap / "sprung").exists()


def test_vba_hands_no_path_to_python():
    from tieout.excel.addin_file import modules

    source = "\n".join(module.source for module in modules())
    for word in (
        "FullName",
        ".Path",
        "CurDir",
        "ChDir",
        "Environ",
        "Shell",
        "Declare",
        "Workbooks.Open",
    ):
        assert word not in source


def test_the_same_question_twice_is_worked_out_once(monkeypatch):
    from tieout.excel import ledgers

    bridge = Bridge(Shown().window)
    first = bridge.ask("compute", ("RECON_DIFF", "en", (OURS, THEIRS)))
    monkeypatch.setattr(ledgers, "reconcile", None)
    assert bridge.ask("compute", ("RECON_DIFF", "en", (OURS, THEIRS))) == first
    other = bridge.ask("compute", ("RECON_DIFF", "en", (changed(OURS, 1, 3, 1.0), THEIRS)))
    assert other == (1, "", ((0, 0, VALUE),))


def test_on_a_mac_a_button_works_with_the_calling_workbook(monkeypatch):
    from tieout.excel import mac

    caller = MagicMock()
    monkeypatch.setattr(mac.xw.Book, "caller", lambda: caller)
    mac.press("guide", "en")
    assert caller.app.alert.call_args.args[0].startswith("Three steps:")
    assert caller.app.status_bar is False
