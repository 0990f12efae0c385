"""How is a backup kept from other eyes: AES-256-GCM in blocks, the key made from a passphrase by scrypt.

Each block's number and whether it is the last are part of what is authenticated, so blocks can
neither be exchanged nor cut off.
"""

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tieout.errors import TieoutError

MAGIC = b"tieout sealed 1\n"
SALT_BYTES = 16
BLOCK_BYTES = 1 << 20
TAG_BYTES = 16
SCRYPT_COST = 1 << 15


class SealingWriter(io.RawIOBase):
    """A file that is written encrypted."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT_BYTES)
        file.write(MAGIC + salt)
        self._file, self._cipher = file, _cipher(passphrase, salt)
        self._waiting, self._number = b"", 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, block: object) -> int:
        """Write some bytes."""
        some = bytes(block)  # type: ignore[call-overload]  # any buffer, as RawIOBase says
        self._waiting += some
        while len(self._waiting) > BLOCK_BYTES:
            self._block(self._waiting[:BLOCK_BYTES], last=False)
            self._waiting = self._waiting[BLOCK_BYTES:]
        return len(some)

    def close(self) -> None:
        """Write the last block."""
        if not self.closed:
            self._block(self._waiting, last=True)
        super().close()

    def _block(self, plain: bytes, *, last: bool) -> None:
        nonce, told = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, plain, told))
        self._number += 1


def is_sealed_file(start: bytes) -> bool:
    """Whether a file begins as an encrypted one."""
    return start.startswith(MAGIC)


def unsealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The blocks of an encrypted file."""
    assert file.read(len(MAGIC)) == MAGIC
    cipher = _cipher(passphrase, file.read(SALT_BYTES))
    number, block = 0, file.read(BLOCK_BYTES + TAG_BYTES)
    while True:
        following = file.read(BLOCK_BYTES + TAG_BYTES)
        nonce, told = _nonce(number, last=not following)
        try:
            yield cipher.decrypt(nonce, block, told)
        except InvalidTag:
            key = "books.backup_damaged" if number else "books.backup_passphrase"
            raise TieoutError(key, found=number + 1) from None
        if not following:
            return
        number, block = number + 1, following


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> tuple[bytes, bytes]:
    return number.to_bytes(12, "big"), b"last" if last else b"more"
