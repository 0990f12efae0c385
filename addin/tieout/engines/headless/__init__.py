"""The engine without Excel: xlwings on files, through openpyxl.

>>> from tieout.engines import headless
>>> with headless.app() as app:
...     book = app.books.add()
...     book.sheets[0]["A1:B2"].value = [["余额", 1], ["Balance", 2]]
...     book.sheets[0]["B1:B2"].value
[1.0, 2.0]
"""

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

from tieout.engines.headless.application import engine

ENGINE = xw.Engine(impl=engine)
if engine.name not in [known.name for known in xw.engines]:
    xw.engines.add(ENGINE)


@contextmanager
def app() -> Iterator[xw.App]:
    """An application for workbook files; it is closed at the end, with all its books, unsaved."""
    before = xw.engines.active
    opened = ENGINE.apps.add(add_book=False)
    ENGINE.activate()
    try:
        yield opened
    finally:
        opened.quit()
        xw.engines.active = before
