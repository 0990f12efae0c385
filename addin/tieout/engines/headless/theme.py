"""Which colour does a workbook show where it names one of its theme or of the old palette."""

import colorsys
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.xml.functions import fromstring

from tieout.engines.shared.colors import Rgb, from_hex

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ORDER = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()  # noqa: SIM905
_OFFICE = (
    "FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72".split()  # noqa: SIM905
)


def shown_color(book: Any, color: Any) -> Rgb | None:
    """The colour that is seen; nothing where the application chooses."""
    if color is None or color.type == "auto":
        return None
    if color.type == "theme":
        return _tinted(_theme(book.loaded_theme)[color.theme % len(_ORDER)], color.tint or 0.0)
    if color.type == "indexed":
        palette = book._colors or COLOR_INDEX
        digits = palette[color.indexed] if color.indexed < len(palette) else "00000000"
        return None if color.indexed >= 64 else from_hex(str(digits))
    return from_hex(str(color.rgb))


@lru_cache(maxsize=16)
def _theme(source: bytes | None) -> tuple[Rgb, ...]:
    try:
        scheme = fromstring(source).find(f".//{_DRAWING}clrScheme") if source else None
    except ParseError:
        scheme = None
    if scheme is None:
        return tuple(from_hex(digits) for digits in _OFFICE)
    found = []
    for name, fallback in zip(_ORDER, _OFFICE, strict=True):
        entry = scheme.find(f"{_DRAWING}{name}")
        value = (
            entry[0].get("lastClr") or entry[0].get("val")
            if entry is not None and len(entry)
            else None
        )
        found.append(from_hex(value if value and len(value) == 6 else fallback))
    return tuple(found)


def _tinted(color: Rgb, tint: float) -> Rgb:
    if not tint:
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)
