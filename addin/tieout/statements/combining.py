"""How do many statements of one template lie in one workbook, a sheet each."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from tieout.statements.file_names import unique
from tieout.statements.package import NAMESPACE, parsed, related, relations_of, serialised

_MAIN = f"{{{NAMESPACE}}}"
_TYPES = "[Content_Types].xml"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_MAX = 31


def combined(
    statements: Sequence[tuple[str, Mapping[str, bytes]]], sheet_part: str, sheet: str
) -> tuple[dict[str, bytes], list[str]]:
    """One workbook of filled workbooks that share a template, and what its sheets are called.

    Each statement comes with the name wanted for its sheet; `sheet` is the template's. Formats are
    taken from the last, which has those of all.
    """
    used: set[str] = set()
    titles = [_unique_title(wanted, used) for wanted, _ in statements]
    parts = dict(statements[-1][1])
    workbook, relations, types = (parsed(parts[name]) for name in (_WORKBOOK, _RELATIONS, _TYPES))
    sheets = workbook.find(f"{_MAIN}sheets")
    assert sheets is not None, "a workbook has sheets"
    others = list(sheets)[1:]
    names = _fresh_names(workbook)
    first = sheets[0]
    for other in others:
        sheets.remove(other)
    sheets.remove(first)
    for at, ((_, mine), title) in enumerate(zip(statements, titles, strict=True)):
        target = sheet_part if at == 0 else f"xl/worksheets/statement{at + 1}.xml"
        _copy_part(mine, sheet_part, parts, target, at, types)
        element = deepcopy(first)
        element.set("name", title)
        if at:
            element.set("sheetId", str(1000 + at))
            element.set(_id_attribute(first), _relate(relations, target))
        sheets.append(element)
        names.extend(_names_of(parsed(mine[_WORKBOOK]), sheet, title, at))
    _select_first_only(parts, len(statements))
    parts[_WORKBOOK], parts[_RELATIONS] = serialised(workbook), serialised(relations)
    parts[_TYPES] = serialised(types)
    return parts, titles


def _unique_title(wanted: str, used: set[str]) -> str:
    plain = _FORBIDDEN.sub("_", wanted).strip("' ")[: _TITLE_MAX - 6] or "_"
    return unique(plain, used)


def _fresh_names(workbook: etree._Element) -> etree._Element:
    names = workbook.find(f"{_MAIN}definedNames")
    if names is None:
        names = etree.Element(f"{_MAIN}definedNames")
        sheets = workbook.find(f"{_MAIN}sheets")
        assert sheets is not None, "a workbook has sheets"
        sheets.addnext(names)
    for name in list(names):
        names.remove(name)
    return names


def _names_of(workbook: etree._Element, sheet: str, title: str, at: int) -> list[etree._Element]:
    """The names of one statement, each its sheet's own: print areas, headings, cells to fill in."""
    found = []
    quoted, own = "'" + sheet.replace("'", "''") + "'!", "'" + title.replace("'", "''") + "'!"
    for name in workbook.findall(f"{_MAIN}definedNames/{_MAIN}definedName"):
        moved = deepcopy(name)
        moved.text = (moved.text or "").replace(quoted, own).replace(f"{sheet}!", own)
        moved.set("localSheetId", str(at))
        found.append(moved)
    return found


def _copy_part(
    mine: Mapping[str, bytes],
    name: str,
    parts: dict[str, bytes],
    target: str,
    at: int,
    types: etree._Element,
) -> None:
    """A sheet with what belongs to it alone: drawings, notes, tables, but not pictures."""
    parts[target] = mine[name]
    if target == name:
        for owned, _ in related(mine, name):
            if owned in mine:
                parts[owned] = mine[owned]
        return
    _declare(types, name, target)
    file = relations_of(name)
    if file not in mine:
        return
    root = parsed(mine[file])
    inside = [relation for relation in root if relation.get("TargetMode") != "External"]
    for relation, (part, _) in zip(inside, related(mine, name), strict=True):
        if part not in mine:
            continue
        folder, _, last = part.rpartition("/")
        copy = f"{folder}/s{at + 1}_{last}"
        parts[copy] = mine[part]
        if relations_of(part) in mine:
            parts[relations_of(copy)] = mine[relations_of(part)]
        _declare(types, part, copy)
        relation.set("Target", f"/{copy}")
    parts[relations_of(target)] = serialised(root)


def _declare(types: etree._Element, part: str, copy: str) -> None:
    for element in list(types):
        if element.get("PartName") == f"/{part}":
            declared = deepcopy(element)
            declared.set("PartName", f"/{copy}")
            types.append(declared)


def _id_attribute(sheet: etree._Element) -> str:
    return next(str(name) for name in sheet.attrib if str(name).endswith("}id"))


def _relate(relations: etree._Element, target: str) -> str:
    number = f"rIdStatement{len(relations) + 1}"
    sheet = next(r for r in relations if str(r.get("Type")).endswith("/worksheet"))
    added = deepcopy(sheet)
    added.set("Id", number)
    added.set("Target", "/" + target)
    relations.append(added)
    return number


def _select_first_only(parts: dict[str, bytes], count: int) -> None:
    """One sheet is selected; Excel writes into all selected sheets at once."""
    for at in range(1, count):
        name = f"xl/worksheets/statement{at + 1}.xml"
        root = parsed(parts[name])
        for view in root.iter(f"{_MAIN}sheetView"):
            if "tabSelected" in view.attrib:
                del view.attrib["tabSelected"]
        parts[name] = serialised(root)
