"""Which names does a workbook in LibreOffice define, for all sheets or for one."""

from typing import Any

from tieout.engines.calc.formulas import shown, stored
from tieout.engines.calc.structs import struct
from tieout.engines.shared.addresses import parse, quoted_sheet, split_sheet
from tieout.engines.shared.unsupported import Speaking


class Name(Speaking):
    """One defined name."""

    __slots__ = ("book", "key", "place")
    ENGINE = "calc"

    def __init__(self, book: Any, place: Any, key: str) -> None:
        self.book = book
        self.place = place
        self.key = key

    @property
    def _kept(self) -> Any:
        return (
            self.book.document.NamedRanges if self.place is None else self.place.native.NamedRanges
        )

    @property
    def api(self) -> Any:
        """The name as LibreOffice holds it."""
        return self._kept.getByName(self.key)

    @property
    def name(self) -> str:
        """The name, with its sheet where it belongs to one."""
        return self.key if self.place is None else f"{quoted_sheet(self.place.name)}!{self.key}"

    @name.setter
    def name(self, value: str) -> None:
        key = value.rpartition("!")[2]
        self.api.setName(key)
        self.key = key

    @property
    def refers_to(self) -> str:
        """What it stands for."""
        return shown(self.api.getContent())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(stored(value))

    @property
    def refers_to_range(self) -> Any:
        """The range it stands for."""
        sheet, cells = split_sheet(self.refers_to)
        area = parse(cells)
        if area is None or (sheet is None and self.place is None):
            raise ValueError(f"{self.name} does not stand for a range: {self.refers_to}")
        owner = self.place if sheet is None else self.book.sheets(sheet)
        return owner.at(area)

    def delete(self) -> None:
        """Takes it away."""
        self._kept.removeByName(self.key)


class Names(Speaking):
    """The names of a workbook, or those of one sheet."""

    __slots__ = ("book", "sheet")
    ENGINE = "calc"

    def __init__(self, book: Any, sheet: Any = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> "Names":
        """Itself."""
        return self

    def _all(self) -> list[Name]:
        places = [self.sheet] if self.sheet is not None else [None, *self.book.sheets]
        names = [
            Name(self.book, place, key)
            for place in places
            for key in (
                self.book.document.NamedRanges if place is None else place.native.NamedRanges
            ).getElementNames()
        ]
        return sorted(names, key=lambda name: name.name.lower())

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names and their texts."""
        return [(name.name, name) for name in self._all()]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: int | str) -> Name:
        """One, by name or place."""
        names = self._all()
        if isinstance(name_or_index, int):
            return names[name_or_index - 1]
        sheet, key = split_sheet(name_or_index)
        for name in names:
            same_place = sheet is None or (
                name.place is not None and name.place.name.lower() == sheet.lower()
            )
            own = sheet is not None or name.place is None or self.sheet is not None
            if name.key.lower() == key.lower() and same_place and own:
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def add(self, name: str, refers_to: str) -> Name:
        """Defines a name; `Sheet1!name` belongs to that sheet."""
        place, key = split_sheet(name)
        owner = self.sheet if place is None else self.book.sheets(place)
        kept = self.book.document.NamedRanges if owner is None else owner.native.NamedRanges
        if kept.hasByName(key):
            kept.removeByName(key)
        corner = struct("table.CellAddress", Sheet=0, Column=0, Row=0)
        kept.addNewByName(key, stored(refers_to), corner, 0)
        return Name(self.book, owner, key)
