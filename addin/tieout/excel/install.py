"""What is written when the add-in is installed, and removed again: all of it on one list."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PureWindowsPath

from pydantic import BaseModel, ConfigDict, ValidationError

from tieout.errors import TieoutError
from tieout.excel.addin_file import build
from tieout.excel.loaders import Loader
from tieout.excel.machine import Machine
from tieout.excel.registration import SETTINGS_KEYS, registry_values
from tieout.texts import text

ADDIN_NAME = "Tieout.xlam"


class WrittenFile(BaseModel):
    """A file that was written, and what was in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    sha256: str


class Manifest(BaseModel):
    """Everything an installation wrote: uninstalling removes this and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    files: tuple[WrittenFile, ...]
    registry_keys: tuple[str, ...]


def addin_path(machine: Machine) -> PureWindowsPath:
    """The user's own start folder of Excel, which every version of it opens and trusts."""
    return machine.roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN_NAME


def manifest_path(machine: Machine) -> PureWindowsPath:
    """Where the list is kept."""
    return machine.local / "Tieout" / "manifest.json"


def interpreter(machine: Machine) -> PureWindowsPath:
    """The interpreter that serves Excel: the one without a window, beside the one that runs."""
    return machine.python / "pythonw.exe"


def install(machine: Machine, loader: Loader = "own") -> list[str]:
    """Put the add-in in its place and make the bridge known to this user; says what was done.

    An earlier installation is replaced: what it wrote and this one does not is removed.
    """
    before = manifest(machine)
    addin, keys = build("xlam", loader), registry_values(interpreter(machine))
    now = Manifest(
        version=version("tieout"),
        files=(WrittenFile(path=str(addin_path(machine)), sha256=_digest(addin)),),
        registry_keys=(*keys, *SETTINGS_KEYS),
    )
    # the list first: an installation that breaks off can still be removed
    _keep(machine, _both(before, now))
    machine.write(addin_path(machine), addin)
    for key, value in keys.items():
        machine.set_value(key, value)
    if before is not None:
        _remove(machine, _only_in(before, now))
    _keep(machine, now)
    done = [
        text("install.addin", path=addin_path(machine)),
        text("install.class", path=interpreter(machine)),
    ]
    if machine.runs("excel.exe"):
        done.append(text("install.restart"))
    return done


def uninstall(machine: Machine) -> list[str]:
    """Remove what is on the list; a file that somebody changed since is left, and said."""
    found = manifest(machine)
    if found is None:
        raise TieoutError("install.nothing", manifest=manifest_path(machine))
    said = _remove(machine, found)
    machine.remove(manifest_path(machine))
    return [*said, text("install.removed")]


def manifest(machine: Machine) -> Manifest | None:
    """The list of the installation that is there, None where there is none."""
    content = machine.read(manifest_path(machine))
    if content is None:
        return None
    try:
        return Manifest.model_validate_json(content)
    except ValidationError:
        raise TieoutError("install.bad_manifest", manifest=manifest_path(machine)) from None


def _keep(machine: Machine, listed: Manifest) -> None:
    content = json.dumps(listed.model_dump(), ensure_ascii=False, indent=2)
    machine.write(manifest_path(machine), content.encode())


def _remove(machine: Machine, listed: Manifest) -> list[str]:
    said = [line for file in listed.files for line in _remove_file(machine, file)]
    for key in _deepest_first(listed.registry_keys):
        machine.remove_key(key)
    return said


def _remove_file(machine: Machine, file: WrittenFile) -> list[str]:
    path = PureWindowsPath(file.path)
    content = machine.read(path)
    if content is not None and _digest(content) != file.sha256:
        return [text("install.changed", path=path)]
    machine.remove(path)
    return []


def _deepest_first(keys: Sequence[str]) -> list[str]:
    return sorted(keys, key=lambda key: key.count("\\"), reverse=True)


def _both(before: Manifest | None, now: Manifest) -> Manifest:
    """While an upgrade runs, the list holds what was and what comes."""
    if before is None:
        return now
    keys = dict.fromkeys((*before.registry_keys, *now.registry_keys))
    files = {file.path: file for file in (*before.files, *now.files)}
    return Manifest(version=now.version, files=tuple(files.values()), registry_keys=tuple(keys))


def _only_in(before: Manifest, now: Manifest) -> Manifest:
    paths = {file.path for file in now.files}
    return Manifest(
        version=before.version,
        files=tuple(file for file in before.files if file.path not in paths),
        registry_keys=tuple(key for key in before.registry_keys if key not in now.registry_keys),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
