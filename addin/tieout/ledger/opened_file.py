"""May the bytes of a workbook be unpacked, and are they readable: bombs refused, passwords tried."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
UNPACKED_MAX = 2_000_000_000
"""Bytes a workbook may unpack to."""
RATIO_MAX = 200
"""How many times its size a part of a workbook may unpack to, beyond the first megabytes."""
_RATIO_FROM = 50_000_000
BROKEN = (
    OSError, EOFError, ValueError, LookupError, ArithmeticError, RuntimeError, ParseError, struct.error,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, DefusedXmlException,
)  # fmt: skip
"""What the libraries raise on a workbook whose parts are not what they should be."""
_BOOKS = ("workbook.xml", "workbook.bin", "content.xml")


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a mistake)
    """A workbook that is not read; `why` names a text `read.<why>` with the `values`."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def opened(data: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook itself, out of its encryption where it has one."""
    if data.startswith(OLE):
        data = _decrypted(data, passwords)
    if data.startswith(ZIP):
        _refuse_bombs(data)
    return data


def _decrypted(data: bytes, passwords: Sequence[str]) -> bytes:
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        encrypted = office.is_encrypted()
    except MemoryError:
        raise
    except Exception:  # the library raises of its own on anything that is no Office file
        raise Refused("not_a_spreadsheet", kind="OLE") from None
    if not encrypted:
        return data
    for password in passwords:
        plain = io.BytesIO()
        try:
            office.load_key(password=password)
            office.decrypt(plain)
        except MemoryError:
            raise
        except Exception:  # noqa: S112 (a wrong password is an exception of many kinds)
            continue
        return plain.getvalue()
    raise Refused("wrong_password" if passwords else "encrypted")


def _refuse_bombs(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("damaged") from None
    size = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _RATIO_FROM and part.file_size > RATIO_MAX * max(part.compress_size, 1)
        for part in parts
    )
    if size > UNPACKED_MAX or swollen:
        raise Refused("too_large", megabytes=size // 1_000_000)
    if not any(part.filename.endswith(_BOOKS) for part in parts):
        raise Refused("not_a_spreadsheet", kind="ZIP")
