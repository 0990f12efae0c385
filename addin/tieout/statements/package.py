"""What files does a workbook consist of, and how are they put together again."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def parsed(part: bytes) -> etree._Element:
    """A part as a tree; nothing outside it is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


def serialised(root: etree._Element) -> bytes:
    """A tree as a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def related(parts: Mapping[str, bytes], part: str) -> list[tuple[str, str]]:
    """The parts that a part refers to, each with the kind of the relation."""
    file = relations_of(part)
    if file not in parts:
        return []
    return [
        (_resolved(part, str(relation.get("Target"))), str(relation.get("Type")))
        for relation in parsed(parts[file])
        if relation.get("TargetMode") != "External"
    ]


def relations_of(part: str) -> str:
    """Where the relations of a part are kept.

    >>> relations_of("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    """
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The workbook as one file, the same bytes for the same parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, part)
    return stream.getvalue()


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in (*PurePosixPath(part).parent.parts, *target.split("/")):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
