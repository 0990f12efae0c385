"""The add-in's twin, open in LibreOffice, its shims reaching the Python of the test."""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tieout.excel.addin_file import modules, package
from tieout.excel.bridge import Bridge
from tieout.excel.vba.project import standard_module
from tieout.excel.window import Window

OFFICE_PYTHON = "/usr/lib/python3/dist-packages"
SECONDS_MAX = 60
LOADER = Path(__file__).parent / "office" / "TieoutLoaderOffice.bas"


def uno_of_office():
    """LibreOffice's own module, where this Python can load it; None elsewhere."""
    sys.path.append(OFFICE_PYTHON)
    try:
        import uno
        import unohelper

        return uno, unohelper
    except ImportError:
        return None
    finally:
        sys.path.remove(OFFICE_PYTHON)


def twin_file(path):
    """The .xlsm twin with the loader that LibreOffice can follow; all else is what Excel gets."""
    shims = [module for module in modules() if module.name != "TieoutLoader"]
    path.write_bytes(package("xlsm", [*shims, standard_module(LOADER.read_text(encoding="ascii"))]))
    return path


class Twin:
    """The open workbook: cells, formulas, procedures; what Python was asked and what was shown."""

    def __init__(self, document):
        self.document = document
        self.asked, self.shown = [], []
        self.bridge = Bridge(
            lambda _: Window(None, self.shown.append, lambda _: None, lambda: False)
        )

    def answer(self, question, arguments):
        self.asked.append((question, arguments[0]))
        return self.bridge.ask(question, arguments)

    def sheet(self, name, rows):
        sheets = self.document.Sheets
        sheets.insertNewByName(name, sheets.Count)
        width = len(rows[0])
        plain = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
        area = sheets.getByName(name).getCellRangeByPosition(0, 0, width - 1, len(rows) - 1)
        area.setDataArray(plain)
        return sheets.getByName(name)

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
        result, _, given = (
            self.document.getScriptProvider().getScript(address).invoke(arguments, (), ())
        )
        return result, given


@contextmanager
def open_twin(folder):
    """LibreOffice with a profile of its own and the twin in it."""
    uno, unohelper = uno_of_office()
    from com.sun.star.beans import PropertyValue

    pipe = f"tieout{uuid4().hex}"
    profile = folder / "profile"
    process = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp"],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = _connected(uno, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        hidden, macros = PropertyValue(), PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        macros.Name, macros.Value = "MacroExecutionMode", 4
        address = uno.systemPathToFileUrl(str(twin_file(folder / "twin.xlsm")))
        twin = Twin(desktop.loadComponentFromURL(address, "_blank", 0, (hidden, macros)))
        context.ServiceManager.insert(_factory(unohelper, twin))
        twin.context = context
        yield twin
        twin.document.close(True)
    finally:
        process.terminate()
        process.wait(SECONDS_MAX)
        shutil.rmtree(profile, ignore_errors=True)


def _connected(uno, address):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + SECONDS_MAX
    while True:
        try:
            return resolver.resolve(address)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def _factory(unohelper, twin):
    """What LibreOffice makes when Basic asks for the bridge: an object that lives in this Python."""
    from com.sun.star.lang import XServiceInfo, XSingleComponentFactory
    from com.sun.star.script.provider import XScript

    class Asked(unohelper.Base, XScript):
        def invoke(self, parameters, places, values):  # noqa: ARG002
            return twin.answer(*parameters), (), ()

    class Factory(unohelper.Base, XSingleComponentFactory, XServiceInfo):
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
