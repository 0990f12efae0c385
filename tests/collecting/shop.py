"""A small shop to try collecting with: `python -m tests.collecting.shop FOLDER` makes it and serves its payments."""

import json
import shutil
import sqlite3
import sys
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
PORT = 8765
TOKEN = "let-me-in"
SALES = (
    ("SO-1001", 1, "2026-06-01 09:30:00", "shipped", "晨光文具", "CUP-01", 12, "18.50"),
    ("SO-1001", 2, "2026-06-01 09:30:00", "shipped", "晨光文具", "PEN-07", 100, "1.20"),
    ("SO-1002", 1, "2026-06-04 16:05:00", "done", "海河商贸", "CUP-01", 3, "19.90"),
    ("SO-1003", 1, "2026-06-06 11:00:00", "cancelled", "海河商贸", "CUP-01", 1, "19.90"),
    ("SO-1001", 3, "2026-06-12 10:00:00", "returned", "晨光文具", "PEN-07", 20, "1.20"),
)
PAYMENTS = (
    {"id": 1, "event": "paid", "order_no": "SO-1001", "paid_at": "2026-06-03T08:00:00+08:00", "amount": 342.00, "currency": "CNY", "channel": "wechat", "payer": {"name": "晨光文具"}},
    {"id": 2, "event": "paid", "order_no": "SO-1002", "paid_at": "2026-06-05T10:00:00+08:00", "amount": 59.70, "currency": "CNY", "channel": "bank", "payer": {"name": "海河商贸"}},
    {"id": 3, "event": "refunded", "order_no": "SO-1001", "paid_at": "2026-06-13T10:00:00+08:00", "amount": 24.00, "currency": "CNY", "channel": "wechat", "payer": {"name": "晨光文具"}},
)  # fmt: skip


def make(folder: Path) -> None:
    """The sales as a database, the inventory as a folder of exports, the source file."""
    shutil.copy(HERE / "sources.toml", folder)
    shutil.copytree(HERE / "inventory", folder / "inventory", dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "shop.sqlite")) as database, database:
        database.execute(
            "CREATE TABLE sales (order_no TEXT, line_no INT, ordered_at TEXT, status TEXT, buyer TEXT,"
            " sku TEXT, qty INT, unit_price TEXT)"
        )
        database.executemany("INSERT INTO sales VALUES (?,?,?,?,?,?,?,?)", SALES)


class Payments(BaseHTTPRequestHandler):
    """Two payments a page, for those who know the token."""

    def do_GET(self):
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.send_response(401)
            self.end_headers()
            return
        after = int(parse_qs(urlsplit(self.path).query).get("after", ["0"])[0])
        items = PAYMENTS[after : after + 2]
        more = after + 2 if after + 2 < len(PAYMENTS) else None
        body = json.dumps({"data": {"items": items, "next": more}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def serving(handler=Payments, port=0):
    """A server on this machine, its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    make(folder)
    print(
        f"{folder}: sources.toml, shop.sqlite, inventory. Payments at port {PORT}, token {TOKEN}; Ctrl-C ends it."
    )
    with serving(port=PORT):
        threading.Event().wait()
