"""What does installing touch: files, this user's registry, programs; a thin layer with nothing behind it.

Everything above it is tested with a machine of paper; everything in it is one call to Windows.
"""

import os
import platform
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, Protocol

from tieout.errors import TieoutError


@dataclass(frozen=True)
class Ran:
    """What a program answered; status −1 where it could not be started or did not end."""

    status: int
    output: str
    seconds: float = 0.0


class Machine(Protocol):
    """A computer of one user; paths are Windows paths whatever runs the tests."""

    @property
    def local(self) -> PureWindowsPath:
        """%LOCALAPPDATA%."""

    @property
    def roaming(self) -> PureWindowsPath:
        """%APPDATA%."""

    @property
    def python(self) -> PureWindowsPath:
        """The folder of the interpreter that runs."""

    def read(self, path: PureWindowsPath) -> bytes | None:
        """A file, None where there is none."""

    def write(self, path: PureWindowsPath, content: bytes) -> None:
        """Write a file whole, its folder made where it is missing."""

    def remove(self, path: PureWindowsPath) -> None:
        """Remove a file; none is fine."""

    def from_internet(self, path: PureWindowsPath) -> bool:
        """Whether the file carries the Mark of the Web."""

    def value(self, key: str, name: str = "", *, machine_wide: bool = False) -> str | None:
        """A registry value as text, None where there is none."""

    def values(self, key: str) -> dict[str, bytes]:
        """The binary values of a key of this user's."""

    def set_value(self, key: str, value: str) -> None:
        """Set the default value of a key of this user's."""

    def remove_key(self, key: str) -> None:
        """Remove a key of this user's that has no keys below it; none is fine."""

    def run(self, command: list[str]) -> Ran:
        """Run a program and wait for it, a minute at most."""

    def runs(self, program: str) -> bool:
        """Whether a program of that name is running."""


class WindowsMachine:
    """The computer that runs."""

    @property
    def local(self) -> PureWindowsPath:
        """%LOCALAPPDATA%."""
        return PureWindowsPath(os.environ["LOCALAPPDATA"])

    @property
    def roaming(self) -> PureWindowsPath:
        """%APPDATA%."""
        return PureWindowsPath(os.environ["APPDATA"])

    @property
    def python(self) -> PureWindowsPath:
        """The folder of the interpreter that runs."""
        return PureWindowsPath(sys.executable).parent

    def read(self, path: PureWindowsPath) -> bytes | None:
        """A file, None where there is none."""
        try:
            return Path(path).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: PureWindowsPath, content: bytes) -> None:
        """Write a file whole, its folder made where it is missing."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f"{target.name}.new")
        try:
            beside.write_bytes(content)
            beside.replace(target)
        except PermissionError:
            beside.unlink(missing_ok=True)
            raise TieoutError("install.locked", file=str(path)) from None

    def remove(self, path: PureWindowsPath) -> None:
        """Remove a file; none is fine."""
        try:
            Path(path).unlink(missing_ok=True)
        except PermissionError:
            raise TieoutError("install.locked", file=str(path)) from None

    def from_internet(self, path: PureWindowsPath) -> bool:
        """Whether the file carries the Mark of the Web."""
        return Path(f"{path}:Zone.Identifier").exists()

    def value(self, key: str, name: str = "", *, machine_wide: bool = False) -> str | None:
        """A registry value as text, None where there is none."""
        registry = _registry()
        hive = registry.HKEY_LOCAL_MACHINE if machine_wide else registry.HKEY_CURRENT_USER
        try:
            with registry.OpenKey(hive, key) as opened:
                return str(registry.QueryValueEx(opened, name)[0])
        except OSError:
            return None

    def values(self, key: str) -> dict[str, bytes]:
        """The binary values of a key of this user's."""
        registry, found = _registry(), {}
        with suppress(OSError), registry.OpenKey(registry.HKEY_CURRENT_USER, key) as opened:
            for place in range(registry.QueryInfoKey(opened)[1]):
                name, content, _ = registry.EnumValue(opened, place)
                if isinstance(content, bytes):
                    found[name] = content
        return found

    def set_value(self, key: str, value: str) -> None:
        """Set the default value of a key of this user's."""
        registry = _registry()
        with registry.CreateKey(registry.HKEY_CURRENT_USER, key) as made:
            registry.SetValueEx(made, "", 0, registry.REG_SZ, value)

    def remove_key(self, key: str) -> None:
        """Remove a key of this user's that has no keys below it; none is fine."""
        registry = _registry()
        with suppress(OSError):
            registry.DeleteKey(registry.HKEY_CURRENT_USER, key)

    def run(self, command: list[str]) -> Ran:
        """Run a program and wait for it, a minute at most."""
        from time import monotonic

        begin = monotonic()
        try:
            ran = subprocess.run(  # noqa: S603  # a constant command of the private environment
                command, capture_output=True, check=False, timeout=60, text=True, encoding="utf-8"
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return Ran(-1, str(error), monotonic() - begin)
        return Ran(ran.returncode, ran.stdout + ran.stderr, monotonic() - begin)

    def runs(self, program: str) -> bool:
        """Whether a program of that name is running."""
        tasks = PureWindowsPath(os.environ["SYSTEMROOT"]) / "System32" / "tasklist.exe"
        found = self.run([str(tasks), "/FI", f"IMAGENAME eq {program}", "/NH", "/FO", "CSV"])
        return program.lower() in found.output.lower()


def windows_machine() -> Machine:
    """The computer that runs, where it is one that Excel's add-ins install on."""
    system = platform.system()
    if system == "Darwin":
        raise TieoutError("install.mac")
    if system != "Windows":
        raise TieoutError("install.not_windows", system=system)
    return WindowsMachine()


def _registry() -> Any:  # noqa: ANN401  # winreg is typed on Windows only
    import winreg

    return winreg
