"""Which sources are collected, and how each is read: a TOML file that people write, without secrets."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from tieout.collecting.document_types import DocumentType
from tieout.errors import TieoutError
from tieout.texts import text

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class ColumnNames(BaseModel):
    """The source's own name of the column for each meaning; "" where it has none."""

    model_config = _FROZEN

    date: str = ""
    due_date: str = ""
    type: str = ""
    reference: str = ""
    memo: str = ""
    customer: str = ""
    currency: str = ""
    amount: str = ""
    debit: str = ""
    credit: str = ""
    quantity: str = ""
    price: str = ""

    def given(self) -> dict[str, str]:
        """The meanings that have a column."""
        return {meaning: name for meaning, name in self.model_dump().items() if name}


class Paging(BaseModel):
    """How a service hands out its rows; `next` is where in the answer the next cursor stands."""

    model_config = _FROZEN

    style: Literal["none", "page", "offset", "cursor", "link"] = "none"
    parameter: str = ""
    first: int = 1
    size_parameter: str = ""
    size: int = Field(default=100, ge=1)
    next: str = ""
    pages_max: int = Field(default=10_000, ge=1)


class _Source(BaseModel):
    """What every source says: its name, its columns, its documents."""

    model_config = _FROZEN

    name: str = Field(min_length=1)
    key: tuple[str, ...] = ()
    profile: str | None = None
    currency: str = ""
    customer: str = ""
    columns: ColumnNames = ColumnNames()
    document: DocumentType | None = None
    types: dict[DocumentType, tuple[str, ...]] = {}
    ignored: tuple[str, ...] = ()


class DatabaseSource(_Source):
    """A table or a query; the password of the address is kept by the keyring under `secret`."""

    kind: Literal["database"]
    url: str
    table: str = ""
    query: str = ""
    secret: str = ""
    rows_max: int = Field(default=5_000_000, ge=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> "DatabaseSource":
        if bool(self.table) == bool(self.query):
            raise ValueError("table_or_query")
        return self


class FolderSource(_Source):
    """A folder into which another program puts its exports; a path is seen from the source file."""

    kind: Literal["folder"]
    path: Path
    pattern: str = "*"
    sheet: str | None = None


class ServiceSource(_Source):
    """A REST address that answers with JSON or CSV; its token is kept by the keyring under `secret`."""

    kind: Literal["service"]
    url: str
    format: Literal["json", "csv"] = "json"
    rows: str = ""
    parameters: dict[str, str] = {}
    secret: str = ""
    auth: str = "bearer"
    paging: Paging = Paging()
    megabytes_max: int = Field(default=200, ge=1)
    seconds_max: float = Field(default=30.0, gt=0)


Source = Annotated[DatabaseSource | FolderSource | ServiceSource, Field(discriminator="kind")]


class SourceFile(BaseModel):
    """Every source of a file, in its order."""

    model_config = _FROZEN

    source: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> "SourceFile":
        names = [each.name for each in self.source]
        if len(set(names)) < len(names):
            raise ValueError("names_differ")
        return self


def read_sources(path: Path, only: str | None = None) -> tuple[Source, ...]:
    """The sources of a file, or the one of a name; every fault of the file is named at once."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise TieoutError("collecting.no_file", file=path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TieoutError("collecting.not_toml", file=path.name, found=error) from None
    try:
        sources = SourceFile.model_validate(found).source
    except ValidationError as error:
        faults = "\n".join(f"  {_fault(each)}" for each in _own_faults(error.errors()))
        raise TieoutError("collecting.not_valid", file=path.name, found=faults) from None
    sources = tuple(_beside(each, path.parent) for each in sources)
    if only is None:
        return sources
    chosen = tuple(each for each in sources if each.name == only)
    if not chosen:
        known = [each.name for each in sources]
        raise TieoutError("collecting.no_source", file=path.name, name=only, known=known)
    return chosen


def _beside(source: Source, folder: Path) -> Source:
    if not isinstance(source, FolderSource):
        return source
    return source.model_copy(update={"path": folder / source.path.expanduser()})


_EXPECTED = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "union_tag_invalid": "kind",
    "union_tag_not_found": "kind",
    "too_short": "missing",
    "string_too_short": "missing",
}


def _own_faults(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The faults people made: a list is not too short where only what stands in it is wrong."""
    inside = {error["loc"][0] for error in errors if len(error["loc"]) > 1}
    return [error for error in errors if error["loc"] not in {(name,) for name in inside}]


def _fault(error: ErrorDetails) -> str:
    """Where, what was found, what is expected."""
    where = ".".join(str(part) for part in error["loc"])
    kind = error["type"]
    if kind == "value_error":
        expected = str(error.get("ctx", {}).get("error", ""))
    else:
        expected = _EXPECTED.get(kind, "value")
    given = error.get("ctx", {}).get("tag", error["input"])
    found = "…" if isinstance(given, (dict, tuple, list)) else repr(given)
    allowed = error.get("ctx", {}).get("expected", "")
    return text(
        "collecting.fault",
        where=where,
        found=found,
        expected=text(f"collecting.expected.{expected}", allowed=allowed),
    )
