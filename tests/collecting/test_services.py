"""A service is read page by page to its end, with patience, within limits, and its token stays with it."""

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.collecting.collected import amounts, collected, counts
from tests.collecting.shop import serving

SOURCE = """
[[source]]
name = "payments"
kind = "service"
url = "%s/payments"
key = ["id"]
document = "payment"
currency = "EUR"
%s
[source.columns]
date = "day"
reference = "id"
amount = "amount"
"""
ROWS = [{"id": f"P{n}", "day": "2026-06-01", "amount": n + 0.1} for n in range(1, 8)]
SIZE = 3


def answering(answer):
    """A server whose answers are made by a function of path, parameters and headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, body, headers = answer(parts.path, parameters, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_):
            pass

    return serving(Handler)


def paged(path, parameters, headers):
    """The same rows by every way of paging; a page is never larger than SIZE, whatever is asked."""
    del headers
    if "page" in parameters:
        start = (int(parameters["page"]) - 1) * SIZE
    else:
        start = int(parameters.get("offset", parameters.get("after", 0)))
    more = start + SIZE if start + SIZE < len(ROWS) else None
    link = {"Link": f'<{path}?after={more}>; rel="next"'} if more else {}
    return 200, {"items": ROWS[start : start + SIZE], "next": more}, link


@pytest.mark.parametrize(
    "paging",
    [
        'paging = {style = "page"}',
        'paging = {style = "offset", size_parameter = "limit", size = 100}',
        'paging = {style = "cursor", parameter = "after", next = "next"}',
        'paging = {style = "link"}',
    ],
)
def test_every_way_of_paging_ends_with_every_row(tmp_path, paging):
    with answering(paged) as url:
        result = collected(tmp_path, SOURCE % (url, f'rows = "items"\n{paging}'))
    assert counts(result.results[0]) == (7, 0, 0, 0)
    assert amounts(tmp_path) == [(row["id"], -round(row["amount"] * 100)) for row in ROWS]


def test_a_busy_service_is_asked_again(tmp_path):
    tried = []

    def busy(path, parameters, headers):
        tried.append(path)
        if len(tried) == 1:
            return 503, b"", {}
        return (429, b"", {"Retry-After": "1"}) if len(tried) == 2 else (200, ROWS, {})

    with answering(busy) as url:
        assert collected(tmp_path, SOURCE % (url, "")).results[0].new == 7
    assert len(tried) == 3


def test_a_service_that_stays_away_is_given_up(tmp_path):
    with answering(lambda *_: (502, b"", {})) as url:
        assert "HTTP 502" in collected(tmp_path, SOURCE % (url, "")).results[0].failure
    assert "payments" in collected(tmp_path, SOURCE % (url, "")).failed


def test_the_token_goes_to_the_service_and_nowhere_else(tmp_path, ring):
    ring.kept["tieout", "collect:api"] = "s3cret"
    seen = []

    def guarded(path, parameters, headers):
        seen.append((headers.get("Authorization"), headers.get("X-Key")))
        return (200, ROWS, {}) if "s3cret" in str(seen[-1]) else (401, b"", {})

    with answering(guarded) as url:
        assert "Check the token" in collected(tmp_path, SOURCE % (url, "")).results[0].failure
        assert collected(tmp_path, SOURCE % (url, 'secret = "api"')).results[0].new == 7
        own = SOURCE % (url, 'secret = "api"\nauth = "X-Key"')
        assert collected(tmp_path, own).results[0].repeated == 7
    assert seen == [(None, None), ("Bearer s3cret", None), (None, "s3cret")]
    with answering(lambda *_: (302, b"", {"Location": "http://evil.example/"})) as url:
        assert (
            "evil.example"
            in collected(tmp_path, SOURCE % (url, 'secret = "api"')).results[0].failure
        )
    link = {"Link": '<http://evil.example/2>; rel="next"'}
    with answering(lambda *_: (200, ROWS, link)) as url:
        other = SOURCE % (url, 'secret = "api"\npaging = {style = "link"}')
        assert "evil.example" in collected(tmp_path, other).results[0].failure
    assert "s3cret" not in (tmp_path / "ledger.collected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "more", "said"),
    [
        ((200, b"<html>", {}), "", "not JSON"),
        ((200, {"data": []}, {}), 'rows = "items"', "no rows at \"items\""),
        ((404, b"", {}), "", "HTTP 404"),
        ((200, b" " * 1_100_000, {}), "megabytes_max = 1", "exceed 1 MB"),
        ((200, [{"id": "P1", "day": "2026-06-01", "amount": 1}], {}), 'paging = {style = "page"}', "no end"),
        ((200, b"[" * 100_000, {}), "", "not JSON"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_right_is_said(tmp_path, answer, more, said):
    with answering(lambda *_: answer) as url:
        assert said in collected(tmp_path, SOURCE % (url, more)).results[0].failure


def test_only_an_encrypted_address_is_asked(tmp_path):
    for url in ("http://shop.example", "ftp://shop.example", "http://u:p@localhost"):
        assert collected(tmp_path, SOURCE % (url, "")).failed


def test_an_answer_in_csv_is_read_as_any_table(tmp_path):
    body = "id;day;amount\nP1;01.06.2026;1.234,50\nP2;02.06.2026;2,00\n".encode("cp1252")
    with answering(lambda *_: (200, body, {})) as url:
        collected(tmp_path, SOURCE % (url, 'format = "csv"'))
    assert amounts(tmp_path) == [("P1", -123450), ("P2", -200)]
