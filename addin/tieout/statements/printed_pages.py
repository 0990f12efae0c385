"""How does a sheet say where its printed pages end, so that every program keeps to it."""

from collections.abc import Sequence

from lxml import etree

from tieout.statements.package import NAMESPACE
from tieout.statements.paper import Paper

_MAIN = f"{{{NAMESPACE}}}"
_COLUMNS_MAX = 16383
_BEFORE_BREAKS = ("headerFooter", "pageSetup", "pageMargins")
"""What may stand before the breaks of rows in a sheet, the last first; margins every sheet has."""


def set_pages(root: etree._Element, paper: Paper, ends: Sequence[int]) -> None:
    """Put page breaks after rows, at the scale of the paper; a fit to the width would undo them.

    One page keeps its fit, which holds with any font.
    """
    for earlier in root.findall(f"{_MAIN}rowBreaks"):
        root.remove(earlier)
    if not ends:
        return
    if paper.scaled:
        _set_scale(root, paper.scale)
    count = str(len(ends))
    breaks = etree.Element(f"{_MAIN}rowBreaks", count=count, manualBreakCount=count)
    for row in ends:
        etree.SubElement(breaks, f"{_MAIN}brk", id=str(row), max=str(_COLUMNS_MAX), man="1")
    before = next(
        found for found in (root.find(_MAIN + name) for name in _BEFORE_BREAKS) if found is not None
    )
    before.addnext(breaks)


def _set_scale(root: etree._Element, scale: int) -> None:
    fit, setup = root.find(f"{_MAIN}sheetPr/{_MAIN}pageSetUpPr"), root.find(f"{_MAIN}pageSetup")
    assert fit is not None, "the template fits its width"
    assert setup is not None, "the template says what it fits"
    del fit.attrib["fitToPage"]
    for name in {"fitToWidth", "fitToHeight"} & set(map(str, setup.attrib)):
        del setup.attrib[name]
    setup.set("scale", str(scale))
