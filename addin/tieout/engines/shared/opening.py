"""How is an application of an engine opened for xlwings, and closed again."""

from types import TracebackType

import xlwings as xw


def known_engine(impl: object) -> xw.Engine:
    """The engine, made known to xlwings once."""
    engine = xw.Engine(impl=impl)
    if engine.name not in [known.name for known in xw.engines]:
        xw.engines.add(engine)
    return engine


class OpenApplication:
    """An application, the one xlwings asks first while it is open; safe to nest.

    A class, because errors of UNO do not pass through a `@contextmanager`.
    """

    def __init__(self, engine: xw.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> xw.App:
        self._before = xw.engines.active
        self._app = self._engine.apps.add(add_book=False)
        self._engine.activate()
        return self._app

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        xw.engines.active = self._before
        self._app.quit()
