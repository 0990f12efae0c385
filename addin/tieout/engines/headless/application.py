"""What does xlwings ask of an application and an engine, where there is only Python."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from tieout.engines.headless.book import Book
from tieout.engines.headless.opening import new_workbook, open_workbook
from tieout.engines.shared import values
from tieout.engines.shared.unsupported import Speaking

_NUMBERS = count(2_000_000_000)
"""Numbers of applications, above all process numbers, so that none is taken for a running Excel."""


class App(Speaking):
    """An application without a window: it holds books and remembers what is marked."""

    ENGINE = "headless"

    def __init__(self, apps: "Apps") -> None:
        self._apps = apps
        self.pid = next(_NUMBERS)
        self.books = Books(self)
        self.selected: tuple[Any, Any] | None = None
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
    def api(self) -> "App":
        """Itself."""
        return self

    @property
    def engine(self) -> "Engine":
        """The engine it belongs to."""
        return engine

    @property
    def selection(self) -> Any:
        """What the user marked last: at first the first cell of the sheet in front."""
        if not len(self.books):
            return None
        active = self.books.active.sheets.active
        if self.selected is not None and self.selected[0] == active:
            return active.at(self.selected[1])
        view = active.native.sheet_view
        marked = view.selection[-1].sqref if view.selection else None
        return active.range(str(marked).split(" ")[0] if marked else "A1")

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing needs to come to the front; it is the one xlwings asks first."""
        del steal_focus
        self._apps.bring_to_front(self)

    def calculate(self) -> None:
        """Formulas are calculated by the next spreadsheet program that opens the file."""

    def quit(self) -> None:
        """Closes all books without saving."""
        self.books.close_all()
        self._apps.forget(self)

    def kill(self) -> None:
        """Ends at once; there is no process."""
        self.quit()


class Books(Speaking):
    """The open workbooks of an application."""

    ENGINE = "headless"

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []
        self._numbers = count(1)

    @property
    def api(self) -> "Books":
        """Itself."""
        return self

    @property
    def active(self) -> Book:
        """The workbook in front."""
        return self._books[0]

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(sorted(self._books, key=lambda book: book.name))

    def __call__(self, name_or_index: int | str) -> Book:
        """One, by name or place."""
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        """Opens a new workbook."""
        return self._opened(Book(self.app, new_workbook(), Path(f"Book{next(self._numbers)}")))

    def open(self, fullname: str, *options: Any) -> Book:
        """Opens the workbook of a file; a password cannot be given."""
        del options
        path = Path(fullname)
        return self._opened(Book(self.app, open_workbook(path), path))

    def bring_to_front(self, book: Book) -> None:
        """Makes a book the active one."""
        self._books.remove(book)
        self._books.insert(0, book)

    def forget(self, book: Book) -> None:
        """Takes a closed book away."""
        if book in self._books:
            self._books.remove(book)

    def close_all(self) -> None:
        """Closes every book."""
        self._books.clear()

    def _opened(self, book: Book) -> Book:
        self._books.insert(0, book)
        self.app.selected = None
        return book


class Apps(Speaking):
    """The applications of the engine."""

    ENGINE = "headless"

    def __init__(self) -> None:
        self._apps: list[App] = []

    def add(
        self, spec: Any = None, add_book: bool | None = None, visible: bool | None = None, **_: Any
    ) -> App:
        """Starts one."""
        del spec, visible
        app = App(self)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def keys(self) -> list[int]:
        """Their numbers."""
        return [app.pid for app in self._apps]

    def cleanup(self) -> None:
        """There is nothing left over."""

    def __iter__(self) -> Iterator[App]:
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def bring_to_front(self, app: App) -> None:
        """Makes an application the first one."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def forget(self, app: App) -> None:
        """Takes one away."""
        if app in self._apps:
            self._apps.remove(app)


class Engine(Speaking):
    """The engine, as xlwings knows engines."""

    ENGINE = "headless"
    name = "headless"
    type = "desktop"
    clean_value_data = staticmethod(values.clean)
    prepare_xl_data_element = staticmethod(values.prepared)

    def __init__(self) -> None:
        self.apps = Apps()


engine = Engine()
