"""Of which parts does a workbook file consist, of what kind are they, and how do they hang together."""

import posixpath
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"
Node = Any
"""An element of a part; what lxml gives may also be a comment."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's tie to another part, or to something outside; `kind` is the last word of its type."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """What the other part is to this one."""
        return self.type.rpartition("/")[2]


@dataclass
class Package:
    """All parts of a file by name, and the types the file gives them."""

    parts: dict[str, bytes]
    overrides: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def type_of(self, part: str) -> str:
        """The content type of a part."""
        return self.overrides.get(part) or self.defaults.get(part.rpartition(".")[2].lower(), "")

    def relations(self, part: str = "") -> list[Relation]:
        """The ties of a part; without one, those of the file itself."""
        content = self.parts.get(relations_part(part))
        if content is None:
            return []
        found = []
        for node in xml(content):
            external = node.get("TargetMode") == "External"
            target = str(node.get("Target", ""))
            found.append(
                Relation(
                    str(node.get("Id")),
                    str(node.get("Type")),
                    target if external else _resolved(part, target),
                    external,
                )
            )
        return found


def read_package(content: bytes) -> Package:
    """The parts of a file."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {
            entry.filename.lstrip("/"): archive.read(entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        }
    package = Package(parts)
    for node in xml(parts[TYPES_PART]):
        kind = str(node.get("ContentType"))
        if etree.QName(node).localname == "Override":
            package.overrides[str(node.get("PartName")).lstrip("/")] = kind
        else:
            package.defaults[str(node.get("Extension")).lower()] = kind
    return package


def write_relations(package: Package, part: str, relations: list[Relation]) -> None:
    """Gives a part its ties anew."""
    name = relations_part(part)
    if not relations:
        package.parts.pop(name, None)
        return
    root = etree.Element(f"{{{RELATIONS_NS}}}Relationships", nsmap=_plain(RELATIONS_NS))
    for relation in relations:
        node = etree.SubElement(root, f"{{{RELATIONS_NS}}}Relationship")
        node.set("Id", relation.id)
        node.set("Type", relation.type)
        node.set("Target", relation.target if relation.external else f"/{relation.target}")
        if relation.external:
            node.set("TargetMode", "External")
    package.parts[name] = document(root)


def write_types(package: Package) -> None:
    """Writes down the type of every part."""
    root = etree.Element(f"{{{TYPES_NS}}}Types", nsmap=_plain(TYPES_NS))
    for extension, kind in sorted(package.defaults.items()):
        node = etree.SubElement(root, f"{{{TYPES_NS}}}Default")
        node.set("Extension", extension)
        node.set("ContentType", kind)
    for part, kind in sorted(package.overrides.items()):
        if part in package.parts:
            node = etree.SubElement(root, f"{{{TYPES_NS}}}Override")
            node.set("PartName", f"/{part}")
            node.set("ContentType", kind)
    package.parts[TYPES_PART] = document(root)


def relations_part(part: str) -> str:
    """Where the ties of a part are written.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def xml(content: bytes) -> Node:
    """A part as a tree; nothing outside is read."""
    return etree.fromstring(content, _PARSER)


def document(root: Node) -> bytes:
    """A tree as a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _plain(namespace: str) -> Any:
    """A namespace without a prefix."""
    return {None: namespace}
