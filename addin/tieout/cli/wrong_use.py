"""What was wrong with the words on the command line: one sentence, and where help is."""

from difflib import get_close_matches
from pathlib import PurePath

from typer import TyperException

from tieout.texts import Language, text

NAMED_MAX = 12
"""More commands than these are left to the help."""


def wrong_use(error: TyperException, language: Language) -> str:
    """The sentence for a command line that says what cannot be meant."""
    command = getattr(getattr(error, "ctx", None), "command_path", "tieout")
    return f"{_sentence(error, language)}\n{text('cli.try_help', language, command=command)}"


def _sentence(error: TyperException, language: Language) -> str:
    """By what kind of error it is; one we do not know keeps the library's own English words."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return text("cli.no_such_option", language, found=getattr(error, "option_name", ""))
    if kind == "MissingParameter":
        return text("cli.missing_argument", language, name=_parameter(error))
    if kind == "BadOptionUsage":
        return text("cli.option_without_value", language, name=getattr(error, "option_name", ""))
    if kind == "UsageError":
        return _left_over(error, language)
    return text("cli.wrong_use", language, message=error.format_message())


def _left_over(error: TyperException, language: Language) -> str:
    """A word too many, or a command that does not exist."""
    message = error.format_message()
    found = (
        message.rpartition("(")[2].rpartition(")")[0] or message.partition("'")[2].partition("'")[0]
    )
    if message.startswith("No such command"):
        return _no_such_command(error, found, language)
    if message.startswith("Got unexpected extra argument"):
        return text("cli.extra_argument", language, found=found)
    if message.startswith("Missing command"):
        return text("cli.missing_command", language)
    return text("cli.wrong_use", language, message=message)


def _no_such_command(error: TyperException, found: str, language: Language) -> str:
    """What was meant: a command that is written alike, or one that does something with a file."""
    context = getattr(error, "ctx", None)
    known = list(getattr(getattr(context, "command", None), "commands", {}))
    path = getattr(context, "command_path", "tieout")
    alike = get_close_matches(found.casefold(), known, n=1)
    if alike:
        return text("cli.no_such_command_alike", language, found=found, alike=f"{path} {alike[0]}")
    is_file = PurePath(found).suffix or len(PurePath(found).parts) > 1
    said = text("cli.file_first" if is_file else "cli.no_such_command", language, found=found, command=path)  # fmt: skip
    few = 0 < len(known) <= NAMED_MAX
    return said + (text("cli.commands_are", language, known=", ".join(known)) if few else "")


def _parameter(error: TyperException) -> str:
    """What is missing, as it is typed: --match N, or FILE."""
    parameter = getattr(error, "param", None)
    value = str(getattr(parameter, "metavar", None) or getattr(parameter, "name", "")).upper()
    option = [name for name in getattr(parameter, "opts", []) if name.startswith("--")]
    return " ".join([*option[:1], value])
