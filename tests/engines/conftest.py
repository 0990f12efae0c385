"""The engines under test: every test of what engines do runs on each."""

from collections.abc import Iterator

import pytest
import xlwings as xw
from tests.office import needs_office

from tieout.engines import headless


@pytest.fixture(params=["headless", pytest.param("calc", marks=needs_office)])
def app(request) -> Iterator[xw.App]:
    if request.param == "headless":
        with headless.app() as opened:
            yield opened
        return
    yield request.getfixturevalue("shared_calc")
    for book in list(request.getfixturevalue("shared_calc").books):
        book.close()


@pytest.fixture(scope="session")
def shared_calc() -> Iterator[xw.App]:
    from tieout.engines import calc

    with calc.app() as opened:
        office = opened.impl.office
        yield opened
    assert office._process.poll() is not None, "LibreOffice is ended with its application"
    assert not office._profile.exists()


@pytest.fixture
def sheet(app) -> xw.Sheet:
    return app.books.add().sheets[0]
