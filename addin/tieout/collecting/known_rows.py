"""What was collected before: the rows of each source by their keys, kept in one file beside the ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tieout.collecting.collected_row import NAMES, CollectedRow
from tieout.errors import TieoutError
from tieout.saving import whole_file

FORMAT = 1


@dataclass(frozen=True)
class KnownSource:
    """The rows of a source by key, the files read (content hash → name), and rows that are gone.

    `read_by` is the hash of the rules by which it was read: other rules read every file again.
    """

    rows: Mapping[str, CollectedRow] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    read_by: str = ""


Known = Mapping[str, KnownSource]


def known_file(ledger: Path) -> Path:
    """Where it is kept, for a ledger file.

    >>> known_file(Path("books/shop.xlsx")).name
    'shop.collected.json'
    """
    return ledger.with_name(f"{ledger.stem}.collected.json")


def read_known(file: Path) -> Known:
    """What was collected before; nothing where the file is not there yet."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise TieoutError("collecting.other_format", file=file.name)
        return {
            name: KnownSource(
                {key: CollectedRow(key, *values) for key, values in each["rows"].items()},
                each["files"],
                each["gone"],
                each["read_by"],
            )
            for name, each in document["sources"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise TieoutError("collecting.known_unreadable", file=file.name) from None


def write_known(file: Path, known: Known) -> None:
    """Keep it, whole or not at all."""
    sources = {
        name: {
            "read_by": each.read_by,
            "files": dict(each.files),
            "gone": dict(each.gone),
            "rows": {k: [getattr(row, n) for n in NAMES[1:]] for k, row in each.rows.items()},
        }
        for name, each in known.items()
    }
    document = json.dumps({"format": FORMAT, "sources": sources}, ensure_ascii=False)
    with whole_file(file) as beside:
        beside.write_text(document, encoding="utf-8")
