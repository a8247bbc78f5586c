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
from pyopenvba import ExcelFile
from sample_macros import copied_macros

from xladdin.addin.macros import Macros

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # what it uses of pyparsing has new names
    from oletools.olevba import VBA_Parser

PARTS = [
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml",
    "xl/vbaProject.bin", "customUI/customUI14.xml",
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
        if not folder:
            assert targets["extensibility"] == "customUI/customUI14.xml"
        else:
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
def test_the_project_knows_what_a_control_of_the_ribbon_is(built: Path, name: str) -> None:
    with ExcelFile(built / name) as file:
        assert [reference.name for reference in file.references()] == ["stdole", "Office"]
        assert file.validate() == []


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
        "import hashlib, sys; from pathlib import Path; from xladdin.addin.building import build\n"
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
