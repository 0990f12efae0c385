"""How do streams and storages lie in a compound file (MS-CFB, version 3)."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Storage = Mapping[str, "bytes | Storage"]
"""A storage holds streams (bytes) and storages, by name."""

SECTOR, MINI_SECTOR, MINI_STREAM_BELOW = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_HEADER_FAT_SECTORS = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


def compound_file(root: Storage) -> bytes:
    """The file; the same streams give the same bytes, for no time and no identity is written.

    >>> compound_file({"a": b"x"})[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    entries = _entries(root)
    mini = _Chains(MINI_SECTOR)
    large = _Chains(SECTOR)
    starts = [
        (mini if len(entry.stream) < MINI_STREAM_BELOW else large).add(entry.stream)
        for entry in entries
    ]
    mini_stream = large.add(mini.body)
    mini_fat = large.add(mini.fat())
    directory_start = len(large.links)
    large.add(_directory(entries, starts, mini_stream, len(mini.body)))
    fat_start = len(large.links)
    fat_sectors = _fat_sectors(fat_start)
    assert fat_sectors <= _HEADER_FAT_SECTORS, "a VBA project of more than seven megabytes"
    large.links += [_FAT] * fat_sectors
    header = _header(
        fat_sectors,
        fat_start,
        directory_start,
        mini_fat,
        len(_padded(mini.fat(), SECTOR)) // SECTOR,
    )
    return header + large.body + large.fat()


@dataclass(frozen=True)
class _Entry:
    """A line of the directory: its place among its siblings is a balanced tree."""

    name: str
    kind: int
    stream: bytes = b""
    colour: int = _BLACK
    smaller: int = _NONE
    larger: int = _NONE
    child: int = _NONE


class _Chains:
    """Streams cut into sectors, and which sector follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.body = b""
        self.links: list[int] = []

    def add(self, stream: bytes) -> int:
        """The sector where the stream begins."""
        if not stream:
            return _END
        first = len(self.links)
        padded = _padded(stream, self.size)
        count = len(padded) // self.size
        self.body += padded
        self.links += [*range(first + 1, first + count), _END]
        return first

    def fat(self) -> bytes:
        return _padded(struct.pack(f"<{len(self.links)}I", *self.links), SECTOR, b"\xff")


def _padded(stream: bytes, size: int, fill: bytes = b"\0") -> bytes:
    return stream + fill * (-len(stream) % size)


def _fat_sectors(others: int) -> int:
    """How many sectors the table needs to hold the others and itself."""
    count = 0
    while count * (SECTOR // 4) < others + count:
        count += 1
    return count


def _entries(root: Storage) -> list[_Entry]:
    """The directory: the root first, every storage before what it holds."""
    entries = [_Entry("Root Entry", _ROOT)]
    _fill(entries, 0, root)
    return entries


def _fill(entries: list[_Entry], holder: int, storage: Storage) -> None:
    names = sorted(storage, key=_order)
    first = len(entries)
    place = {name: first + position for position, name in enumerate(names)}
    tree = dict(_tree(names, _full_levels(len(names))))
    for name in names:
        content = storage[name]
        smaller, larger, colour = tree[name]
        stream = content if isinstance(content, bytes) else b""
        kind = _STREAM if isinstance(content, bytes) else _STORAGE
        entries.append(
            _Entry(name, kind, stream, colour, place.get(smaller, _NONE), place.get(larger, _NONE))
        )
    held = entries[holder]
    top = place.get(_middle(names), _NONE)
    entries[holder] = _Entry(
        held.name, held.kind, held.stream, held.colour, held.smaller, held.larger, top
    )
    for name in names:
        content = storage[name]
        if not isinstance(content, bytes):
            _fill(entries, place[name], content)


def _order(name: str) -> tuple[int, str]:
    """Siblings are ordered by length, then by letters without regard to case."""
    return len(name), name.upper()


def _middle(names: list[str]) -> str:
    return names[len(names) // 2] if names else ""


def _full_levels(count: int) -> int:
    """Levels of a balanced tree that are full; what hangs below them is red."""
    return (count + 1).bit_length() - 1


def _tree(names: list[str], black_levels: int) -> Iterator[tuple[str, tuple[str, str, int]]]:
    if not names:
        return
    at = len(names) // 2
    smaller, larger = names[:at], names[at + 1 :]
    colour = _BLACK if black_levels > 0 else _RED
    yield names[at], (_middle(smaller), _middle(larger), colour)
    yield from _tree(smaller, black_levels - 1)
    yield from _tree(larger, black_levels - 1)


def _directory(entries: list[_Entry], starts: list[int], mini_stream: int, mini_size: int) -> bytes:
    packed = b"".join(
        _packed(entry, start) for entry, start in zip(entries[1:], starts[1:], strict=True)
    )
    root = _packed(entries[0], mini_stream, mini_size)
    unused = _ENTRY.pack(b"", 0, 0, 0, _NONE, _NONE, _NONE, bytes(16), 0, 0, 0, 0, 0)
    return root + packed + unused * (-len(entries) % (SECTOR // _ENTRY.size))


def _packed(entry: _Entry, start: int, size: int | None = None) -> bytes:
    name = entry.name.encode("utf-16-le")
    assert len(name) < 64, f"the name {entry.name} is too long for a stream"
    begins = 0 if entry.kind == _STORAGE else start
    length = len(entry.stream) if size is None else size
    return _ENTRY.pack(
        name,
        len(name) + 2,
        entry.kind,
        entry.colour,
        entry.smaller,
        entry.larger,
        entry.child,
        bytes(16),
        0,
        0,
        0,
        begins,
        length,
    )


def _header(
    fat_sectors: int, fat_start: int, directory_start: int, mini_fat: int, mini_fat_sectors: int
) -> bytes:
    fat_places = [*range(fat_start, fat_start + fat_sectors)]
    fat_places += [_FREE] * (_HEADER_FAT_SECTORS - fat_sectors)
    return struct.pack(
        "<8s16sHHHHH6s9I109I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        bytes(6),
        0,
        fat_sectors,
        directory_start,
        0,
        MINI_STREAM_BELOW,
        mini_fat,
        mini_fat_sectors,
        _END,
        0,
        *fat_places,
    )
