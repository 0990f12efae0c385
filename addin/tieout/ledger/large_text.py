"""What are the bytes of a large text file: read in parts on several processors, each looked through on the way."""

import codecs
import os
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tieout.at_once import all_at_once

_HEAD, _PIECE = 1_000_000, 1 << 18
_LINE_END, _QUOTE = ord("\n"), ord('"')


@dataclass(frozen=True)
class LargeText:
    """Its `letters`, how many lines end in them, and whether quotes or zero bytes stand anywhere."""

    letters: npt.NDArray[np.uint8]
    lines: int
    has_quotes: bool
    has_zeros: bool

    @cached_property
    def head(self) -> bytes:
        """The first million bytes."""
        return self.letters[:_HEAD].tobytes()

    @property
    def may_be_utf8(self) -> bool:
        """Whether no mark and no zero byte speaks against UTF-8."""
        return not (
            self.has_zeros or self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        )


class _Part(NamedTuple):
    lines: int
    has_quotes: bool
    has_zeros: bool
    whole: bool


def large_text(path: Path) -> LargeText | None:
    """The file as it is, None where it became shorter meanwhile."""
    letters = np.empty(path.stat().st_size, dtype=np.uint8)
    starts = np.linspace(0, len(letters), (os.cpu_count() or 1) + 1).astype(np.int64).tolist()
    read = [partial(_read, path, letters, *part) for part in pairwise(starts)]
    parts = all_at_once(*read, rows=len(letters))
    if not all(part.whole for part in parts):
        return None
    lines, quotes, zeros, _ = (list(each) for each in zip(*parts, strict=True))
    return LargeText(letters, sum(lines), any(quotes), any(zeros))


def _read(path: Path, letters: npt.NDArray[np.uint8], start: int, end: int) -> _Part:
    """Fill one part; each piece is looked through while the processor has it at hand."""
    lines, has_quotes, has_zeros = 0, False, False
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        for at in range(start, end, _PIECE):
            piece = letters[at : min(at + _PIECE, end)]
            if file.readinto(piece.data) != len(piece):
                return _Part(lines, has_quotes, has_zeros, whole=False)
            lines += int(np.count_nonzero(piece == _LINE_END))
            has_quotes = has_quotes or bool((piece == _QUOTE).any())
            has_zeros = has_zeros or piece.min() == 0
    return _Part(lines, has_quotes, has_zeros, whole=True)
