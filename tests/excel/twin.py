"""The add-in's twin, open in LibreOffice, its shims reaching the Python of the test."""

import builtins
import sys
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from tieout.engines import calc
from tieout.engines.calc.book import Book
from tieout.engines.calc.bridge import load_uno
from tieout.engines.calc.structs import properties
from tieout.errors import TieoutError
from tieout.excel.addin_file import modules, package
from tieout.excel.bridge import Bridge
from tieout.excel.vba.project import standard_module
from tieout.excel.window import Window

LOADER = Path(__file__).parent / "office" / "TieoutLoaderOffice.bas"
RUN_EVERYTHING = 4


def can_speak_to_office():
    """Whether this Python can load LibreOffice's own module."""
    try:
        load_uno()
    except TieoutError:
        return False
    return True


def twin_file(path):
    """The .xlsm twin with the loader that LibreOffice can follow; all else is what Excel gets."""
    shims = [module for module in modules() if module.name != "TieoutLoader"]
    path.write_bytes(package("xlsm", [*shims, standard_module(LOADER.read_text(encoding="ascii"))]))
    return path


class Twin:
    """The open workbook: cells, formulas, procedures; what Python was asked and what was shown."""

    def __init__(self, book):
        self.book, self.document = book, book.impl.document
        self.front = book
        self.asked, self.shown, self.told, self.answers = [], [], [], []
        self.questions, self.given, self.file = [], [], None
        self.bridge = Bridge(self.window)

    def window(self, _=None):
        return Window(
            self.front,
            self.shown.append,
            self.told.append,
            lambda: False,
            self.agreed,
            self.written,
            lambda _: self.file,
        )

    def agreed(self, question):
        self.questions.append(question)
        return True

    def written(self, question, offered):
        self.questions.append(question)
        return self.answers.pop(0) if self.answers else offered

    def answer(self, question, arguments):
        self.asked.append((question, arguments[0]))
        self.given.append(self.bridge.ask(question, arguments))
        return self.given[-1]

    def sheet(self, name, rows):
        made = self.book.sheets.add(name, after=self.book.sheets[-1])
        made["A1"].value = [list(row) for row in rows]
        return made

    def formula(self, formula, rows=1, columns=1):
        """What a formula gives, as an array where it is of more than one cell."""
        sheets = self.document.Sheets
        if not sheets.hasByName("Formulas"):
            sheets.insertNewByName("Formulas", sheets.Count)
        sheet = sheets.getByName("Formulas")
        sheet.clearContents(1023)
        area = sheet.getCellRangeByPosition(0, 0, columns - 1, rows - 1)
        area.setArrayFormula(formula)
        return area

    def run(self, module, procedure, *arguments):
        """Run a procedure; its result and the arguments it has given back."""
        address = (
            f"vnd.sun.star.script:Tieout.{module}.{procedure}?language=Basic&location=document"
        )
        script = self.document.getScriptProvider().getScript(address)
        result, _, given = script.invoke(arguments, (), ())
        return result, given

    def control(self, tag):
        """Something with a tag, as a control of a ribbon has one."""
        dialog = self.book.app.impl.office.create("com.sun.star.awt.UnoControlDialogModel")
        made = dialog.createInstance("com.sun.star.awt.UnoControlButtonModel")
        made.Tag = tag
        return made


@contextmanager
def open_twin(folder):
    """LibreOffice with the twin in it, its macros allowed: nobody else's file is opened there."""
    with calc.app() as app:
        office, path = app.impl.office, twin_file(folder / "twin.xlsm")
        options = properties(Hidden=True, MacroExecutionMode=RUN_EVERYTHING)
        document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, options)
        book = app.impl.books._in_front(Book(app.impl, document, path))
        twin = Twin(xw.Book(impl=book))
        manager, factory = office.context.getServiceManager(), _factory(office.uno, twin)
        manager.insert(factory)
        try:
            yield twin
        finally:
            manager.remove(factory)


def _unohelper(uno):
    """LibreOffice's base class of Python objects; it needs uno's way of importing for a moment."""
    own_import, own_path = builtins.__import__, list(sys.path)
    try:
        sys.path.append(str(Path(uno.__file__).parent))
        builtins.__import__ = uno._uno_import
        import unohelper

        return unohelper
    finally:
        builtins.__import__ = own_import
        sys.path[:] = own_path


def _factory(uno, twin):
    """What LibreOffice makes when Basic asks for the bridge: an object that lives in this Python."""
    base = _unohelper(uno).Base

    class Asked(base, uno.getClass("com.sun.star.script.provider.XScript")):
        def invoke(self, parameters, places, values):  # noqa: ARG002
            return twin.answer(*parameters), (), ()

    class Factory(
        base,
        uno.getClass("com.sun.star.lang.XSingleComponentFactory"),
        uno.getClass("com.sun.star.lang.XServiceInfo"),
    ):
        def createInstanceWithContext(self, context):  # noqa: ARG002, N802
            return Asked()

        def createInstanceWithArgumentsAndContext(self, arguments, context):  # noqa: ARG002, N802
            return Asked()

        def getImplementationName(self):  # noqa: N802
            return "tieout.tests.BridgeFactory"

        def supportsService(self, name):  # noqa: N802
            return name in self.getSupportedServiceNames()

        def getSupportedServiceNames(self):  # noqa: N802
            return ("tieout.tests.Bridge",)

    return Factory()
