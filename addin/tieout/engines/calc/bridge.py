"""How is LibreOffice started, spoken to and ended: one process an application, with a profile of its own."""

import builtins
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from tieout.errors import TieoutError

_PLACES = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/python3/site-packages",
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
)
"""Where systems put `uno`, which no package index has."""
_START_SECONDS, _END_SECONDS = 90, 20
_GUARD = """
import os, shutil, signal, sys
if sys.stdin.read():
    sys.exit()
try:
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
except OSError:
    pass
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse"><value>en-US</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
"""
"""A LibreOffice newer than its profile tries its graphics first, for half a second."""


class Office:
    """A running LibreOffice: `desktop` opens documents."""

    def __init__(self) -> None:
        self.uno = load_uno()
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            raise TieoutError("engine.no_office")
        self._profile = Path(tempfile.mkdtemp(prefix="tieout-office-"))
        self._pipe = f"tieout{uuid4().hex}"
        self._process = self._started(program)
        self._guard = self._guarded()
        try:
            self.context = self._connected()
        except BaseException:
            self.end()
            raise
        manager = self.context.getServiceManager()
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def create(self, service: str) -> Any:
        """A service of the office."""
        manager = self.context.getServiceManager()
        return manager.createInstanceWithContext(service, self.context)

    def end(self) -> None:
        """Ends the process, politely at first, and takes its profile away."""
        with suppress(Exception):  # the connection may be gone; the process is ended below
            self.desktop.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)
        self._guard.communicate(b"ended")

    def _guarded(self) -> subprocess.Popen[bytes]:
        """A small process that ends LibreOffice when this one is gone, however that came about."""
        return subprocess.Popen(  # noqa: S603  # our own text, no shell
            [sys.executable, "-S", "-c", _GUARD, str(self._process.pid), str(self._profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _started(self, program: str) -> subprocess.Popen[bytes]:
        settings = self._profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        return subprocess.Popen(  # noqa: S603  # the program found, no shell
            [
                program,
                f"-env:UserInstallation={self._profile.as_uri()}",
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept=pipe,name={self._pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _connected(self) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        url = f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                return resolver.resolve(url)
            except Exception as error:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise TieoutError("engine.office_silent", seconds=_START_SECONDS) from error
                time.sleep(0.1)


def load_uno() -> ModuleType:
    """The module that speaks to LibreOffice; Python's own way of importing stays as it was."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    own_import, own_path = builtins.__import__, list(sys.path)
    try:
        sys.path.extend(_PLACES)
        return importlib.import_module("uno")
    except ImportError as error:
        raise TieoutError("engine.no_uno") from error
    finally:
        builtins.__import__ = own_import
        sys.path[:] = own_path
