"""Which names does an openpyxl workbook define, for all sheets or for one."""

from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from tieout.engines.shared.addresses import parse, quoted_sheet, split_sheet
from tieout.engines.shared.functions import with_prefixes, without_prefixes
from tieout.engines.shared.unsupported import Speaking

_INTERNAL = "_xlnm."


class Name(Speaking):
    """One defined name; it is known by where it is kept, so it survives changes around it."""

    __slots__ = ("book", "key", "place")
    ENGINE = "headless"

    def __init__(self, book: Any, place: Any, key: str) -> None:
        self.book = book
        self.place = place
        self.key = key

    @property
    def api(self) -> DefinedName:
        """The name as openpyxl holds it."""
        return self._kept[self.key]

    @property
    def _kept(self) -> Any:
        owner = self.place.native if self.place is not None else self.book.native
        return owner.defined_names

    @property
    def name(self) -> str:
        """The name, with its sheet where it belongs to one."""
        return self.key if self.place is None else f"{quoted_sheet(self.place.name)}!{self.key}"

    @name.setter
    def name(self, value: str) -> None:
        kept = self._kept
        defined = kept.pop(self.key)
        self.key = defined.name = value.rpartition("!")[2]
        kept[self.key] = defined
        self.book.touched()

    @property
    def refers_to(self) -> str:
        """What it stands for."""
        return "=" + without_prefixes(str(self.api.attr_text or ""))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.attr_text = _meaning(value)
        self.book.touched()

    @property
    def refers_to_range(self) -> Any:
        """The range it stands for."""
        sheet, cells = split_sheet(self.refers_to)
        area = parse(cells)
        if area is None or (sheet is None and self.place is None):
            raise ValueError(f"{self.name} does not stand for a range: {self.refers_to}")
        owner = self.place if sheet is None else self.book.sheets(sheet)
        return owner.range(area.address())

    def delete(self) -> None:
        """Takes it away."""
        del self._kept[self.key]
        self.book.touched()


class Names(Speaking):
    """The names of a workbook, or those of one sheet."""

    __slots__ = ("book", "sheet")
    ENGINE = "headless"

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
            for key in (place.native if place is not None else self.book.native).defined_names
            if not key.startswith(_INTERNAL)
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
        kept = (owner.native if owner is not None else self.book.native).defined_names
        for known in [known for known in kept if known.lower() == key.lower()]:
            del kept[known]
        kept[key] = DefinedName(key, attr_text=_meaning(refers_to))
        self.book.touched()
        return Name(self.book, owner, key)


def _meaning(refers_to: str) -> str:
    return with_prefixes(str(refers_to).removeprefix("="))
