"""`tieout profiles`: which sources are known, which the user saved, and how to be rid of one."""

from typing import Annotated

import typer

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.texts import text

Name = Annotated[str, typer.Argument(metavar="NAME", help="cli.help.profile_name")]


def mount(app: typer.Typer) -> None:
    """Put these commands among the others."""
    profiles = typer.Typer(cls=SpokenGroup, help="cli.help.profiles")
    for command, name in ((list_profiles, "list"), (show, "show"), (forget, "forget")):
        profiles.command(name, cls=SpokenCommand, help=f"cli.help.profiles_{name}")(command)
    app.add_typer(profiles, name="profiles")


def list_profiles() -> None:
    """Those the user saved, then those that come with the program."""
    from tieout.ledger.profile import is_saved, profiles
    from tieout.ledger.saved_profiles import saved_profiles

    mine = saved_profiles()
    print(text("cli.profiles_saved", count=len(mine)))
    for each in mine:
        print(f"  {each.called()}" + (f"  ({each.customer})" if each.customer else ""))
    print(text("cli.profiles_known"))
    for each in profiles().values():
        if not is_saved(each):
            print(f"  {each.name:<22} {each.called()}")


def show(name: Name) -> None:
    """The headings it is known by and what each means."""
    from tieout.ledger.profile import is_saved, profile_named
    from tieout.ledger.saved_profiles import file_of

    profile = profile_named(name)
    print(profile.called())
    if profile.customer:
        print(text("cli.profile_customer", customer=profile.customer))
    if profile.required:
        print(text("cli.profile_required", headings=list(profile.required)))
    for meaning, headings in profile.heading.items():
        print(f"  {text(f'meaning.{meaning}')} ← {'、'.join(headings)}")
    if is_saved(profile):
        print(text("cli.profile_file", file=file_of(profile)))


def forget(name: Name) -> None:
    """Delete one the user saved."""
    from tieout.ledger.saved_profiles import forget_profile

    print(text("cli.profile_forgotten", title=forget_profile(name).called()))
