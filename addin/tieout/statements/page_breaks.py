"""Where does each printed page of a filled sheet end, so that what belongs together stays together."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tieout.statements.grown_rows import GrownRows
from tieout.statements.paper import Paper
from tieout.statements.template import NamedRows, Template


@dataclass(frozen=True)
class PageLayout:
    """The rows after which a page ends: `summed` among entries, with sums of the page, else `plain`.

    Where any is summed, `plain` rows are numbered with the total of the last page among them.
    """

    summed: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()


def page_layout(template: Template, rows: GrownRows, heights: Mapping[int, float]) -> PageLayout:
    """Where the pages of a sheet end, by the height of each of its rows.

    A page that ends among entries leaves room for its sums, and the next one for what is brought
    forward. Rows that stay together go over to the next page together, unless they fill one.
    """
    if template.paper is None:
        return PageLayout()
    filled = _filled(template, template.paper, rows, heights)
    ends = _page_ends(filled)
    summed = tuple(row for row in ends if row in filled.entries)
    lower = len(template.page.total) if summed else 0
    plain = (row for row in ends if row not in filled.entries)
    return PageLayout(summed, tuple(row + lower * (row >= filled.entries.stop) for row in plain))


@dataclass(frozen=True)
class _Filled:
    """A sheet to be cut into pages, heights in points; `above[n]` is that of the first n rows."""

    above: Sequence[float]
    page: float
    headings: float
    headings_end: int
    total: float
    carried: float
    brought: float
    entries: range
    inseparable: frozenset[int]
    forced: Sequence[int]


def _filled(
    template: Template, paper: Paper, rows: GrownRows, heights: Mapping[int, float]
) -> _Filled:
    last = max(heights, default=0)
    forced = [rows.last(row) for row in template.breaks]
    # No page has the last line alone.
    inseparable = _inseparable(template, rows) | ({last - 1} - set(forced))
    own = template.heights
    page = template.page
    return _Filled(
        above=list(accumulate((heights.get(row, 0.0) for row in range(1, last + 1)), initial=0.0)),
        page=paper.height,
        headings=sum(own.get(row, 0.0) for row in paper.headings),
        headings_end=rows.last(paper.headings[-1]) if paper.headings else 0,
        total=sum(own.get(row, 0.0) for row in page.total),
        carried=sum(own.get(row, 0.0) for row in page.carried),
        brought=sum(own.get(row, 0.0) for row in page.brought),
        entries=_entries(template, rows),
        inseparable=inseparable,
        forced=forced,
    )


def _entries(template: Template, rows: GrownRows) -> range:
    """The rows after which a page is summed up: from the first entry to where the template has its sums."""
    if not any(template.page) or not template.repeating:
        return range(0)
    page = template.page
    start = min(block.row for block in template.repeating.values())
    stop = min((*page.total, *page.carried), default=min(page))
    return range(rows.first(start), rows.first(stop))


def _inseparable(template: Template, rows: GrownRows) -> frozenset[int]:
    """The rows after which no page may end."""
    together = [_placed(named, rows) for named in template.together]
    for block in template.repeating.values():
        together += [range(at, at + block.height) for at in rows.copies(block.row)]
    return frozenset(row for some in together for row in some[:-1])


def _placed(named: NamedRows, rows: GrownRows) -> range:
    """Rows kept together: from the last copy of the first, to the first copy of the last."""
    return range(rows.last(named.first_row), rows.first(named.last_row) + 1)


def _page_ends(filled: _Filled) -> list[int]:
    ends: list[int] = []
    last = len(filled.above) - 1
    start = 1
    while True:
        end = _page_end(filled, start, ends)
        if end >= last:
            return ends
        ends.append(end)
        start = end + 1


def _page_end(filled: _Filled, start: int, ends: Sequence[int]) -> int:
    """The last row of the page that begins with a row."""
    over = bool(ends) and ends[-1] in filled.entries
    room = filled.page - (filled.headings if start > filled.headings_end else 0.0)
    room -= filled.brought if over else 0.0
    fits = bisect_right(filled.above, filled.above[start - 1] + room) - 1
    fits = min([fits, *(row for row in filled.forced if row >= start)])
    last = len(filled.above) - 1
    for end in range(fits, start - 1, -1):
        among = end in filled.entries
        sums = filled.total * (among or over) + filled.carried * among
        enough = filled.above[end] - filled.above[start - 1] + sums <= room
        if enough and (end >= last or end not in filled.inseparable):
            return end
    return max(fits, start)
