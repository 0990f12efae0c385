"""How is the add-in built: a workbook of texts, a ribbon and shims, the same bytes on every machine."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tieout.excel.loaders import Kind, Loader
from tieout.excel.ribbon import ribbon_xml
from tieout.excel.shims import shim
from tieout.excel.ui_texts import ui_texts
from tieout.excel.vba.project import Module, document_module, standard_module, vba_project

IDENTITY = "{6F0B7C1E-52A4-4E36-9E0A-7B1D2C93A8F5}"
"""The project's own GUID; it never changes, so that two builds are one."""
TEXTS_SHEET = "TieoutTexts"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BORN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class SheetOfTexts:
    """One sheet of the add-in: its name, which is its code name too, its rows of texts, if it hides."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False


def build(kind: Kind = "xlam", loader: Loader = "own") -> bytes:
    """The add-in, or its twin that opens as a workbook."""
    return package(kind, modules(loader))


def modules(loader: Loader = "own") -> list[Module]:
    """The modules of the project in order."""
    names = ["TieoutBridge.bas", "TieoutFunctions.bas", "TieoutRibbon.bas"]
    own = loader == "own"
    loading = [standard_module(shim("TieoutLoader.bas" if own else "TieoutLoaderXlwings.bas"))]
    stock = [] if own else [standard_module(_xlwings_source())]
    return [standard_module(shim(name)) for name in names] + loading + stock


def package(kind: Kind, shims: Sequence[Module]) -> bytes:
    """A package around modules: parts in a fixed order, born on a fixed day, not compressed.

    Compressed they would differ from one zlib to another.
    """
    sheets = [
        SheetOfTexts("Tieout", [["Tieout"], ["对账 · Customer reconciliation"]]),
        SheetOfTexts(TEXTS_SHEET, ui_texts(), hidden=True),
    ]
    documents = [
        document_module("ThisWorkbook", "workbook"),
        *(document_module(sheet.name, "sheet") for sheet in sheets),
    ]
    parts = {
        "[Content_Types].xml": _content_types(kind, len(sheets)).encode(),
        "_rels/.rels": _package_relations().encode(),
        "xl/workbook.xml": _workbook(sheets).encode(),
        "xl/_rels/workbook.xml.rels": _workbook_relations(len(sheets)).encode(),
        **{
            f"xl/worksheets/sheet{place}.xml": _worksheet(sheet).encode()
            for place, sheet in enumerate(sheets, start=1)
        },
        "xl/styles.xml": _STYLES.encode(),
        "xl/vbaProject.bin": vba_project("Tieout", IDENTITY, [*documents, *shims]),
        "customUI/customUI14.xml": ribbon_xml().encode(),
        "docProps/core.xml": _CORE.encode(),
        "docProps/app.xml": _APP.encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(_entry(name), part)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _BORN)
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def _xlwings_source() -> str:
    """The stock module of the installed xlwings."""
    from pathlib import Path

    import xlwings

    source = Path(xlwings.__file__).with_name("xlwings.bas").read_text(encoding="utf-8")
    return source.encode("ascii", "replace").decode("ascii")


def _content_types(kind: Kind, sheets: int) -> str:
    parts = {
        "/xl/workbook.xml": _TYPES[kind],
        **{
            f"/xl/worksheets/sheet{place}.xml": f"{_SPREADSHEET}.worksheet+xml"
            for place in range(1, sheets + 1)
        },
        "/xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*relations: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(relations, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _package_relations() -> str:
    return _relations(
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        (
            "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
            "customUI/customUI14.xml",
        ),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )


def _workbook_relations(sheets: int) -> str:
    return _relations(
        *(
            (f"{_OFFICE}/worksheet", f"worksheets/sheet{place}.xml")
            for place in range(1, sheets + 1)
        ),
        (f"{_OFFICE}/styles", "styles.xml"),
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
    )


def _workbook(sheets: Sequence[SheetOfTexts]) -> str:
    listed = "".join(
        f'<sheet name="{sheet.name}" sheetId="{place}"'
        f'{" state=" + chr(34) + "veryHidden" + chr(34) if sheet.hidden else ""} r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, start=1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr codeName="ThisWorkbook"/><sheets>{listed}</sheets></workbook>'
    )


def _worksheet(sheet: SheetOfTexts) -> str:
    rows = "".join(
        f'<row r="{row}">{"".join(_cell(row, column, text) for column, text in enumerate(texts))}</row>'
        for row, texts in enumerate(sheet.rows, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{sheet.name}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(row: int, column: int, text: str) -> str:
    place = f"{'ABC'[column]}{row}"
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tieout</dc:title>'
    "<dc:creator>Tieout</dc:creator></cp:coreProperties>"
)
_APP = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
