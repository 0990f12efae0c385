"""How does a page of a result sheet grow: line by line, from the top."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.workbook.layout import (
    HEAD,
    INK,
    MUTED,
    TITLE,
    Block,
    Merge,
    Style,
    cell,
    row_block,
    text_width,
)

LINE_HEIGHT, LINE_PADDING = 15.0, 4.0
FITTING = 1.04
"""Characters of ten points to a unit of width; a unit is a digit of eleven."""
TITLE_STYLE = Style(bold=True, size=16, color=TITLE)
SECTION = Style(bold=True, size=12, color=TITLE, border="bottom")
HEADING = Style(bold=True, fill=HEAD, border="all", align="center", wrap=True)
TEXT = Style(border="all", wrap=True, indent=1)
NOTE = Style(color=MUTED, wrap=True)
PLAIN = Style(color=INK, wrap=True)
COUNT = Style(border="all", number_format='#,##0;-#,##0;"-"', align="right", indent=1)


@dataclass
class Drawing:
    """The cells of a page so far; `row` is the next free one."""

    widths: dict[int, float]
    row: int = 1
    blocks: list[Block] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)

    @property
    def columns_count(self) -> int:
        """How wide the page is."""
        return len(self.widths)

    def line(
        self, values: Sequence[object], styles: Style | Sequence[Style], column: int = 1
    ) -> int:
        """One line; its height fits the texts that wrap. Gives its row."""
        block = row_block(self.row, column, values, styles)
        self.blocks.append(block)
        needed = max(
            (
                self._lines_needed(value, column + place, style)
                for place, (value, style) in enumerate(zip(values, block.styles, strict=True))
            ),
            default=1,
        )
        self.heights[self.row] = needed * LINE_HEIGHT + LINE_PADDING
        self.row += 1
        return self.row - 1

    def across(self, value: object, style: Style, height: float | None = None) -> int:
        """One text over the whole width; its height fits it."""
        width = self.columns_count
        self.merges.append(Merge(self.row, 1, width))
        self.blocks.append(row_block(self.row, 1, [value, *[None] * (width - 1)], style))
        lines = -(-text_width(value) * style.size / 10 // (sum(self.widths.values()) * 0.95))
        self.heights[self.row] = (
            height or max(lines, 1) * LINE_HEIGHT * max(style.size / 10, 1) + LINE_PADDING
        )
        self.row += 1
        return self.row - 1

    def joined_first_two(self) -> None:
        """The first two cells of the last line as one."""
        self.merges.append(Merge(self.row - 1, 1, 2))

    def across_from(self, label: str, value: object) -> None:
        """A label over the first two columns, and a value over all others."""
        width = self.columns_count
        look = Style(border="all", wrap=True, align="left", indent=1)
        self.merges += [Merge(self.row, 1, 2), Merge(self.row, 3, width)]
        self.blocks.append(
            row_block(self.row, 1, [label, None, value, *[None] * (width - 3)], look)
        )
        widths = list(self.widths.values())
        lines = max(
            -(-text_width(shown) // ((sum(room) - look.indent) * FITTING))
            for shown, room in ((label, widths[:2]), (value, widths[2:]))
        )
        self.heights[self.row] = max(1, lines) * LINE_HEIGHT + LINE_PADDING
        self.row += 1

    def table(
        self, columns: Sequence[Sequence[object]], styles: Sequence[Style]
    ) -> tuple[int, int]:
        """Lines of one look; gives the first and the last row, the last before the first if none."""
        first = self.row
        self.blocks.append(Block(first, 1, columns, styles))
        for place, values in enumerate(zip(*columns, strict=True)):
            needed = max(
                self._lines_needed(value, column, style)
                for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1)
            )
            self.heights[first + place] = needed * LINE_HEIGHT + LINE_PADDING
        self.row += len(columns[0])
        return first, self.row - 1

    def put(self, row: int, column: int, value: object, style: Style) -> None:
        """A cell of an earlier line."""
        self.blocks.append(row_block(row, column, [value], style))

    def gap(self, rows: int = 1) -> None:
        """Empty lines."""
        self.row += rows

    def here(self, column: int) -> str:
        """The address of a cell of the next line."""
        return cell(self.row, column)

    def _lines_needed(self, value: object, column: int, style: Style) -> int:
        if not style.wrap or not isinstance(value, str):
            return 1
        width = (self.widths.get(column, 8.43) - style.indent) * FITTING
        return int(sum(max(-(-text_width(part) // width), 1) for part in value.split("\n")))
