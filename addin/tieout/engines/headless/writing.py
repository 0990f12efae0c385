"""How does a workbook become a package: openpyxl's parts, and what the opened file had beside them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.relationship import Relationship, get_rels_path
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from tieout.engines.headless.carrying import (
    KEPT,
    Lost,
    SheetPlan,
    carry,
    headings_agree,
    plan_brought,
    plan_sheet,
    with_kept_ids,
)
from tieout.engines.headless.native import Native
from tieout.engines.headless.opening import Opened
from tieout.engines.headless.parts import (
    Package,
    Relation,
    document,
    read_package,
    write_relations,
    write_types,
    xml,
)
from tieout.engines.headless.references import Rewrite
from tieout.engines.headless.sheet_xml import SheetWriter

WORKBOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
_SETTLED = {
    "worksheet",
    "chartsheet",
    "styles",
    "theme",
    "sharedStrings",
    "calcChain",
    "externalLink",
}
"""Ties of the workbook that are written anew, or come along by another way."""
_ROOT_SETTLED = {"officeDocument", "core-properties", "extended-properties", "thumbnail"}
_FORGOTTEN_SHEETS = {"dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}
_WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
_WORKBOOK_KEPT = {
    "fileSharing",
    "functionGroups",
    "externalReferences",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "webPublishObjects",
    "extLst",
}
_STYLES_ORDER = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()  # noqa: SIM905
)
_STYLES_KEPT = {"tableStyles", "colors", "extLst"}
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Excel'
    b"</Application><AppVersion>12.0000</AppVersion></Properties>"
)
"""Of files of that version every program takes what a chart does not say for no, as Excel does."""
_MARK = re.compile(rb'<(?:\w+:)?c\s[^>]*?\b[cv]m="')


@dataclass
class Written:
    """A package ready to be saved, and what of the opened file is not in it."""

    package: Package
    lost: list[Lost] = field(default_factory=list)


def write_package(
    opened: Opened, changes: Mapping[Any, Collection[str]], *, macros: bool, template: bool
) -> Written:
    """All parts of the workbook."""
    old = opened.package
    plans, lost = _plans(opened, old, changes)
    package = _own_parts(opened, plans, old)
    known: dict[str, str] = {}
    for sheet, plan in plans.items():
        lost += plan.lost
        part, rewrites = sheet.path.lstrip("/"), opened.rewrites(sheet)
        if plan.source is None:
            _carry_relations(old, package, part, plan.relations, known, rewrites)
        else:
            _carry_relations(plan.source, package, part, plan.relations, {}, rewrites)
    if old.parts:
        _carry_chartsheets(opened, old, package, known)
        lost += _carry_workbook(opened, old, package, known, changes, macros=macros)
        lost += _carry_root(old, package, known)
        _keep_children(old, package, STYLES, _old_part(old, "styles"), _STYLES_KEPT, _STYLES_ORDER)
        lost += _forgotten(old)
    _name_kind(package, macros=macros, template=template)
    write_types(package)
    return Written(package, sorted(set(lost), key=lambda one: (one.sheet, one.kind)))


def _plans(
    opened: Opened, old: Package, changes: Mapping[Any, Collection[str]]
) -> tuple[dict[Any, SheetPlan], list[Lost]]:
    """A plan for each old sheet that is still there."""
    plans: dict[Any, SheetPlan] = {}
    lost: list[Lost] = []
    for sheet, part in opened.sheet_parts(old).items():
        if sheet in opened.workbook.worksheets:
            plans[sheet] = plan_sheet(old, part, sheet, set(changes.get(sheet, ())), opened.history)
    for sheet, brought in opened.brought.items():
        moved = {"drawing", "structure"} & set(changes.get(sheet, ()))
        if sheet in opened.workbook.worksheets and not moved:
            plans[sheet] = plan_brought(brought.package, brought.part)
    return plans, lost


class _Archive:
    """Takes parts as a zip file would."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def writestr(self, name: str, content: str | bytes) -> None:
        """Keeps a part."""
        self.package.parts[name] = content.encode() if isinstance(content, str) else content

    def namelist(self) -> list[str]:
        """The names of the parts so far."""
        return list(self.package.parts)


