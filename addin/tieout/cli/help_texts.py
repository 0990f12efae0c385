"""How is the help written in the user's language: keys are replaced by their texts."""

from typer.core import TyperCommand, TyperGroup
from typer.models import Context

from tieout.texts import Language, table, text


class _Spoken:
    """What has its help in the user's language; the library's own annotations are private classes."""

    def get_usage(self, ctx: Context) -> str:
        """The usage line, beginning with a word of that language."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", text("cli.help.usage"), 1)

    def format_help(self, ctx: Context, formatter: object) -> None:
        """The whole help, its panels headed in that language."""
        _name_the_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class SpokenCommand(_Spoken, TyperCommand):  # type: ignore[misc]
    """A command whose help is in the user's language."""


class SpokenGroup(_Spoken, TyperGroup):  # type: ignore[misc]
    """The commands together, their help in the user's language."""


Command = SpokenCommand | SpokenGroup


def in_words(command: Command, language: Language) -> Command:
    """The command and those below it, every text that is a key replaced by its words."""
    _translate(command, language)
    return command


def _translate(command: Command, language: Language) -> None:
    for name in ("help", "epilog", "short_help"):
        setattr(command, name, _words(getattr(command, name, None), language))
    command.options_metavar = text("cli.help.options_place", language)
    # Not by `make_context`, which makes values for every option of every command: a third of starting one.
    context = command.context_class(command, info_name="tieout", **command.context_settings)
    for parameter in command.get_params(context):
        is_help = "--help" in parameter.opts
        key = "cli.help.help" if is_help else getattr(parameter, "help", None)
        vars(parameter)["help"] = _words(key, language)
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""  # a flag takes no value, so none is shown
    if isinstance(command, SpokenGroup):
        command.subcommand_metavar = text("cli.help.command_place", language)
        for each in command.commands.values():
            assert isinstance(each, Command), (
                f"{each.name} is neither SpokenCommand nor SpokenGroup"
            )
            _translate(each, language)


def _words(key: str | None, language: Language) -> str | None:
    return text(key, language) if key is not None and key in table() else key


def _name_the_panels() -> None:
    """Only here is the library loaded that draws them; it takes a tenth of starting a command."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = text("cli.help.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = text("cli.help.options")
    rich_utils.COMMANDS_PANEL_TITLE = text("cli.help.commands")
    rich_utils.REQUIRED_LONG_STRING = f"[{text('cli.help.required')}]"
    rich_utils.DEFAULT_STRING = f"[{text('cli.help.default')}]"
