"""What of an opened file goes into the file that is written, untouched, though openpyxl does not know it.

A part is carried over as it was while nothing around it moved; what cannot be carried is named, and
the file it came from is not written over.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tieout.engines.headless.parts import (
    Node,
    Package,
    Relation,
    document,
    relations_part,
    write_relations,
    xml,
)
from tieout.engines.headless.references import Rewrite
from tieout.engines.headless.sheet_xml import MAIN_NS, TAIL

KEPT = "kept_"
"""Ties that are carried over get this before their id, so that no new one is like them."""

OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SHEET_DATA = re.compile(rb"<((?:\w+:)?sheetData)(?:\s[^>]*)?(?:/>|>.*</\1\s*>)", re.S)
_FREE = (
    "sheetCalcPr",
    "headerFooter",
    "customProperties",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "webPublishItems",
)
"""Elements that know no cell: they always come along."""
_LIGHT = ("ignoredErrors", "cellWatches", "phoneticPr", "smartTags", "dataConsolidate", "sortState")
"""Elements that may go when cells move: nobody loses anything."""
_HEAVY = {
    "protectedRanges": "protected_ranges",
    "customSheetViews": "custom_views",
    "oleObjects": "embedded_objects",
    "controls": "form_controls",
    "extLst": "extensions",
}
"""Elements tied to cells: they come along while no cell moves."""
_RULES_14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}conditionalFormattings"


@dataclass(frozen=True, slots=True)
class Lost:
    """Something a rewritten file would not have: its kind and the sheet it is on."""

    kind: str
    sheet: str = ""


@dataclass
class SheetPlan:
    """What of an old sheet part comes along, and what openpyxl writes anew."""

    relations: list[Relation] = field(default_factory=list)
    fragments: dict[str, bytes] = field(default_factory=dict)
    root: str = f'<worksheet xmlns="{MAIN_NS}">'
    lost: list[Lost] = field(default_factory=list)
    printer: str = ""
    source: Package | None = None

    def keeps(self, name: str) -> bool:
        """Whether an element comes along as it was."""
        return name in self.fragments


def plan_sheet(
    package: Package,
    part: str,
    sheet: Any,
    changes: AbstractSet[str],
    rewrites: Sequence[Rewrite] = (),
) -> SheetPlan:
    """Decides for every element and tie of a sheet's old part."""
    tree = xml(_SHEET_DATA.sub(b"", package.parts[part]))
    plan = SheetPlan(root=_root(tree))
    elements: dict[str, list[Node]] = {}
    for node in tree:
        if isinstance(node.tag, str):
            elements.setdefault(_slot(node), []).append(rewritten(node, rewrites))
    relations = package.relations(part)
    moved = "structure" in changes
    _plan_elements(plan, elements, sheet.title, moved=moved)
    _plan_rules(plan, elements, sheet.title, changes)
    if "dataValidations" in elements and not changes & {"validation", "structure"}:
        plan.fragments["dataValidations"] = _raw(elements["dataValidations"])
    _plan_drawing(plan, elements, package, relations, sheet.title, changes)
    _plan_notes(plan, elements, package, relations, sheet.title, changes)
    _plan_tables(plan, elements, package, relations, sheet, changes)
    plan.relations += _other_relations(plan, relations, sheet.title, moved=moved)
    printer = next((relation for relation in relations if relation.kind == "printerSettings"), None)
    plan.printer = f"{KEPT}{printer.id}" if printer else ""
    return plan


def _plan_elements(
    plan: SheetPlan,
    elements: dict[str, list[Node]],
    sheet: str,
    *,
    moved: bool,
) -> None:
    for name, nodes in elements.items():
        if name in _FREE or (name in _LIGHT and not moved) or (name in _HEAVY and not moved):
            plan.fragments[name] = _raw(nodes)
        elif name in _HEAVY:
            plan.lost.append(Lost(_HEAVY[name], sheet))
        elif name not in TAIL and name not in _HEAD:
            plan.lost.append(Lost("unknown", sheet))


_HEAD = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData")


