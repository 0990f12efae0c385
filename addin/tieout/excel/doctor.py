"""What is wrong with an installation, in plain words, and what to do about it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PureWindowsPath
from typing import Any, Literal

from tieout.errors import TieoutError
from tieout.excel.install import addin_path, interpreter, manifest, manifest_path
from tieout.excel.machine import Machine
from tieout.excel.registration import CLASS_ID, PROGRAM_ID, registry_values
from tieout.texts import LANGUAGES, Language, text

Gravity = Literal["fine", "warning", "broken"]
MARKS: dict[Gravity, str] = {"fine": "✔", "warning": "!", "broken": "✖"}
START_SECONDS_MAX = 8.0
"""A bridge that starts more slowly is usually being searched by a virus scanner."""
_OFFICES = ("16.0", "15.0")
_OFFICE = r"Software\Microsoft\Office"
_POLICIES = r"Software\Policies\Microsoft\Office"
_STORE = "windowsapps"


@dataclass(frozen=True)
class Finding:
    """What one examination found; `key` names the texts `doctor.<key>`, with a remedy where one is needed."""

    key: str
    gravity: Gravity
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, language: Language | None = None) -> str:
        """What was found, and what to do."""
        return text(f"doctor.{self.key}", language, **{name: str(v) for name, v in self.values})

    def without_places(self) -> "Finding":
        """The same, files by name only; folders and what programs said, which may name a user, left out."""
        return Finding(self.key, self.gravity, tuple((n, _told(n, v)) for n, v in self.values))


def examined(machine: Machine) -> list[Finding]:
    """Everything that breaks in the field, in the order in which it is mended."""
    return [finding for examination in EXAMINATIONS for finding in examination(machine)]


def in_words(findings: Sequence[Finding], language: Language | None = None) -> str:
    """The findings as lines, and a verdict."""
    lines = [f"{MARKS[each.gravity]} {each.sentence(language)}" for each in findings]
    return "\n".join([*lines, "", text(f"doctor.verdict.{verdict(findings)}", language)])


def verdict(findings: Sequence[Finding]) -> Gravity:
    """The gravest of the findings."""
    found = {each.gravity for each in findings}
    return "broken" if "broken" in found else "warning" if "warning" in found else "fine"


def as_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as plain values: the document of `--json`."""
    return {
        "version": version("tieout"),
        "verdict": verdict(findings),
        "findings": [
            {
                "code": each.key,
                "gravity": each.gravity,
                **{language: each.sentence(language) for language in LANGUAGES},
            }
            for each in findings
        ],
    }


def _excel(machine: Machine) -> Iterator[Finding]:
    """Which Excel: installed at all, and not the one of the store, which keeps folders of its own."""
    path = machine.value(
        r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", machine_wide=True
    )
    office = rf"{_OFFICE}\ClickToRun\Configuration"
    build = machine.value(office, "VersionToReport", machine_wide=True) or ""
    platform = machine.value(office, "Platform", machine_wide=True) or ""
    if path is None:
        yield _found("no_excel", "broken")
    elif _STORE in path.lower():
        yield _found("store_excel", "warning", path=path)
    else:
        yield _found("excel", "fine", path=path, build=f"{build} {platform}".strip() or "–")


def _installed(machine: Machine) -> Iterator[Finding]:
    """The list of what was installed, and that it is of this version."""
    try:
        listed = manifest(machine)
    except TieoutError:
        yield _found("bad_manifest", "broken", path=manifest_path(machine))
        return
    if listed is None:
        yield _found("not_installed", "broken")
    elif listed.version != version("tieout"):
        yield _found("other_version", "broken", addin=listed.version, program=version("tieout"))
    else:
        yield _found("installed", "fine", version=listed.version)


def _addin(machine: Machine) -> Iterator[Finding]:
    """The add-in lies where it was put, unchanged, and not marked as coming from the internet."""
    path = addin_path(machine)
    content = machine.read(path)
    if content is None:
        yield _found("addin_gone", "broken", path=path)
        return
    if hashlib.sha256(content).hexdigest() not in _listed_digests(machine):
        yield _found("addin_changed", "broken", path=path)
    elif machine.from_internet(path):
        yield _found("from_internet", "broken", path=path)
    else:
        yield _found("addin", "fine", path=path)


def _listed_digests(machine: Machine) -> set[str]:
    try:
        listed = manifest(machine)
    except TieoutError:
        return set()
    return {file.sha256 for file in listed.files} if listed else set()


