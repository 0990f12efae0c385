"""The engine without Excel: xlwings on files, through openpyxl.

>>> from tieout.engines import headless
>>> with headless.app() as app:
...     book = app.books.add()
...     book.sheets[0]["A1:B2"].value = [["余额", 1], ["Balance", 2]]
...     book.sheets[0]["B1:B2"].value
[1.0, 2.0]
"""

from tieout.engines.headless.application import engine
from tieout.engines.shared.opening import OpenApplication, known_engine

ENGINE = known_engine(engine)


def app() -> OpenApplication:
    """An application for workbook files; it is closed at the end, with all its books, unsaved."""
    return OpenApplication(ENGINE)
