"""A workbook typed without formulas → a copy in which the computed cells hold what they should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill

from xladdin.computing.computed import Computed, computed, suspicions
from xladdin.forms.figures import read_figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry
from xladdin.model.report import Report
from xladdin.model.unit import unit
from xladdin.outputs.workbook_copy import opened, put
from xladdin.outputs.workbook_edges import Edges
from xladdin.outputs.workbook_marks import CHANGED_TINT, SAME_TINT, Mark, Target
from xladdin.outputs.workbook_residue import formula_results, losses
from xladdin.sources.number_format import display
from xladdin.sources.package import Package
from xladdin.workbooks.saving import xlsx_bytes

#: How figures are printed where the cell's own format does not do: by what their unit measures.
_FORMATS = {"money": "0.00", "ratio": "0.00%"}


@dataclass(frozen=True, slots=True)
class Calculated:
    """The bytes of the copy, its computed cells, how many formulas were left as they are, and what
    the copy lacks, each in a word."""

    data: bytes
    cells: tuple[Computed, ...]
    formulas: int
    losses: tuple[str, ...]


def calculated(data: bytes, filing: Filing, report: Report, when: datetime) -> Calculated:
    """The copy of a workbook, which is the only source of ``filing``, dated ``when``.

    Cells with formulas stay as they are, and those that the ``report`` on it does not find wrong
    where it finds others. A cell that held something else, or nothing, has a note
    that tells what. Raises InputError for a workbook that cannot be copied.
    """
    (source,) = filing.sources
    cells = {
        (grid.sheet or "", grid.address(cell)): cell for grid in source.grids for cell in grid.cells
    }

    def kept(entry: Entry) -> bool:
        return bool(cells[_place(entry)].formula)

    found = computed(filing, kept, suspicions(report))
    typed = tuple(each for each in found if not cells[_place(each.before)].formula)
    package = Package(data, source.name)
    sheets = {_place(each.before)[0] for each in typed}
    workbook = opened(data, package, source.name, sheets)
    for each in typed:
        if each.instead is not None:
            continue
        sheet, address = _place(each.before)
        tint = CHANGED_TINT if each.changes else SAME_TINT
        if each.changes:
            _write(workbook[sheet][address], each)
            put(workbook, Mark(Target(sheet, address), tint, _note(each)), Edges())
        else:
            workbook[sheet][address].fill = PatternFill("solid", fgColor=tint)
    copy = xlsx_bytes(workbook, formula_results(package), when)
    return Calculated(copy, typed, len(found) - len(typed), losses(package))


def _place(entry: Entry) -> tuple[str, str]:
    return entry.location.sheet or "", entry.location.cell or ""


def _note(each: Computed) -> str:
    before = "".join(each.before.text.split())
    if not before:
        return f"原为空白；按 {each.code} 计算"
    return f"原值：{before}；按 {each.code} 重算"


def _write(cell: Cell, each: Computed) -> None:
    value = each.value / 100 if each.unit == "%" else each.value
    cell.value = value
    cell.quotePrefix = False
    if not _prints(cell.number_format, value, each):
        cell.number_format = _FORMATS.get(unit(each.unit).measures, "General")


def _prints(code: str, value: Decimal, each: Computed) -> bool:
    """Whether a format shows the whole figure, and amounts and percentages as such."""
    measures = unit(each.unit).measures
    if code == "@" or (code == "General" and measures in _FORMATS):
        return False
    shown = display(value, code)
    figure = read_figure(shown, unit(each.unit))
    whole = figure is not None and figure.base.point == each.value * unit(each.unit).factor
    return whole and shown.endswith("%") == (measures == "ratio")
