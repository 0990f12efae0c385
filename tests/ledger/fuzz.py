"""Is there any file the reader neither reads nor refuses: tried with bytes that atheris makes up (`make fuzz`).

The first byte chooses what the rest is: the bytes of a text file, the cells under headings, a part of a
workbook. Whatever comes, there is a ledger whose every sentence can be said, or one refusal.
"""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tieout.ledger"]):
    import tieout.ledger.reading  # noqa: F401 (what is imported here is watched)

import pandas as pd
from tests.ledger.hostile_files import BOOK, SHEET, STYLES, good

from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read, understand
from tieout.ledger.report import describe

SECONDS = 60
CORPUS = Path(__file__).parent / "profiles"
HEADINGS = (
    ["日期", "单号", "摘要", "方向", "金额", "余额", "客户"],
    ["日期", "凭证号", "摘要", "借方", "贷方", "余额", "币种"],
    ["Date", "Reference", "Description", "Debit", "Credit", "Balance", "Currency"],
    ["年", "月", "日", "凭证号", "摘要", "借方", "贷方"],
)
PARTS = (SHEET, STYLES, BOOK, "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
_FOLDER = Path(tempfile.mkdtemp(prefix="tieout-fuzz-"))


def try_one(data: bytes) -> None:
    """One input of atheris."""
    if not data:
        return
    try:
        said = _sentences((_text, _cells, _part)[data[0] % 3](data[1:]))
    except TieoutError as refused:
        said = [refused.message("zh"), refused.message("en")]
    assert all(said)


def _text(data: bytes) -> Ledger:
    return _from_file("any.csv", data)


def _cells(data: bytes) -> Ledger:
    headings = HEADINGS[data[0] % len(HEADINGS)] if data else HEADINGS[0]
    lines = data[1:].decode("utf-8", errors="ignore").split("\n")[:40]
    rows = [(line.split("\t") + [""] * 7)[:7] for line in lines]
    cells = [[_valued(cell) for cell in row] for row in rows]
    return understand(pd.DataFrame([headings, *cells], dtype=object), file="any", sheet="S")


def _valued(cell: str) -> object:
    """A text, or the number or truth it says, as a workbook would hold it."""
    if cell.startswith("="):
        try:
            return float(cell[1:])
        except ValueError:
            return cell == "=TRUE"
    return cell or None


def _part(data: bytes) -> Ledger:
    """The workbook with some bytes of a part written over."""
    if len(data) < 4:
        return _from_file("any.xlsx", data)
    name, at = PARTS[data[0] % len(PARTS)], int.from_bytes(data[1:3], "big")
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as before, zipfile.ZipFile(made, "w") as after:
        for each in before.namelist():
            content = before.read(each)
            if each == name:
                at %= len(content)
                content = content[:at] + data[3:] + content[at + len(data) - 3 :]
            after.writestr(each, content)
    return _from_file("any.xlsx", made.getvalue())


def _from_file(name: str, data: bytes) -> Ledger:
    file = _FOLDER / name
    file.write_bytes(data)
    return read(file)


def _sentences(ledger: Ledger) -> list[str]:
    """Everything that is to be said of a ledger."""
    assert str(ledger.entries["amount"].dtype) == "int64"
    return [
        sentence
        for language in ("zh", "en")
        for sentence in (
            describe(ledger, language),
            *(problem.sentence(language) for problem in ledger.problems),
        )
    ]


def main() -> None:
    """Begin with the samples of every source; further words are options of libFuzzer."""
    seeds = _FOLDER / "seeds"
    seeds.mkdir()
    for number, sample in enumerate(sorted(CORPUS.glob("*/sample.csv"))):
        (seeds / f"{number}").write_bytes(b"\0" + sample.read_bytes())
        table = sample.read_text(encoding="utf-8", errors="ignore").replace(",", "\t")
        (seeds / f"{number}c").write_bytes(b"\1\0" + table.encode())
    (seeds / "part").write_bytes(b"\2\0\0\0" + b'<c r="B9"')
    options = [f"-max_total_time={SECONDS}", "-timeout=20", "-rss_limit_mb=2000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(seeds)], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
