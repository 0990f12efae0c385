"""Which names does a workbook in LibreOffice define, for all sheets or for one."""

import re
from typing import Any

from tieout.engines.calc.formulas import shown, stored
from tieout.engines.calc.structs import struct
from tieout.engines.shared.addresses import split_sheet
from tieout.engines.shared.names import NameFace, NamesFace

_UNREAD = re.compile(r"'\.\$?[a-z]{1,3}\$?\d")
"""LibreOffice puts cells that it did not understand, as their sheet was not there, in small letters."""


class Name(NameFace):
    """One defined name."""

    __slots__ = ()
    ENGINE = "calc"

    @property
    def api(self) -> Any:
        """The name as LibreOffice holds it."""
        return _kept(self.book, self.place).getByName(self.key)

    def renamed(self, key: str) -> None:
        """Takes another key."""
        self.api.setName(key)
        self.key = key

    @property
    def refers_to(self) -> str:
        """What it stands for; what was written before its sheet had that name is read anew."""
        content = str(self.api.getContent())
        if _UNREAD.search(content):
            self.api.setContent(content)
            content = str(self.api.getContent())
        return shown(content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(stored(value))

    def delete(self) -> None:
        """Takes it away."""
        _kept(self.book, self.place).removeByName(self.key)


class Names(NamesFace):
    """The names of a workbook, or those of one sheet."""

    __slots__ = ()
    ENGINE = "calc"

    def kept_of(self, place: Any) -> list[Name]:
        """The names of a sheet, of the whole book where there is none."""
        keys = _kept(self.book, place).getElementNames()
        return [Name(self.book, place, key) for key in keys]

    def add(self, name: str, refers_to: str) -> Name:
        """Defines a name; `Sheet1!name` belongs to that sheet."""
        place, key = split_sheet(name)
        owner = self.sheet if place is None else self.book.sheets(place)
        kept = _kept(self.book, owner)
        if kept.hasByName(key):
            kept.removeByName(key)
        corner = struct("table.CellAddress", Sheet=0, Column=0, Row=0)
        kept.addNewByName(key, stored(refers_to), corner, 0)
        return Name(self.book, owner, key)


def _kept(book: Any, place: Any) -> Any:
    return book.document.NamedRanges if place is None else place.native.NamedRanges
