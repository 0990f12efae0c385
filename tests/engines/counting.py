"""How often does a procedure call its engine: an engine around another one that counts."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw

from tieout.engines.shared.unsupported import Speaking

_FREE = {"prepare_xl_data_element", "clean_value_data", "max_cells_per_read", "max_cells_per_write"}
"""What xlwings asks of an engine without reaching the application."""


@contextmanager
def counted(app: xw.App) -> Iterator[tuple[xw.App, Counter[str]]]:
    """The application, its calls counted as `Range.raw_value` and so on.

    with headless.app() as app, counted(app) as (app, calls):
        ...
        calls.total()
    """
    calls: Counter[str] = Counter()
    yield xw.App(impl=_around(app.impl, calls)), calls


class _Counted:
    """An object of an engine, every get, set and call of which is counted."""

    def __init__(self, inner: Any, calls: Counter[str]) -> None:
        object.__setattr__(self, "_inner", inner)
        object.__setattr__(self, "_calls", calls)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if name in _FREE or name.startswith("_"):
            return value
        if not callable(value) or isinstance(value, Speaking):
            self._count(name)
            return _around(value, self._calls)

        def call(*arguments: Any, **named: Any) -> Any:
            self._count(name)
            named = {key: _within(one) for key, one in named.items()}
            return _around(value(*map(_within, arguments), **named), self._calls)

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "options":
            self._count(name)
        setattr(self._inner, name, _within(value))

    def __call__(self, *arguments: Any) -> Any:
        self._count("()")
        return _around(self._inner(*map(_within, arguments)), self._calls)

    def __len__(self) -> int:
        self._count("len")
        return len(self._inner)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        for one in self._inner:
            self._count("iter")
            yield _around(one, self._calls)

    def __contains__(self, key: Any) -> bool:
        self._count("in")
        return key in self._inner

    def __getitem__(self, key: Any) -> Any:
        self._count("[]")
        return _around(self._inner[key], self._calls)

    def __eq__(self, other: object) -> bool:
        return self._inner == _within(other)

    def __hash__(self) -> int:
        return hash(self._inner)

    def _count(self, name: str) -> None:
        self._calls[f"{type(self._inner).__name__}.{name}"] += 1


def _around(value: Any, calls: Counter[str]) -> Any:
    if isinstance(value, Speaking):
        return _Counted(value, calls)
    if isinstance(value, list) and any(isinstance(one, Speaking) for one in value):
        return [_around(one, calls) for one in value]
    if isinstance(value, tuple) and any(isinstance(one, Speaking) for one in value):
        return tuple(_around(one, calls) for one in value)
    return value


def _within(value: Any) -> Any:
    if isinstance(value, _Counted):
        return value._inner
    if isinstance(value, xw.Range) and isinstance(value.impl, _Counted):
        return xw.Range(impl=value.impl._inner)
    return value
