"""How does a corrected mapping become a profile of its own, which is recognised the next time."""

from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import tomli_w

from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.profile import profiles, saved_folder


def save_profile(ledger: Ledger, title: str, columns: Mapping[str, str]) -> Path:
    """Save which heading has which meaning, for sheets with the same headings as this one.

    `title` is what people call the source, such as the customer who sends it; `columns` names the
    heading of each meaning (`date`, `amount`, `debit`, …). The file is named by a number, so that no
    title can be a path.
    """
    headings = [heading for heading in ledger.source.headings if heading]
    unknown = [heading for heading in columns.values() if heading not in headings]
    if unknown:
        raise TieoutError(
            "profile.no_heading", headings="、".join(unknown), found="、".join(headings)
        )
    name = f"saved_{crc32(title.encode()):08x}"
    file = saved_folder() / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_suffix(".new")
    whole.write_text(
        tomli_w.dumps(
            {
                "name": name,
                "title": {"zh": title, "en": title},
                "required": list(dict.fromkeys(headings)),
                "heading": {meaning: [heading] for meaning, heading in columns.items()},
            }
        ),
        encoding="utf-8",
    )
    whole.replace(file)
    profiles.cache_clear()
    return file
