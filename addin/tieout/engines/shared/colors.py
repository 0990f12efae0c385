"""Which colour is meant: as people give it, as files hold it."""

Rgb = tuple[int, int, int]


def rgb(color: object) -> Rgb:
    """A colour given as three numbers, `#rrggbb` or Excel's number.

    >>> rgb("#ff8000"), rgb(255), rgb([1, 2, 3])
    ((255, 128, 0), (255, 0, 0), (1, 2, 3))
    """
    if isinstance(color, str):
        digits = color.removeprefix("#")
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if isinstance(color, int):
        return color & 255, color >> 8 & 255, color >> 16 & 255
    assert isinstance(color, (tuple, list)), f"{color!r} is no colour"
    red, green, blue = color
    return int(red), int(green), int(blue)


def hex_color(color: object) -> str:
    """Six digits, as files hold them.

    >>> hex_color((255, 128, 0))
    'FF8000'
    """
    return "{:02X}{:02X}{:02X}".format(*rgb(color))


def from_hex(digits: str) -> Rgb:
    """The colour of six or eight digits, the first two of eight being how opaque it is.

    >>> from_hex("FFFF8000")
    (255, 128, 0)
    """
    return rgb(digits[-6:])
