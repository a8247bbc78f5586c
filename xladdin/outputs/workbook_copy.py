"""Copy a workbook with findings marked in its cells and listed on the sheet 校验结果."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import compress

from msgspec import Struct, field
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.chartsheet import Chartsheet
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils.units import points_to_pixels
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.errors import InputError
from xladdin.model.report import Report
from xladdin.outputs.sheet_values import NAMES, is_ours
from xladdin.outputs.sheet_writing import sealed, write_results
from xladdin.outputs.workbook_marks import (
    AUTHOR,
    CHANGED_TINT,
    EDGE,
    EXPLAINED_TINT,
    TINTS,
    Mark,
    marks,
    note_size,
    without_marks,
)
from xladdin.outputs.workbook_residue import formula_results, losses
from xladdin.outputs.workbook_results import Results, results
from xladdin.sources.office_xml import is_strict
from xladdin.sources.package import Package, refuse_swollen
from xladdin.workbooks.opening import open_workbook
from xladdin.workbooks.saving import xlsx_bytes

#: The colours of our marks as this program and as Excel write them.
_OUR_FILLS = {
    f"{alpha}{tint}"
    for alpha in ("00", "FF")
    for tint in (*TINTS.values(), EXPLAINED_TINT, CHANGED_TINT)
}

_OUR_EDGES = {f"{alpha}{EDGE}" for alpha in ("00", "FF")}
#: The style of an edge where a cell has no line; where it has one, that line changes colour.
_NEW_LINE = "dashed"

_SIDES = ("left", "right", "top", "bottom")
Bounds = tuple[int, int, int, int]


class AnnotatedWorkbook(Struct, frozen=True):
    """The bytes of the copy, the number of cells with notes, and what the copy lacks, in words."""

    data: bytes
    notes: int
    losses: tuple[str, ...]


class Edges(Struct):
    """Draws and erases the coloured edges of cells; keeps the merged ranges of each sheet."""

    _merged: dict[str, dict[tuple[int, int], Bounds]] = field(default_factory=dict)

    def draw(self, cell: Cell) -> None:
        """Give a cell, or the merged range that it begins, a coloured edge."""
        self._change(cell, lambda line: Side(style=(line and line.style) or _NEW_LINE, color=EDGE))

    def erase(self, cell: Cell) -> None:
        """Remove the coloured edge."""
        self._change(cell, _without_edge)

    def _change(self, cell: Cell, changed: Callable[[Side | None], Side | None]) -> None:
        for each, sides in self._around(cell):
            lines = {name: getattr(each.border, name) for name in (*_SIDES, "diagonal")}
            new = lines | {name: changed(lines[name]) for name in sides}
            if new != lines:
                before = each.border
                each.border = Border(
                    **new, diagonalUp=before.diagonalUp, diagonalDown=before.diagonalDown
                )

    def _around(self, cell: Cell) -> Iterator[tuple[Cell | MergedCell, list[str]]]:
        """Yield the cells along the edge, each with its outer sides."""
        sheet = cell.parent
        corner = cell.row, cell.column
        top, left, bottom, right = self._ranges(sheet).get(corner, (*corner, *corner))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                outer = (column == left, column == right, row == top, row == bottom)
                if sides := list(compress(_SIDES, outer)):
                    yield sheet.cell(row, column), sides

    def _ranges(self, sheet: Worksheet) -> dict[tuple[int, int], Bounds]:
        if sheet.title not in self._merged:
            bounds = (each.bounds for each in sheet.merged_cells.ranges)
            self._merged[sheet.title] = {
                (top, left): (top, left, bottom, right) for left, top, right, bottom in bounds
            }
        return self._merged[sheet.title]


def annotated(
    data: bytes, name: str, report: Report, workbooks: Sequence[str], when: datetime
) -> AnnotatedWorkbook:
    """Return the workbook ``name`` of the report as an xlsx with marks, notes and the sheet 校验结果.
    ``workbooks`` are all workbooks of the filing that are annotated. Raises InputError if the
    workbook cannot be copied."""
    package = Package(data, name)
    shown = formula_results(package)  # checks the bounds before openpyxl reads the file
    marked = marks(report, name)
    workbook = opened(data, package, name, {mark.at.sheet for mark in marked})
    edges = Edges()
    for mark in marked:
        put(workbook, mark, edges)
    _add(workbook, results(report, name, workbooks, when), name)
    copy = sealed(xlsx_bytes(workbook, shown, when), name)
    return AnnotatedWorkbook(copy, len(marked), losses(package))


def opened(data: bytes, package: Package, name: str, sheets: Iterable[str]) -> Workbook:
    """Return a workbook to be written as a copy. Raises InputError if it cannot be copied or lacks
    one of the ``sheets``."""
    if is_strict(package.read(package.main_part())):
        raise InputError(
            f"「{name}」存成了“Strict Open XML”格式，不能写副本，请在 Excel 里另存为普通的 .xlsx。"
        )
    refuse_swollen(data, name)
    workbook = open_workbook(data, name, sheets)
    _prepare_notes(workbook)
    return workbook


def _prepare_notes(workbook: Workbook) -> None:
    """Remove the marks of an earlier check, and give the user's own notes a size, which openpyxl
    does not read."""
    edges = Edges()
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    take_off(cell, edges)
                if cell.comment:
                    _fit(cell.comment)


def take_off(cell: Cell, edges: Edges) -> bool:
    """Remove the mark of an earlier check from a cell; return whether there was one."""
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
    """Tint a cell or its edge, and add the mark's note below the one that it has."""
    cell = workbook[mark.at.sheet][mark.at.cell]
    if isinstance(cell, MergedCell):  # where merged ranges overlap; Excel repairs such a file, too
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
    """Add the sheet in place of an earlier one, in front if it lists anything. Raises InputError if
    both its names are taken."""
    free = next((each for each in NAMES if _is_free(workbook, each)), None)
    if free is None:
        taken = "和".join(f"“{each}”" for each in NAMES)
        raise InputError(f"「{name}」里已有叫{taken}的工作表，不是本程序写的，请先把它们改名。")
    if free in workbook.sheetnames:
        del workbook[free]
    sheet = write_results(workbook, listed, free)
    if listed.rows:
        for title in workbook.sheetnames:  # including charts
            _select(workbook[title], title == free)
        workbook.active = sheet


def _select(sheet: Worksheet | Chartsheet, selected: bool) -> None:
    """Select a sheet or not: what is typed on one of several selected sheets goes to all."""
    views = (sheet.sheetViews if isinstance(sheet, Chartsheet) else sheet.views).sheetView
    for view in views:
        view.tabSelected = selected


def _is_free(workbook: Workbook, name: str) -> bool:
    """Tell whether there is no such sheet, a blank one, or one of an earlier check."""
    if name not in workbook.sheetnames:
        return True
    sheet = workbook[name]
    return not isinstance(sheet, Chartsheet) and is_ours(sheet.iter_rows(values_only=True))


def _without_edge(line: Side | None) -> Side | None:
    if line is None or line.color is None or line.color.rgb not in _OUR_EDGES:
        return line
    return Side() if line.style == _NEW_LINE else Side(style=line.style)
