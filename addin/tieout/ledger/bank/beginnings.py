"""By what beginning is a file known as a message of a bank; without the libraries that read one."""

import re

_MESSAGE = re.compile(r"iso:std:iso:20022:tech:xsd:(camt\.05[234])\.(\d{3}\.\d\d)")


def camt_message(head: str) -> str:
    """The message a file is, such as camt.053.001.08; "" where it is none.

    >>> camt_message('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">')
    'camt.053.001.08'
    """
    found = _MESSAGE.search(head) if head.startswith("<") else None
    return f"{found[1]}.{found[2]}" if found else ""


def is_mt940(head: str) -> bool:
    """A reference :20: and an opening balance :60F: or :60M: at the beginning of lines."""
    return bool(re.search(r"(?m)^(?:\{4:\s*)?:20:", head) and re.search(r"(?m)^:60[FM]:", head))
