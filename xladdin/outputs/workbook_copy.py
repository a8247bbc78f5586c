"""A workbook with findings marked in its cells and listed on the sheet 校验结果."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.chartsheet import Chartsheet
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.units import points_to_pixels
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.errors import InputError
from xladdin.model.report import Report
from xladdin.outputs.sheet_values import NAMES, is_ours
from xladdin.outputs.sheet_writing import write_results
from xladdin.outputs.workbook_edges import Edges
from xladdin.outputs.workbook_marks import (
    AUTHOR,
    CHANGED_TINT,
    EXPLAINED_TINT,
    TINTS,
    Mark,
    marks,
    note_size,
    without_marks,
)
from xladdin.outputs.workbook_residue import formula_results, losses
from xladdin.outputs.workbook_results import Results, results
from xladdin.outputs.workbook_seal import sealed
from xladdin.sources.office_xml import is_strict
from xladdin.sources.package import Package, refuse_swollen
from xladdin.workbooks.opening import open_workbook
from xladdin.workbooks.saving import xlsx_bytes

#: As this program and as Excel writes them.
_OUR_FILLS = {
    f"{alpha}{tint}"
    for alpha in ("00", "FF")
    for tint in (*TINTS.values(), EXPLAINED_TINT, CHANGED_TINT)
}


@dataclass(frozen=True, slots=True)
class AnnotatedWorkbook:
    """The bytes of the copy, how many cells have notes, and what the copy lacks, each in a word."""

    data: bytes
    notes: int
    losses: tuple[str, ...]


def annotated(
    data: bytes, name: str, report: Report, workbooks: Sequence[str], when: datetime
) -> AnnotatedWorkbook:
    """The workbook ``name`` of the report as an xlsx with marks, notes and the sheet 校验结果.

    ``workbooks`` are all of the filing that are annotated. Raises InputError for a workbook that
    cannot be.
    """
    package = Package(data, name)
    shown = formula_results(package)  # within bounds, or else openpyxl would not get to see it
    marked = marks(report, name)
    workbook = opened(data, package, name, {mark.at.sheet for mark in marked})
    edges = Edges()
    for mark in marked:
        put(workbook, mark, edges)
    _add(workbook, results(report, name, workbooks, when), name)
    copy = sealed(xlsx_bytes(workbook, shown, when), name)
    return AnnotatedWorkbook(copy, len(marked), losses(package))


def opened(data: bytes, package: Package, name: str, sheets: Iterable[str]) -> Workbook:
    """A workbook to be written as a copy; InputError for one that cannot be, or lacks ``sheets``."""
    if is_strict(package.read(package.main_part())):
        raise InputError(
            f"「{name}」存成了“Strict Open XML”格式，不能写副本，请在 Excel 里另存为普通的 .xlsx。"
        )
    refuse_swollen(data, name)
    workbook = open_workbook(data, name, sheets)
    _prepare_notes(workbook)
    return workbook


def _prepare_notes(workbook: Workbook) -> None:
    """Take off the marks of an earlier check, and give the user's own notes a size: openpyxl does
    not read how large they are."""
    edges = Edges()
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    take_off(cell, edges)
                if cell.comment:
                    _fit(cell.comment)


def take_off(cell: Cell, edges: Edges) -> bool:
    """Take the mark of an earlier check off a cell; whether there was one."""
    note, author = cell.comment.text, cell.comment.author
    own = without_marks(note)
    if own == note:
        return False
    if cell.fill.fgColor.rgb in _OUR_FILLS:
        cell.fill = PatternFill()
    edges.erase(cell)
    cell.comment = Comment(own, author) if own else None
    return True


def _fit(note: Comment) -> None:
    width, height = note_size(note.text)
    note.width, note.height = points_to_pixels(width), points_to_pixels(height)


def put(workbook: Workbook, mark: Mark, edges: Edges) -> None:
    """Tint a cell or its edge, and put the mark's note behind the one that it has."""
    cell = workbook[mark.at.sheet][mark.at.cell]
    if isinstance(cell, MergedCell):  # where merged ranges overlap, Excel repairs the file, too
        return
    if mark.tint:
        cell.fill = PatternFill("solid", fgColor=mark.tint)
    else:
        edges.draw(cell)
    before = cell.comment
    note = Comment(mark.note, AUTHOR)
    if before:
        note = Comment(f"{before.text}\n\n{mark.note}", before.author)
    _fit(note)
    cell.comment = note


def _add(workbook: Workbook, listed: Results, name: str) -> None:
    """Add the sheet in place of an earlier one; it is what the user sees first if there is
    something to see."""
    free = next((each for each in NAMES if _is_free(workbook, each)), None)
    if free is None:
        taken = "和".join(f"“{each}”" for each in NAMES)
        raise InputError(f"「{name}」里已有叫{taken}的工作表，不是本程序写的，请先把它们改名。")
    if free in workbook.sheetnames:
        del workbook[free]
    sheet = write_results(workbook, listed, free)
    if listed.rows:
        for title in workbook.sheetnames:  # charts among them
            _select(workbook[title], title == free)
        workbook.active = sheet


def _select(sheet: Worksheet | Chartsheet, selected: bool) -> None:
    """Of several selected sheets each would get what is typed on one."""
    views = (sheet.sheetViews if isinstance(sheet, Chartsheet) else sheet.views).sheetView
    for view in views:
        view.tabSelected = selected


def _is_free(workbook: Workbook, name: str) -> bool:
    """Whether there is no such sheet, a blank one, or one of an earlier check."""
    if name not in workbook.sheetnames:
        return True
    sheet = workbook[name]
    return not isinstance(sheet, Chartsheet) and is_ours(sheet.iter_rows(values_only=True))
