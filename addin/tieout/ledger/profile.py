"""How does a sender lay out a sheet: the words by which its columns are known."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tieout.errors import TieoutError


class Never(BaseModel):
    """Words that rule a heading out."""

    words: tuple[str, ...] = ()


class Directions(BaseModel):
    """Words for the two directions of an amount, and for none."""

    debit: tuple[str, ...]
    credit: tuple[str, ...]
    level: tuple[str, ...]


class Profile(BaseModel):
    """A source profile (来源格式): headings by meaning, in order of preference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    heading: dict[str, tuple[str, ...]]
    part: dict[str, tuple[str, ...]] = {}
    never: Never = Never()
    direction: Directions


def profile_named(name: str | None) -> Profile:
    """The profile of a name, the generic one where none is given."""
    known = {file.stem: file for file in _FOLDER.glob("*.toml")}
    if (name or "generic") not in known:
        raise TieoutError("read.unknown_profile", name=name, known="、".join(sorted(known)))
    return _loaded(known[name or "generic"])


@cache
def _loaded(file: Path) -> Profile:
    return Profile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


_FOLDER = Path(__file__).parent / "profiles"
