"""List on the sheet 未归位 what has no place on the official forms or was not read, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from openpyxl import Workbook

from xladdin.forms.definitions import definition
from xladdin.forms.headings import match
from xladdin.forms.labels import normal, squeeze
from xladdin.model.figure import Location
from xladdin.model.filing import narrative
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Cell, Grid, Source
from xladdin.patterns import pattern
from xladdin.templates import look, printing
from xladdin.templates.cells import added, framed, headings
from xladdin.workbooks.saving import write_text

SHEET = "未归位"
_WIDTHS = (20.0, 24.0, 38.0)


class Leftover(Struct, frozen=True):
    """A text without a place: the file that it is from, where it stands there, what it says."""

    material: str
    place: str
    text: str


def leftover(entry: Entry) -> Leftover:
    """Return an entry without a place, its text led by the entry's label."""
    label = f"{entry.name}（{entry.column}）" if entry.column else entry.name
    text = f"{label}：{entry.text}" if label else entry.text
    return Leftover(entry.location.source, where(entry.location), text)


def where(location: Location) -> str:
    """Return a place in words for somebody who has the file open: 工作表“附件1” C5."""
    if location.cell is None:
        return f"第{location.paragraph + 1}段" if location.paragraph is not None else ""
    if at := location.table_cell:
        return f"第{at[0]}个表 第{at[1]}行第{at[2]}列"
    return f"工作表“{location.sheet}” {location.cell}" if location.sheet else location.cell


def write_leftovers(workbook: Workbook, rows: Sequence[Leftover]) -> None:
    """Add the sheet to an openpyxl workbook, with a row for each."""
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


#: The shortest text that counts as a line of a title, in characters.
_FEWEST_LETTERS = 5
#: The number of an annex (附件3-1, 附表二), which the new workbook has of its own.
_ANNEX = pattern(r"附[件表录][\d一二三四五六七八九十]*(?:[-—–]\d+)?[:：]?")


def strays(source: Source, forms: Sequence[Form], printed: frozenset[str]) -> Iterator[Leftover]:
    """Yield what stands in a source besides the entries of the forms read from it. ``printed`` are
    the texts that the new workbook has itself, squeezed, with and without brackets. The sentences
    of a report are left out."""
    prose = narrative(source)
    lines = {entry.location.paragraph for form in forms for entry in _entries(form)}
    titles = "\n".join(squeeze(form.title.text) for form in forms)
    for block in source.blocks:
        if isinstance(block, Grid):
            found = _strays_of_table(source, block, forms)
        elif prose or block.index in lines:
            continue
        else:
            place = Location(source.name, paragraph=block.index)
            found = iter([Leftover(source.name, where(place), block.text.strip())])
        for each in found:
            text = squeeze(each.text)
            titled = len(text) >= _FEWEST_LETTERS and text in titles
            if _says_something(text) and not titled and text.strip(":") not in printed:
                yield each


def _says_something(text: str) -> bool:
    """Tell whether a text is more than the number of a blank row (3、) or of an annex, or a dash."""
    if _ANNEX.fullmatch(text):
        return False
    return bool(normal(text)) or any(letter.isalpha() for letter in text)


def _entries(form: Form) -> Iterator[Entry]:
    yield form.title
    yield from form.every_entry()


def _strays_of_table(source: Source, grid: Grid, forms: Sequence[Form]) -> Iterator[Leftover]:
    cells = {grid.address(cell): cell for cell in grid.cells}
    stretches = [stretch for form in forms if (stretch := _stretch(form, grid, cells)) is not None]
    for address, cell in cells.items():
        if not cell.text.strip():
            continue
        at = next((each for each in stretches if cell.row in each.rows), None)
        if at is None or (address not in at.places and not at.says(cell)):
            place = Location(source.name, sheet=grid.sheet, cell=address)
            yield Leftover(source.name, where(place), cell.text.strip())


class _Stretch(Struct, frozen=True, dict=True):
    """The rows of a table that a form was read from, and its cells there."""

    form: Form
    rows: range
    places: dict[str, Cell]

    def says(self, cell: Cell) -> bool:
        """Tell whether the form accounts for a cell's text other than as an entry."""
        name = normal(cell.text.partition("：")[0].partition(":")[0])
        fields = [
            field
            for block in definition(self.form.kind).blocks
            for field in (*block.columns, *block.rows)
        ]
        if match(tuple(fields), name) or match(tuple(fields), normal(cell.text)):
            return True
        if squeeze(cell.text) in self.levels | self.labels:
            return True
        return squeeze(cell.text) in self.composed.get(cell.row, "")

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of repeated rows."""
        items = (item for items in self.form.sections.values() for item in items)
        return frozenset(squeeze(item.label) for item in items)

    @cached_property
    def levels(self) -> frozenset[str]:
        """The 一级指标 and 二级指标."""
        return frozenset(
            level for row in self.form.indicators for level in (row.level1, row.level2) if level
        )

    @cached_property
    def composed(self) -> dict[int, str]:
        """The text of each row's target and actual value, which may be put together from several
        columns (≥ and 公里)."""
        found: dict[int, str] = {}
        for row in self.form.indicators:
            cell = self.places.get(row.target.location.cell or "")
            if cell is not None:
                found[cell.row] = squeeze(row.target.text + row.actual.text)
        return found


def _stretch(form: Form, grid: Grid, cells: dict[str, Cell]) -> _Stretch | None:
    entries = (*_entries(form), *form.unplaced)
    inside = {
        entry.location.cell or ""
        for entry in entries
        if entry.location.sheet == grid.sheet and entry.location.cell in cells
    }
    if not inside:
        return None
    rows = range(min(cells[at].row for at in inside), max(cells[at].below for at in inside))
    unplaced = {entry.location.cell for entry in form.unplaced}
    return _Stretch(form, rows, {at: cells[at] for at in inside if at not in unplaced})