class _Writer(ExcelWriter):
    """openpyxl's writer, with sheets written our way and carried parts left out."""

    def __init__(
        self, opened: Opened, archive: _Archive, plans: Mapping[Any, SheetPlan], marks: Any
    ) -> None:
        super().__init__(opened.workbook, archive)
        self.opened = opened
        self.plans = plans
        self.marks = marks
        self.kept_tables = 0

    def _write_worksheets(self) -> None:
        for number, sheet in enumerate(self.workbook.worksheets, 1):
            sheet._id = number
            self._write_sheet(sheet, self.plans.get(sheet, SheetPlan()))

    def _write_sheet(self, sheet: Native, plan: SheetPlan) -> None:
        tables, charts, images = sheet._tables, sheet._charts, sheet._images
        rules, printer = sheet.conditional_formatting, sheet.page_setup.id
        try:
            if plan.keeps("drawing"):
                sheet._charts, sheet._images = [], []
            if plan.keeps("tableParts"):
                sheet._tables = type(tables)()
            else:
                _name_headings(sheet)
            if plan.keeps("conditionalFormatting"):
                plan = _with_new_rules(sheet, plan)
            sheet.page_setup.id = plan.printer or None
            self._write_parts(sheet, plan)
        finally:
            sheet._tables, sheet._charts, sheet._images = tables, charts, images
            sheet.conditional_formatting, sheet.page_setup.id = rules, printer

    def _write_parts(self, sheet: Native, plan: SheetPlan) -> None:
        sheet.legacy_drawing = None
        out = BytesIO()
        writer = SheetWriter(
            sheet, out, self.opened.cached(), plan.root, plan.fragments, self.marks
        )
        if plan.keeps("legacyDrawing"):
            writer.fragments = {"legacyDrawing": b"", **plan.fragments}
        try:
            writer.write()
        finally:
            writer.close()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], out.getvalue())
        self.manifest.append(sheet)
        if sheet._charts or sheet._images:
            self._write_sheet_drawing(sheet)
        if sheet._comments and not plan.keeps("legacyDrawing"):
            self._write_comment(sheet)
            sheet._rels.append(
                Relationship(type="vmlDrawing", Id="anysvml", Target="/" + sheet.legacy_drawing)
            )
        sheet.legacy_drawing = None
        for table in sheet._tables.values():
            self._tables.append(table)
            table.id = self.kept_tables + len(self._tables)
            table._write(self._archive)
            self.manifest.append(table)
            sheet._rels.get(table._rel_id).Target = table.path
        if sheet._rels:
            self._archive.writestr(get_rels_path(sheet.path)[1:], tostring(sheet._rels.to_tree()))

    def _write_sheet_drawing(self, sheet: Native) -> None:
        drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = list(sheet._charts), list(sheet._images)
        self._write_drawing(drawing)
        _name_drawings(self._archive.package, drawing)
        for relation in sheet._rels:
            if relation.Type.endswith("/drawing"):
                relation.Target = drawing.path

    def _merge_vba(self) -> None:
        """Macros come along as other parts do."""


def _own_parts(opened: Opened, plans: Mapping[Any, SheetPlan], old: Package) -> Package:
    package = Package({})
    workbook = opened.workbook
    links, properties = workbook._external_links, workbook.custom_doc_props
    workbook._pivots = []
    workbook.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    writer = _Writer(opened, _Archive(package), plans, _marks(opened, old))
    writer.kept_tables = max(_table_ids(old), default=0)
    try:
        if old.parts:
            workbook._external_links = []
            workbook.custom_doc_props = type(properties)()
        writer.write_data()
    finally:
        workbook._external_links, workbook.custom_doc_props = links, properties
    package.parts["docProps/app.xml"] = _APPLICATION
    fresh = read_types(package)
    package.overrides, package.defaults = fresh.overrides, fresh.defaults
    return package


