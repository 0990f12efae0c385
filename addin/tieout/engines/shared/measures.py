"""How wide and high are columns and rows: characters, points and what files hold."""

import math
from collections.abc import Iterable

DIGIT_PIXELS, PADDING_PIXELS = 7, 5
HEIGHT_DEFAULT = 15.0
POINTS_PER_PIXEL = 0.75
EMU_PER_POINT = 12_700
_DIGIT, _NARROW_DIGITS = 0.556, {"Calibri": 0.507, "Times New Roman": 0.5}
"""The width of a digit against the size of its font; most are as Arial."""


def file_width(characters: float) -> float:
    """The width a file holds for so many characters, with room at both sides.

    >>> file_width(10)
    10.7109375
    """
    return math.trunc(pixels(characters) / DIGIT_PIXELS * 256) / 256


def pixels(characters: float) -> float:
    """The width of a column for so many characters in pixels, parts of one too.

    >>> pixels(10), pixels(0.5)
    (75, 6.0)
    """
    if characters < 1:
        return characters * (DIGIT_PIXELS + PADDING_PIXELS)
    return characters * DIGIT_PIXELS + PADDING_PIXELS


def characters(width: float) -> float:
    """How many characters fit into a width of a file.

    >>> characters(10.7109375), characters(9.140625)
    (10.0, 8.43)
    """
    pixels = width * DIGIT_PIXELS
    if pixels < DIGIT_PIXELS + PADDING_PIXELS:
        return round(max(pixels, 0) / (DIGIT_PIXELS + PADDING_PIXELS), 2)
    return round((pixels - PADDING_PIXELS) / DIGIT_PIXELS, 2)


def width_points(width: float) -> float:
    """The width of a column in points, from that of the file.

    >>> width_points(9.140625)
    48.0
    """
    return (
        math.trunc((256 * width + math.trunc(128 / DIGIT_PIXELS)) / 256 * DIGIT_PIXELS)
        * POINTS_PER_PIXEL
    )


def digit_pixels(font: str, size: float) -> int:
    """How wide a digit of a workbook's usual font is, which all widths of columns are measured in.

    >>> digit_pixels("Calibri", 11), digit_pixels("Arial", 10), digit_pixels("微软雅黑", 11)
    (7, 7, 8)
    """
    return max(1, round(size * _NARROW_DIGITS.get(font, _DIGIT) / POINTS_PER_PIXEL))


def text_width(text: str) -> int:
    r"""The width of a text in characters, that of its longest line; a Chinese one counts double.

    >>> text_width("余额"), text_width("Balance\nof May")
    (4, 7)
    """
    return max((_line_width(line) for line in text.splitlines()), default=0)


def fitting_width(shown: Iterable[tuple[str, float, bool]]) -> float | None:
    """The width that shows every text, of given size in points and boldness; none without texts."""
    widths = [
        text_width(text) * size / 11 * (1.08 if bold else 1.0) for text, size, bold in shown if text
    ]
    return min(max(widths) + 1.2, 255.0) if widths else None


def lines_count(text: str, width: float) -> int:
    """How many lines a text takes where it wraps at a width in characters.

    >>> lines_count("一二三四五六", 8.0), lines_count("short", 8.0)
    (2, 1)
    """
    return sum(max(1, math.ceil(_line_width(line) / max(width, 1.0))) for line in text.split("\n"))


def _line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line)
