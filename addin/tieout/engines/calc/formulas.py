"""How does a formula read in LibreOffice, and how in Excel: separators, sheets, logical values."""

import re

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from tieout.engines.shared.addresses import quoted_sheet, split_sheet
from tieout.engines.shared.functions import without_prefixes

_PIECE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      | \$?(?P<sheet>'(?:[^']|'')+'|[^\W\d]\w*|\#REF!)\.
        (?=\$?[A-Z]{1,3}\$?\d|\$?[A-Z]{1,3}:|\$?\d+:|\$?[A-Z]{0,3}\#REF!)
      | (?P<array>\{[^}]*\})
      | (?P<separator>;)
      | (?P<logical>TRUE|FALSE)\(\)
      | (?P<lost>\$?[A-Z]{0,3}\#REF!\$?\d*)""",
    re.X,
)


def to_office(formula: str) -> str:
    """A formula of Excel as LibreOffice takes it.

    >>> to_office("=IF('My sheet'!A1>1,SUM({1,2;3,4}),TRUE)")
    "=IF($'My sheet'.A1>1;SUM({1;2|3;4});TRUE())"
    """
    try:
        items = Tokenizer(without_prefixes(formula)).items
    except TokenizerError:
        return formula
    parts, arrays = [], 0
    for item in items:
        if item.type == Token.ARRAY:
            arrays += 1 if item.subtype == Token.OPEN else -1
        parts.append(_piece_to_office(item, in_array=arrays > 0))
    return "=" + "".join(parts)


def to_excel(formula: str) -> str:
    """A formula of LibreOffice as people write it in Excel.

    >>> to_excel("=IF($'My sheet'.A1>1;SUM({1;2|3;4});TRUE())")
    "=IF('My sheet'!A1>1,SUM({1,2;3,4}),TRUE)"
    """
    return _PIECE.sub(_piece_to_excel, formula)


def stored(formula: str) -> str:
    """A formula of Excel as LibreOffice takes it, where only what follows `=` is wanted."""
    return to_office(formula if formula.startswith("=") else f"={formula}")[1:]


def shown(formula: str) -> str:
    """What LibreOffice holds without `=`, as a formula of Excel."""
    return to_excel(f"={formula}")


def _piece_to_office(item: Token, *, in_array: bool) -> str:
    value = str(item.value)
    if item.type == Token.SEP:
        return {",": ";", ";": "|"}.get(value, value) if in_array else ";"
    if item.type == Token.OP_IN and value == ",":
        return "~"
    if item.type == Token.OPERAND and item.subtype == Token.LOGICAL:
        return f"{value.upper()}()"
    if item.type == Token.OPERAND and item.subtype == Token.RANGE:
        sheet, cells = split_sheet(value)
        if sheet is not None and not sheet.startswith("["):
            quoted = "'" + sheet.replace("'", "''") + "'"
            return f"${quoted}.{cells}"
    return value


def _piece_to_excel(found: re.Match[str]) -> str:
    if found["text"]:
        return found[0]
    if found["sheet"] == "#REF!" or found["lost"]:
        return "#REF!"
    if found["sheet"]:
        name = found["sheet"]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return f"{quoted_sheet(name)}!"
    if found["array"]:
        return found[0].translate(str.maketrans(";|", ",;"))
    return "," if found["separator"] else str(found["logical"])
