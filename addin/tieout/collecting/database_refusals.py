"""Why did a database give no rows, in words that lead on: not reached, signed in wrongly, no such table, no right."""

import re
from itertools import chain

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from tieout.collecting.source_file import DatabaseSource
from tieout.errors import TieoutError
from tieout.texts import first_of

_SIGN_IN = re.compile(
    r"password|authentication|sign.?in|log.?in failed|access denied|pg_hba|role .* does not exist",
    re.IGNORECASE,
)
_NO_TABLE = re.compile(
    r"no such table|relation .* does not exist|table .* doesn't exist|invalid object name|unknown table",
    re.IGNORECASE,
)
_NO_RIGHT = re.compile(r"permission denied|command denied|permission was denied", re.IGNORECASE)
_UNDEFINED_TABLE, _INSUFFICIENT = "42P01", "42501"


def not_connected(source: DatabaseSource, engine: Engine, error: SQLAlchemyError) -> TieoutError:
    """What is said where no connection came about."""
    found, url = first_words(error), engine.url
    where = url.host or url.database or ""
    if _SIGN_IN.search(found):
        return TieoutError(
            "collecting.sign_in", name=source.name, user=url.username or "", where=where,
            secret=source.secret or "NAME", found=found,
        )  # fmt: skip
    return TieoutError("collecting.not_reached", name=source.name, where=where, found=found)


def not_given(source: DatabaseSource, engine: Engine, error: SQLAlchemyError) -> TieoutError:
    """What is said where the database was reached and gave nothing."""
    found, state = first_words(error), getattr(getattr(error, "orig", None), "sqlstate", None)
    if state == _UNDEFINED_TABLE or _NO_TABLE.search(found):
        known = first_of(_tables(source, engine)) or ["-"]
        return TieoutError("collecting.no_table", name=source.name, found=found, known=known)
    if state == _INSUFFICIENT or _NO_RIGHT.search(found):
        user = engine.url.username or ""
        return TieoutError("collecting.no_right", name=source.name, user=user, found=found)
    return TieoutError("collecting.database", name=source.name, found=found)


def first_words(error: SQLAlchemyError) -> str:
    """The database's own first words; the address, which may hold a name, is left out."""
    original = getattr(error, "orig", None) or error
    lines = chain(str(original).strip().splitlines(), [type(error).__name__])
    return next(line for line in lines if line.strip())[:300]


def _tables(source: DatabaseSource, engine: Engine) -> list[str]:
    """The tables beside which one is missing, none where the database does not say."""
    schema = source.table.rpartition(".")[0] or None
    try:
        seen = inspect(engine)
        return sorted([*seen.get_table_names(schema), *seen.get_view_names(schema)])
    except SQLAlchemyError:
        return []
