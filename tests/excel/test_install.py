"""Installing writes what is on the list, uninstalling removes it, and the doctor knows what ails."""

import json
import platform
import re
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from tests.excel.paper_machine import EXCEL, OFFICE, PaperMachine

from tieout.errors import TieoutError
from tieout.excel.addin_file import build
from tieout.excel.doctor import as_document, examined, in_words, verdict
from tieout.excel.install import (
    Manifest,
    WrittenFile,
    addin_path,
    install,
    manifest,
    manifest_path,
    uninstall,
)
from tieout.excel.machine import Ran, windows_machine
from tieout.excel.registration import CLASS_ID, PROGRAM_ID, SETTINGS_KEYS
from tieout.texts import LANGUAGES, table

POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
SERVER = rf"Software\Classes\CLSID\{CLASS_ID}\LocalServer32"


@pytest.fixture(params=["王小明", "José Müller", "plain", "D'Arcy & Söhne"])
def machine(request):
    return PaperMachine(request.param)


@pytest.fixture
def installed():
    found = PaperMachine()
    install(found)
    return found


def ailing(machine):
    return {each.key for each in examined(machine) if each.gravity != "fine"}


def test_installing_puts_the_addin_where_excel_starts(machine):
    install(machine)
    assert machine.files[addin_path(machine)] == build()
    assert str(addin_path(machine)).endswith(r"AppData\Roaming\Microsoft\Excel\XLSTART\Tieout.xlam")
    assert machine.registry[SERVER, ""] == (
        f'"{machine.python}\\pythonw.exe" -I -m tieout.excel.server'
    )


def test_only_this_users_own_places_are_written(machine):
    everyones = dict(machine.machine_registry)
    install(machine)
    assert machine.machine_registry == everyones
    assert all(path.is_relative_to(machine.home) for path in machine.files)
    assert all(key.startswith(r"Software\Classes") for key, _ in machine.registry)


def test_uninstalling_removes_everything_and_nothing_else(machine):
    other = machine.roaming / "Microsoft" / "Excel" / "XLSTART" / "PERSONAL.XLSB"
    machine.files[other] = b"mine"
    machine.registry[r"Software\Classes\Other", ""] = "mine"
    install(machine)
    assert uninstall(machine) == ["Uninstalled."]
    assert machine.files == {other: b"mine"}
    assert machine.registry == {(r"Software\Classes\Other", ""): "mine"}


def test_everything_written_is_on_the_list(installed):
    listed = manifest(installed)
    assert {PureWindowsPath(file.path) for file in listed.files} == set(installed.files) - {
        manifest_path(installed)
    }
    assert set(listed.registry_keys) == {key for key, _ in installed.registry} | set(SETTINGS_KEYS)


def test_the_language_that_was_chosen_goes_too(installed):
    installed.registry[SETTINGS_KEYS[1], "Language"] = "zh"
    uninstall(installed)
    assert installed.registry == {}


def test_installing_twice_is_installing_once(installed):
    before = (dict(installed.files), dict(installed.registry))
    install(installed)
    assert (installed.files, installed.registry) == before


def test_an_upgrade_removes_what_only_the_old_version_wrote(installed):
    old = installed.roaming / "Microsoft" / "Excel" / "XLSTART" / "Old.xlam"
    installed.files[old] = b""
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    listed = manifest(installed)
    earlier = Manifest(
        version="0.0.1",
        files=(*listed.files, WrittenFile(path=str(old), sha256=digest)),
        registry_keys=listed.registry_keys,
    )
    installed.files[manifest_path(installed)] = earlier.model_dump_json().encode()
    install(installed)
    assert old not in installed.files
    assert ailing(installed) == set()


def test_a_file_somebody_changed_is_left_and_said(installed):
    installed.files[addin_path(installed)] = b"changed"
    said = uninstall(installed)
    assert "was changed after the installation and was left" in said[0]
    assert installed.files == {addin_path(installed): b"changed"}


def test_an_installation_that_breaks_off_can_be_removed():
    machine = PaperMachine()
    machine.locked.add(addin_path(machine))
    with pytest.raises(TieoutError, match="Close every Excel window"):
        install(machine)
    machine.locked.clear()
    uninstall(machine)
    assert (machine.files, machine.registry) == ({}, {})


def test_a_running_excel_is_to_be_started_again():
    machine = PaperMachine()
    machine.running.add("excel.exe")
    assert install(machine)[-1].startswith("Excel is running")


def test_there_is_nothing_to_uninstall():
    with pytest.raises(TieoutError) as caught:
        uninstall(PaperMachine())
    assert caught.value.key == "install.nothing"


def test_a_damaged_list_is_said(installed):
    installed.files[manifest_path(installed)] = b"{"
    with pytest.raises(TieoutError) as caught:
        uninstall(installed)
    assert caught.value.key == "install.bad_manifest"


@pytest.mark.parametrize(
    ("system", "key"), [("Darwin", "install.mac"), ("Linux", "install.not_windows")]
)
def test_other_systems_are_told_what_works_there(monkeypatch, system, key):
    monkeypatch.setattr(platform, "system", lambda: system)
    with pytest.raises(TieoutError) as caught:
        windows_machine()
    assert caught.value.key == key


