"""Copy a workbook that was typed without formulas, with the computed cells filled in."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from openpyxl.styles import PatternFill

from xladdin.computing.computed import Computed, computed, suspicions
from xladdin.model.filing import Filing
from xladdin.model.form import Entry
from xladdin.model.report import Report
from xladdin.outputs.cell_formats import format_for
from xladdin.outputs.workbook_copy import Edges, opened, put
from xladdin.outputs.workbook_marks import CHANGED_TINT, SAME_TINT, Mark
from xladdin.outputs.workbook_residue import formula_results, losses
from xladdin.sources.package import Package
from xladdin.workbooks.saving import xlsx_bytes


class Calculated(Struct, frozen=True):
    """A copy's bytes and computed cells; the number of formulas left alone; what the copy lacks, in
    words."""

    data: bytes
    cells: tuple[Computed, ...]
    formulas: int
    losses: tuple[str, ...]


def calculated(data: bytes, filing: Filing, report: Report, when: datetime) -> Calculated:
    """Return the copy of a workbook, which is the only source of ``filing``, dated ``when``.

    Cells with formulas are left alone, and so are cells that ``report`` or a relation finds right
    while another is wrong. A note tells what a changed cell held before. Raises InputError if the
    workbook cannot be copied.
    """
    (source,) = filing.sources
    cells = {
        (grid.sheet or "", grid.address(cell)): cell for grid in source.grids for cell in grid.cells
    }

    def kept(entry: Entry) -> bool:
        return bool(cells[entry.location.spot].formula)

    found = computed(filing, kept, suspicions(report))
    typed = tuple(each for each in found if not cells[each.before.location.spot].formula)
    package = Package(data, source.name)
    sheets = {each.before.location.spot.sheet for each in typed}
    workbook = opened(data, package, source.name, sheets)
    for each in typed:
        if each.left:
            continue
        spot = each.before.location.spot
        tint = CHANGED_TINT if each.changes else SAME_TINT
        if each.changes:
            cell = workbook[spot.sheet][spot.cell]
            cell.value, cell.quotePrefix = each.in_cell, False
            cell.number_format = format_for(cell.number_format, each)
            put(workbook, Mark(spot, tint, _note(each)), Edges())
        else:
            workbook[spot.sheet][spot.cell].fill = PatternFill("solid", fgColor=tint)
    copy = xlsx_bytes(workbook, formula_results(package), when)
    return Calculated(copy, typed, len(found) - len(typed), losses(package))


def _note(each: Computed) -> str:
    before = "".join(each.before.text.split())
    if not before:
        return f"原为空白；按 {each.code} 计算"
    return f"原值：{before}；按 {each.code} 重算"
