"""Which number format is meant: LibreOffice knows them by keys and writes them in its own way."""

import re
from typing import Any

from tieout.engines.calc.structs import struct

DATE, TIME, LOGICAL, TEXT = 2, 4, 1024, 256
_LITERAL = re.compile(r'("[^"]*"|\\.|\[[^\]]*\])')


class NumberFormats:
    """The number formats of a document."""

    def __init__(self, document: Any) -> None:
        self._formats = document.getNumberFormats()
        self._locale = struct("lang.Locale", Language="en", Country="US")
        self._keys: dict[str, int] = {}
        self._codes: dict[int, str] = {}
        self._kinds: dict[int, int] = {}

    def key(self, code: str) -> int:
        """The key of a format."""
        if code not in self._keys:
            found = self._formats.queryKey(code, self._locale, False)
            self._keys[code] = found if found >= 0 else self._formats.addNew(code, self._locale)
            self._codes.setdefault(self._keys[code], code)
        return self._keys[code]

    def logical(self) -> int:
        """The key of the format of logical values."""
        return int(self._formats.getStandardFormat(LOGICAL, self._locale))

    def code(self, key: int) -> str:
        """A format as people write it."""
        if key not in self._codes:
            text = str(self._formats.getByKey(key).FormatString)
            self._codes[key] = _lowered(text) if self.is_date(key) else text
        return self._codes[key]

    def is_date(self, key: int) -> bool:
        """Whether it shows dates or times."""
        return bool(self._kind(key) & (DATE | TIME))

    def is_logical(self, key: int) -> bool:
        """Whether it shows TRUE and FALSE."""
        return bool(self._kind(key) & LOGICAL)

    def is_text(self, key: int) -> bool:
        """Whether what is entered stays a text."""
        return bool(self._kind(key) & TEXT)

    def is_general(self, key: int) -> bool:
        """Whether it is none."""
        return key == 0 or self.code(key) == "General"

    def _kind(self, key: int) -> int:
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]


def _lowered(code: str) -> str:
    """Dates in small letters, as Excel writes them; what is quoted stays."""
    pieces = _LITERAL.split(code)
    return "".join(piece if index % 2 else piece.lower() for index, piece in enumerate(pieces))
