"""Where is the next page of a service, for each way in which services hand out pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pandas as pd

from tieout.collecting.source_file import ServiceSource
from tieout.errors import TieoutError


@dataclass(frozen=True)
class Page:
    """The rows of one answer, the whole answer, or the cells of one in CSV."""

    rows: list[dict[str, Any]]
    document: object
    cells: pd.DataFrame

    @property
    def count(self) -> int:
        """How many rows, headings not counted."""
        return len(self.rows) or max(len(self.cells) - 1, 0)


Following = tuple[str | None, Mapping[str, str]]


def following(
    source: ServiceSource,
    response: httpx.Response,
    page: Page,
    url: str,
    parameters: Mapping[str, str],
) -> Following:
    """The address and parameters of the next page, None at the end.

    Pages by number or offset end with an empty page, not with a short one: a service may give fewer
    rows than asked for.
    """
    style = source.paging.style
    if style == "link":
        return _linked(source, response.links.get("next", {}).get("url"), url), {}
    if style == "cursor":
        return _by_cursor(source, page, url, parameters)
    if style == "none" or page.count == 0:
        return None, {}
    name = source.paging.parameter or style
    step = 1 if style == "page" else page.count
    return url, {**parameters, name: str(int(parameters[name]) + step)}


def inside(document: object, path: str) -> object:
    """What stands at a path such as data.items; None where nothing does.

    >>> inside({"data": {"items": [1]}}, "data.items")
    [1]
    """
    for name in filter(None, path.split(".")):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _by_cursor(
    source: ServiceSource, page: Page, url: str, parameters: Mapping[str, str]
) -> Following:
    """The cursor is a value for the parameter, or the whole address of the next page."""
    found = inside(page.document, source.paging.next)
    if found in (None, "", False):
        return None, {}
    if str(found).startswith(("http://", "https://", "/")) and not source.paging.parameter:
        return _linked(source, str(found), url), {}
    return url, {**parameters, source.paging.parameter or "cursor": str(found)}


def _linked(source: ServiceSource, found: str | None, url: str) -> str | None:
    """An address the service names, which must be of the same host: the token goes along."""
    if not found:
        return None
    whole = urljoin(url, found)
    if urlsplit(whole)[:2] != urlsplit(source.url)[:2]:
        raise TieoutError("collecting.other_host", name=source.name, where=whole)
    return whole
