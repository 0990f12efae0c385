"""In what unit are amounts written: how far its point lies from that of the currency."""

import re
import unicodedata

_MONEY = r"(?=元|美元|欧元|港|日元|円|\)|$)"
_CODE, _END = r"(?:usd|eur|gbp|cny|rmb|hkd|jpy|chf|sgd|aud|cad|inr)", r"[)\]]"
_UNITS = (
    (re.compile(rf"百万{_MONEY}|million|mio\b|\bmn\b|[€$£¥] ?mm?\b|{_CODE} ?mm?\s*{_END}"), 6),
    (re.compile(rf"千万{_MONEY}"), 7),
    (re.compile(rf"[亿億]{_MONEY}|billion"), 8),
    (re.compile(rf"[万萬]{_MONEY}"), 4),
    (re.compile(rf"[千仟]{_MONEY}|thousand|['’]000|\b000s|\bk[€$£¥]|[€$£¥] ?k\b|\btsd\b|\bteur\b|\bk{_CODE}\b|{_CODE} ?k\b|[€$£¥] ?000|[(\[](?:in )?(?:k|000)\s*{_END}"), 3),
)  # fmt: skip


def shift_of(text: str) -> int:
    """Digits by which the unit exceeds the currency's own, 0 where it is that or none is named.

    >>> shift_of("金额（万元）"), shift_of("Amount (USD '000)"), shift_of("元"), shift_of("单位：千元")
    (4, 3, 0, 3)
    >>> [shift_of(text) for text in ("Amount (K)", "Amount ($000)", "EUR k", "Amount (USD m)", "Kosten", "Amount (USD)")]
    [3, 3, 3, 6, 0, 0]
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return next((shift for pattern, shift in _UNITS if pattern.search(plain)), 0)
