"""Where are passwords and tokens of sources: in the system's keyring, never in a file or a command."""

import keyring
from keyring.errors import KeyringError

from tieout.errors import TieoutError

SERVICE = "tieout"


def secret_named(name: str) -> str:
    """The secret of a name; TieoutError where the keyring has none."""
    try:
        found = keyring.get_password(SERVICE, f"collect:{name}")
    except KeyringError as error:
        raise TieoutError("collecting.no_keyring", found=_why(error)) from None
    if not found:
        raise TieoutError("collecting.no_secret", name=name)
    return found


def keep_secret(name: str, secret: str) -> None:
    """Put a secret into the keyring, in place of an earlier one."""
    if not secret:
        raise TieoutError("collecting.empty_secret", name=name)
    try:
        keyring.set_password(SERVICE, f"collect:{name}", secret)
    except KeyringError as error:
        raise TieoutError("collecting.no_keyring", found=_why(error)) from None


def _why(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
