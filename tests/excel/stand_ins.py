"""pywin32 on paper: just enough of it that xlwings' own Windows code and our COM entry run anywhere."""

import ctypes
import datetime as dt
import sys
from types import ModuleType
from unittest.mock import MagicMock

import xlwings as xw


class ComError(Exception):
    """What pywin32 raises when Excel refuses a call."""


class PaperExcel:
    """Excel as a COM server shows itself: its status bar remembers, and may refuse."""

    def __init__(self):
        self.Hwnd = 77
        self.Version = "16.0"
        self.told = []
        self.busy = False
        self.asked, self.answers = [], []

    def InputBox(self, *words):  # noqa: N802
        self.asked.append(words)
        return self.answers.pop(0)

    GetOpenFilename = InputBox

    @property
    def StatusBar(self):  # noqa: N802
        return self.told[-1] if self.told else False

    @StatusBar.setter
    def StatusBar(self, words):  # noqa: N802
        if self.busy:
            raise ComError("Excel is busy")
        self.told.append(words)


class PaperBook:
    """A workbook as it arrives over COM."""

    def __init__(self, excel, folder="C:\\Users\\王\\客户"):
        self.Application = excel
        self.Name = "对账.xlsx"
        self.FullName = f"{folder}\\{self.Name}"
        self.Path = folder


class Module(ModuleType):
    """A module that has whatever is asked of it; nothing of it does anything."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


NAMES = (
    "pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone",
    "win32com", "win32com.client", "win32com.server", "win32com.server.localserver",
    "win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util",
)  # fmt: skip


def put_in_place(monkeypatch):
    """Make Python take the stand-ins for pywin32; the modules by name."""
    modules = {name: Module(name) for name in NAMES}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
    modules["pywintypes"].com_error = ComError
    modules["pywintypes"].TimeType = dt.datetime
    modules["win32com.client"].Dispatch = lambda book: book
    for kind in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(modules["win32com.client"], kind, type(kind, (), {}))
    modules["win32api"].MessageBox = MagicMock(return_value=1)
    modules["win32api"].GetAsyncKeyState = MagicMock(return_value=0)
    modules["win32con"].MB_OK = modules["win32con"].MB_ICONINFORMATION = 0
    modules["win32gui"].GetForegroundWindow = MagicMock(return_value=77)
    modules["win32process"].GetWindowThreadProcessId = lambda window: (1, window)
    modules["pythoncom"].__file__ = "pythoncom.dll"
    for name in ("windll", "oledll", "PyDLL"):
        monkeypatch.setattr(ctypes, name, MagicMock(), raising=False)
    for name in ("xlwings._xlwindows", "xlwings._win32patch", "xlwings.udfs", "xlwings.com_server"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for name in ("_xlwindows", "udfs"):
        if hasattr(xw, name):
            monkeypatch.delattr(xw, name)
    import xlwings._xlwindows

    monkeypatch.setattr(xw, "_xlwindows", xlwings._xlwindows, raising=False)
    return modules
