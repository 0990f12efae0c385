"""What does a cell show: an estimate of the text of a value in its number format, for widths."""

import datetime as dt

_DATE_LENGTHS = {
    "yyyy": "2024",
    "mmmm": "September",
    "mmm": "Sep",
    "dddd": "Wednesday",
    "ddd": "Wed",
}


def shown_text(value: object, number_format: str) -> str:
    """About what is seen, long enough to measure.

    >>> shown_text(1234567.5, "#,##0.00"), shown_text(-3.0, "General"), shown_text(dt.datetime(2024, 5, 6), "yyyy-mm-dd")
    ('1,234,567.50', '-3', '2024-05-06')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value, number_format.partition(";")[0])
    if isinstance(value, dt.datetime):
        return _date(number_format)
    return "#VALUE!" if isinstance(value, int) else str(value)


def _number(value: float, code: str) -> str:
    if code in ("General", "", "@"):
        return f"{value:.11g}"
    if "%" in code:
        value *= 100
    decimals = code.partition(".")[2]
    places = len(decimals) - len(decimals.lstrip("0#?"))
    digits = f"{value:,.{places}f}" if "," in code else f"{value:.{places}f}"
    return digits + "".join(char for char in code if char in "%¥$€£元)")


def _date(code: str) -> str:
    if code in ("mm-dd-yy", "General"):
        return "2024-12-30"
    text = code.lower().replace("\\", "").replace('"', "")
    for sign, sample in _DATE_LENGTHS.items():
        text = text.replace(sign, sample)
    return text if "2024" not in text else text.replace("mm", "05").replace("dd", "06")
