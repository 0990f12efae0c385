"""How is a derived column kept once it is made: other threads may make the same of other rows meanwhile.

`functools.cached_property` of Python 3.11 lets one thread at a time derive a property, whosever it is.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

Value = TypeVar("Value")
Record = TypeVar("Record")
Asked = ParamSpec("Asked")


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


def kept_with_record(
    derive: Callable[Concatenate[Record, Asked], Value],
) -> Callable[Concatenate[Record, Asked], Value]:
    """A function of a record and of rules: what it made last stays with the record."""

    def ask(record: Record, /, *asked: Asked.args, **named: Asked.kwargs) -> Value:
        kept = vars(record)
        last = kept.get(derive.__qualname__)
        if last is None or last[0] != (asked, named):
            last = kept[derive.__qualname__] = ((asked, named), derive(record, *asked, **named))
        return cast("Value", last[1])

    return update_wrapper(ask, derive)
