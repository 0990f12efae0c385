"""The engine with a real spreadsheet program: xlwings on LibreOffice, which calculates, draws and prints.

LibreOffice writes a workbook as it understood it; for files of users there is the headless engine,
which keeps what it does not understand.
"""

from tieout.engines.calc.application import engine
from tieout.engines.shared.opening import OpenApplication, known_engine

ENGINE = known_engine(engine)


def app() -> OpenApplication:
    """A LibreOffice of its own, ended at the end with all its books, unsaved."""
    return OpenApplication(ENGINE)
