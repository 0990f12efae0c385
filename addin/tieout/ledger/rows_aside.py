"""Which rows of a sheet are not entries: openings, totals, page carry-overs, headings again, blanks."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

SAYINGS = {
    "opening": r"期初余额|年初余额|月初余额|期初|上年结转|上期结转|上月结转|期初结存|opening( balance)?|balance (brought |carried )?forward|(balance )?b/?f(wd)?|brought forward|previous balance|beginning balance",
    "closing": r"期末余额|年末余额|月末余额|期末|期末结存|结转下年|结转下期|closing( balance)?|ending balance|(balance )?c/?f(wd)?|balance (due|carried down)|amount due|total due",
    "carried_forward": r"承前页|过次页|转次页|接前页|carried (over|forward)|page total",
    "subtotal": r"本日(合计|小计)|本月(合计|小计)|当月合计|本期(合计|发生额合计|发生额)|本季合计|小计|日计|月计|\d{1,2}月(合计|小计)|sub-? ?total|monthly total|period total",
    "total": r"本年累计|累计|合计|总计|共计|本年合计|合计金额|(grand |report )?totals?|year to date|ytd",
}
"""What a row says that is no entry; the whole text of a cell, colons and spaces aside."""

_PATTERN = re.compile("|".join(f"(?P<{why}>{words})" for why, words in SAYINGS.items()))
_ENTRY_WORDS_MAX = 24


def why_aside(text: object) -> str:
    """What a cell says a row is, "" where it says nothing of the kind.

    >>> why_aside("本 月 合 计："), why_aside("Opening Balance"), why_aside("合计货款 3 月")
    ('subtotal', 'opening', '')
    """
    if not isinstance(text, str) or len(text) > _ENTRY_WORDS_MAX:
        return ""
    plain = re.sub(r"[\s:：*]+$|^[\s*]+", "", unicodedata.normalize("NFKC", text)).lower()
    if re.search(r"[一-鿿]", plain):
        plain = re.sub(r"\s+", "", plain)
    found = _PATTERN.fullmatch(plain)
    return found.lastgroup or "" if found else ""


def reasons_aside(
    cells: pd.DataFrame, headings: tuple[str, ...], telling: Sequence[int]
) -> np.ndarray:
    """Why each row below the headings is set aside, "" where it may be an entry.

    `telling` are the columns whose texts can say so.
    """
    reasons = np.full(len(cells), "", dtype=object)
    texts = cells.to_numpy(dtype=object)
    for column in telling:
        codes, distinct = pd.factorize(_text_cells(texts[:, column]))
        said = np.array([why_aside(text) for text in distinct] + [""], dtype=object)[codes]
        reasons = np.where(reasons == "", said, reasons)
    blank = pd.isna(cells).all(axis=1).to_numpy()
    reasons = np.where(blank, "blank", reasons)
    return np.where(_repeats(texts, headings), "repeated_header", reasons)


def _text_cells(column: np.ndarray) -> np.ndarray:
    """Only what is text and short enough to be such a saying."""
    return np.array(
        [c if isinstance(c, str) and len(c) <= _ENTRY_WORDS_MAX else None for c in column], object
    )


def _repeats(texts: np.ndarray, headings: tuple[str, ...]) -> np.ndarray:
    given = [column for column, heading in enumerate(headings) if heading]
    same = np.zeros(len(texts), dtype=np.int64)
    for column in given:
        same += np.array(
            [isinstance(c, str) and c.strip() == headings[column] for c in texts[:, column]]
        )
    return same * 2 > max(len(given), 2)
