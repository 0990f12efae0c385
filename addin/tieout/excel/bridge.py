"""How does Excel ask Python: one question at a time, each with plain values, each answered.

Python never sees where a workbook lies: only values of cells and the workbook itself arrive, and no
path of it reaches the search path, a command or the choice of the interpreter.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tieout.errors import TieoutError
from tieout.excel.actions import ACTIONS, Action
from tieout.excel.cells import VALUE, CellError, Returned
from tieout.excel.functions import call
from tieout.excel.log import details_of, log_file
from tieout.excel.progress_shown import waiting
from tieout.excel.window import Window
from tieout.texts import Language, at_a_button, text

Answer = tuple[Any, ...]
"""It begins with a plain value: what carries it over takes a tuple of tuples for one block of cells."""


class Opener(Protocol):
    """Makes the workbook that arrived, as an object of Excel, one that procedures take."""

    def __call__(self, book: object, /) -> Window:
        """The window of that workbook."""


class Bridge:
    """The Python side: what is asked by name, and the reasons heard while Excel listens."""

    def __init__(self, opened: Opener, actions: Mapping[str, Action] = ACTIONS) -> None:
        self._opened = opened
        self._actions = actions
        self._reasons: list[str] = []
        self._questions: dict[str, Callable[[Sequence[Any], object], Answer]] = {
            "compute": self._compute,
            "press": self._press,
            "listen": self._listen,
            "why": self._why,
            "version": self._version,
        }

    def ask(self, question: str, arguments: Sequence[Any], book: object = None) -> Answer:
        """Answer one question; whatever happens, an answer and never an exception."""
        try:
            return self._questions[question](arguments, book)
        except Exception:
            details_of(f"question {question}")
            return _NO_ANSWER

    def _compute(self, arguments: Sequence[Any], book: object) -> Answer:
        """The value of a function and the places of its errors."""
        del book
        name, language, values = arguments
        _speak(language)
        found = self._found(name, values)
        self._reasons += found.reasons
        return len(found.errors), found.value, found.errors

    @at_a_button()
    def _found(self, name: str, values: Sequence[Any]) -> Returned:
        try:
            return call(name, values)
        except TieoutError as error:
            code = error.code if isinstance(error, CellError) else VALUE
            return Returned("", ((0, 0, code),), (str(error),))
        except Exception:
            details_of(f"function {name}")
            return Returned("", ((0, 0, VALUE),), (text("excel.internal", log=log_file()),))

    @at_a_button()
    def _press(self, arguments: Sequence[Any], book: object) -> Answer:
        """Do what a button is for, and say what came of it."""
        name, language = arguments
        _speak(language)
        window = self._opened(book)
        try:
            with waiting(window) as progress:
                said = self._actions[name](window, progress)
        except TieoutError as error:
            window.show(str(error))
            return ("failed",)
        except Exception:
            details_of(f"button {name}")
            window.show(text("excel.internal", log=log_file()))
            return ("failed",)
        window.show(said)
        return ("done",)

    def _listen(self, arguments: Sequence[Any], book: object) -> Answer:
        del arguments, book
        self._reasons.clear()
        return ("listening",)

    def _why(self, arguments: Sequence[Any], book: object) -> Answer:
        """Show the reasons heard since Excel listens."""
        _speak(arguments[0])
        reasons = list(dict.fromkeys(self._reasons))
        self._reasons.clear()
        shown = "\n\n".join(reasons[:REASONS_MAX]) or text("excel.no_reason")
        self._opened(book).show(shown)
        return ("done",)

    def _version(self, arguments: Sequence[Any], book: object) -> Answer:
        from importlib.metadata import version

        del arguments, book
        return (version("tieout"),)


_NO_ANSWER: Answer = (1, "", ((0, 0, VALUE),))
REASONS_MAX = 8
"""Reasons shown at once; a column of bad cells has many alike."""


def _speak(language: str) -> None:
    """From here on every text without a language is in Excel's."""
    chosen: Language = "zh" if language == "zh" else "en"
    os.environ["TIEOUT_LANGUAGE"] = chosen
