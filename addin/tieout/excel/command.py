"""The commands `tieout addin …`: build, install, doctor, uninstall; what each needs is loaded when it is asked for."""

import json as json_text
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from tieout.excel.loaders import Kind, Loader
from tieout.texts import text

BROKEN = 1
"""Exit status of a doctor that found something broken."""
_Loader = Annotated[Loader, typer.Option("--loader", help="addin.help.loader")]


def _build(
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="addin.help.output")
    ] = Path("dist/Tieout.xlam"),
    loader: _Loader = "own",
) -> None:
    """The add-in as a file; a name that ends in .xlsm gives the twin that opens as a workbook."""
    from tieout.excel.addin_file import build
    from tieout.saving import whole_file

    kind: Kind = "xlsm" if out.suffix.lower() == ".xlsm" else "xlam"
    content = build(kind, loader)
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(out) as beside:
        beside.write_bytes(content)
    print(text("addin.built", path=out, kilobytes=len(content) // 1024))


def _install(loader: _Loader = "own") -> None:
    """For this user, without administrator's rights."""
    from tieout.excel.install import install
    from tieout.excel.machine import windows_machine

    print("\n".join(install(windows_machine(), loader)))


def _doctor(
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="addin.help.json")
    ] = None,
) -> None:
    """What is wrong, and what to do."""
    from tieout.excel.doctor import as_document, examined, in_words, verdict
    from tieout.excel.machine import windows_machine

    findings = examined(windows_machine())
    if json is not None:
        content = json_text.dumps(as_document(findings), ensure_ascii=False, indent=2)
        json.write_text(content, encoding="utf-8")
    print(in_words(findings))
    if verdict(findings) == "broken":
        raise typer.Exit(BROKEN)


def _uninstall() -> None:
    """Everything the installation wrote, and nothing else."""
    from tieout.excel.install import uninstall
    from tieout.excel.machine import windows_machine

    print("\n".join(uninstall(windows_machine())))


COMMANDS: Mapping[str, Callable[..., None]] = {
    "build": _build,
    "install": _install,
    "doctor": _doctor,
    "uninstall": _uninstall,
}
"""The commands by name; the help of each is the text `addin.help.<name>`."""
