"""What did the user do that cannot work: one error, with a remedy, in both languages."""

from tieout.texts import Language, current_language, text


class TieoutError(Exception):
    """A wrong action; its message says where, what was found, what was expected and what to do.

    `key` names a text in the table; `values` fill its fields.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)

    def __str__(self) -> str:
        return self.message(current_language())

    def message(self, language: Language) -> str:
        """The sentence in one language."""
        return text(self.key, language, **self.values)
