"""Which cell formats does a filled sheet need beyond those of its template."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from tieout.statements.package import NAMESPACE, parsed, serialised

_MAIN = f"{{{NAMESPACE}}}"
_PART = "xl/styles.xml"
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00"}


class SheetStyles:
    """The formats of a workbook; one that is asked for and not there is added."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._root = parsed(parts[_PART])
        formats = self._root.find(f"{_MAIN}cellXfs")
        assert formats is not None, "a workbook has cell formats"
        self._formats = formats
        self._added: dict[tuple[str, int], int] = {}

    def quoted(self, style: int) -> int:
        """The format whose cells stay texts when someone edits them."""
        return self._variant("quoted", style, {"quotePrefix": "1"})

    def shown(self, style: int, places: int) -> int:
        """The format with as many decimals as a currency has."""
        if places == 2 or style >= len(self._formats):
            return style
        code = self._code(int(self._formats[style].get("numFmtId", "0")))
        if "0.00" not in code:
            return style
        zeros = "0." + "0" * places if places else "0"
        number = self._number_format(code.replace("0.00", zeros))
        return self._variant(
            f"{places} places", style, {"numFmtId": str(number), "applyNumberFormat": "1"}
        )

    def save(self, parts: dict[str, bytes]) -> None:
        """Put the formats back, if any was added."""
        if self._added:
            self._formats.set("count", str(len(self._formats)))
            parts[_PART] = serialised(self._root)

    def _variant(self, why: str, style: int, changes: dict[str, str]) -> int:
        if (why, style) not in self._added:
            variant = deepcopy(self._formats[style])
            for name, value in changes.items():
                variant.set(name, value)
            self._formats.append(variant)
            self._added[why, style] = len(self._formats) - 1
        return self._added[why, style]

    def _code(self, number: int) -> str:
        for element in self._root.iter(f"{_MAIN}numFmt"):
            if element.get("numFmtId") == str(number):
                return str(element.get("formatCode"))
        return _BUILT_IN.get(number, "")

    def _number_format(self, code: str) -> int:
        formats = self._root.find(f"{_MAIN}numFmts")
        if formats is None:
            formats = etree.Element(f"{_MAIN}numFmts")
            self._root.insert(0, formats)
        for element in formats:
            if element.get("formatCode") == code:
                return int(element.get("numFmtId", "0"))
        number = max([163, *(int(element.get("numFmtId", "0")) for element in formats)]) + 1
        etree.SubElement(formats, f"{_MAIN}numFmt", numFmtId=str(number), formatCode=code)
        formats.set("count", str(len(formats)))
        return number
