"""What do many texts consist of: all of them looked at letter by letter at once, as one row of bytes."""

import numpy as np
import pyarrow as pa

from tieout.matching.coded import Bools, Ints, Texts

WORD = 8
"""Bytes that are compared as one number."""
_BYTES_KEPT = np.array([(1 << (8 * count)) - 1 for count in range(WORD + 1)], dtype=np.uint64)


def table_of(kept: dict[str, str]) -> np.ndarray:
    """What is made of each byte: letters to letters, of the same number; the others are left out."""
    table = np.zeros(256, dtype=np.uint8)
    for before, after in kept.items():
        table[list(before.encode())] = list(after.encode())
    return table


def is_ascii(texts: Texts) -> bool:
    """Whether no text has any but plain letters, digits and signs."""
    data, _ = _bytes(texts)
    return not (data & 128).any()


def only(texts: Texts, table: np.ndarray) -> Texts:
    """Each text by the table: a byte it has nothing for is left out.

    >>> only(pa.array(["a-1", "", "发b"], pa.large_string()), table_of({"ab1": "AB1"})).to_pylist()
    ['A1', '', 'B']
    """
    data, start = _bytes(texts)
    rewritten = table[data]
    kept = rewritten != 0
    end = np.cumsum(_counted(kept, start))
    return _from_bytes(rewritten[kept], np.append(0, end))


def in_digits(codes: Texts) -> Texts:
    """Codes of capitals and digits in two digits for each of these, 10 for 0 to 45 for Z.

    >>> in_digits(pa.array(["A7Z", "", "0"], pa.large_string())).to_pylist()
    ['201745', '', '10']
    """
    data, start = _bytes(codes)
    is_letter = data >= ord("A")
    number = data - np.where(is_letter, ord("A") - 20, ord("0") - 10).astype(np.uint8)
    return _from_bytes(np.stack([number // 10, number % 10], axis=1).ravel() + ord("0"), start * 2)


def with_any(texts: Texts, table: np.ndarray) -> Bools:
    """True where a text has a byte that the table has something for."""
    data, start = _bytes(texts)
    return _counted(table[data] != 0, start) > 0


def runs(texts: Texts, table: np.ndarray) -> Ints:
    """How many runs of bytes that the table has something for each text has.

    >>> runs(pa.array(["12-3", "", "4"], pa.large_string()), table_of({"1234": "1234"})).tolist()
    [2, 0, 1]
    """
    data, start = _bytes(texts)
    inside = table[data] != 0
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    first = start[:-1][np.diff(start) > 0]
    begins[first] = inside[first]
    return _counted(begins, start)


def head_and_middle(texts: Texts, row: Ints) -> tuple[np.ndarray, np.ndarray, Ints]:
    """The first and the second eight bytes of each of some texts as numbers, and its length in bytes."""
    data, start = _bytes(texts)
    first = start[row]
    length = start[row + 1] - first
    head = _words(data, first) & _BYTES_KEPT[np.minimum(length, WORD)]
    middle = _words(data, first + WORD) & _BYTES_KEPT[np.clip(length - WORD, 0, WORD)]
    return head, middle, length


def lengths(texts: Texts, row: Ints) -> Ints:
    """How many bytes each of some texts has."""
    _, start = _bytes(texts)
    return start[row + 1] - start[row]


def _words(data: np.ndarray, first: Ints) -> np.ndarray:
    """The eight bytes from each place on as one number; what is beyond the end is nothing."""
    if len(data) < WORD:
        data = np.append(data, np.zeros(WORD, np.uint8))
    every = np.ndarray(len(data) - WORD + 1, np.uint64, data, 0, (1,))
    word = every[np.minimum(first, len(every) - 1)]
    late = np.flatnonzero(first >= len(every))
    beyond = np.minimum(first[late] - len(every) + 1, WORD - 1)
    word[late] >>= (8 * beyond).astype(np.uint64)
    return word


def _counted(chosen: Bools, start: Ints) -> Ints:
    """How many bytes of each text are chosen."""
    # One byte more, so that an empty text at the end has a place too.
    counted = np.add.reduceat(np.append(chosen, False), start[:-1], dtype=np.int64)
    counted[start[1:] == start[:-1]] = 0
    return counted


def _bytes(texts: Texts) -> tuple[np.ndarray, Ints]:
    """All texts end to end, and where each starts; at last, where the last ends."""
    _, places, data = texts.buffers()
    if not len(texts) or data is None:
        return np.zeros(0, dtype=np.uint8), np.zeros(len(texts) + 1, dtype=np.int64)
    start = np.frombuffer(places, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    used = np.frombuffer(data, dtype=np.uint8)[start[0] : start[-1]]
    return used, start - start[0] if start[0] else start


def _from_bytes(data: np.ndarray, start: Ints) -> Texts:
    buffers = [None, pa.py_buffer(start.astype(np.int64)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.large_string(), len(start) - 1, buffers)