def _plan_rules(
    plan: SheetPlan, elements: dict[str, list[Node]], sheet: str, changes: AbstractSet[str]
) -> None:
    """Conditional formats: as they were, followed by the new ones; removed ones take all along."""
    nodes = elements.get("conditionalFormatting", [])
    rewritten = bool(changes & {"rules_removed", "structure"})
    extended = any(node.find(f".//{_RULES_14}") is not None for node in elements.get("extLst", ()))
    if extended and "rules_removed" in changes:
        plan.lost.append(Lost("extended_rules", sheet))
    if nodes and not rewritten:
        plan.fragments["conditionalFormatting"] = _raw(nodes)


def _plan_drawing(
    plan: SheetPlan,
    elements: dict[str, list[Node]],
    package: Package,
    relations: list[Relation],
    sheet: str,
    changes: AbstractSet[str],
) -> None:
    drawing = next((relation for relation in relations if relation.kind == "drawing"), None)
    if drawing is None or "drawing" not in elements:
        return
    if not changes & {"drawing", "structure"}:
        plan.fragments["drawing"] = _raw(elements["drawing"])
        plan.relations.append(drawing)
    elif _more_than_charts(package.parts.get(drawing.target, b"<x/>")):
        plan.lost.append(Lost("shapes", sheet))


def _plan_notes(
    plan: SheetPlan,
    elements: dict[str, list[Node]],
    package: Package,
    relations: list[Relation],
    sheet: str,
    changes: AbstractSet[str],
) -> None:
    tied = [r for r in relations if r.kind in ("comments", "threadedComment")]
    legacy = elements.get("legacyDrawing", [])
    legacy_ids = {value for node in legacy for key, value in node.items() if key.endswith("}id")}
    shapes = [relation for relation in relations if relation.id in legacy_ids]
    if not changes & {"notes", "structure"}:
        plan.relations += [*tied, *shapes]
        if legacy:
            plan.fragments["legacyDrawing"] = _raw(legacy)
        return
    if any(relation.kind == "threadedComment" for relation in tied):
        plan.lost.append(Lost("threaded_comments", sheet))
    for relation in shapes:
        kinds = re.findall(rb'ObjectType="(\w+)"', package.parts.get(relation.target, b""))
        if any(kind != b"Note" for kind in kinds):
            plan.lost.append(Lost("form_controls", sheet))


def _plan_tables(
    plan: SheetPlan,
    elements: dict[str, list[Node]],
    package: Package,
    relations: list[Relation],
    sheet: Any,
    changes: AbstractSet[str],
) -> None:
    tables = [relation for relation in relations if relation.kind == "table"]
    if not tables:
        return
    if not changes & {"tables", "structure"} and headings_agree(sheet):
        plan.fragments["tableParts"] = _raw(elements["tableParts"])
        plan.relations += tables
        return
    for table in tables:
        if any(relation.kind == "queryTable" for relation in package.relations(table.target)):
            plan.lost.append(Lost("queries", sheet.title))


def headings_agree(sheet: Any) -> bool:
    """Whether the headings in the cells are those the tables know: a file must not say two things."""
    for table in sheet.tables.values():
        if table.headerRowCount == 0:
            continue
        first = sheet[table.ref.partition(":")[0]]
        for offset, column in enumerate(table.tableColumns):
            cell = sheet._cells.get((first.row, first.column + offset))
            if cell is None or str(cell._value) != column.name:
                return False
    return True


def _other_relations(
    plan: SheetPlan, relations: list[Relation], sheet: str, *, moved: bool
) -> list[Relation]:
    """Ties without an element of their own, and those of elements that come along."""
    settled = ("hyperlink", "drawing", "comments", "threadedComment", "table")
    taken = {relation.id for relation in plan.relations}
    wanted = b"".join(plan.fragments.values())
    found = []
    for relation in relations:
        if relation.kind in settled or relation.id in taken:
            continue
        if relation.kind == "pivotTable" and moved:
            plan.lost.append(Lost("pivot_tables", sheet))
        elif (
            relation.kind in ("pivotTable", "printerSettings", "queryTable")
            or f'"{KEPT}{relation.id}"'.encode() in wanted
            or relation.kind not in _ELEMENT_TIES
        ):
            found.append(relation)
    return found


_ELEMENT_TIES = (
    "vmlDrawing",
    "ctrlProp",
    "control",
    "oleObject",
    "package",
    "image",
    "slicer",
    "timeline",
)


