"""Does each line of the trail follow the one before it, and is its end the one seen outside the books."""

from collections.abc import Iterable, Iterator, Sequence

from tieout.books.tampering import Tampering
from tieout.books.trail import BEGINNING, Anchor, TrailLine


def broken_chain(lines: Sequence[TrailLine]) -> Iterator[Tampering]:
    """Lines that are missing, were changed, or do not follow the one before."""
    number, previous = 1, BEGINNING
    for line in lines:
        if line.sequence != number:
            yield Tampering("trail_missing", {"first": number, "last": line.sequence - 1})
        if line.expected_hash() != line.hash:
            yield Tampering(
                "trail_changed", {"line": line.sequence, "action": line.action, "who": line.who}
            )
        elif line.previous != previous and line.sequence == number:
            yield Tampering("trail_unchained", {"line": line.sequence})
        number, previous = line.sequence + 1, line.hash


def broken_anchors(
    lines: Sequence[TrailLine], kept_outside: Iterable[Anchor]
) -> Iterator[Tampering]:
    """Heads kept outside that the trail no longer has."""
    hashes = {line.sequence: line.hash for line in lines} | {0: BEGINNING}
    last = max(hashes)
    for anchor in sorted(set(kept_outside), key=str):
        if anchor.sequence > last:
            yield Tampering("cut_off", {"line": last, "seen": anchor.sequence})
        elif hashes.get(anchor.sequence) != anchor.hash:
            yield Tampering("not_the_anchor", {"line": anchor.sequence})
