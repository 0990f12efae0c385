"""What does a text say once the days in it are left out: closing balance at 31 December 2025, 截至2025年12月31日余额."""

import re
from datetime import date
from typing import NamedTuple

from tieout.ledger.cleaning.written_date import written_date

LENGTH_MAX = 60
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|févr|fév|avr|juin|juil|août|déc"
    r"|ene|abr|ago|dic|gen|mag|giu|lug|set|ott)[a-zäéû]*\.?"
)
_DAY = (
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?:19|20)\d{6}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s*(?:of\s+)?{_MONTH}(?:,?\s*\d{{4}})?"
    rf"|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s*\d{{4}})?|\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]"
)
_SPAN = (
    rf"\d{{4}}\s*[-/.年]\s*\d{{1,2}}\s*月?份?|\d{{1,2}}\s*月份?|{_MONTH}(?:,?\s*\d{{4}})?|\d{{1,2}}/\d{{4}}"
    r"|(?:19|20)\d{2}\s*年?度?"
)
_WHEN = re.compile(rf"(?<![\da-z])(?:(?P<day>{_DAY})|(?P<span>{_SPAN}))(?![\da-z])")
_MARKS = re.compile(r"[\s()\[\]【】,:;—–-]+")
_LINKS = r"as (?:of|at|on|per)|at|on|per|to|until|up to|for|from|dated|in|(?:the )?end of|zum|am|vom|au|du|al|del|de|a"
_AS_OF = re.compile(r"\bas (?:of|at|on|per)\b|截[至止]")
_LINKED = re.compile(rf"^(?:(?:{_LINKS}) )+|(?: (?:{_LINKS}))+$")
_LINKED_ZH = re.compile(r"^(?:截至|截止|至|到|止|于|的)+|(?:截至|截止|至|到|止|于|的)+$")


class Dated(NamedTuple):
    """What is said; the day it is said of, None where that is not told; whether of a `whole` day or of a month or year.

    A month with the words of a day, as in 截至12月, is as good as one.
    """

    said: str
    day: date | None
    whole: bool


def without_days(plain: str) -> Dated | None:
    """A text in small letters of half width without its days, None where it has none.

    >>> without_days("closing balance at 31 december 2025")
    Dated(said='closing balance', day=datetime.date(2025, 12, 31), whole=True)
    >>> without_days("截至2025年12月31日止余额").said, without_days("期末余额(12月)"), without_days("balance 42")
    ('余额', Dated(said='期末余额', day=None, whole=False), None)
    """
    if len(plain) > LENGTH_MAX:
        return None
    found = list(_WHEN.finditer(plain))
    if not found:
        return None
    said = _MARKS.sub(" ", _WHEN.sub(" ", plain)).strip()
    if re.search(r"[一-鿿]", said):
        said = _LINKED_ZH.sub("", said.replace(" ", ""))
    days = [when["day"] for when in found if when["day"]]
    day = written_date(days[-1]) if days else None
    return Dated(_LINKED.sub("", said), day, bool(days) or bool(_AS_OF.search(plain)))
