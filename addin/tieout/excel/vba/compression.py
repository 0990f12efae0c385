"""How is VBA source compressed in a file (MS-OVBA 2.4.1): runs that were there before are referred to."""

CHUNK = 4096
_RUN_MIN = 3
_TRIES_MAX = 32
"""Earlier places that are compared: more find little and cost much."""


def compressed(source: bytes) -> bytes:
    r"""The container: a signature, then chunks of 4096 bytes, each compressed by itself.

    >>> compressed(b"aaaaaaaa").hex()
    '0103b002610400'
    """
    chunks = [source[start : start + CHUNK] for start in range(0, len(source), CHUNK)]
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(plain: bytes) -> bytes:
    body = _tokens(plain)
    if len(body) >= CHUNK:
        assert len(plain) == CHUNK, "only a whole chunk may stand uncompressed"
        return (0x3000 | (CHUNK - 1)).to_bytes(2, "little") + plain
    return (0xB000 | (len(body) - 1)).to_bytes(2, "little") + body


def _tokens(plain: bytes) -> bytes:
    """Groups of eight tokens, each group behind a byte that tells letters from references."""
    body, flags, group, count = bytearray(), 0, bytearray(), 0
    earlier: dict[bytes, list[int]] = {}
    at = 0
    while at < len(plain):
        length, back = _longest(plain, at, earlier.get(plain[at : at + _RUN_MIN], []))
        if length:
            flags |= 1 << count
            group += _reference(at, length, back)
        else:
            length = 1
            group.append(plain[at])
        for place in range(at, at + length):
            earlier.setdefault(plain[place : place + _RUN_MIN], []).append(place)
        at, count = at + length, count + 1
        if count == 8 or at == len(plain):
            body += bytes([flags]) + group
            flags, group, count = 0, bytearray(), 0
    return bytes(body)


def _longest(plain: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """Length and distance of the longest run that was there before; 0 where none is worth it."""
    length_max = min(_length_max(at), len(plain) - at)
    best, back = 0, 0
    for place in reversed(places[-_TRIES_MAX:]):
        length = 0
        while length < length_max and plain[place + length] == plain[at + length]:
            length += 1
        if length > best:
            best, back = length, at - place
    return (best, back) if best >= _RUN_MIN else (0, 0)


def _distance_bits(at: int) -> int:
    """Bits that tell a distance: as many as the text so far needs, four at least."""
    return max(4, (at - 1).bit_length())


def _length_max(at: int) -> int:
    return (0xFFFF >> _distance_bits(at)) + _RUN_MIN if at else 0


def _reference(at: int, length: int, back: int) -> bytes:
    shift = 16 - _distance_bits(at)
    return ((back - 1) << shift | (length - _RUN_MIN)).to_bytes(2, "little")
