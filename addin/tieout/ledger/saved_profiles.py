"""How does a corrected mapping become a profile of its own, which is recognised the next time."""

from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import pandas as pd
import tomli_w

from tieout.errors import TieoutError
from tieout.ledger.headers import Header, find_header
from tieout.ledger.ledger import Ledger
from tieout.ledger.preamble import read_preamble
from tieout.ledger.profile import SAVED, Profile, is_saved, profiles, saved_folder


def saved_profiles() -> list[Profile]:
    """What the user saved, by title."""
    mine = [each for each in profiles().values() if is_saved(each)]
    return sorted(mine, key=lambda each: each.called())


def forget_profile(name: str) -> Profile:
    """Delete a saved profile, by its name or title; the next sheet like it is read as usual."""
    mine = saved_profiles()
    found = next((each for each in mine if name in (each.name, *each.title.values())), None)
    if found is None:
        known = [each.called() for each in mine] or "–"
        raise TieoutError("profile.not_saved", name=name, known=known)
    file_of(found).unlink()
    profiles.cache_clear()
    return found


def file_of(profile: Profile) -> Path:
    """Where a saved profile lies."""
    return saved_folder() / f"{profile.name}.toml"


def settled(header: Header, cells: pd.DataFrame, file: str) -> Header:
    """The header by the one saved profile that is meant, where several have these headings.

    The one whose customer the sheet names is; else all must say the same.
    """
    if not is_saved(header.profile):
        return header
    alike = [
        each for each in saved_profiles() if set(each.required) == set(header.profile.required)
    ]
    customer = read_preamble(cells.head(header.first)).customer
    meant = [each for each in alike if customer and each.customer == customer] or alike
    if any(
        (each.heading, each.customer) != (meant[0].heading, meant[0].customer) for each in meant
    ):
        names = [each.called() for each in meant]
        raise TieoutError("profile.several", file=file, names=names)
    return find_header(cells, meant[0]) or header


def save_profile(
    ledger: Ledger, title: str, columns: Mapping[str, str], customer: str = ""
) -> Path:
    """Save which heading has which meaning, for sheets with the same headings as this one.

    `title` is what people call the source; `customer` who sends it, taken where a sheet names
    nobody; `columns` names the heading of each meaning (`date`, `amount`, `debit`, …). The file is named by a number, so that no
    title can be a path.
    """
    if ledger.source.headless:
        raise TieoutError("profile.headless", file=ledger.source.file)
    headings = [heading for heading in ledger.source.headings if heading]
    unknown = [heading for heading in columns.values() if heading not in headings]
    if unknown:
        raise TieoutError("profile.no_heading", headings=list(unknown), found=list(headings))
    name = f"{SAVED}{crc32(title.encode()):08x}"
    file = saved_folder() / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_suffix(".new")
    whole.write_text(
        tomli_w.dumps(
            {
                "name": name,
                "title": {"zh": title, "en": title},
                "customer": customer,
                "required": list(dict.fromkeys(headings)),
                "heading": {meaning: [heading] for meaning, heading in columns.items()},
            }
        ),
        encoding="utf-8",
    )
    whole.replace(file)
    profiles.cache_clear()
    return file
