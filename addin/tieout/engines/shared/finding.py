"""Which of several named things is meant: by place or by name, in any case."""

from typing import Any


def found(items: list[Any], key: int | str) -> Any:
    """One of named things."""
    if isinstance(key, int):
        if not 1 <= key <= len(items):
            raise KeyError(key)
        return items[key - 1]
    for item in items:
        if item.name.lower() == key.lower():
            return item
    raise KeyError(key)


def holds(items: list[Any], key: int | str) -> bool:
    """Whether there is such a one."""
    try:
        found(items, key)
    except KeyError:
        return False
    return True