def test_a_sound_installation_is_well(installed):
    findings = examined(installed)
    assert verdict(findings) == "fine"
    assert in_words(findings, "en").endswith("All is well.")
    assert installed.started == [
        [str(installed.python / "python.exe"), "-I", "-m", "tieout.excel.server", "--check"]
    ]


def broken(name):
    """One ailment, as the field knows it."""

    def of(change):
        AILMENTS[name] = change
        return change

    return of


AILMENTS = {}


@broken("not_installed")
def _(machine):
    uninstall(machine)


@broken("bad_manifest")
def _(machine):
    machine.files[manifest_path(machine)] = b"{"


@broken("other_version")
def _(machine):
    listed = manifest(machine).model_copy(update={"version": "0.0.1"})
    machine.files[manifest_path(machine)] = listed.model_dump_json().encode()


@broken("addin_gone")
def _(machine):
    del machine.files[addin_path(machine)]


@broken("addin_changed")
def _(machine):
    machine.files[addin_path(machine)] = b"another"


@broken("from_internet")
def _(machine):
    machine.marked.add(addin_path(machine))


@broken("disabled")
def _(machine):
    content = b"\x01\x00" + str(addin_path(machine)).encode("utf-16-le")
    machine.binary[rf"{OFFICE}\16.0\Excel\Resiliency\DisabledItems"] = {"4E2C": content}


@broken("no_trusted_places")
def _(machine):
    machine.registry[rf"{POLICY}\Trusted Locations", "AllLocationsDisabled"] = "1"


@broken("no_addins")
def _(machine):
    machine.registry[rf"{OFFICE}\16.0\Excel\Security", "DisableAllAddins"] = "1"


@broken("signed_only")
def _(machine):
    machine.registry[POLICY, "RequireAddinSig"] = "1"


@broken("no_macros")
def _(machine):
    machine.registry[POLICY, "VBAWarnings"] = "4"


@broken("vba_off")
def _(machine):
    machine.registry[r"Software\Policies\Microsoft\Office\16.0\Common", "VBAOff"] = "1"


@broken("class_missing")
def _(machine):
    machine.registry[SERVER, ""] = r'"D:\customer\python.exe" -m evil'


@broken("class_taken")
def _(machine):
    machine.machine_registry[rf"Software\Classes\{PROGRAM_ID}\CLSID", ""] = "{0}"


@broken("no_start")
def _(machine):
    machine.answer = Ran(-1, "The system cannot find the file specified", 0.1)


@broken("no_pywin32")
def _(machine):
    machine.answer = Ran(0, json.dumps(machine.told(com=False)))


@broken("not_isolated")
def _(machine):
    machine.answer = Ran(0, json.dumps(machine.told(isolated=False)))


@broken("slow_start")
def _(machine):
    machine.answer = replace(machine.answer, seconds=25.0)


@broken("no_excel")
def _(machine):
    del machine.machine_registry[EXCEL, ""]


@broken("store_excel")
def _(machine):
    machine.machine_registry[EXCEL, ""] = r"C:\Program Files\WindowsApps\Microsoft.Office\EXCEL.EXE"


@broken("onedrive")
def _(machine):
    machine.python = machine.home / "OneDrive - 公司" / "Tieout" / "Scripts"
    install(machine)


@pytest.mark.parametrize("name", sorted(AILMENTS))
def test_the_doctor_finds(name, installed):
    AILMENTS[name](installed)
    assert name in ailing(installed)


def test_every_ailment_is_tried():
    sound = {"excel", "installed", "addin", "class", "start", "company", "user"}
    told = {key.split(".")[1] for key in table() if key.startswith("doctor.")} - {"verdict"}
    assert told == sound | set(AILMENTS)


@pytest.mark.parametrize("name", sorted(AILMENTS))
def test_what_the_doctor_says_is_whole_in_both_languages(name, installed):
    AILMENTS[name](installed)
    for language in LANGUAGES:
        words = in_words(examined(installed), language)
        assert not re.search(r"\{[a-z]", words)
        assert len(words.splitlines()) >= 5


def test_the_findings_are_a_document(installed):
    AILMENTS["addin_gone"](installed)
    told = json.loads(json.dumps(as_document(examined(installed))))
    assert told["verdict"] == "broken"
    assert {each["code"] for each in told["findings"] if each["gravity"] == "broken"} == {
        "addin_gone"
    }
    assert all(each["zh"] and each["en"] for each in told["findings"])


REPOSITORY = Path(__file__).parents[2]


def test_the_installers_keep_to_the_users_own_folder():
    script = (REPOSITORY / "install.ps1").read_text(encoding="ascii")
    assert "LOCALAPPDATA" in script
    for word in ("RunAs", "HKLM", "Set-ExecutionPolicy", "ProgramFiles"):
        assert word not in script
    assert "install.ps1" in (REPOSITORY / "install.cmd").read_text(encoding="ascii")
