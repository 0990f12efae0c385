"""`tieout statements` and its sisters, as a user types them."""

import csv

import openpyxl
import pytest
from keyring.errors import NoKeyringError
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS

from tieout.cli.door import status_of
from tieout.statements.kinds import KINDS


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def books(tmp_path):
    """Our ledger of two customers, and the books of one of them."""
    for name, rows, customers in (
        ("ours.csv", OUR_ROWS, (CUSTOMER, "Acme")),
        ("theirs.csv", THEIR_ROWS, (OURS,)),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["日期", "单据号", "摘要", "借方金额", "贷方金额", "客户"])
            for customer in customers:
                for day, reference, memo, amount in rows:
                    debit, credit = (amount, "") if not amount.startswith("-") else ("", amount[1:])
                    writer.writerow([day, reference, memo, debit, credit, customer])
    return tmp_path


def run(capsys, *words):
    status = status_of([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_kinds_are_listed(capsys):
    status, out, _ = run(capsys, "statements", "kinds")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(KINDS)


def test_statements_of_a_month(capsys, books):
    out_folder = books / "out"
    status, out, err = run(
        capsys,
        "statements",
        books / "ours.csv",
        "--kind",
        "monthly",
        "--month",
        "2026-03",
        "--out",
        out_folder,
    )
    assert (status, err) == (0, "")
    assert "开出 2 份，另有 0 份此前已开出且账未变动。" in out
    files = sorted(file.name for file in out_folder.glob("*.xlsx"))
    assert files == [
        "DZ-202603-0001_Acme_月度对账单_2026-03-31.xlsx",
        f"DZ-202603-0002_{CUSTOMER}_月度对账单_2026-03-31.xlsx",
    ]


def test_the_same_again_only_on_request(capsys, books):
    command = (
        "statements",
        books / "ours.csv",
        "--kind",
        "confirmation-reply",
        "--out",
        books / "out",
    )
    run(capsys, *command)
    assert "开出 0 份，另有 2 份" in run(capsys, *command)[1]
    assert "开出 2 份，另有 0 份" in run(capsys, *command, "--again")[1]


def test_one_customer_of_both_books(capsys, books):
    status, _, err = run(
        capsys, "statements", books / "ours.csv", books / "theirs.csv", "--kind", "two-sided", "--customer", CUSTOMER, "--out", books / "out", "--language", "en",
    )  # fmt: skip
    assert (status, err) == (0, "")
    file = next((books / "out").glob("*.xlsx"))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert (sheet["A2"].value, sheet["A3"].value) == (f"From: {OURS}", f"To: {CUSTOMER}")


def test_a_workbook_with_both_ledgers(capsys, books):
    both = books / "both.xlsx"
    assert run(capsys, "reconcile", books / "ours.csv", books / "theirs.csv", "-o", both)[0] == 0
    for kind in ("balance-forward", "two-sided", "reconciliation"):
        words = ("statements", both, "--kind", kind, "--customer", CUSTOMER, "--out", books / "out")
        status, _, err = run(capsys, *words)
        assert (status, err) == (0, ""), kind
    files = list((books / "out").glob("*.xlsx"))
    assert len(files) == 3
    two_sided = next(file for file in files if "双方对照" in file.name)
    policy = books / "policy.toml"
    policy.write_text("window_days = 9")
    words = ("statement", "verify", two_sided, "--ledger", both, "--policy", policy)
    status, out, err = run(capsys, *words)
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["√", "√", "√", "≠"]


def test_verify_tells_by_its_status(capsys, books):
    run(capsys, "statements", books / "ours.csv", "--kind", "aging", "--out", books / "out")
    file = next((books / "out").glob("*.xlsx"))
    status, out, _ = run(capsys, "statement", "verify", file, "--ledger", books / "ours.csv")
    assert status == 0
    assert "√ 账在开出后没有变动。" in out
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["B7"] = "改"
    book.save(file)
    status, out, _ = run(capsys, "statement", "verify", file)
    assert status == 1
    assert "× 文件内容在开出后被改动，请勿使用；" in out


def test_replies_say_the_rates(capsys, books):
    run(
        capsys,
        "statements",
        books / "ours.csv",
        "--kind",
        "confirmation-reply",
        "--out",
        books / "out",
    )
    returned = books / "returned"
    returned.mkdir()
    file = next((books / "out").glob("*Acme*.xlsx"))
    book = openpyxl.load_workbook(file)
    place = book.defined_names["reply_agrees"].attr_text.rpartition("!")[2].replace("$", "")
    book.worksheets[0][place] = "相符"
    book.save(returned / "Acme.xlsx")
    status, out, _ = run(capsys, "replies", returned, "--register", books / "out")
    assert status == 0
    assert (
        "发函 2 户（另有再次发函 0 份），有效回函 1 份（回函率 50.0%），相符 1 份（相符率 100.0%）；需再次发函 1 份。"
        in out
    )


def test_a_template_is_checked_and_its_fields_listed(capsys, books):
    from tieout.statements.kinds import template_of

    status, out, _ = run(capsys, "template", "check", template_of("goods", "zh"))
    assert (status, out) == (0, "√ 模板 goods_zh.xlsx 可用于商品明细对账单。\n")
    status, out, _ = run(capsys, "template", "fields", "aging")
    assert status == 0
    assert "[customer_rows]  number  customer  bucket_1" in out


def test_templates_of_ones_own_are_used(capsys, books):
    from tieout.statements.kinds import template_of

    own = books / "mine"
    own.mkdir()
    book = openpyxl.load_workbook(template_of("aging", "zh"))
    book.worksheets[0]["A1"] = "本公司的账龄表 {{ as_of }}"
    book.save(own / "aging_zh.xlsx")
    run(
        capsys,
        "statements",
        books / "ours.csv",
        "--kind",
        "aging",
        "--templates",
        own,
        "--out",
        books / "out",
    )
    sheet = openpyxl.load_workbook(next((books / "out").glob("*.xlsx"))).worksheets[0]
    assert sheet["A1"].value == "本公司的账龄表 2026年3月30日"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "请用 --kind 指明对账单种类：two-sided、"),
        (("--kind", "nonsense"), "没有“nonsense”这种对账单。可用的种类：two-sided、"),
        (("--kind", "aging", "--month", "2026-13"), "--month 的“2026-13-01”不是日期。"),
        (("--kind", "aging", "--year", "2026", "--as-of", "2026-01-01"), "--month、--year、--from/--to 与 --as-of 只能用一种。"),
        (("--kind", "aging", "--from", "2026-02-01", "--to", "2026-01-01"), "起始日 2026-02-01 晚于截止日 2026-01-01。"),
        (("--kind", "aging", "--by", "age"), "--by 的“age”不可用，应为：invoice、due。"),
        (("--kind", "two-sided"), "“往来对账单（双方对照）”需要双方账簿"),
        (("--kind", "goods"), "账中没有商品明细的列。"),
        (("--kind", "aging", "--issuer", "none.toml"), "我方资料文件 none.toml 读不了："),
        (("--kind", "balance-forward", "--passwords", "none.csv"), "密码表 none.csv 读不了："),
    ],
)  # fmt: skip
def test_wrong_use_is_one_clear_message(capsys, books, words, message):
    status, _, err = run(capsys, "statements", books / "ours.csv", *words, "--out", books / "out")
    assert status == 2
    assert err.startswith(message)
    assert "Traceback" not in err


