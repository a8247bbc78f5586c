"""A filing without a fault as files: the report as a Word document, the forms as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from docx import Document

from tests.kit import yunshan
from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise
from xladdin.model.form import Form
from xladdin.model.grid import Grid
from xladdin.templates.workbook import workbook

PROFILE = "yueyang"
UNIT = yunshan.UNIT
SIGNED = "填表人：李敏　填报日期：2025年3月18日　联系电话：6123456　单位负责人签字：王海\n"


def forms() -> tuple[Form, ...]:
    """The five forms, all of them signed."""
    source = yunshan.source("附件.xlsx", [_signed(grid) for grid in yunshan.grids()])
    return recognise(source, profile(PROFILE).kinds)


def _signed(grid: Grid) -> Grid:
    text, widths = yunshan._SHEETS[grid.sheet or ""]
    if "项目支出名称" in text:
        text += SIGNED
    return yunshan.table(text, widths, grid.number, grid.sheet)


@cache
def forms_file(kinds: tuple[str, ...] = ()) -> bytes:
    """The workbook with the forms on the official template, all or those of some kinds."""
    chosen = [form for form in forms() if not kinds or form.kind in kinds]
    return workbook(profile(PROFILE), 2024, chosen, as_found=bool(kinds)).data


def report(path: Path, lines: Sequence[str] = ()) -> None:
    """The report as a plain Word document, or other ``lines``."""
    document = Document()
    for line in lines or yunshan.NARRATIVE.strip().splitlines():
        document.add_paragraph(line)
    document.save(path)


def write(folder: Path) -> list[Path]:
    """The filing's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "自评报告.docx", folder / "附件.xlsx"]
    report(paths[0])
    paths[1].write_bytes(forms_file())
    return paths
