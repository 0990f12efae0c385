"""What does a VBA project consist of (MS-OVBA): modules of text and the streams that list them."""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tieout.excel.vba.compound_file import compound_file
from tieout.excel.vba.compression import compressed

CODE_PAGE = 1252
_LOCALE = 0x409
_ANY_VERSION = bytes.fromhex("cc61ffff000100")
"""`_VBA_PROJECT` without caches: the version 0xFFFF makes every Excel compile the text anew."""
_LIBRARIES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
_DOCUMENT_BASES = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
}
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


@dataclass(frozen=True)
class Module:
    """One module: its name and its text, which begins with its attributes."""

    name: str
    source: str
    kind: Literal["standard", "document"] = "standard"

    @property
    def bytes(self) -> bytes:
        """The text as it is stored: one byte a letter, lines ended as in Windows."""
        return re.sub(r"\r?\n", "\r\n", self.source).encode("ascii")


def standard_module(source: str) -> Module:
    """A module from the text of a `.bas` file.

    >>> standard_module('Attribute VB_Name = "Hello"').name
    'Hello'
    """
    found = re.match(r'Attribute VB_Name = "(\w+)"', source)
    assert found, "a .bas file begins with its name"
    return Module(found[1], source)


def document_module(name: str, kind: Literal["workbook", "sheet"], code: str = "") -> Module:
    """The module behind a workbook or a sheet."""
    lines = (
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "{_DOCUMENT_BASES[kind]}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    )
    return Module(name, "\n".join(lines) + "\n" + code, "document")


def vba_project(name: str, identity: str, modules: Sequence[Module]) -> bytes:
    """The `vbaProject.bin` of a workbook; `identity` is a GUID in braces that never changes."""
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": _ANY_VERSION,
                "dir": compressed(_directory(name, modules)),
                **{module.name: compressed(module.bytes) for module in modules},
            },
            "PROJECT": _project_text(name, identity, modules).encode("ascii"),
            "PROJECTwm": _names_in_both_alphabets(modules),
        }
    )


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """The `dir` stream: what the project is, what it refers to, and its modules."""
    about = (
        _record(0x01, struct.pack("<I", 1)),
        _record(0x02, struct.pack("<I", _LOCALE)),
        _record(0x14, struct.pack("<I", _LOCALE)),
        _record(0x03, struct.pack("<H", CODE_PAGE)),
        _record(0x04, name.encode("ascii")),
        _twice(0x05, 0x40, ""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, struct.pack("<I", 0)),
        _record(0x08, struct.pack("<I", 0)),
        struct.pack("<HIIH", 0x09, 4, 1, 0),
        _twice(0x0C, 0x3C, ""),
    )
    references = (_reference(*library) for library in _LIBRARIES)
    counted = _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    listed = (_module_record(module) for module in modules)
    return b"".join((*about, *references, counted, *listed, _record(0x10, b"")))


def _record(identity: int, content: bytes) -> bytes:
    return struct.pack("<HI", identity, len(content)) + content


def _twice(identity: int, wide_identity: int, text: str) -> bytes:
    """A text in the code page, and again in UTF-16."""
    return _record(identity, text.encode("ascii")) + _record(
        wide_identity, text.encode("utf-16-le")
    )


def _reference(name: str, library: str) -> bytes:
    path = library.encode("ascii")
    body = struct.pack("<I", len(path)) + path + bytes(6)
    return _twice(0x16, 0x3E, name) + _record(0x0D, body)


def _module_record(module: Module) -> bytes:
    kind = 0x22 if module.kind == "document" else 0x21
    return b"".join(
        (
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),
            _twice(0x1C, 0x48, ""),
            _record(0x31, struct.pack("<I", 0)),
            _record(0x1E, struct.pack("<I", 0)),
            _record(0x2C, b"\xff\xff"),
            _record(kind, b""),
            _record(0x2B, b""),
        )
    )


def _project_text(name: str, identity: str, modules: Sequence[Module]) -> str:
    """The `PROJECT` stream: the project as its editor lists it, open to be read, without password."""
    listed = [
        f"Document={module.name}/&H00000000"
        if module.kind == "document"
        else f"Module={module.name}"
        for module in modules
    ]
    lines = [
        f'ID="{identity}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(bytes(4), identity)}"',
        f'DPB="{_hidden(bytes(1), identity)}"',
        f'GC="{_hidden(bytes([0xFF]), identity)}"',
        "",
        "[Host Extender Info]",
        _HOST,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "\r\n".join(lines) + "\r\n"


def _hidden(content: bytes, identity: str, seed: int = 0x54) -> str:
    """A value of the project as MS-OVBA 2.4.3.2 obscures it, with a seed that never changes."""
    key = sum(identity.encode("ascii")) & 0xFF
    plain = bytes((seed & 6) // 2) + struct.pack("<I", len(content)) + content
    written = [seed, seed ^ 2, seed ^ key]
    before = key
    for byte in plain:
        written.append(byte ^ (written[-2] + before & 0xFF))
        before = byte
    return bytes(written).hex().upper()


def _names_in_both_alphabets(modules: Sequence[Module]) -> bytes:
    """The `PROJECTwm` stream."""
    names = (
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(names) + b"\0\0"
