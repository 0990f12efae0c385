"""What is said of one place that is not as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tieout.texts import Language, text


@dataclass(frozen=True)
class Tampering:
    """One place that is not as it was written; `what` names a text `tampering.<what>`."""

    what: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: Language | None = None) -> str:
        """Where, and what is wrong there."""
        return text(f"tampering.{self.what}", language, **self.values)
