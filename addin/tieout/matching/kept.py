"""How is a derived column kept once it is made: other threads may make the same of other rows meanwhile.

`functools.cached_property` of Python 3.11 lets one thread at a time derive a property, whosever it is.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A property that is derived when first asked for, and then stays with its record."""

    def __init__(self, derive: Callable[[Any], Value]) -> None:
        self.derive = derive
        self.__doc__ = derive.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, record: object, owner: type | None = None) -> Value:
        value = self.derive(record)
        vars(record)[self.name] = value
        return value
