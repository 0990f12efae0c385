"""A Windows computer on paper: files, registry and programs as dictionaries."""

import json
from importlib.metadata import version
from pathlib import PureWindowsPath

from tieout.errors import TieoutError
from tieout.excel.machine import Ran

OFFICE = r"Software\Microsoft\Office"
EXCEL = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


class PaperMachine:
    """One user's computer; `user` may be of any alphabet."""

    def __init__(self, user="王小明", bits=64):
        self.home = PureWindowsPath(f"C:\\Users\\{user}")
        self.local = self.home / "AppData" / "Local"
        self.roaming = self.home / "AppData" / "Roaming"
        self.python = self.local / "Tieout" / "env" / "Scripts"
        self.files = {}
        self.registry = {}
        self.machine_registry = {
            (EXCEL, ""): r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
            (rf"{OFFICE}\ClickToRun\Configuration", "VersionToReport"): "16.0.17328.20162",
            (rf"{OFFICE}\ClickToRun\Configuration", "Platform"): "x64",
        }
        self.binary = {}
        self.marked = set()
        self.locked = set()
        self.running = set()
        self.started = []
        self.answer = Ran(0, json.dumps(self.told(bits=bits)), 1.5)

    @staticmethod
    def told(**other):
        plain = {"version": version("tieout"), "bits": 64, "isolated": True, "com": True}
        return {**plain, **other}

    def read(self, path):
        return self.files.get(path)

    def write(self, path, content):
        if path in self.locked:
            raise TieoutError("install.locked", file=str(path))
        self.files[path] = content

    def remove(self, path):
        if path in self.locked:
            raise TieoutError("install.locked", file=str(path))
        self.files.pop(path, None)

    def from_internet(self, path):
        return path in self.marked

    def value(self, key, name="", *, machine_wide=False):
        return (self.machine_registry if machine_wide else self.registry).get((key, name))

    def values(self, key):
        return self.binary.get(key, {})

    def set_value(self, key, value):
        self.registry[key, ""] = value

    def remove_key(self, key):
        if any(other.startswith(key + "\\") for other, _ in self.registry):
            return
        self.registry = {place: value for place, value in self.registry.items() if place[0] != key}

    def run(self, command):
        self.started.append(command)
        return self.answer

    def runs(self, program):
        return program in self.running