def read_types(package: Package) -> Package:
    """The types openpyxl wrote down."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", package.parts["[Content_Types].xml"])
    return read_package(out.getvalue())


def _table_ids(old: Package) -> list[int]:
    found = [
        re.search(rb'<(?:\w+:)?table\s[^>]*?\bid="(\d+)"', content)
        for content in _of_kind(old, "table")
    ]
    return [int(one[1]) for one in found if one]


def _of_kind(package: Package, kind: str) -> list[bytes]:
    return [
        content
        for part, content in package.parts.items()
        if package.type_of(part).endswith(f".{kind}+xml")
    ]


def _name_headings(sheet: Native) -> None:
    """Tables know the headings that stand in the cells."""
    if headings_agree(sheet):
        return
    for table in sheet.tables.values():
        if table.headerRowCount == 0:
            continue
        first = sheet[table.ref.partition(":")[0]]
        for offset, column in enumerate(table.tableColumns):
            cell = sheet._cells.get((first.row, first.column + offset))
            if cell is not None and cell._value is not None:
                cell._value, cell.data_type = str(cell._value), "s"
                column.name = cell._value


def _with_new_rules(sheet: Native, plan: SheetPlan) -> SheetPlan:
    """The old rules as they were, and after them those that were added since."""
    added = ConditionalFormattingList()
    for place, rules in sheet.conditional_formatting._cf_rules.items():
        for rule in rules:
            if getattr(rule, "tieout_new", False):
                added.add(str(place.sqref), rule)
    texts = [plan.fragments["conditionalFormatting"]]
    for place in added:
        for rule in place.rules:
            if rule.dxf and rule.dxf != DifferentialStyle():
                rule.dxfId = sheet.parent._differential_styles.add(rule.dxf)
        texts.append(tostring(place.to_tree()))
    fragments = {**plan.fragments, "conditionalFormatting": b"".join(texts)}
    return SheetPlan(plan.relations, fragments, plan.root, plan.lost, plan.printer, plan.source)


def _name_drawings(package: Package, drawing: SpreadsheetDrawing) -> None:
    """Charts and pictures keep the names they were given."""
    part = drawing.path.lstrip("/")
    named = [getattr(one, "tieout_name", None) for one in (*drawing.charts, *drawing.images)]
    if not any(named):
        return
    tree = xml(package.parts[part])
    for node in tree.iter():
        if isinstance(node.tag, str) and etree.QName(node).localname == "cNvPr":
            index = int(node.get("id", "0")) - 1
            if 0 <= index < len(named) and named[index]:
                node.set("name", str(named[index]))
    package.parts[part] = document(tree)


def _carry_relations(
    old: Package,
    package: Package,
    part: str,
    relations: list[Relation],
    known: dict[str, str],
    rewrites: Sequence[Rewrite] = (),
) -> None:
    if not relations:
        return
    carried = [
        Relation(
            f"{KEPT}{relation.id}",
            relation.type,
            relation.target
            if relation.external
            else carry(old, package, relation.target, known, rewrites),
            relation.external,
        )
        for relation in relations
    ]
    write_relations(package, part, [*package.relations(part), *carried])


def _carry_chartsheets(
    opened: Opened, old: Package, package: Package, known: dict[str, str]
) -> None:
    """Sheets that are one chart come along whole."""
    for sheet, part in opened.chartsheet_parts(old).items():
        if sheet not in opened.workbook._sheets:
            continue
        new = sheet.path.lstrip("/")
        package.parts[new] = old.parts[part]
        write_relations(
            package,
            new,
            [
                Relation(one.id, one.type, carry(old, package, one.target, known))
                for one in old.relations(part)
                if not one.external
            ],
        )


def _carry_workbook(
    opened: Opened,
    old: Package,
    package: Package,
    known: dict[str, str],
    changes: Mapping[Any, Collection[str]],
    *,
    macros: bool,
) -> list[Lost]:
    part = _main_part(old)
    relations = [
        relation
        for relation in old.relations(part)
        if (relation.kind not in _SETTLED or relation.kind == "externalLink")
        and relation.kind not in _FORGOTTEN_SHEETS
        and (macros or not relation.kind.startswith("vbaProject"))
    ]
    for sheet_part, sheet in {p: s for s, p in opened.sheet_parts(old).items()}.items():
        known[sheet_part] = sheet.path.lstrip("/")
    _carry_relations(old, package, WORKBOOK, relations, known)
    _keep_children(old, package, WORKBOOK, part, _WORKBOOK_KEPT, _WORKBOOK_ORDER)
    return _stale_pivots(opened, old, changes)


def _stale_pivots(
    opened: Opened, old: Package, changes: Mapping[Any, Collection[str]]
) -> list[Lost]:
    """Pivot tables whose source moved or has another name."""
    names = {
        name
        for sheet, name in opened.names_at_opening.items()
        if _displaced(opened, sheet, name, changes)
    }
    lost = []
    for content in _of_kind(old, "pivotCacheDefinition"):
        source = re.search(rb'<(?:\w+:)?worksheetSource\s[^>]*?\bsheet="([^"]*)"', content)
        if source and source[1].decode() in names:
            lost.append(Lost("pivot_tables", source[1].decode()))
    return lost


def _displaced(
    opened: Opened, sheet: Any, name: str, changes: Mapping[Any, Collection[str]]
) -> bool:
    gone = sheet not in opened.workbook.worksheets or sheet.title != name
    return gone or "structure" in changes.get(sheet, ())


def _carry_root(old: Package, package: Package, known: dict[str, str]) -> list[Lost]:
    relations = [relation for relation in old.relations() if relation.kind not in _ROOT_SETTLED]
    signed = [relation for relation in relations if "digital-signature" in relation.type]
    kept = [relation for relation in relations if relation not in signed]
    _carry_relations(old, package, "", kept, known)
    return [Lost("signature")] if signed else []


def _forgotten(old: Package) -> list[Lost]:
    """What nothing here can carry."""
    kinds = {relation.kind for relation in old.relations(_main_part(old))}
    lost = [Lost("old_macro_sheets")] if kinds & _FORGOTTEN_SHEETS else []
    if "FeaturePropertyBag" in kinds:
        lost.append(Lost("checkboxes"))
    if any(b"<rPh" in content for content in _of_kind(old, "sharedStrings")):
        lost.append(Lost("phonetic"))
    return lost


def _keep_children(
    old: Package, package: Package, part: str, old_part: str, wanted: set[str], order: list[str]
) -> None:
    """Elements of an old part go where they belong in the new one."""
    if old_part not in old.parts:
        return
    tree = xml(package.parts[part])
    children = {etree.QName(node).localname: node for node in tree if isinstance(node.tag, str)}
    for node in xml(old.parts[old_part]):
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name in wanted:
            children[name] = with_kept_ids(node)
    for node in list(tree):
        tree.remove(node)
    known = [*order, *(name for name in children if name not in order)]
    tree.extend(children[name] for name in known if name in children)
    package.parts[part] = document(tree)


def _marks(opened: Opened, old: Package) -> dict[Any, str]:
    """Cells that point into the file's metadata (dynamic arrays, data types), unless overwritten."""
    found: dict[Any, str] = {}
    if not any("sheetMetadata" in old.type_of(part) for part in old.parts):
        return found
    for sheet, part in opened.sheet_parts(old).items():
        if not _MARK.search(old.parts[part]):
            continue
        for start in re.findall(rb"<(?:\w+:)?c\s([^>]*)>", old.parts[part]):
            names = dict(re.findall(rb'(\w+)="([^"]*)"', start))
            cell = opened.cell_at_opening(sheet, names.get(b"r", b"").decode())
            text = "".join(
                f' {n.decode()}="{names[n].decode()}"' for n in (b"cm", b"vm") if n in names
            )
            if cell is not None and text:
                found[cell] = text
    return found


def _old_part(old: Package, kind: str) -> str:
    return next((r.target for r in old.relations(_main_part(old)) if r.kind == kind), "")


def _main_part(old: Package) -> str:
    return next((r.target for r in old.relations() if r.kind == "officeDocument"), WORKBOOK)


def _name_kind(package: Package, *, macros: bool, template: bool) -> None:
    """Programs tell by the type whether a file may have macros and is a template."""
    kinds = {
        (
            False,
            False,
        ): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        (
            False,
            True,
        ): "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        (True, False): "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        (True, True): "application/vnd.ms-excel.template.macroEnabled.main+xml",
    }
    package.overrides[WORKBOOK] = kinds[macros, template]
