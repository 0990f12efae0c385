"""Every message of the reader beside the input that brings it about: cases, expected files, the page."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tieout
from tieout.errors import TieoutError
from tieout.ledger.files import read_sheets
from tieout.ledger.reading import understand

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "addin" / "docs" / "messages.md"
HOW: dict[str, dict[str, str]] = {
    "unknown_profile": {"profile": "nobody"},
    "no_sheet": {"sheet": "三月"},
    "no_account": {"sheet": "Savings"},
}
TEXTS = FOLDER.parents[1] / "addin" / "tieout" / "texts"
NOT_OF_THE_READER = ("place", "same_ledger", "one_account")
LINES_SHOWN_MAX = 8


@dataclass(frozen=True)
class Message:
    """A sentence in both languages, by its key."""

    key: str
    zh: str
    en: str

    def written(self) -> str:
        return f"{self.key}\n{self.zh}\n{self.en}\n"


def cases() -> list[str]:
    """The codes of the catalogue."""
    return sorted(
        folder.name
        for folder in FOLDER.iterdir()
        if (folder / ".keep").exists() or any(folder.glob("input.*"))
    )


def codes() -> set[str]:
    """Every code the reader can say."""
    said: set[str] = set()
    for room in ("ledger", "bank"):
        texts = tomllib.loads((TEXTS / f"{room}.toml").read_text(encoding="utf-8"))
        said |= set(texts["problem"]) | set(texts["read"])
    return said - set(NOT_OF_THE_READER)


def said(code: str) -> list[Message]:
    """What the reader says of an input, in its folder; call it there, for names are relative."""
    file = next(Path().glob("input.*"), Path("input.csv"))
    try:
        if code == "no_header":
            (name, cells), *_ = read_sheets(file).cells.items()
            understand(cells, file=file.name, sheet=name)
        ledger = tieout.read(file, **HOW.get(code, {}))
    except TieoutError as refused:
        return [Message(refused.key, refused.message("zh"), refused.message("en"))]
    return [
        Message(f"problem.{found.code}", found.sentence("zh"), found.sentence("en"))
        for found in ledger.problems
    ]


def page() -> str:
    """The page of all messages, from the expected files."""
    return "\n".join(
        [
            "# Messages of the reader",
            "",
            "Every message, with an input that brings it about. Made by `TIEOUT_GOLDEN=write python -m pytest tests/errors`; do not edit by hand.",
            "",
            *(line for code in cases() for line in _section(code)),
        ]
    )


def _section(code: str) -> Iterator[str]:
    yield f"## {code}"
    yield ""
    file = FOLDER / code / "input.csv"
    if file.is_file() and (shown := _shown(file)):
        yield from ("```text", *shown, "```", "")
    for block in (FOLDER / code / "expected.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        _, zh, en = block.split("\n")
        yield f"- {zh}"
        yield f"- {en}"
    yield ""


def _shown(file: Path) -> list[str]:
    content = file.read_bytes()
    if b"\x00" in content or len(content) > 2000:
        return []
    try:
        return content.decode("utf-8").splitlines()[:LINES_SHOWN_MAX]
    except UnicodeDecodeError:
        return []
