"""Which elements does an OFX file hold: SGML without closing tags and XML read alike, nothing resolved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

_TAG = re.compile(r"<(/?)([A-Za-z0-9_.]+)[^<>]*>([^<]*)")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_GROUPS = re.compile(
    r"OFX|.*MSGSRSV1|.*TRNRS|.*STMTRS|BANKTRANLIST|STMTTRN|BANKACCTFROM|BANKACCTTO|CCACCTFROM"
    r"|CCACCTTO|LEDGERBAL|AVAILBAL|PAYEE|CURRENCY|ORIGCURRENCY|STATUS|SONRS|FI|BALLIST|BAL"
)
DEPTH_MAX = 60


@dataclass(frozen=True)
class OfxElement:
    """An element: its text, or the elements in it; `line` is that of the file, 1-based."""

    name: str
    line: int
    text: str = ""
    within: list["OfxElement"] = field(default_factory=list)

    def all(self, name: str) -> Iterator["OfxElement"]:
        """Every element of a name, at any depth."""
        for each in self.within:
            if each.name == name:
                yield each
            yield from each.all(name)

    def first(self, *path: str) -> str:
        """The text at a path of direct children, "" where there is none."""
        here: OfxElement | None = self
        for name in path:
            here = next((e for e in here.within if e.name == name), None) if here else None
        return here.text if here else ""

    def group(self, name: str) -> "OfxElement | None":
        """The first group of a name, at any depth."""
        return next(self.all(name), None)


def ofx_elements(text: str) -> OfxElement:
    """The elements of a file under one root; a tag that is known as a group holds what follows it."""
    plain = _CDATA.sub(lambda found: escape(found[1]), text)
    root = OfxElement("", 0)
    open_groups = [root]
    line, seen = 1, 0
    for found in _TAG.finditer(plain):
        line, seen = line + plain.count("\n", seen, found.start()), found.start()
        closing, name, value = found[1], found[2].upper(), unescape(found[3]).strip()
        if closing:
            names = [each.name for each in open_groups]
            if name in names[1:]:
                del open_groups[len(names) - 1 - names[::-1].index(name) :]
            continue
        element = OfxElement(name, line, value)
        open_groups[-1].within.append(element)
        if _GROUPS.fullmatch(name) and len(open_groups) < DEPTH_MAX:
            open_groups.append(element)
    return root
