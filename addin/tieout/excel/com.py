"""How is the bridge a COM class that Excel finds by its name, and what does it reach of Excel.

Only here are pywin32 and its objects, asked for where they are needed: other machines have none.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from tieout.excel.bridge import Answer, Bridge
from tieout.excel.registration import CLASS_ID, PROGRAM_ID
from tieout.excel.window import Window
from tieout.texts import text

TITLE = "Tieout 对账"
_ESCAPE = 0x1B
_PRESSED_SINCE, _DOWN = 0x0001, 0x8000


class ComBridge:
    """What Windows makes when Excel asks for `Tieout.Bridge`: one method, values in and out."""

    _public_methods_ = ("Ask",)
    _reg_clsid_ = CLASS_ID
    _reg_progid_ = PROGRAM_ID
    _reg_clsctx_ = 4  # CLSCTX_LOCAL_SERVER: a program of its own, never inside Excel

    def __init__(self) -> None:
        self._bridge = Bridge(window_of)

    def Ask(self, question: str, arguments: Sequence[Any], book: object) -> Answer:  # noqa: N802
        """The one call that VBA makes."""
        return self._bridge.ask(question, arguments, book)


def window_of(book: object) -> Window:
    """The window of a workbook that arrived over COM; None where Excel has none open."""
    if book is None:
        return Window(None, _say_alone, lambda _: None, lambda: False)
    import pywintypes
    from win32com.client import Dispatch
    from xlwings import _xlwindows

    opened = xw.Book(impl=_xlwindows.Book(xl=Dispatch(book)))  # type: ignore[no-untyped-call]
    excel = opened.app

    def tell(words: str | None) -> None:
        # Excel refuses calls while a cell is edited: a status bar is not worth an error
        with suppress(pywintypes.com_error):
            excel.status_bar = False if words is None else words

    def show(words: str) -> None:
        excel.alert(words, TITLE)

    def agreed(words: str) -> bool:
        return excel.alert(words, TITLE, "yes_no") == "yes"

    def asked(words: str, offered: str) -> str | None:
        written = excel.api.InputBox(words, TITLE, offered)
        return None if written is False else str(written)

    def chosen(words: str) -> Path | None:
        file = excel.api.GetOpenFilename(text("excel.files"), 1, words)
        return None if file is False else Path(file)

    def escape() -> bool:
        return _escape_pressed(excel.hwnd or 0)

    return Window(opened, show, tell, escape, agreed, asked, chosen)


def _escape_pressed(window: int) -> bool:
    """Esc while Excel is in front; the same key in another program is none of our business."""
    import win32api
    import win32gui
    import win32process

    state = win32api.GetAsyncKeyState(_ESCAPE)
    if not state & (_PRESSED_SINCE | _DOWN):
        return False
    _, process = win32process.GetWindowThreadProcessId(window)
    _, front = win32process.GetWindowThreadProcessId(win32gui.GetForegroundWindow())
    return bool(process == front)


def _say_alone(words: str) -> None:
    import win32api

    win32api.MessageBox(0, words, TITLE, 0x40)


def serve() -> None:
    """Wait for Excel until the last one has gone."""
    from win32com.server import localserver

    os.chdir(Path.home())  # the folder Excel stood in is none of ours
    localserver.serve([CLASS_ID])
