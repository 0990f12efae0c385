"""In which language does the command line speak: `--language` anywhere on it, else the user's own."""

from collections.abc import Sequence

from tieout.errors import TieoutError
from tieout.texts import LANGUAGES, Language, current_language

OPTION = "--language"


def chosen_language(arguments: Sequence[str]) -> tuple[Language, list[str]]:
    """The language, and the arguments without the option that chose it.

    It is looked for before anything else is read, because the help and the errors are in it.

    >>> chosen_language(["read", "a.csv", "--language=zh"])
    ('zh', ['read', 'a.csv'])
    """
    rest: list[str] = []
    chosen: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            return _known(chosen), [*rest, word, *words]
        name, equals, value = word.partition("=")
        if name == OPTION:
            chosen = value if equals else next(words, "")
        else:
            rest.append(word)
    return _known(chosen), rest


def _known(chosen: str | None) -> Language:
    if chosen is None:
        return current_language()
    for language in LANGUAGES:
        if chosen.lower() == language:
            return language
    raise TieoutError("cli.unknown_language", found=chosen, known=" / ".join(LANGUAGES))
