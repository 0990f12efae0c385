"""What is alike in the applications of all engines: switches, open books, and which comes first."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from tieout.engines.shared import values
from tieout.engines.shared.finding import found
from tieout.engines.shared.unsupported import Speaking

_NUMBERS = count(2_000_000_000)
"""Numbers of applications, above all process numbers, so that none is taken for a running Excel."""


class AppFace(Speaking):
    """An application: it holds books, remembers what is marked and which switches are set."""

    def __init__(self, apps: "AppsFace") -> None:
        self.apps = apps
        self.pid = next(_NUMBERS)
        self.visible = False
        self.screen_updating = True
        self.display_alerts = True
        self.enable_events = True
        self.interactive = True
        self.calculation = "automatic"
        self.status_bar: str | bool = False
        self.cut_copy_mode = None
        self.hwnd = None
        self.version = "16.0"
        self.path = self.startup_path = ""

    @property
    def api(self) -> "AppFace":
        """Itself."""
        return self

    def activate(self, steal_focus: bool = False) -> None:
        """Makes it the one xlwings asks first."""
        del steal_focus
        self.apps.bring_to_front(self)

    @property
    def selection(self) -> Any:
        """What is marked on the sheet in front: at first its first cell; each sheet keeps its own."""
        books: Any = self.books
        if not len(books):
            return None
        active = books.active.sheets.active
        return active.range(active.marked())

    def kill(self) -> None:
        """Ends at once."""
        self.quit()


class BooksFace(Speaking):
    """The open workbooks of an application, the one in front first.

    The engines say how a new one is made (`new`) and how a file is opened (`opened`).
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._books: list[Any] = []
        self._numbers = count(1)

    @property
    def api(self) -> "BooksFace":
        """Itself."""
        return self

    @property
    def active(self) -> Any:
        """The workbook in front."""
        return self._books[0]

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(self._books, key=lambda book: book.name))

    def __call__(self, name_or_index: int | str) -> Any:
        """One, by name or place."""
        return found(list(self), name_or_index)

    def add(self) -> Any:
        """Opens a new workbook."""
        return self._in_front(self.new(f"Book{next(self._numbers)}"))

    def open(self, fullname: str, *options: Any) -> Any:
        """Opens the workbook of a file; a password cannot be given."""
        del options
        return self._in_front(self.opened(Path(fullname)))

    def bring_to_front(self, book: Any) -> None:
        """Makes a book the active one."""
        self._books.remove(book)
        self._books.insert(0, book)

    def forget(self, book: Any) -> None:
        """Takes a closed book away."""
        if book in self._books:
            self._books.remove(book)

    def close_all(self) -> None:
        """Closes every book."""
        for book in list(self._books):
            book.close()

    def _in_front(self, book: Any) -> Any:
        self._books.insert(0, book)
        return book


class AppsFace(Speaking):
    """The applications of an engine, the one in front first."""

    def __init__(self, start: Any) -> None:
        self._start = start
        self._apps: list[Any] = []

    def add(
        self, spec: Any = None, add_book: bool | None = None, visible: bool | None = None, **_: Any
    ) -> Any:
        """Starts one."""
        del spec, visible
        app = self._start(self)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def keys(self) -> list[int]:
        """Their numbers."""
        return [app.pid for app in self._apps]

    def cleanup(self) -> None:
        """There is nothing left over."""

    def __iter__(self) -> Iterator[Any]:
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> Any:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def bring_to_front(self, app: Any) -> None:
        """Makes an application the first one."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def forget(self, app: Any) -> None:
        """Takes one away."""
        if app in self._apps:
            self._apps.remove(app)


class EngineFace(Speaking):
    """An engine, as xlwings knows engines."""

    type = "desktop"
    clean_value_data = staticmethod(values.clean)
    prepare_xl_data_element = staticmethod(values.prepared)

    def __init__(self, name: str, start: Any) -> None:
        self.name = name
        self.apps = AppsFace(start)
