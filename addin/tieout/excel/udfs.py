"""The bridge for an office that keeps the stock xlwings module: the same one question."""

from collections.abc import Sequence
from typing import Any

import xlwings as xw

from tieout.excel.bridge import Answer, Bridge
from tieout.excel.com import window_of

_BRIDGE = Bridge(window_of)


@xw.func
@xw.arg("question", "raw")
@xw.arg("arguments", "raw")
@xw.arg("book", "raw")
@xw.ret("raw")
def ask(question: str, arguments: Sequence[Any], book: object) -> Answer:
    """Answer one question of Excel's."""
    return _BRIDGE.ask(question, arguments, book)
