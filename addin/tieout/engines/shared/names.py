"""What is a defined name of any engine, and which names are there: for all sheets or for one."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from tieout.engines.shared.addresses import parse, quoted_sheet, split_sheet
from tieout.engines.shared.unsupported import Speaking


class NameFace(Speaking):
    """One defined name; it is known by where it is kept, so it survives changes around it.

    `place` is the sheet it belongs to, None where it is of the whole book. The engines add `refers_to`.
    """

    __slots__ = ("book", "key", "place")
    refers_to: str

    def __init__(self, book: Any, place: Any, key: str) -> None:
        self.book = book
        self.place = place
        self.key = key

    @property
    def name(self) -> str:
        """The name, with its sheet where it belongs to one."""
        return self.key if self.place is None else f"{quoted_sheet(self.place.name)}!{self.key}"

    @name.setter
    def name(self, value: str) -> None:
        self.renamed(value.rpartition("!")[2])

    @abstractmethod
    def renamed(self, key: str) -> None:
        """Takes another key."""

    @property
    def refers_to_range(self) -> Any:
        """The range it stands for."""
        sheet, cells = split_sheet(self.refers_to)
        area = parse(cells)
        if area is None or (sheet is None and self.place is None):
            raise ValueError(f"{self.name} does not stand for a range: {self.refers_to}")
        owner = self.place if sheet is None else self.book.sheets(sheet)
        return owner.at(area)

    def called(self, sheet: str | None, key: str, *, on_sheet: bool) -> bool:
        """Whether it is meant by a key, with a sheet or without; `on_sheet` where only one's are asked."""
        if self.key.lower() != key.lower():
            return False
        if sheet is None:
            return self.place is None or on_sheet
        return self.place is not None and self.place.name.lower() == sheet.lower()


class NamesFace(Speaking):
    """The names of a workbook, or those of one sheet; the engines say which are kept, and add one."""

    __slots__ = ("book", "sheet")

    def __init__(self, book: Any, sheet: Any = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> "NamesFace":
        """Itself."""
        return self

    @abstractmethod
    def kept_of(self, place: Any) -> Sequence[Any]:
        """The names of a sheet, of the whole book where there is none."""

    def _all(self) -> list[Any]:
        places = [self.sheet] if self.sheet is not None else [None, *self.book.sheets]
        names = [name for place in places for name in self.kept_of(place)]
        return sorted(names, key=lambda name: str(name.name).lower())

    def snapshot(self) -> list[tuple[str, Any]]:
        """All names and their texts."""
        return [(name.name, name) for name in self._all()]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: int | str) -> Any:
        """One, by name or place."""
        names = self._all()
        if isinstance(name_or_index, int):
            return names[name_or_index - 1]
        sheet, key = split_sheet(name_or_index)
        for name in names:
            if name.called(sheet, key, on_sheet=self.sheet is not None):
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True
