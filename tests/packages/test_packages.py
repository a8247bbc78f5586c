"""Every package that the program writes is one by the standards and by Excel's own limits."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator, ValidationSeverity

from tests.packages.limits import faults
from tests.packages.roots import NAMED, ROOTS
from tests.thorough import THOROUGH, few

TYPES = "[Content_Types].xml"
#: openpyxl and we write texts into their cells; Excel moves them to a table of its own when it
#: saves, and says nothing about it.
IN_THE_CELL = "inline-string cell"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        assert len(set(map(str.lower, package.namelist()))) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def types(content: bytes) -> dict[str, str]:
    """The content types by the names of parts, which begin with a slash, or by endings."""
    return {
        each.get("PartName") or each.get("Extension").lower(): each.get("ContentType")
        for each in etree.fromstring(content)
    }


def test_all_kinds_are_there(written: list[Path]) -> None:
    names = {path.name for path in written}
    assert {"xladdin.xlam", "xladdin.xlsm", "draft.docx", "汇总.xlsx", "附件_校验.xlsx"} <= names
    assert any(path.parent.name == "templates" for path in written)
    assert len(written) > 30


def test_the_root_of_every_part_is_the_one_of_its_type(written: list[Path]) -> None:
    wrong = []
    for path in written:
        content = parts(path)
        declared = types(content.pop(TYPES))
        for name, data in content.items():
            kind = declared.get(f"/{name}") or declared[name.rpartition(".")[2].lower()]
            wanted = NAMED[name] if kind == "application/xml" else ROOTS[kind]
            if wanted is not None:
                root = etree.QName(etree.fromstring(data))
                if (root.namespace or "", root.localname) != wanted:
                    wrong.append((path.name, name, root.text))
    assert wrong == []


def test_every_relation_inside_leads_to_a_part(written: list[Path]) -> None:
    lost = []
    for path in written:
        content = parts(path)
        for name in [name for name in content if name.endswith(".rels")]:
            folder = posixpath.dirname(posixpath.dirname(name))
            for each in etree.fromstring(content[name]):
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target")))
                if each.get("TargetMode") != "External" and target[1:] not in content:
                    lost.append((path.name, name, target))
    assert lost == []


def test_a_validator_that_we_did_not_write_finds_nothing(written: list[Path]) -> None:
    # It takes its time: of what a verb writes, one file of each type; all in the thorough run.
    kinds = {(path.parent, path.suffix): path for path in written}
    told = [
        f"{path.name}: {found}"
        for path in (written if THOROUGH else kinds.values())
        for found in OpenXmlValidator().validate(path).errors
        if not (found.severity is ValidationSeverity.WARNING and IN_THE_CELL in found.description)
    ]
    assert told == []


def test_no_workbook_is_beyond_a_limit_of_excel(workbooks: list[Path]) -> None:
    assert {path.name: found for path in workbooks if (found := faults(path))} == {}


@pytest.mark.parametrize("year", [2024, 2025, 2026][: few(3)])
def test_nor_are_the_committed_templates(year: int) -> None:
    folder = Path(__file__).parent.parent.parent / "workbook_templates"
    committed = sorted(folder.glob(f"*-{year}.xlsx"))
    assert committed
    assert {path.name: found for path in committed if (found := faults(path))} == {}
