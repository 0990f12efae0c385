"""What rows does a REST service give: page by page, with patience, within limits, to the end."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import urlsplit

import httpx
import pandas as pd

from tieout.collecting.fetched import Fetched, flat, table_of
from tieout.collecting.keyring_secrets import secret_named
from tieout.collecting.paging import Page, following, inside
from tieout.collecting.source_file import ServiceSource
from tieout.errors import TieoutError
from tieout.ledger.delimited import delimited_cells
from tieout.ledger.encodings import decoded
from tieout.progress import Progress

TRIES_MAX = 5
WAIT_SECONDS_MAX = 60.0
_BUSY = (429, 500, 502, 503, 504)
_LOCAL = ("localhost", "127.0.0.1", "::1")


def fetch_service(
    source: ServiceSource, progress: Progress, pages_max: int | None = None
) -> list[Fetched]:
    """Every row of every page, or of the first `pages_max`."""
    _refuse_open(source)
    with httpx.Client(
        headers=_headers(source), timeout=source.seconds_max, follow_redirects=False
    ) as client:
        pages = list(_pages(client, source, progress, pages_max))
    if source.format == "csv":
        return [Fetched(f"{source.name} p{n}", page.cells) for n, page in enumerate(pages, start=1)]
    rows = [flat(row) for page in pages for row in page.rows]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return [table_of(source.name, columns, [[_plain(row.get(c)) for c in columns] for row in rows])]


def _refuse_open(source: ServiceSource) -> None:
    """Only an encrypted way, or within this computer; no password in the address."""
    parts = urlsplit(source.url)
    if parts.password is not None:
        raise TieoutError("collecting.password_in_url", name=source.name)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise TieoutError("collecting.not_https", name=source.name, found=source.url)


def _headers(source: ServiceSource) -> dict[str, str]:
    accept = {"Accept": "application/json" if source.format == "json" else "text/csv"}
    if not source.secret:
        return accept
    token = secret_named(source.secret)
    if source.auth == "bearer":
        return {**accept, "Authorization": f"Bearer {token}"}
    if source.auth == "basic":
        user, _, password = token.partition(":")
        basic = httpx.BasicAuth(user, password)
        signed = next(basic.auth_flow(httpx.Request("GET", source.url)))
        return {**accept, "Authorization": signed.headers["Authorization"]}
    return {**accept, source.auth: token}


def _pages(
    client: httpx.Client, source: ServiceSource, progress: Progress, pages_max: int | None
) -> Iterator[Page]:
    """From the first page to the last; one that comes again is an endless circle."""
    url: str | None = source.url
    parameters: Mapping[str, str] = _first_parameters(source)
    read_bytes, before, number = 0, b"", 0
    while url is not None:
        number += 1
        progress("collecting", 0.0)
        response, body = _answer(client, source, url, parameters, progress, read_bytes)
        read_bytes += len(body)
        page = _page(source, response, body)
        if (page.count and body == before) or number > source.paging.pages_max:
            raise TieoutError("collecting.endless", name=source.name, page=number)
        before = body
        yield page
        if pages_max is not None and number >= pages_max:
            return
        url, parameters = following(source, response, page, url, parameters)


def _first_parameters(source: ServiceSource) -> dict[str, str]:
    paging, parameters = source.paging, dict(source.parameters)
    if paging.size_parameter:
        parameters[paging.size_parameter] = str(paging.size)
    if paging.style in ("page", "offset"):
        first = paging.first if paging.style == "page" else 0
        parameters[paging.parameter or paging.style] = str(first)
    return parameters


def _answer(
    client: httpx.Client,
    source: ServiceSource,
    url: str,
    parameters: Mapping[str, str],
    progress: Progress,
    read_bytes: int,
) -> tuple[httpx.Response, bytes]:
    """One answer; a service that is busy or away is asked again, each time later."""
    why = ""
    for attempt in range(TRIES_MAX):
        try:
            with client.stream("GET", url, params=parameters or None) as response:
                if response.status_code not in _BUSY:
                    _refuse_wrong(source, response)
                    return response, _body(source, response, read_bytes)
                why, wait = f"HTTP {response.status_code}", _told_to_wait(response)
        except httpx.TransportError as error:
            why, wait = f"{type(error).__name__}: {error}", 0.0
        if attempt < TRIES_MAX - 1:
            _wait(min(max(wait, 0.5 * 2**attempt), WAIT_SECONDS_MAX), progress)
    raise TieoutError("collecting.service", name=source.name, found=why, tries=TRIES_MAX)


def _wait(seconds: float, progress: Progress) -> None:
    """Wait, ready to be cancelled."""
    while seconds > 0:
        progress("collecting", 0.0)
        time.sleep(min(seconds, 0.5))
        seconds -= 0.5


def _told_to_wait(response: httpx.Response) -> float:
    written = response.headers.get("Retry-After", "")
    return float(written) if written.isdigit() else 0.0


def _refuse_wrong(source: ServiceSource, response: httpx.Response) -> None:
    status = response.status_code
    if status in (401, 403):
        raise TieoutError("collecting.not_allowed", name=source.name, status=status)
    if response.is_redirect:
        where = response.headers.get("Location", "")
        raise TieoutError("collecting.redirected", name=source.name, where=where)
    if status != 200:
        raise TieoutError("collecting.http", name=source.name, status=status, url=source.url)


def _body(source: ServiceSource, response: httpx.Response, read_bytes: int) -> bytes:
    body, most = bytearray(), source.megabytes_max * 1_000_000
    for part in response.iter_bytes():
        body += part
        if read_bytes + len(body) > most:
            raise TieoutError(
                "collecting.too_large", name=source.name, megabytes=source.megabytes_max
            )
    return bytes(body)


def _page(source: ServiceSource, response: httpx.Response, body: bytes) -> Page:
    if source.format == "csv":
        text = decoded(source.name, body)
        cells = delimited_cells(source.name, text) if text.strip() else pd.DataFrame()
        return Page([], None, cells)
    try:
        document = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        kind = response.headers.get("Content-Type", "?")
        raise TieoutError("collecting.not_json", name=source.name, found=kind) from None
    rows = inside(document, source.rows)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TieoutError(
            "collecting.no_rows", name=source.name, rows=source.rows, found=_names(document)
        )
    return Page(rows, document, pd.DataFrame())


def _names(document: object) -> list[str] | str:
    return list(map(str, document)) if isinstance(document, dict) else type(document).__name__


def _plain(value: object) -> object:
    """Lists within a row are kept as they are written."""
    return json.dumps(value, default=str, ensure_ascii=False) if _is_list(value) else value


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
