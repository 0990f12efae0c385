"""Why is a column taken for what it is, and what is left to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tieout.texts import Language, text


@dataclass(frozen=True)
class Evidence:
    """What in a column tells its meaning; `code` names a text `shape.<code>` with the `values`."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: Language | None = None) -> str:
        """As it stands behind the column in the report."""
        return text(f"shape.{self.code}", language, **self.values)


@dataclass(frozen=True)
class Question:
    """What the shapes leave open: a text `problem.<code>` at the column of a meaning."""

    code: str
    meaning: str
    found: str | tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


def percent(part: int, whole: int) -> int:
    """Whole percents, never rounded up to all.

    >>> percent(199, 200), percent(3, 3)
    (99, 100)
    """
    return 100 * part // max(whole, 1)
