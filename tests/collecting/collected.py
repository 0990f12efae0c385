"""Collecting in a test: sources written as TOML, the ledger read back."""

from datetime import date
from pathlib import Path

import tieout
from tieout.collecting.collection import Collection, collect
from tieout.collecting.known_rows import known_file, read_known
from tieout.collecting.source_file import read_sources

TODAY = date(2026, 7, 1)


def collected(folder: Path, toml: str, name: str = "ledger.xlsx") -> Collection:
    """What became of the sources of a TOML."""
    file = folder / "sources.toml"
    file.write_text(toml, encoding="utf-8")
    return collect(read_sources(file), folder / name, TODAY)


def amounts(folder: Path, name: str = "ledger.xlsx") -> list[tuple[str, int]]:
    """Reference and minor units of every entry of the ledger, as Tieout reads it."""
    entries = tieout.read(folder / name).entries
    return sorted(zip(entries["reference"], entries["amount"].tolist(), strict=True))


def kept(folder: Path, name: str = "ledger.xlsx"):
    return read_known(known_file(folder / name))


def counts(result) -> tuple[int, int, int, int]:
    """New, changed, repeated, gone."""
    return result.new, result.changed, result.repeated, result.gone
