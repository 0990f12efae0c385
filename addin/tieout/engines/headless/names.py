"""Which names does an openpyxl workbook define, for all sheets or for one."""

from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from tieout.engines.shared.addresses import split_sheet
from tieout.engines.shared.functions import with_prefixes, without_prefixes
from tieout.engines.shared.names import NameFace, NamesFace

_INTERNAL = "_xlnm."


class Name(NameFace):
    """One defined name."""

    __slots__ = ()
    ENGINE = "headless"

    @property
    def api(self) -> DefinedName:
        """The name as openpyxl holds it."""
        return _kept(self.book, self.place)[self.key]

    def renamed(self, key: str) -> None:
        """Takes another key."""
        kept = _kept(self.book, self.place)
        defined = kept.pop(self.key)
        self.key = defined.name = key
        kept[key] = defined
        self.book.touched()

    @property
    def refers_to(self) -> str:
        """What it stands for."""
        return "=" + without_prefixes(str(self.api.attr_text or ""))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.attr_text = _meaning(value)
        self.book.touched()

    def delete(self) -> None:
        """Takes it away."""
        del _kept(self.book, self.place)[self.key]
        self.book.touched()


class Names(NamesFace):
    """The names of a workbook, or those of one sheet."""

    __slots__ = ()
    ENGINE = "headless"

    def kept_of(self, place: Any) -> list[Name]:
        """The names of a sheet, of the whole book where there is none."""
        keys = [key for key in _kept(self.book, place) if not key.startswith(_INTERNAL)]
        return [Name(self.book, place, key) for key in keys]

    def add(self, name: str, refers_to: str) -> Name:
        """Defines a name; `Sheet1!name` belongs to that sheet."""
        place, key = split_sheet(name)
        owner = self.sheet if place is None else self.book.sheets(place)
        kept = _kept(self.book, owner)
        for known in [known for known in kept if known.lower() == key.lower()]:
            del kept[known]
        kept[key] = DefinedName(key, attr_text=_meaning(refers_to))
        self.book.touched()
        return Name(self.book, owner, key)


def _kept(book: Any, place: Any) -> Any:
    return (book if place is None else place).native.defined_names


def _meaning(refers_to: str) -> str:
    return with_prefixes(str(refers_to).removeprefix("="))