def _disabled(machine: Machine) -> Iterator[Finding]:
    """Excel has put the add-in on its list of disabled items, as it does after a crash."""
    for office in _OFFICES:
        key = rf"{_OFFICE}\{office}\Excel\Resiliency\DisabledItems"
        for content in machine.values(key).values():
            if "tieout.xlam" in content.decode("utf-16-le", "ignore").lower():
                yield _found("disabled", "broken")


def _policies(machine: Machine) -> Iterator[Finding]:
    """Settings, of the user or of the company, that keep macros or the start folder from working."""
    for office in _OFFICES:
        for base in (_POLICIES, _OFFICE):
            security = rf"{base}\{office}\Excel\Security"
            by_company = base == _POLICIES
            if machine.value(rf"{security}\Trusted Locations", "AllLocationsDisabled") == "1":
                yield _found("no_trusted_places", "broken", **_who(security, company=by_company))
            if machine.value(security, "DisableAllAddins") == "1":
                yield _found("no_addins", "broken", **_who(security, company=by_company))
            if machine.value(security, "RequireAddinSig") == "1":
                yield _found("signed_only", "broken", **_who(security, company=by_company))
            if machine.value(security, "VBAWarnings") == "4" and by_company:
                yield _found("no_macros", "warning", **_who(security, company=True))
    if (
        machine.value(rf"{_POLICIES}\Common\Security", "VBAOff") == "1"
        or machine.value(rf"{_POLICIES}\16.0\Common", "VBAOff") == "1"
    ):
        yield _found("vba_off", "broken")


def _who(key: str, *, company: bool) -> dict[str, object]:
    return {"who": text("doctor.company" if company else "doctor.user"), "where": key}


def _class(machine: Machine) -> Iterator[Finding]:
    """The bridge is known to Windows, with the command that was written, and by nobody else's name."""
    expected = registry_values(interpreter(machine))
    wrong = [key for key, value in expected.items() if machine.value(key) != value]
    if wrong:
        yield _found("class_missing", "broken", where=wrong[0])
    elif machine.value(rf"Software\Classes\{PROGRAM_ID}\CLSID", machine_wide=True) not in (
        None,
        CLASS_ID,
    ):
        yield _found("class_taken", "broken")
    else:
        yield _found("class", "fine")


def _bridge(machine: Machine) -> Iterator[Finding]:
    """The bridge's Python starts, alone in its folders, of this version, in good time."""
    python = str(interpreter(machine).with_name("python.exe"))
    ran = machine.run([python, "-I", "-m", "tieout.excel.server", "--check"])
    try:
        told = json.loads(ran.output.strip().splitlines()[-1])
    except (ValueError, IndexError):
        yield _found("no_start", "broken", python=python, output=ran.output.strip()[-300:] or "–")
        return
    if not told["com"]:
        yield _found("no_pywin32", "broken", python=python)
    if told["version"] != version("tieout"):
        yield _found("other_version", "broken", addin=version("tieout"), program=told["version"])
    if not told["isolated"]:
        yield _found("not_isolated", "broken")
    if ran.seconds > START_SECONDS_MAX:
        yield _found("slow_start", "warning", seconds=f"{ran.seconds:.1f}", folder=machine.python)
    else:
        yield _found("start", "fine", seconds=f"{ran.seconds:.1f}", bits=told["bits"])


def _place(machine: Machine) -> Iterator[Finding]:
    """The environment lies in no folder that is synchronised away."""
    if "onedrive" in str(machine.python).lower():
        yield _found("onedrive", "warning", folder=machine.python)


EXAMINATIONS: tuple[Callable[[Machine], Iterator[Finding]], ...] = (
    _excel,
    _installed,
    _addin,
    _disabled,
    _policies,
    _class,
    _bridge,
    _place,
)


_FILES = frozenset({"path", "python"})
_PLAIN = frozenset({"build", "version", "addin", "program", "seconds", "bits", "who", "where"})
"""Values that name a file; and those that name no place on the disk (`where` is a key of the registry)."""


def _told(name: str, value: object) -> object:
    if name in _FILES:
        return PureWindowsPath(str(value)).name
    return value if name in _PLAIN else "…"


def _found(key: str, gravity: Gravity, /, **values: object) -> Finding:
    return Finding(key, gravity, tuple(values.items()))
