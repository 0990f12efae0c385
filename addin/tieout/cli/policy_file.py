"""Which matching policy does a file state: TOML, every rule checked before the work begins."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from tieout.errors import TieoutError
from tieout.matching.policy import Policy


def read_policy(file: Path) -> Policy:
    """The policy of a TOML file; what is not in it keeps its usual value."""
    try:
        rules = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise TieoutError("read.no_file", file=file) from None
    except IsADirectoryError:
        raise TieoutError("cli.policy_is_folder", file=file) from None
    except PermissionError:
        raise TieoutError("read.not_permitted", file=file) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TieoutError("cli.policy_not_toml", file=file, why=error) from None
    try:
        return Policy.model_validate(rules)
    except ValidationError as error:
        raise TieoutError("cli.policy_rule", file=file, **_first_wrong(error)) from None


def _first_wrong(error: ValidationError) -> dict[str, object]:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    return {"name": name, "found": first["input"], "why": first["msg"], "known": _known()}


def _known() -> str:
    return ", ".join(Policy.model_fields)
