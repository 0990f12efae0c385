"""In which encoding is a text file written: as UTF-8 bytes, whatever it was."""

import codecs
import re

import numpy as np
import pyarrow as pa

from tieout.errors import TieoutError

_SAMPLE = 400_000
_GBK_COMMON = ("gb2312", range(0xB0, 0xD8))
_BIG5_COMMON = ("big5", range(0xA4, 0xC7))


def decoded(name: str, data: bytes) -> bytes:
    """The text of a file in UTF-8, without a byte order mark.

    UTF-16 is known by its mark or its zero bytes, UTF-8 by being valid; of the older encodings the
    one is taken in which the text is most likely one that people write.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recoded(name, data, "utf-16")
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 8:
        wide = "utf-16-le" if data[1:4000:2].count(0) >= data[0:4000:2].count(0) else "utf-16-be"
        return _recoded(name, data, wide)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not _is_utf8(data):
        data = _recoded(name, data, *sorted(_ENCODINGS, key=lambda e: -_ENCODINGS[e](data)))
    return _without_zeros(name, data)


def _is_utf8(data: bytes) -> bool:
    """Asked of arrow, which answers at the speed of memory."""
    bounds = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    text = pa.LargeStringArray.from_buffers(1, bounds, pa.py_buffer(data))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _recoded(name: str, data: bytes, *encodings: str) -> bytes:
    """The text by the first encoding that fits to the last byte."""
    for encoding in encodings:
        try:
            return _without_zeros(name, data.decode(encoding).encode("utf-8"))
        except (UnicodeDecodeError, UnicodeEncodeError):
            continue
    raise TieoutError("read.unknown_encoding", file=name)


def _without_zeros(name: str, text: bytes) -> bytes:
    """Zero bytes at the end are padding; elsewhere the file is none that people wrote."""
    text = text.rstrip(b"\x00")
    if b"\x00" in text:
        line = text[: text.index(b"\x00")].count(b"\n") + 1
        raise TieoutError("read.zero_bytes", file=name, line=line)
    return text


def _gb18030(data: bytes) -> float:
    return _common_share(data, *_GBK_COMMON)


def _big5(data: bytes) -> float:
    return _common_share(data, *_BIG5_COMMON)


def _common_share(data: bytes, encoding: str, first_bytes: range) -> float:
    """Share of the non-ASCII bytes that are everyday characters or punctuation of an encoding."""
    high = re.findall(rb"[\x80-\xff][\x40-\xff]|[\x80-\xff]", data[:_SAMPLE])
    common = sum(
        len(c) == 2 and (c[0] in first_bytes or _is_mark(c, encoding)) and _valid(c, encoding)
        for c in high
    )
    return common / max(len(high), 1)


def _is_mark(char: bytes, encoding: str) -> bool:
    """Full-width punctuation and digits."""
    return char[0] in ((0xA1, 0xA3) if encoding == "gb2312" else (0xA1, 0xA2))


def _valid(char: bytes, encoding: str) -> bool:
    try:
        char.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cp1252(data: bytes) -> float:
    """Share of the high bytes that are letters and signs of western text, alone between others."""
    high = re.findall(rb"[\x80-\xff]+", data[:_SAMPLE])
    western = sum(
        len(run) <= 2 and all(b >= 0xC0 or b in b"\x80\xa3\xa7\xa0\xb0" for b in run)
        for run in high
    )
    return 0.98 * western / max(len(high), 1)


_ENCODINGS = {"gb18030": _gb18030, "big5": _big5, "cp1252": _cp1252}