def plan_brought(package: Package, part: str) -> SheetPlan:
    """Only the drawing of a sheet of another file."""
    plan = SheetPlan(source=package)
    nodes = [
        node for node in xml(_SHEET_DATA.sub(b"", package.parts[part])) if _name(node) == "drawing"
    ]
    drawings = [relation for relation in package.relations(part) if relation.kind == "drawing"]
    if nodes and drawings:
        plan.fragments["drawing"] = _raw(nodes)
        plan.relations.append(drawings[0])
    return plan


_FORMULAS = {"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
_ELSEWHERE = "\0"
"""The sheet of a carried formula that names none: its cells did not move, or it would not be carried."""


def rewritten(node: Node, rewrites: Sequence[Rewrite]) -> Node:
    """An element whose formulas follow renamed, deleted and shifted sheets as those in cells do."""
    for one in node.iter() if rewrites else ():
        if (
            not isinstance(one.tag, str)
            or not one.text
            or etree.QName(one).localname not in _FORMULAS
        ):
            continue
        for rewrite in rewrites:
            one.text = rewrite(f"={one.text}", _ELSEWHERE)[1:]
    return node


def carry(
    source: Package,
    target: Package,
    part: str,
    known: dict[str, str],
    rewrites: Sequence[Rewrite] = (),
) -> str:
    """Puts a part with all it leads to into another file, under a name that is free there.

    Formulas of charts and tables follow what happened to the sheets they name.
    """
    if part in known:
        return known[part]
    if part not in source.parts:
        return part
    name = _free(target, part)
    known[part] = name
    kind = source.type_of(part)
    content = source.parts[part]
    formulas = rewrites and kind.endswith((".chart+xml", ".table+xml"))
    target.parts[name] = document(rewritten(xml(content), rewrites)) if formulas else content
    if kind:
        target.overrides[name] = kind
    relations = source.relations(part)
    if relations:
        write_relations(
            target,
            name,
            [
                relation
                if relation.external
                else Relation(
                    relation.id,
                    relation.type,
                    carry(source, target, relation.target, known, rewrites),
                )
                for relation in relations
            ],
        )
    return name


def _free(target: Package, part: str) -> str:
    folder, _, name = part.rpartition("/")
    number, wanted = 0, part
    while wanted in target.parts or relations_part(wanted) in target.parts:
        number += 1
        wanted = f"{folder}/kept{number}_{name}" if folder else f"kept{number}_{name}"
    return wanted


def with_kept_ids(node: Node) -> Node:
    """An element whose ties lead to those that are carried over."""
    for one in node.iter():
        if not isinstance(one.tag, str):
            continue
        for key, value in one.items():
            if key.startswith("{") and etree.QName(key).namespace in OFFICE_RELATIONS and value:
                one.set(key, f"{KEPT}{value}")
    return node


def _raw(nodes: list[Node]) -> bytes:
    return b"".join(etree.tostring(with_kept_ids(node), with_tail=False) for node in nodes)


def _slot(node: Node) -> str:
    """The element's name; one that is wrapped for older programs counts as what is in it."""
    if etree.QName(node).namespace != _COMPATIBILITY:
        return _name(node)
    inner = [one for choice in node for one in choice if isinstance(one.tag, str)]
    return _name(inner[0]) if inner else _name(node)


def _name(node: Node) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _root(tree: Node) -> str:
    """The start of the part, with all the names it declares, so that carried elements find theirs."""
    spaces = {prefix: uri for prefix, uri in tree.nsmap.items() if prefix is not None}
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in sorted(spaces.items()))
    ignorable = tree.get(f"{{{_COMPATIBILITY}}}Ignorable")
    prefix = next((p for p, uri in spaces.items() if uri == _COMPATIBILITY), None)
    ignored = f' {prefix}:Ignorable="{ignorable}"' if ignorable and prefix else ""
    return f'<worksheet xmlns="{MAIN_NS}"{declared}{ignored}>'


def _more_than_charts(drawing: bytes) -> bool:
    """Whether a drawing has shapes, text boxes and the like beside charts and pictures."""
    for anchor in xml(drawing):
        for node in anchor:
            name = _name(node)
            if name in ("sp", "grpSp", "cxnSp", "contentPart", "AlternateContent"):
                return True
            if name == "graphicFrame" and not any(_name(one) == "chart" for one in node.iter()):
                return True
    return False
