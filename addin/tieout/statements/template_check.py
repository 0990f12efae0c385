"""Is a template right: every field it names exists, its rows repeat, nothing refers to what may go."""

import re
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import TieoutError
from tieout.statements.fields import Fields
from tieout.statements.filling import filling_plan
from tieout.statements.heading import StatementHeading
from tieout.statements.kinds import KINDS, CustomersKind, Kind, ReconciledKind, kind_named
from tieout.statements.nothing_to_state import no_account, no_reconciled
from tieout.statements.template import read_template
from tieout.texts import LANGUAGES, Language

_LANGUAGE = re.compile(r"_(zh|en)$")


@dataclass(frozen=True)
class KnownFields:
    """The fields a kind brings: anywhere, and in its repeating rows by their names."""

    anywhere: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]


def known_fields(kind: Kind, language: Language) -> KnownFields:
    """What can stand in a template of a kind."""
    fields = _sample(kind, language)
    rows = {name: tuple(columns) for name, columns in fields.blocks.items()}
    return KnownFields(tuple(sorted(fields.values)), rows)


def check_template(file: Path, kind: str | None = None) -> str:
    """The kind a template is right for; what is wrong is raised, with its cell and the remedy."""
    name = kind or _kind_of(file)
    found = kind_named(name)
    language = _language_of(file)
    fields = _sample(found, language)
    template = read_template(file, found.blocks, tuple(fields.blocks))
    filling_plan(template, fields)
    return name


def _kind_of(file: Path) -> str:
    """Templates are named after their kind."""
    name = _LANGUAGE.sub("", file.stem).replace("_", "-")
    if name not in KINDS:
        raise TieoutError("statement.error.template_kind", file=file.name, kinds=list(KINDS))
    return name


def _language_of(file: Path) -> Language:
    found = _LANGUAGE.search(file.stem)
    return next((language for language in LANGUAGES if found and found[1] == language), "zh")


def _sample(kind: Kind, language: Language) -> Fields:
    """The fields of a statement that says nothing; they are named as those of any other."""
    heading = StatementHeading()
    if isinstance(kind, ReconciledKind):
        return kind.fields(no_reconciled(), heading, "invoice", language)
    if isinstance(kind, CustomersKind):
        return kind.fields([no_account()], heading, "invoice", language)
    return kind.fields(no_account(), heading, "invoice", language)
