"""How does a sender lay out a sheet: the words by which its columns are known."""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from tieout.errors import TieoutError
from tieout.ledger.aside import aside_by
from tieout.texts import Language, current_language

GENERIC, STATED, SAVED = "generic", "stated", "saved_"
_FOLDER = Path(__file__).parent / "profiles"


class Never(BaseModel):
    """Words that rule a heading out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...] = ()


class Directions(BaseModel):
    """Words for the two directions of an amount, for none, and for rows that move no money."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    debit: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()


class AsideRule(BaseModel):
    """Rows whose `heading` holds one of `values` are no entries; `why` names a text `set_aside.<why>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    values: tuple[str, ...]
    why: str

    @field_validator("why")
    @classmethod
    def _is_a_reason(cls, why: str) -> str:
        try:
            return aside_by(why).why
        except KeyError:
            raise ValueError(why) from None


class States(BaseModel):
    """Headings of columns of states, and the words in them that matter for what is counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    not_posted: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()
    is_posted: tuple[str, ...] = ()
    is_void: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Pairs(BaseModel):
    """Headings that mean debit and credit only where both of a pair stand in one row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    debit: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()


class Taxed(BaseModel):
    """Where one of the `tax` headings stands, the amount is under the first of the `gross` ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tax: tuple[str, ...] = ()
    gross: tuple[str, ...] = ()


class AccountRule(BaseModel):
    """Where a sheet holds all accounts of a company, only those of customers or suppliers are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    receivable: tuple[str, ...] = ("1122", "1131", "2203", "2131")
    payable: tuple[str, ...] = ("2202", "2121", "1123", "1151")


class Profile(BaseModel):
    """A source profile (来源格式): headings by meaning, in order of preference.

    A sheet is of the profile when one row of it has all headings that are `required`. What a profile
    does not say is as in the generic one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: dict[Language, str] = {}
    required: tuple[str, ...] = ()
    currency: str = ""
    customer: str = ""
    heading: dict[str, tuple[str, ...]] = {}
    part: dict[str, tuple[str, ...]] = {}
    never: Never = Never()
    pairs: Pairs = Pairs()
    taxed: Taxed = Taxed()
    direction: Directions = Directions()
    state: States = States()
    aside: tuple[AsideRule, ...] = ()
    accounts: AccountRule | None = None
    """`customer` is whose sheets these are, where a sheet itself names nobody."""

    def __hash__(self) -> int:
        return hash(self.name)

    def called(self, language: Language | None = None) -> str:
        """What people call it."""
        return self.title.get(language or current_language(), self.name)


def profile_named(name: str | None) -> Profile:
    """The profile of a name or a title, the generic one where none is given."""
    known = profiles()
    if (name or GENERIC) in known:
        return known[name or GENERIC]
    titled = [each for each in known.values() if name in each.title.values()]
    if len(titled) != 1:
        raise TieoutError("read.unknown_profile", name=name, known=sorted(known))
    return titled[0]


def is_saved(profile: Profile) -> bool:
    """Whether the user saved it, rather than it came with the program."""
    return profile.name.startswith(SAVED)


def stated_profile(columns: Mapping[str, str]) -> Profile:
    """The usual words, but for the meanings whose heading somebody stated."""
    generic = profiles()[GENERIC]
    stated = set(columns)
    money = {"debit", "credit", "amount"}
    if "amount" in stated:
        stated |= money
    elif stated & money:
        stated |= {"amount"}
    if stated & {"customer", "counterparty"}:
        stated |= {"customer", "counterparty"}
    others = {m: words for m, words in generic.heading.items() if m not in stated}
    return generic.model_copy(
        update={
            "name": STATED,
            "required": tuple(dict.fromkeys(columns.values())),
            "heading": {m: (heading,) for m, heading in columns.items()} | others,
            "part": {m: words for m, words in generic.part.items() if m not in stated},
            "pairs": Pairs() if stated & money else generic.pairs,
            "taxed": Taxed() if stated & money else generic.taxed,
            "never": Never(),
        }
    )


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its name, the user's own last."""
    generic = _loaded(_FOLDER / f"{GENERIC}.toml")
    files = [*sorted(_FOLDER.glob("*.toml")), *sorted(saved_folder().glob("*.toml"))]
    others = [_loaded(file) for file in files if file.stem != GENERIC]
    return {GENERIC: generic} | {each.name: _completed(each, generic) for each in others}


def saved_folder() -> Path:
    """Where the user's own profiles lie: `TIEOUT_PROFILES`, else a folder of the user's home."""
    return Path(os.environ.get("TIEOUT_PROFILES") or Path.home() / ".tieout" / "profiles")


def _loaded(file: Path) -> Profile:
    try:
        return Profile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (ValueError, OSError):
        raise TieoutError("profile.unreadable", file=str(file)) from None


def _completed(profile: Profile, generic: Profile) -> Profile:
    """A profile with the generic words for what it does not say."""
    direction, state = (
        said.model_dump(exclude_unset=True) for said in (profile.direction, profile.state)
    )
    return profile.model_copy(
        update={
            "direction": generic.direction.model_copy(update=direction),
            "state": generic.state.model_copy(update=state),
        }
    )