def test_passwords_and_pdf_exclude_each_other(capsys, books):
    (books / "pw.csv").write_text(f"{CUSTOMER},a\nAcme,b\n", encoding="utf-8")
    status, _, err = run(
        capsys, "statements", books / "ours.csv", "--kind", "monthly", "--passwords", books / "pw.csv", "--pdf", "--out", books / "out",
    )  # fmt: skip
    assert status == 2
    assert err.startswith("加密的工作簿不能同时生成 PDF")


def test_cancelled_while_printing_it_says_what_is_there_already(capsys, books, monkeypatch):
    def cancelled(workbooks, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr("tieout.statements.issuing.to_pdf", cancelled)
    words = ("statements", books / "ours.csv", "--kind", "monthly", "--pdf", "--out", books / "out")
    status, _, err = run(capsys, *words)
    assert status == 130
    assert err.strip() == (
        f"已取消。已写好的对账单都在 {books / 'out'}，也已登记；再运行同一命令即接着做完。"
    )
    assert (books / "out" / "register.csv").exists()


def test_passwords_from_the_keyring(capsys, books, monkeypatch):
    monkeypatch.setattr("keyring.get_password", lambda service, name: f"{service}:{name}")
    status, _, err = run(
        capsys, "statements", books / "ours.csv", "--kind", "monthly", "--keyring", "tieout", "--customer", "Acme", "--out", books / "out",
    )  # fmt: skip
    assert (status, err) == (0, "")
    from tieout.statements.opening import opened

    file = next((books / "out").glob("*.xlsx"))
    assert opened(file, password="tieout:Acme").worksheets[0]["A2"].value == "客户：Acme"
    status, out, _ = run(capsys, "statement", "verify", file, "--keyring", "tieout")
    assert (status, out.count("√")) == (0, 2)
    (books / "pw.csv").write_text("Acme,tieout:Acme\n", encoding="utf-8")
    words = ("statement", "verify", file, "--passwords", books / "pw.csv")
    assert run(capsys, *words)[0] == 0
    status, _, err = run(capsys, *words, "--keyring", "tieout")
    assert (status, err.split("：")[0]) == (2, "密码只能取自一处")
    status, _, err = run(capsys, "statement", "verify", file)
    assert status == 2
    assert "核验时请用 --passwords 或 --keyring 说明密码在哪里" in err


def test_a_keyring_that_cannot_be_used_is_said_with_another_way(capsys, books, monkeypatch):
    def fails(service, name):
        raise NoKeyringError

    monkeypatch.setattr("keyring.get_password", fails)
    words = ("--kind", "monthly", "--keyring", "tieout", "--out", books / "out")
    status, _, err = run(capsys, "statements", books / "ours.csv", *words)
    assert status == 2
    assert err.startswith("系统钥匙串不可用（NoKeyringError）。")
    assert "--passwords" in err


def test_a_statement_of_the_books_is_in_the_trace_of_its_entries(capsys, books):
    from tieout.books.books import open_books
    from tieout.books.trace import trace

    place = str(books / "kept.sqlite")
    assert run(capsys, "books", "init", "--books", place)[0] == 0
    assert run(capsys, "books", "post", books / "ours.csv", "--books", place)[0] == 0
    words = ("statements", place, "--kind", "monthly", "--from", "2026-03-05", "--to", "2026-03-31")
    for _ in range(2):  # what was issued before is not written down again
        status, _, err = run(capsys, *words, "--customer", "Acme", "--out", books / "out")
        assert (status, err) == (0, "")
    file = next((books / "out").glob("*.xlsx")).name
    with open_books(place) as kept:
        stories = [trace(kept, number) for number in range(1, 2 * len(OUR_ROWS) + 1)]
    stated = {
        (story.entry.customer, story.entry.reference): [
            (step.name, step.detail) for step in story.steps if step.what == "statement"
        ]
        for story in stories
    }
    with (books / "out" / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        (line,) = csv.DictReader(stream)
    said = [("DZ-202603-0001", f"monthly 2026-03-05 2026-03-31 {file} {line['issued_at']}")]
    assert stated == {
        (customer, row[1]): said if customer == "Acme" and row[0] >= "2026-03-05" else []
        for customer in (CUSTOMER, "Acme")
        for row in OUR_ROWS
    }


def told(folder):
    """The cells of the statements in a folder by file; the order of numbers is that of issuing."""
    return {
        file.name: [
            (cell.coordinate, cell.value)
            for row in openpyxl.load_workbook(file).worksheets[0].iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for file in sorted(folder.glob("*.xlsx"))
    }


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    """Two ledgers as files, the workbook that their reconciliation made, and one reconciled in place."""
    folder = tmp_path_factory.mktemp("workbooks")
    plain = openpyxl.Workbook()
    plain.remove(plain.worksheets[0])
    for name, rows, customer in (("我方账", OUR_ROWS, CUSTOMER), ("对方账", THEIR_ROWS, OURS)):
        alone = openpyxl.Workbook()
        for sheet in (plain.create_sheet(name), alone.worksheets[0]):
            sheet.append(["日期", "单据号", "摘要", "借方金额", "贷方金额", "客户"])
            for day, reference, memo, amount in rows:
                cents = float(amount)
                sides = (cents, None) if cents > 0 else (None, -cents)
                sheet.append([day, reference, memo.lstrip("="), *sides, customer])
        alone.worksheets[0].title = name
        alone.save(folder / f"{name}.xlsx")
    plain.save(folder / "plain.xlsx")
    ours, theirs = folder / "我方账.xlsx", folder / "对方账.xlsx"
    assert status_of(["reconcile", str(ours), str(theirs), "-o", str(folder / "result.xlsx")]) == 0
    in_place = folder / "in place.xlsx"
    in_place.write_bytes((folder / "plain.xlsx").read_bytes())
    for _ in range(2):  # a second run finds its own columns and sheets
        assert status_of(["reconcile", str(in_place), "-o", str(in_place)]) == 0
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    ["two-sided", "reconciliation", "in-transit", "difference-letter", "monthly", "open-item", "aging", "confirmation-reply"],
)  # fmt: skip
def test_a_reconciled_workbook_says_what_its_ledgers_say(capsys, tmp_path, workbooks, kind):
    ours, theirs = workbooks / "我方账.xlsx", workbooks / "对方账.xlsx"
    issued = {}
    for sources in ((ours, theirs), (workbooks / "result.xlsx",), (workbooks / "in place.xlsx",)):
        out = tmp_path / str(len(issued))
        words = ("--kind", kind, "--month", "2026-03", "--out", out)
        status, _, err = run(capsys, "statements", *sources, *words)
        assert (status, err) == (0, ""), sources
        issued[sources] = told(out)
    of_files, *of_workbooks = issued.values()
    assert len(of_files) == 1
    assert of_workbooks == [of_files, of_files]
