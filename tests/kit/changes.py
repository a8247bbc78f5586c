"""Small changes to a filing, in the words of the forms: what a clerk would type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

from msgspec.structs import replace

from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Cell, Grid, Paragraph, Source

Sources = tuple[Source, ...]
Change = Callable[[Sources], Sources]

#: 标题, 数量指标 and such name places by their own words; these are the columns of an indicator.
_COLUMNS = {"三级指标": "name", "指标值": "target", "完成值": "actual", "分值": "points",
            "得分": "score", "偏差原因": "reason"}  # fmt: skip


def nothing(sources: Sources) -> Sources:
    """No change."""
    return sources


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(sources: Sources) -> Sources:
        for each in changes:
            sources = each(sources)
        return sources

    return change


def put(sheet: str, texts: dict[str, str]) -> Change:
    """Type something else into places of a table.

    A place is 三公经费.本年决算 (row and column), 表头.本年决算 (a heading), 服务群众 得分 (an indicator's
    column), 单位名称 (a field), 产出指标 (an 一级指标), 标题; for a cell with its label in it, such as
    其他资金, the text is the whole cell.
    """

    def change(sources: Sources) -> Sources:
        found = _form(sources, sheet)
        cells = {_entry(found, place).location.cell: text for place, text in texts.items()}
        assert None not in cells

        def typed(grid: Grid, cell: Cell) -> Cell:
            return replace(cell, text=cells.get(grid.address(cell), cell.text))

        return _each_grid(
            sources,
            lambda grid: (
                replace(grid, cells=tuple(typed(grid, cell) for cell in grid.cells))
                if grid.sheet == sheet
                else grid
            ),
        )

    return change


def say(old: str, new: str) -> Change:
    """Write something else in the report, wherever it says ``old``."""

    def change(sources: Sources) -> Sources:
        return tuple(
            replace(
                source,
                blocks=tuple(
                    replace(block, text=block.text.replace(old, new))
                    if isinstance(block, Paragraph)
                    else block
                    for block in source.blocks
                ),
            )
            for source in sources
        )

    return change


def everywhere(old: str, new: str) -> Change:
    """Write something else in the report and in all tables."""

    def in_cells(grid: Grid) -> Grid:
        return replace(
            grid,
            cells=tuple(replace(cell, text=cell.text.replace(old, new)) for cell in grid.cells),
        )

    return both(say(old, new), lambda sources: _each_grid(sources, in_cells))


def with_formulas(*rows: Sequence[str]) -> Change:
    """Add the sheet 审核公式 to the workbook: rows of 编号, 名称, 公式, 级别, 启用; the first is row 2."""
    lines = [("编号", "名称", "公式", "级别", "启用"), *rows]
    cells = [Cell(r, c, text) for r, line in enumerate(lines) for c, text in enumerate(line)]
    return with_helper(Grid(9, tuple(cells), "审核公式"))


def with_helper(grid: Grid) -> Change:
    """Add a sheet of this program's to the workbook, which is the last source."""

    def change(sources: Sources) -> Sources:
        *others, last = sources
        return (*others, replace(last, helpers=(*last.helpers, grid)))

    return change


def in_numbers(sources: Sources) -> Sources:
    """What Excel makes of numbers that are typed: all but those with words about them."""

    def typed(cell: Cell) -> Cell:
        plain = re.fullmatch(r"[\d.]+", cell.text.strip())
        return replace(cell, value=Decimal(plain[0])) if plain else cell

    return _each_grid(
        sources, lambda grid: replace(grid, cells=tuple(typed(cell) for cell in grid.cells))
    )


def with_draft(name: str, old: str, new: str) -> Change:
    """Put a second file with the report beside the first, with other words in one place."""

    def change(sources: Sources) -> Sources:
        report = next(source for source in sources if source.paragraphs)
        (draft,) = say(old, new)((replace(report, name=name, blocks=report.paragraphs),))
        return (*sources, draft)

    return change


def with_table(grid: Grid) -> Change:
    """Add a table as the last sheet."""

    def change(sources: Sources) -> Sources:
        *others, last = sources
        return (*others, replace(last, blocks=(*last.blocks, grid)))

    return change


def without(*sheets: str) -> Change:
    """Leave tables out."""

    def change(sources: Sources) -> Sources:
        return tuple(
            replace(
                source,
                blocks=tuple(b for b in source.blocks if not (isinstance(b, Grid) and b.sheet in sheets)),
            )
            for source in sources
        )  # fmt: skip

    return change


def without_row(sheet: str, label: str) -> Change:
    """Delete the row with this label, those below moving up."""
    return _rows_moved(sheet, label, -1)


def with_row(sheet: str, label: str, *texts: str) -> Change:
    """Insert a row above the one with this label, laid out like it."""
    return _rows_moved(sheet, label, 1, texts)


def also_in_word(sheet: str, change: Change = nothing) -> Change:
    """Put the table into the Word report, too, there with a change."""

    def copied(sources: Sources) -> Sources:
        (grid,) = (g for s in change(sources) for g in s.grids if g.sheet == sheet)
        word, *others = sources
        number = len(word.grids) + 1
        return (
            replace(word, blocks=(*word.blocks, replace(grid, sheet=None, number=number))),
            *others,
        )

    return copied


def _rows_moved(sheet: str, label: str, by: int, texts: tuple[str, ...] = ()) -> Change:
    def moved(grid: Grid) -> Grid:
        if grid.sheet != sheet:
            return grid
        row = next(cell.row for cell in grid.cells if cell.text.strip() == label)
        model = [cell for cell in grid.rows[row] if cell.row == row]
        cells = [
            replace(cell, row=cell.row + by)
            if cell.row > row or (by > 0 and cell.row == row)
            else replace(cell, rows=cell.rows + by)
            if cell.below > row and cell.row < row
            else cell
            for cell in grid.cells
            if by > 0 or cell not in model
        ]
        new = [replace(cell, text=text) for cell, text in zip(model, texts, strict=False)]
        return replace(grid, cells=tuple(sorted([*cells, *new], key=lambda c: (c.row, c.column))))

    return lambda sources: _each_grid(sources, moved)


def _each_grid(sources: Sources, change: Callable[[Grid], Grid]) -> Sources:
    return tuple(
        replace(
            source, blocks=tuple(change(b) if isinstance(b, Grid) else b for b in source.blocks)
        )
        for source in sources
    )


def _form(sources: Sources, sheet: str) -> Form:
    """The form on a sheet."""
    alone = next(
        replace(source, blocks=(grid,))
        for source in sources
        for grid in source.grids
        if grid.sheet == sheet
    )
    return _recognised(alone)


@cache
def _recognised(alone: Source) -> Form:
    (form,) = recognise(alone, profile("ministry").kinds)
    return form


def _entry(form: Form, place: str) -> Entry:
    if place == "标题":
        return form.title
    if place in form.entries:
        return form.entries[place]
    for group in form.groups:
        if group.name == place:
            return group.heading
        for row in group.indicators:
            name, _, column = place.rpartition(" ")
            if name in (row.name.text, row.level2) and column in _COLUMNS:
                entry: Entry = getattr(row, _COLUMNS[column])
                return entry
    for items in form.sections.values():
        for item in items:
            label, _, column = place.rpartition(".")
            if item.label == label and column in item.entries:
                return item.entries[column]
    raise LookupError(f"{form.name} has no place {place}")
