"""Write a planned sheet as a worksheet that computes, refuses wrong entries and marks contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby

from msgspec import Struct, field
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.model.form import Entry, Form
from xladdin.model.unit import unit
from xladdin.templates import look, printing
from xladdin.templates.cell_formulas import Guard
from xladdin.templates.filling import Content, address
from xladdin.templates.layout import Box, Plan
from xladdin.templates.printing import fit
from xladdin.templates.validation import validate
from xladdin.tints import MARKS
from xladdin.workbooks.saving import write_text


def mark(paper: Worksheet, plan: Plan, guards: Mapping[str, list[Guard]]) -> None:
    """Colour each cell of a guard while its relation does not hold."""
    boxes = {address(box): box for box in plan.boxes}
    every = [(cell, guard) for cell, those in guards.items() for guard in those]
    # The first rule that is true stops those after it: errors come before warnings.
    order = list(MARKS)
    every.sort(key=lambda each: (order.index(each[1].severity), each[1].code))
    for (severity, _), run in groupby(every, key=lambda each: (each[1].severity, each[1].code)):
        tint, letters = MARKS[severity]
        for cells, formula in _runs([(cell, guard.violated) for cell, guard in run], boxes):
            paper.conditional_formatting.add(
                cells,
                FormulaRule(
                    formula=[formula], stopIfTrue=True,
                    fill=look.fill(tint), font=look.mark_font(letters),
                ),
            )  # fmt: skip


def _runs(marks: Iterable[tuple[str, str]], boxes: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Yield each range of marks with its formula. Cells one below the other, with formulas that
    differ only in the row, make one range, so that the mark extends to inserted rows."""
    waiting = list(marks)
    while waiting:
        first, formula = waiting.pop(0)
        box, last = boxes[first], boxes[first]
        while True:
            below = f"{get_column_letter(last.column + 1)}{last.row + last.rows + 1}"
            if box.columns > 1 or not any(place == below for place, _ in waiting):
                break
            moved = Translator(f"={formula}", origin=first).translate_formula(below)[1:]
            if (below, moved) not in waiting:
                break
            waiting.remove((below, moved))
            last = boxes[below]
        right = get_column_letter(box.column + box.columns)
        yield f"{first}:{right}{last.row + last.rows}", formula


_FORMATS = {"money": "0.00", "ratio": "0.00%", "points": "General", "area": "General"}
#: Places for sentences, and the fewest lines of a blank one.
_LONG = {"预期目标": 4, "实际完成情况": 4, "厉行节约保障措施": 3}
_NAMES = {"单位名称", "项目名称", "主管部门"}


