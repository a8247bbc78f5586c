"""What has no place on the official forms, as it is listed on the sheet 未归位."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from openpyxl import Workbook

from xladdin.model.figure import Location
from xladdin.model.form import Entry
from xladdin.templates import look, printing
from xladdin.templates.cells import added, framed, headings
from xladdin.workbooks.saving import write_text

SHEET = "未归位"
_WIDTHS = (20.0, 24.0, 38.0)
_TABLE_CELL = re.compile(r"t(\d+)R(\d+):C(\d+)")


class Leftover(Struct, frozen=True):
    """A text without a place: the material that it is from, where it stands there, what it says."""

    material: str
    place: str
    text: str


def leftover(entry: Entry) -> Leftover:
    """An entry without a place, its text led by what it is an entry of."""
    label = f"{entry.name}（{entry.column}）" if entry.column else entry.name
    text = f"{label}：{entry.text}" if label else entry.text
    return Leftover(entry.location.source, where(entry.location), text)


def where(location: Location) -> str:
    """A place in the words of somebody who has the file open: 工作表“附件1” C5."""
    if location.cell is None:
        return f"第{location.paragraph + 1}段" if location.paragraph is not None else ""
    if found := _TABLE_CELL.fullmatch(location.cell):
        return f"第{found[1]}个表 第{found[2]}行第{found[3]}格"
    return f"工作表“{location.sheet}” {location.cell}" if location.sheet else location.cell


def write_leftovers(workbook: Workbook, rows: Sequence[Leftover]) -> None:
    """Add the sheet to an openpyxl workbook, a row for each."""
    paper = added(workbook, SHEET, _WIDTHS)
    headings(paper, 1, ("材料", "位置", "内容"))
    for number, row in enumerate(rows, start=2):
        texts = (row.material, row.place, row.text)
        for column, text in enumerate(texts, start=1):
            cell = paper.cell(number, column)
            framed(cell, "")
            write_text(cell, text)
        paper.row_dimensions[number].height = look.height(max(map(look.lines, texts, _WIDTHS)))
    paper.freeze_panes = "A2"
    printing.set_up(paper, len(_WIDTHS), len(rows) + 1, "1:1", pages=0)
