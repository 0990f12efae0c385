"""What is a workbook of any engine: its file, its sheets and names, and free names for new sheets."""

from abc import abstractmethod
from collections.abc import Collection
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from tieout.engines.shared.unsupported import Speaking, UnsupportedError

_NAME_MAX = 31


class BookFace(Speaking):
    """One open workbook.

    The engines name what it holds (SHEETS, NAMES), write it, and say which names of sheets are taken.
    """

    __slots__ = ("app", "path")
    SHEETS: ClassVar[Any]
    NAMES: ClassVar[Any]

    def __init__(self, app: Any, path: Path) -> None:
        self.app = app
        self.path = path

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.name

    @property
    def fullname(self) -> str:
        """The path of its file; only a name where it was never saved."""
        return str(self.path)

    @property
    def sheets(self) -> Any:
        """Its sheets."""
        return self.SHEETS(self)

    @property
    def names(self) -> Any:
        """Its names."""
        return self.NAMES(self)

    def activate(self) -> None:
        """Brings it to the front."""
        self.app.books.bring_to_front(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Writes the file, all of it or nothing of it."""
        if password is not None:
            raise UnsupportedError(self.ENGINE, "Book.save(password)")
        target = Path(path) if path else self.path
        target = (target if target.suffix else target.with_suffix(".xlsx")).absolute()
        self.write(target)
        self.path = target

    @abstractmethod
    def write(self, target: Path) -> None:
        """Writes the file."""

    @abstractmethod
    def taken(self) -> Collection[str]:
        """The names of all sheets, in small letters."""

    def free_name(self, name: str) -> str:
        """A name for a copy, as Excel gives it: `name (2)`, or the name itself in another book."""
        suffixes = (f" ({number})" for number in count(2))
        wanted, taken = name, self.taken()
        while wanted.lower() in taken:
            suffix = next(suffixes)
            wanted = name[: _NAME_MAX - len(suffix)] + suffix
        return wanted

    def free_sheet(self) -> str:
        """A name for a new sheet: Sheet1, Sheet2 and so on."""
        taken = self.taken()
        return next(f"Sheet{n}" for n in count(1) if f"sheet{n}" not in taken)
