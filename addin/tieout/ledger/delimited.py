"""What cells does a text file hold: its separator told by its lines, every field as text."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from tieout.at_once import at_once
from tieout.errors import TieoutError
from tieout.ledger.cleaning.texts import STRING, text_series
from tieout.ledger.large_text import LargeText
from tieout.ledger.sheet_extent import CELLS_MAX, COLUMNS_MAX
from tieout.ledger.split_amounts import refuse_in_sample, refuse_split_amounts

SEPARATORS = ",;\t|"
SAMPLE_LINES = 400
_SAMPLE_BYTES = 1_000_000
_BLOCK = 1 << 22
_ODD_LINES_MAX = 5_000
_LINES_ABOVE_MAX, _LINE_ABOVE_MAX = 60, 100_000
_LINES_IN_A_FIELD_MAX = 20
_FIELD_MAX = 10_000_000
_FIELDS_MAX = 16_384
_CELLS_PER_CELL = 4  # a field of a text that wide takes as much memory as four cells of a sheet


@dataclass(frozen=True)
class _OddLine:
    """A line with more or fewer fields than the rest; `row` counts from 0."""

    row: int
    fields: list[str]


def delimited_cells(name: str, text: bytes) -> pd.DataFrame:
    r"""The fields of a text, one row a line, None where empty.

    >>> delimited_cells("a.csv", b"Date;Amount\n5.1.26;1,50\n;7\n").to_numpy().tolist()[1:]
    [['5.1.26', '1,50'], [nan, '7']]
    """
    return framed(delimited_columns(name, text))


def even_cells(name: str, text: LargeText, fields_max: int) -> pd.DataFrame | None:
    """The fields of a text in UTF-8 all of whose lines have as many but for some at the top.

    None where they have not, where it is no UTF-8, or where there are more fields than may be.
    """
    head = text.head.removeprefix(codecs.BOM_UTF8)
    separator, head, width = _laid_out(name, head)
    try:
        above, begin = _above(head, separator, width)
    except UnicodeDecodeError:
        return None
    if max(map(len, above), default=0) > width or width * text.lines > fields_max:
        return None
    begin += len(text.head) - len(head)
    try:
        columns, _ = _parsed(
            pa.py_buffer(text.letters[begin:]), separator, width,
            threads=True, quoted=text.has_quotes, check=True,
        )  # fmt: skip
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    for place, column in enumerate(columns) if above else ():
        fields = [row[place] or None if place < len(row) else None for row in above]
        columns[place] = pa.concat_arrays([pa.array(fields, STRING), column])
    return framed(_checked(name, columns, separator, quoted=text.has_quotes))


def _above(text: bytes, separator: str, width: int) -> tuple[list[list[str]], int]:
    r"""The lines down to the last odd one at the top, and where the text goes on.

    >>> _above(b"Ledger of A\n\nDate,Amount\n5.1.,1\n", ",", 2)
    ([['Ledger of A'], []], 13)
    """
    lines = text.split(b"\n")[:_LINES_ABOVE_MAX]
    if any(line.count(b'"') % 2 or len(line) > _LINE_ABOVE_MAX for line in lines):
        return [], 0
    rows = list(csv.reader((line.decode("utf-8") for line in lines[:-1]), delimiter=separator))
    last = max((n for n, row in enumerate(rows) if len(row) != width), default=-1)
    return rows[: last + 1], sum(len(line) + 1 for line in lines[: last + 1])


def delimited_columns(name: str, text: bytes) -> list[pa.Array]:
    """The fields column by column, whatever the lines are like."""
    separator, text, width = _laid_out(name, text)
    columns = _by_blocks(name, text, separator, width)
    if columns is None:
        columns = _line_by_line(name, text, separator)
    return _checked(name, columns, separator, quoted=b'"' in text)


def framed(columns: Sequence[pa.Array | pa.ChunkedArray]) -> pd.DataFrame:
    """The columns as cells."""
    return pd.DataFrame({place: text_series(column) for place, column in enumerate(columns)})


def _laid_out(name: str, text: bytes) -> tuple[str, bytes, int]:
    """The separator, the text in lines, and how many fields most lines have."""
    separator, text = _separator(text)
    if b"\n" not in text[:_SAMPLE_BYTES] and b"\r" in text and b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    rows = _sample(text, separator)
    refuse_in_sample(name, rows, separator)
    sample = [len(row) for row in rows if row]
    width = max(set(sample), key=lambda count: (sample.count(count), count), default=1)
    if max(sample, default=1) > _FIELDS_MAX:
        raise _too_many_columns(name, max(sample))
    if width > COLUMNS_MAX:
        _refuse_wide(name, _CELLS_PER_CELL * (text.count(b"\n") + 1), width)
    return separator, text, width


def _checked(name: str, columns: list[pa.Array], separator: str, *, quoted: bool) -> list[pa.Array]:
    """The columns with anything in them, refused where there are too many or a quote swallowed lines."""
    columns = _without_empty_ends(columns)
    if len(columns) > COLUMNS_MAX:
        raise _too_many_columns(name, len(columns))
    if quoted:
        _refuse_unclosed_quotes(name, columns, separator)
    return columns


def _without_empty_ends(columns: list[pa.Array]) -> list[pa.Array]:
    """Columns up to the last with anything in it: a sheet that was formatted far is saved far."""
    last = len(columns)
    while last > 1 and columns[last - 1].null_count == len(columns[last - 1]):
        last -= 1
    return columns[:last]


def _too_many_columns(name: str, columns: int) -> TieoutError:
    return TieoutError("read.too_many_columns", file=name, columns=columns, most=COLUMNS_MAX)


def _separator(text: bytes) -> tuple[str, bytes]:
    """The separator a `sep=` line names, else the one that splits most lines alike."""
    named = re.match(rb'"?sep=(.)"?[ ,;]*(?=\r|\n)', text, re.IGNORECASE)
    if named:
        return named[1].decode("latin-1"), text[named.end() :]
    head = text[:200_000].decode("utf-8", errors="ignore")
    lines = [_unquoted(line) for line in head.splitlines()[:SAMPLE_LINES]]
    return max(SEPARATORS, key=lambda mark: _evenness(lines, mark)), text


def _unquoted(line: str) -> str:
    """A line without what stands in quotes."""
    return re.sub(r'"[^"]*"', "", line)


def _evenness(lines: Sequence[str], mark: str) -> int:
    """How many lines have the separator as often as most lines that have it."""
    counts = [count for line in lines if (count := line.count(mark))]
    usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
    return counts.count(usual) * min(usual, 30)


def _sample(text: bytes, separator: str) -> list[list[str]]:
    """The fields of the first lines."""
    head = text[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    try:
        return [row for _, row in zip(range(SAMPLE_LINES), rows, strict=False)]
    except csv.Error:
        return []


def _by_blocks(name: str, text: bytes, separator: str, width: int) -> list[pa.Array] | None:
    """All lines of the usual width at once, the odd ones put back in their places; None if too odd."""
    try:
        columns, _ = _parsed(
            pa.py_buffer(text), separator, width, threads=True, quoted=b'"' in text
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return _with_odd_lines(name, text, separator, width)
    return columns


def _with_odd_lines(name: str, text: bytes, separator: str, width: int) -> list[pa.Array] | None:
    """Line by line of the text, since only so arrow tells where the odd ones stand."""
    odd: list[_OddLine] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        fields = next(csv.reader([row.text], delimiter=separator), [])
        odd.append(_OddLine(row.number - 1, fields))
        return "skip" if len(odd) <= _ODD_LINES_MAX else "error"

    try:
        columns, count = _parsed(
            pa.py_buffer(text), separator, width, threads=False, quoted=b'"' in text, odd=keep
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, csv.Error):
        return None
    if not odd:
        return columns
    if separator == ",":
        lines = ((line.row + 1, line.fields) for line in odd)
        refuse_split_amounts(name, lines, width, mixed=True)
    _refuse_wide(name, count + len(odd), max(len(line.fields) for line in odd))
    return _put_back(columns, count, odd)


def _parsed(
    text: pa.Buffer,
    separator: str,
    width: int,
    *,
    threads: bool,
    quoted: bool,
    check: bool = False,
    odd: Callable[[pa_csv.InvalidRow], str] | None = None,
) -> tuple[list[pa.Array], int]:
    names = [str(place) for place in range(width)]
    table = pa_csv.read_csv(
        text,
        read_options=pa_csv.ReadOptions(
            use_threads=threads, column_names=names, block_size=_BLOCK
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=separator, newlines_in_values=quoted, ignore_empty_lines=False,
            invalid_row_handler=odd,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, STRING), strings_can_be_null=True, null_values=[""],
            quoted_strings_can_be_null=True, check_utf8=check,
        ),
    )  # fmt: skip
    count, columns = table.num_rows, table.columns
    del table
    return at_once(partial(_joined, columns), range(width), rows=count), count


def _joined(columns: list[pa.ChunkedArray | None], place: int) -> pa.Array:
    """A column in one piece; its pieces are let go, so that the next finds room where they were."""
    column, columns[place] = columns[place], None
    assert column is not None, "each column is joined once"
    return column.combine_chunks()


def _put_back(columns: list[pa.Array], count: int, odd: Sequence[_OddLine]) -> list[pa.Array]:
    """Odd lines in their places among the others, shorter ones padded."""
    total = count + len(odd)
    odd_rows = np.array([line.row for line in odd], dtype=np.int64)
    assert len(odd_rows) == len(np.unique(odd_rows)), "each line stands once"
    places = np.full(total, -1, dtype=np.int64)
    places[odd_rows] = count + np.arange(len(odd))
    places[places < 0] = np.arange(count)
    width = max(len(columns), max(len(line.fields) for line in odd))
    columns = [*columns, *(pa.nulls(count, STRING) for _ in range(width - len(columns)))]
    padded = [
        [field or None for field in line.fields] + [None] * (width - len(line.fields))
        for line in odd
    ]
    return [
        pa.concat_arrays([column, pa.array([f[c] for f in padded], STRING)]).take(pa.array(places))
        for c, column in enumerate(columns)
    ]


def _line_by_line(name: str, text: bytes, separator: str) -> list[pa.Array]:
    """Field by field, for texts too uneven to be read in blocks."""
    csv.field_size_limit(_FIELD_MAX)
    reader = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=separator)
    try:
        rows = list(reader)
    except csv.Error:
        raise TieoutError("read.unclosed_quote", file=name, line=reader.line_num) from None
    width = max(map(len, rows), default=0)
    _refuse_wide(name, len(rows), width)
    return [
        pa.array([row[c] or None if c < len(row) else None for row in rows], STRING)
        for c in range(width)
    ]


def _refuse_wide(name: str, rows: int, width: int) -> None:
    """One long line makes every line as long."""
    if width > _FIELDS_MAX:
        raise _too_many_columns(name, width)
    if rows * width > CELLS_MAX:
        raise TieoutError("read.too_far", file=name, sheet=name)


def _refuse_unclosed_quotes(name: str, columns: Sequence[pa.Array], separator: str) -> None:
    """A quote that is never closed would swallow the lines after it."""
    for column in columns:
        inside = pc.count_substring(column, "\n")
        for row in np.flatnonzero(
            pc.fill_null(pc.greater(inside, 1), False).to_numpy(zero_copy_only=False)
        ):
            field = column[int(row)].as_py()
            lines = field.splitlines()
            tabular = sum(line.count(separator) >= max(len(columns) - 1, 1) for line in lines)
            if tabular > 1 or len(lines) > _LINES_IN_A_FIELD_MAX:
                raise TieoutError("read.unclosed_quote", file=name, line=int(row) + 1)
