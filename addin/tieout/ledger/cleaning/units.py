"""In what unit are amounts written: how far its point lies from that of the currency."""

import re
import unicodedata

_MONEY = r"(?=元|美元|欧元|港|日元|円|\)|$)"
_UNITS = (
    (re.compile(rf"百万{_MONEY}|million|mio\b|\bmn\b"), 6),
    (re.compile(rf"千万{_MONEY}"), 7),
    (re.compile(rf"[亿億]{_MONEY}|billion"), 8),
    (re.compile(rf"[万萬]{_MONEY}"), 4),
    (re.compile(rf"[千仟]{_MONEY}|thousand|['’]000|\b000s|\bk[€$£¥]|[€$£¥] ?k\b|\btsd\b|\bteur\b"), 3),
)  # fmt: skip


def shift_of(text: str) -> int:
    """Digits by which the unit exceeds the currency's own, 0 where it is that or none is named.

    >>> shift_of("金额（万元）"), shift_of("Amount (USD '000)"), shift_of("元"), shift_of("单位：千元")
    (4, 3, 0, 3)
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return next((shift for pattern, shift in _UNITS if pattern.search(plain)), 0)
