"""Several sources become one ledger; whatever stops the work, the next run ends with the same one."""

import csv
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.collecting import shop
from tests.collecting.collected import TODAY, amounts, counts, kept

from tieout.collecting import collection
from tieout.collecting.collection import collect
from tieout.collecting.source_file import read_sources
from tieout.progress import CancelledError

WALK = Path(__file__).parents[2] / "addin" / "docs" / "collecting.md"


@pytest.fixture
def at_shop(tmp_path, monkeypatch, ring):
    """The folder of the shop, its payments served, the token known."""
    shop.make(tmp_path)
    monkeypatch.chdir(tmp_path)
    ring.kept["tieout", "collect:shop-payments"] = shop.TOKEN
    with shop.serving() as url:
        file = tmp_path / "sources.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(f"http://127.0.0.1:{shop.PORT}", url), encoding="utf-8")  # fmt: skip
        yield tmp_path


def collected(folder, progress=lambda step, share: None):
    return collect(read_sources(folder / "sources.toml"), folder / "ledger.xlsx", TODAY, progress)


def test_the_walk_through_says_what_the_commands_say(at_shop, capsys):
    walk = WALK.read_text(encoding="utf-8")
    for arguments in (
        ("check", "sources.toml"),
        ("sources.toml", "-o", "ledger.xlsx"),
        ("sources.toml", "-o", "ledger.xlsx"),
    ):
        ran = run(capsys, "collect", *arguments)
        assert ran.status == 0, ran.error
        assert ran.out.strip() in walk
    assert (shop.HERE / "sources.toml").read_text(encoding="utf-8").strip() in walk


def test_orders_returns_payments_and_refunds_of_the_shop_come_to_nothing(at_shop):
    collected(at_shop)
    assert sum(cents for _, cents in amounts(at_shop)) == 0
    rows = kept(at_shop)
    assert {row.type for row in rows["sales"].rows.values()} == {"销售 Sale", "退货 Return"}
    assert {row.type for row in rows["payments"].rows.values()} == {"收款 Payment", "退款 Refund"}
    goods = rows["inventory"].rows["SO-1001|CUP-01"]
    assert (goods.quantity, goods.amount, goods.type) == ("12", "", "出库 Goods out")
    priced = rows["sales"].rows["SO-1001|1"]
    assert (priced.quantity, priced.price, priced.amount) == ("12", "18.50", "222.00")


@pytest.mark.parametrize("where", ["write_ledger", "write_known"])
def test_a_crash_loses_nothing(at_shop, monkeypatch, where):
    def crash(*_):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(collection, where, crash)
        with pytest.raises(MemoryError):
            collected(at_shop)
    assert [counts(result)[0] for result in collected(at_shop).results] == [4, 3, 4]
    with closing(sqlite3.connect(at_shop / "shop.sqlite")) as database, database:
        database.execute("UPDATE sales SET qty = 13 WHERE line_no = 1 AND order_no = 'SO-1001'")
    with monkeypatch.context() as broken:
        broken.setattr(collection, where, crash)
        with pytest.raises(MemoryError):
            collected(at_shop)
    assert [counts(result)[1] for result in collected(at_shop).results] == [1, 0, 0]


def test_a_cancelled_collection_changes_nothing(at_shop):
    def cancel(step, share):
        if step == "writing":
            raise CancelledError

    with pytest.raises(CancelledError):
        collected(at_shop, cancel)
    assert not (at_shop / "ledger.xlsx").exists()
    assert not (at_shop / "ledger.collected.json").exists()


def test_a_source_that_fails_leaves_the_others_collected(at_shop, capsys, ring):
    ring.kept.clear()
    ran = run(capsys, "collect", "sources.toml", "-o", "ledger.csv")
    assert ran.status == 2
    assert "payments" in ran.error
    assert "set-secret shop-payments" in ran.out
    lines = (at_shop / "ledger.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    assert len(rows) == 8
    assert sum(Decimal(row["金额 (Amount)"] or 0) for row in rows) == Decimal("377.70")


def test_one_source_of_several_is_collected_alone(at_shop, capsys):
    assert run(capsys, "collect", "sources.toml", "-o", "l.xlsx", "--source", "sales").status == 0
    assert set(kept(at_shop, "l.xlsx")) == {"sales"}
    wrong = run(capsys, "collect", "sources.toml", "-o", "l.xlsx", "--source", "sails")
    assert wrong.status == 2
    assert "sales" in wrong.error


def test_a_secret_comes_from_a_pipe_into_the_keyring(capsys, monkeypatch, ring, tmp_path):
    typed = tmp_path / "typed"
    typed.write_text("s3cret\n", encoding="utf-8")
    with typed.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        ran = run(capsys, "collect", "set-secret", "api")
    assert ring.kept["tieout", "collect:api"] == "s3cret"
    assert "s3cret" not in ran.out + ran.error


def test_what_was_collected_is_posted_into_the_books(at_shop, capsys, monkeypatch):
    monkeypatch.setenv("TIEOUT_HOME", str(at_shop / "home"))
    books = str(at_shop / "books.sqlite")
    assert run(capsys, "books", "init", "--books", books).status == 0
    for new in ("7 new entries", "nothing new"):
        ran = run(capsys, "collect", "sources.toml", "-o", "ledger.xlsx", "--books", books)
        assert ran.status == 0, ran.error
        assert new in ran.out


def test_text_that_would_be_a_formula_stays_text(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("Date,Reference,Description,Amount\n2026-06-01,A-1,=1+1,5.00\n", encoding="utf-8")  # fmt: skip
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "x"\nkind = "folder"\npath = "in"\n', encoding="utf-8")
    collect(read_sources(file), tmp_path / "l.csv", TODAY)
    assert "'=1+1" in (tmp_path / "l.csv").read_text(encoding="utf-8-sig")


def test_two_sources_with_the_same_document_are_pointed_out(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("Date,Reference,Amount\n2026-06-01,A-1,5.00\n", encoding="utf-8")  # fmt: skip
    source = '[[source]]\nname = "%s"\nkind = "folder"\npath = "in"\n'
    file = tmp_path / "sources.toml"
    file.write_text(source % "x" + source % "y", encoding="utf-8")
    found = collect(read_sources(file), tmp_path / "l.xlsx", TODAY)
    assert found.rows == 2
    assert "A-1 5.00" in found.twice[0]


def test_a_damaged_memory_is_refused_and_nothing_is_written(at_shop, capsys):
    (at_shop / "ledger.collected.json").write_text('{"format": 1', encoding="utf-8")
    ran = run(capsys, "collect", "sources.toml", "-o", "ledger.xlsx")
    assert ran.status == 2
    assert "ledger.collected.json" in ran.error
    assert not (at_shop / "ledger.xlsx").exists()
