"""What was collected, in words for a terminal: counts, then what should be looked at."""

from itertools import groupby

from tieout.collecting.collection import Collection
from tieout.collecting.ledger_file import findings
from tieout.texts import text

NAMED_MAX = 10
"""Sentences of one kind that are shown; the workbook has all."""


def describe_collection(collection: Collection) -> str:
    """Source by source, a line a finding."""
    lines: list[str] = []
    for (source, kind), found in groupby(findings(collection), key=lambda each: each[:2]):
        sentences = [sentence for _, _, sentence in found]
        if kind == text("collecting.kind.counts"):
            lines.append(f"{source}: {sentences[0]}")
            continue
        lines.append(f"  {kind} ({len(sentences)})")
        lines += [f"    {sentence}" for sentence in sentences[:NAMED_MAX]]
        if len(sentences) > NAMED_MAX:
            lines.append("    " + text("collecting.more", count=len(sentences) - NAMED_MAX))
    return "\n".join([*lines, text("collecting.rows", count=collection.rows)])