class Sheet(Struct, frozen=True, dict=True):
    """All that a worksheet is made of. ``contents``, ``formulas``, ``guards`` and ``notes`` go by cell."""

    plan: Plan
    #: The form recognised in the planned sheet with every place filled: what each place means.
    probe: Form
    contents: Mapping[str, Content]
    formulas: Mapping[str, str]
    guards: Mapping[str, list[Guard]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The form's entries by cell."""
        return {entry.location.cell or "": entry for entry in self.probe.every_entry()}


def write_sheet(workbook: Workbook, sheet: Sheet) -> Worksheet:
    """Add the sheet to the workbook and return it."""
    paper = workbook.create_sheet(sheet.plan.sheet)
    entries = sheet.entries
    for box in sheet.plan.boxes:
        _write_box(paper, box, entries.get(address(box)), sheet)
    for place, note in sheet.notes.items():
        paper[place].comment = look.note(note)
    _set_sizes(paper, sheet)
    inputs = (address(box) for box in sheet.plan.boxes if box.role == "input")
    validate(paper, entries, [place for place in inputs if place not in sheet.formulas])
    mark(paper, sheet.plan, sheet.guards)
    title = next(box.row for box in sheet.plan.boxes if box.role == "title") + 1
    printing.set_up(
        paper,
        len(sheet.plan.layout.widths),
        sheet.plan.height,
        f"{title}:{title}",
        landscape=sheet.plan.layout.landscape,
    )
    # The tints are for the screen.
    paper.page_setup.blackAndWhite = True
    printing.lock(paper)
    return paper


def _write_box(paper: Worksheet, box: Box, entry: Entry | None, sheet: Sheet) -> None:
    cell = paper.cell(box.row + 1, box.column + 1)
    place = address(box)
    held = sheet.contents.get(place)
    unit_name = entry.unit if entry is not None and box.role == "input" else None
    measure = unit(unit_name).measures if unit_name else ""
    if place in sheet.formulas:
        cell.value = f"={sheet.formulas[place]}"
        cell.number_format = held.format if held and held.format else _FORMATS.get(measure, "0")
    elif held is not None and held.number is not None:
        cell.value = held.number
        cell.number_format = held.format
    else:
        if text := held.text if held is not None else box.text:
            write_text(cell, text)
        if unit_name:
            cell.number_format = _FORMATS.get(measure, "0")
        elif (
            box.role == "input" and entry is not None and (entry.unit is None or _is_target(entry))
        ):
            cell.number_format = "@"
    if held is None and box.role == "input" and box.text.isdigit():
        cell.value = int(box.text)
    cell.alignment = _alignment(box, _side(box, entry), number=unit_name is not None)
    _dress(paper, box, place in sheet.formulas)


def _is_target(entry: Entry) -> bool:
    """Tell whether =100% is meant as typed instead of as a formula."""
    return entry.name == "指标值"


def _side(box: Box, entry: Entry | None) -> str:
    if box.role == "title" or (entry is not None and box.role == "input" and entry.name in _NAMES):
        return "center"
    return look.sides(box, entry.unit if entry is not None and box.role == "input" else None)


def _dress(paper: Worksheet, box: Box, computed: bool) -> None:
    cell = paper.cell(box.row + 1, box.column + 1)
    typed = box.role in ("input", "item", "level", "signature") and not computed
    cell.font = {
        "title": look.font(look.TITLE_FONT, look.TITLE_SIZE),
        "line": look.font(look.ANNEX_FONT, look.ANNEX_SIZE) if box.row == 0 else look.font(),
    }.get(box.role, look.font())
    tint = look.COMPUTED_TINT if computed else look.INPUT_TINT if box.role == "input" else ""
    cell.protection = look.protection(not typed)
    if box.role not in ("title", "line", "signature"):
        cell.border = look.border(left=not box.joined, right=not _continues(box))
    if tint:
        cell.fill = look.fill(tint)
    if box.rows > 1 or box.columns > 1:
        paper.merge_cells(
            start_row=box.row + 1, end_row=box.row + box.rows,
            start_column=box.column + 1, end_column=box.column + box.columns,
        )  # fmt: skip


def _alignment(box: Box, side: str, *, number: bool) -> Alignment:
    if box.role == "signature":
        return look.alignment("left", "bottom", shrinks=True)
    return look.alignment(side, shrinks=number)


def _continues(box: Box) -> bool:
    """Tell whether the place to the right continues the line of this label."""
    return box.role == "label" and box.column > 0 and box.text.endswith("：")


def _set_sizes(paper: Worksheet, sheet: Sheet) -> None:
    widths = sheet.plan.layout.widths
    for index, width in enumerate(widths, start=1):
        paper.column_dimensions[get_column_letter(index)].width = width
    rows = range(sheet.plan.height)
    heights = [_height(row, sheet, widths) for row in rows]
    weights = [_weight(row, sheet) for row in rows]
    growing = {box.row for box in sheet.plan.boxes if _fits_itself(box, sheet)}
    for row, height in enumerate(look.stretched(heights, weights, printing.room(widths))):
        if row in growing:
            fit(paper, row + 1, height, len(widths) + 1)
        else:
            paper.row_dimensions[row + 1].height = height


def _fits_itself(box: Box, sheet: Sheet) -> bool:
    """Tell whether a text is typed into a single cell here, so that programs fit the row to it."""
    entry = sheet.entries.get(address(box))
    single = box.role == "input" and box.rows == box.columns == 1
    return single and entry is not None and entry.unit is None


def _height(row: int, sheet: Sheet, widths: tuple[float, ...]) -> float:
    boxes = [box for box in sheet.plan.boxes if box.row == row]
    sizes = {"title": look.TITLE_SIZE * 1.2}
    return max(
        (
            look.height(_lines(box, sheet, widths), sizes.get(box.role, look.BODY_SIZE))
            for box in boxes
            if box.rows == 1
        ),
        default=look.height(1),
    )


def _weight(row: int, sheet: Sheet) -> int:
    """Return a row's weight in sharing the room left on the page: more for a place to write a text in."""
    boxes = [box for box in sheet.plan.boxes if box.row == row]
    if any(box.role in ("title", "line", "signature") for box in boxes):
        return 0
    written = any(box.role == "input" and _name(sheet, box) in _LONG for box in boxes)
    return 4 if written else 1


def _lines(box: Box, sheet: Sheet, widths: tuple[float, ...]) -> int:
    held = sheet.contents.get(address(box))
    if held is None and box.role == "input":
        return _LONG.get(_name(sheet, box), 1)
    width = sum(widths[box.column : box.column + box.columns])
    return look.lines(held.text if held is not None else box.text, width)


def _name(sheet: Sheet, box: Box) -> str:
    entry = sheet.entries.get(address(box))
    return entry.name if entry is not None else ""
