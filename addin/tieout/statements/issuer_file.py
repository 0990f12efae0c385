"""How does who issues statements lie in a file: TOML, every fault named at once."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from tieout.errors import TieoutError
from tieout.statements.heading import Issuer


def read_issuer(file: Path) -> Issuer:
    """Our name, address, bank and auditor as the file has them."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TieoutError("statement.error.issuer_file", file=file, why=error) from error
    try:
        return Issuer.model_validate(written)
    except ValidationError as error:
        wrong = [".".join(map(str, fault["loc"])) for fault in error.errors()]
        raise TieoutError(
            "statement.error.issuer_fields",
            file=file,
            wrong=wrong,
            fields=list(Issuer.model_fields),
        ) from error
