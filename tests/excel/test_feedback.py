"""The feedback file says what helps us, quotes no ledger, names no folder and no user, and goes nowhere by itself."""

import getpass
import platform
import re
from importlib.metadata import version
from pathlib import PureWindowsPath

import pytest
from tests.excel.paper_machine import PaperMachine
from tests.excel.test_bridge import Shown

from tieout.engines import headless
from tieout.excel import feedback as feedback_module
from tieout.excel import log
from tieout.excel.bridge import Bridge
from tieout.excel.doctor import examined
from tieout.excel.feedback import ERRORS_MAX, feedback_file
from tieout.excel.install import install
from tieout.excel.log import details_of, log_file, outlines
from tieout.excel.machine import Ran
from tieout.texts import LANGUAGES

USER = "王小明"
PLACE = re.compile(r"[A-Za-z]:[\\/]|/(home|tmp|work|usr|Users)/|AppData|\\\\")


@pytest.fixture
def machine(monkeypatch):
    found = PaperMachine(USER)
    install(found)
    monkeypatch.setattr(feedback_module, "windows_machine", lambda: found)
    return found


def written(language="en", book=None):
    seen = Shown(book)
    assert Bridge(seen.window).ask("press", ("feedback", language)) == ("done",)
    return feedback_file().read_text(encoding="utf-8-sig"), seen.messages[0]


def failed(words):
    """An error with such words, recorded as the bridge records it."""
    try:
        raise ValueError(words)
    except ValueError:
        details_of("button reconcile")


def test_it_holds_exactly_this(machine):
    failed("1,2OO.00 江河贸易有限公司")
    with headless.app() as app:
        text, _ = written(book=app.books.add())
    at = outlines(1)[0].split(" button")[0]
    assert re.sub(r"test_feedback.py \d+", "test_feedback.py N", text) == (
        "Tieout feedback\n"
        "This file holds no ledger data, no folder and no user name; it is for you to send or not.\n\n"
        "What happened (please write here):\n\n\n"
        "[Versions]\n"
        f"Tieout: {version('tieout')}\n"
        "Excel: 16.0\n"
        f"Python: {platform.python_version()} (64 bit)\n"
        "Language: en\n\n"
        "[Doctor]\n"
        "✔ Excel: EXCEL.EXE (16.0.17328.20162 x64)\n"
        f"✔ Installed, version {version('tieout')}\n"
        "✔ The add-in is in place: Tieout.xlam\n"
        "✔ The bridge is registered\n"
        "✔ The bridge starts in 1.5 s (64 bit)\n\n"
        "All is well.\n\n"
        "[Last errors, the newest first]\n"
        f"{at} button reconcile | ValueError < test_feedback.py N failed\n"
    )


def test_it_says_where_the_file_is_and_that_nothing_was_sent(machine):
    for language, words in (("zh", "什么都没有发送"), ("en", "Nothing was sent")):
        _, said = written(language)
        assert str(feedback_file()) in said
        assert words in said
    assert feedback_file().parent == log_file().parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_ails_no_folder_and_no_user_is_named(machine, language):
    """The interpreter lies in the user's own folder, and what it says is full of it."""
    machine.python = PureWindowsPath(f"C:\\Users\\{USER}")
    machine.answer = Ran(1, f'File "C:\\Users\\{USER}\\客户.py" {USER}')
    failed(f"C:\\Users\\{USER}\\江河贸易.xlsx")
    text, _ = written(language)
    assert USER in "".join(each.sentence() for each in examined(machine))
    assert USER not in text
    assert getpass.getuser() not in re.findall(r"\w+", text)
    assert not PLACE.search(text)
    assert "✖" in text
    assert "python.exe" in text


NASTY = (
    "江河贸易有限公司 1,200.00",
    "one\ntwo 江河贸易有限公司",
    "x\r2026-01-01 00:00:00Z button reconcile | ValueError < 江河.py 1 f",
    "x\n2026-01-01 00:00:00Z button reconcile | SECRET < a.py 1 f",
    "x\u20282026-01-01 00:00:00Z button reconcile | SECRET < a.py 1 f\u2028",
    "x\n\n2026-01-01 00:00:00Z button reconcile | SECRET < a.py 1 f\n\n",
)


@pytest.mark.parametrize("words", NASTY)
def test_what_an_error_says_is_never_quoted(machine, words):
    failed(words)
    assert "ValueError" in log_file().read_text(encoding="utf-8")
    text, _ = written()
    assert text.count("| ValueError <") == 1
    assert not [word for word in ("江河", "1,200", "SECRET", "two", "2026-01-01") if word in text]


def test_no_more_than_the_last_errors_are_told_the_newest_first(machine):
    for place in range(ERRORS_MAX + 3):
        try:
            raise (KeyError if place == ERRORS_MAX + 2 else ValueError)(place)
        except (KeyError, ValueError):
            details_of(f"function RECON_{place}")
    told = outlines(ERRORS_MAX)
    assert len(told) == ERRORS_MAX
    assert "function RECON_12 | KeyError" in told[0]
    assert "function RECON_3 | ValueError" in told[-1]


def test_errors_from_before_the_log_began_anew_are_told_too(machine, monkeypatch):
    monkeypatch.setattr(log, "SIZE_MAX", 10)
    failed("first")
    failed("second")
    assert len(outlines(ERRORS_MAX)) == 2


def test_without_errors_excel_or_windows_it_is_written_all_the_same(monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    text, _ = written("zh")
    assert "Excel：–" in text
    assert "加载项只能安装在 Windows 上" in text
    assert text.endswith("[最近的错误，最新的在前]\n还没有错误记录。\n")


def test_a_second_time_it_is_written_anew(machine):
    failed("first")
    written("zh")
    text, _ = written("en")
    assert text.count("[Doctor]") == 1
    assert "自检" not in text
