"""Are the bytes of a closed file as we left them: a hash of each page, kept beside the file.

The rows are vouched for by the trail; the seal also covers what no row shows: indexes, free space,
headers. It is removed, under the writers' lock, before any write is committed and made again under
the same lock, so where it is there, nothing of ours has written since. After a crash it is missing,
and the trail alone speaks.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

PAGE_BYTES = 4096
_MAGIC = b"tieout seal 1\n"
_HASH_BYTES = 8
_CHECK_BYTES = 32


@dataclass(frozen=True)
class SealBreak:
    """A place in the file that is not as it was left: a page, from 1; 0 where it is the seal itself."""

    page: int


def seal_path(books: Path) -> Path:
    """Where the seal of a file lies."""
    return books.with_name(books.name + ".seal")


def write_seal(books: Path) -> None:
    """Seal a file as it is now."""
    body = _MAGIC + b"".join(_page_hashes(books))
    place = seal_path(books)
    half_made = place.with_name(place.name + f".{os.getpid()}")
    half_made.write_bytes(body + blake2b(body, digest_size=_CHECK_BYTES).digest())
    half_made.replace(place)


def remove_seal(books: Path) -> None:
    """The file is about to change."""
    seal_path(books).unlink(missing_ok=True)


def is_sealed(books: Path) -> bool:
    """Whether a seal is there."""
    return seal_path(books).is_file()


def broken_seal(books: Path) -> list[SealBreak]:
    """The pages that are not as they were sealed."""
    whole = seal_path(books).read_bytes()
    body, check = whole[:-_CHECK_BYTES], whole[-_CHECK_BYTES:]
    if not body.startswith(_MAGIC) or blake2b(body, digest_size=_CHECK_BYTES).digest() != check:
        return [SealBreak(0)]
    hashes = body[len(_MAGIC) :]
    sealed = [hashes[i : i + _HASH_BYTES] for i in range(0, len(hashes), _HASH_BYTES)]
    found = list(_page_hashes(books))
    pages = range(max(len(sealed), len(found)))
    return [
        SealBreak(page + 1) for page in pages if sealed[page : page + 1] != found[page : page + 1]
    ]


def _page_hashes(books: Path) -> Iterator[bytes]:
    with books.open("rb") as file:
        while page := file.read(PAGE_BYTES):
            yield blake2b(page, digest_size=_HASH_BYTES).digest()
