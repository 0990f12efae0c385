"""What does a user read: every sentence, in Chinese and English, from one table.

The table is the `*.toml` files beside this one, a file a room; a key is `room.name`, and each text
has `zh` and `en`. Fields in braces are filled with `str.format`; `{count:entry|entries}` is the word for so many.
"""

import locale
import os
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from numbers import Integral
from pathlib import Path
from typing import Literal, cast, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_PRESSED: ContextVar[bool] = ContextVar("pressed", default=False)


@cache
def table() -> dict[str, dict[Language, str]]:
    """Every text by its key.

    >>> table()["state.confirmed"]["zh"]
    '已勾对'
    """
    texts: dict[str, dict[Language, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        for key, text in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
            assert key not in texts, f"text {key} is in two files"
            texts[key] = text
    return texts


def text(key: str, language: Language | None = None, **values: object) -> str:
    """The text of a key in one language, its fields filled; a list is said as the language lists things.

    >>> text("state.confirmed", "en")
    'Confirmed'
    >>> [text("books_said.base_written", "en", count=count) for count in (1, 2)]
    ['1 change written.', '2 changes written.']
    """
    spoken = language or current_language()
    sentence = table()[_key_here(key)][spoken]
    if not values:
        return sentence
    fields = {name: _listed(value, spoken) for name, value in values.items()}
    return sentence.format(**(_counted(fields) if "|" in sentence else fields))


def first_of(names: Iterable[object], shown_max: int = 10) -> list[str]:
    """So many of a list as a sentence can hold, the last with a sign that there are more.

    >>> first_of(["A", "B", "C"], 2), first_of(["A"], 2)
    (['A', 'B…'], ['A'])
    """
    found = list(map(str, names))
    shown = found[:shown_max]
    return shown if len(found) == len(shown) else [*shown[:-1], f"{shown[-1]}…"]


@contextmanager
def at_a_button() -> Iterator[None]:
    """Until it is left a button was pressed: remedies are buttons, not commands, where there are texts for it."""
    before = _PRESSED.set(True)
    try:
        yield
    finally:
        _PRESSED.reset(before)


def current_language() -> Language:
    """The user's language: `TIEOUT_LANGUAGE` where it is set, else that of the system."""
    chosen = os.environ.get("TIEOUT_LANGUAGE") or locale.getlocale()[0] or "en"
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def _key_here(key: str) -> str:
    other = f"at_a_button.{key}"
    return other if _PRESSED.get() and other in table() else key


class _Count(int):
    """A number that knows which of two words goes with it."""

    def __format__(self, how: str) -> str:
        one, either, many = how.partition("|")
        return (one if self == 1 else many) if either else super().__format__(how)


def _counted(values: dict[str, object]) -> dict[str, object]:
    return {
        name: _Count(value) if isinstance(value, Integral) else value
        for name, value in values.items()
    }


def _listed(value: object, language: Language) -> object:
    """A list as it is written in a language; anything else as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    return ("、" if language == "zh" else ", ").join(map(str, value))


def _flat(node: dict[str, object], prefix: str = "") -> list[tuple[str, dict[Language, str]]]:
    if set(node) == set(LANGUAGES) and all(isinstance(text, str) for text in node.values()):
        return [(prefix, cast("dict[Language, str]", node))]
    found: list[tuple[str, dict[Language, str]]] = []
    for name, child in node.items():
        key = f"{prefix}.{name}" if prefix else name
        assert isinstance(child, dict), f"text {key} lacks zh or en"
        found += _flat(child, key)
    return found
