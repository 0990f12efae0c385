"""Which tests take part in `make quick`: all but those that are marked, by hand or here."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A law is tried on many examples, a server takes its time to start: both wait for `make test`."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("law")
        if _params(item).get("url") == "postgresql":
            item.add_marker("slow")


def _params(item: pytest.Item) -> dict[str, object]:
    return getattr(getattr(item, "callspec", None), "params", {})
