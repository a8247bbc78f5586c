"""The sheet 封面: what the filing is, whose, and of what day."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname

from xladdin.model.figure import Location
from xladdin.model.form import Form
from xladdin.templates import look, printing
from xladdin.templates.cells import added
from xladdin.workbooks.saving import write_text

SHEET = "封面"
#: The cell of the unit's name, which repeats what the forms say.
UNIT_CELL = "B14"
_DATE_CELL = "B17"
_WIDTHS = (29.0, 40.0, 12.0)
_ROWS = 30


def unit_place(forms: Sequence[Form]) -> Location | None:
    """Where the first form says whose it is."""
    for form in forms:
        entry = form.entries.get("单位名称")
        if entry is not None and entry.location.cell is not None:
            return entry.location
    return None


def write_cover(workbook: Workbook, heading: str, unit: Location | None) -> None:
    """Add the sheet; the unit's name is that at the place ``unit``, if there is one."""
    paper = added(workbook, SHEET, _WIDTHS)
    for row in range(1, _ROWS + 1):
        paper.row_dimensions[row].height = 26
    paper.merge_cells("A6:C9")
    write_text(paper["A6"], heading)
    paper["A6"].font = look.font(look.TITLE_FONT, 28)
    paper["A6"].alignment = look.alignment("center")
    _write_line(workbook, UNIT_CELL, "部门（单位）名称：", typed=unit is None)
    _write_line(workbook, _DATE_CELL, "填报日期：", typed=True)
    write_text(paper["C14"], "（盖章）")
    paper["C14"].font = look.font(size=16)
    paper["C14"].alignment = look.alignment("left")
    if unit is not None:
        name = f"{quote_sheetname(str(unit.sheet))}!{unit.cell}"
        paper[UNIT_CELL] = f'=IF({name}="","",{name})'
    printing.set_up(paper, len(_WIDTHS), _ROWS)
    paper.page_setup.blackAndWhite = True
    printing.lock(paper)


def _write_line(workbook: Workbook, place: str, label: str, typed: bool) -> None:
    cell = workbook[SHEET][place]
    before = workbook[SHEET].cell(cell.row, cell.column - 1)
    write_text(before, label)
    before.font = cell.font = look.font(size=16)
    before.alignment, cell.alignment = look.alignment("right"), look.alignment("center")
    cell.border = look.underline()
    cell.fill = look.fill(look.INPUT_TINT if typed else look.COMPUTED_TINT)
    cell.protection = look.protection(not typed)
    if typed:
        cell.number_format = "@"
