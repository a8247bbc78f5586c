"""The add-in's file, part by part, and read by programs that we did not write."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from olefile import OleFileIO
from pyopenvba import ExcelFile

from tests.addin.sample_macros import copied_macros
from xladdin.addin.macros import Macros

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # what it uses of pyparsing has new names
    from oletools.olevba import VBA_Parser

PARTS = [
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml",
    "xl/theme/theme1.xml", "xl/vbaProject.bin", "customUI/customUI14.xml", "customUI/customUI.xml",
]  # fmt: skip
BOTH = pytest.mark.parametrize("name", ["xladdin.xlam", "xladdin.xlsm"])


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def types(content: bytes) -> dict[str, str]:
    return {
        each.get("PartName") or each.get("Extension"): each.get("ContentType")
        for each in etree.fromstring(content)
    }


@BOTH
def test_it_has_the_parts_and_every_part_has_a_type(built: Path, name: str) -> None:
    content = parts(built / name)
    assert list(content) == PARTS
    declared = types(content["[Content_Types].xml"])
    assert {part.removeprefix("/") for part in declared if "/" in part} <= set(content)
    assert all(
        f"/{part}" in declared or part.rpartition(".")[2] in declared
        for part in content
        if part != "[Content_Types].xml"
    )
    assert declared["bin"] == "application/vnd.ms-office.vbaProject"


def test_the_main_type_makes_an_addin_of_one_and_a_workbook_of_the_other(built: Path) -> None:
    addin, twin = parts(built / "xladdin.xlam"), parts(built / "xladdin.xlsm")
    assert types(addin["[Content_Types].xml"])["/xl/workbook.xml"] == (
        "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    )
    assert types(twin["[Content_Types].xml"])["/xl/workbook.xml"] == (
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    assert [part for part in addin if addin[part] != twin[part]] == ["[Content_Types].xml"]


@BOTH
def test_every_relation_leads_to_a_part(built: Path, name: str) -> None:
    content = parts(built / name)
    for relations, folder in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        targets = {
            each.get("Type").rpartition("/")[2]: folder + each.get("Target")
            for each in etree.fromstring(content[relations])
        }
        assert set(targets.values()) <= set(content)
        if folder:
            assert targets["vbaProject"] == "xl/vbaProject.bin"


@BOTH
def test_an_independent_reader_finds_the_modules_as_they_are_written(
    built: Path, name: str, sources: Macros
) -> None:
    parser = VBA_Parser(str(built / name))
    found = {Path(file).stem: code for _, _, file, code in parser.extract_macros()}
    parser.close()
    sheet = found.pop("Sheet1")
    assert found == sources.modules
    assert all(line.startswith("Attribute VB_") for line in sheet.splitlines())


def test_another_library_reads_the_sheet(built: Path, sources: Macros) -> None:
    book = openpyxl.load_workbook(built / "xladdin.xlsm")
    rows = [
        tuple(cell for cell in row if cell is not None)
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert rows == list(sources.rows)
    assert (book.properties.title, book.properties.creator) == ("绩效自评", "xladdin")


@BOTH
def test_the_project_asks_for_no_library_that_a_pc_may_lack(built: Path, name: str) -> None:
    """Office's own is missing where there is WPS alone: then not a line of the project would run."""
    with ExcelFile(built / name) as file:
        assert [reference.name for reference in file.references()] == ["stdole"]
        assert file.validate() == []
    with zipfile.ZipFile(built / name) as package:
        assert b"MSO.DLL" not in package.read("xl/vbaProject.bin")


@BOTH
def test_the_project_holds_sources_alone_and_is_compiled_where_it_runs(
    built: Path, name: str
) -> None:
    """[MS-OVBA] 2.3.4.1: a version that fits no cache; and no compiled code before a source."""
    with zipfile.ZipFile(built / name) as package:
        project = OleFileIO(package.read("xl/vbaProject.bin"))
    streams = [path[-1] for path in project.listdir() if path[0] == "VBA"]
    assert project.openstream(["VBA", "_VBA_PROJECT"]).read() == bytes.fromhex("CC61FFFF000000")
    assert not [stream for stream in streams if stream.startswith("__SRP_")]
    for stream in set(streams) - {"_VBA_PROJECT", "dir"}:
        # A compressed source begins with the mark of its container.
        assert project.openstream(["VBA", stream]).read()[0] == 1
    with ExcelFile(built / name) as file:
        assert {module.text_offset for module in file.vba_project().modules} == {0}


@BOTH
def test_an_older_office_finds_the_same_ribbon_in_its_own_namespace(built: Path, name: str) -> None:
    content = parts(built / name)
    new, old = (content[f"customUI/{part}.xml"] for part in ("customUI14", "customUI"))
    assert old == new.replace(b"office/2009/07/customui", b"office/2006/01/customui")
    relations = {
        each.get("Target"): each.get("Type") for each in etree.fromstring(content["_rels/.rels"])
    }
    kind = "http://schemas.microsoft.com/office/{}/relationships/ui/extensibility"
    assert relations["customUI/customUI14.xml"] == kind.format(2007)
    assert relations["customUI/customUI.xml"] == kind.format(2006)


@BOTH
def test_nothing_in_it_names_a_person_or_a_moment(built: Path, name: str) -> None:
    whole = (built / name).read_bytes()
    assert b"Smith" not in whole
    with zipfile.ZipFile(built / name) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@BOTH
def test_it_is_small(built: Path, name: str) -> None:
    assert (built / name).stat().st_size < 60_000


def test_another_process_builds_the_same_bytes(built: Path, udfs: Path, tmp_path: Path) -> None:
    program = (
        "import hashlib, sys; from pathlib import Path; from xladdin.addin.xlam import build\n"
        "made = build(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(*(hashlib.sha256(each).hexdigest() for each in made.values()))"
    )
    arguments = [str(copied_macros(tmp_path / "elsewhere")), str(udfs)]
    printed = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
    ).stdout  # fmt: skip
    assert printed.split() == [
        hashlib.sha256((built / name).read_bytes()).hexdigest()
        for name in ("xladdin.xlam", "xladdin.xlsm")
    ]
