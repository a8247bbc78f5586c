"""Contradictions are coloured as they arise: guards as conditional formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from openpyxl.formatting.rule import FormulaRule
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import look
from xladdin.templates.cell_formulas import Guard
from xladdin.templates.filling import address
from xladdin.templates.layout import Box, Plan


def mark(paper: Worksheet, plan: Plan, guards: Mapping[str, list[Guard]]) -> None:
    """Colour each cell that a guard is at while the relation does not hold."""
    boxes = {address(box): box for box in plan.boxes}
    every = [(cell, guard) for cell, those in guards.items() for guard in those]
    # The first rule that is true stops those after it: errors come before warnings.
    order = list(look.MARKS)
    every.sort(key=lambda each: (order.index(each[1].severity), each[1].code))
    for (severity, _), run in groupby(every, key=lambda each: (each[1].severity, each[1].code)):
        tint, letters = look.MARKS[severity]
        for cells, formula in _runs([(cell, guard.violated) for cell, guard in run], boxes):
            paper.conditional_formatting.add(
                cells,
                FormulaRule(
                    formula=[formula], stopIfTrue=True,
                    fill=look.fill(tint), font=look.mark_font(letters),
                ),
            )  # fmt: skip


def _runs(marks: Iterable[tuple[str, str]], boxes: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Cells one below the other whose formulas are the same but for the row make one range: so the
    mark goes along when rows are inserted."""
    waiting = list(marks)
    while waiting:
        first, formula = waiting.pop(0)
        box, last = boxes[first], boxes[first]
        while True:
            below = f"{get_column_letter(last.column + 1)}{last.row + last.rows + 1}"
            if box.columns > 1 or below not in boxes:
                break
            moved = Translator(f"={formula}", origin=first).translate_formula(below)[1:]
            if (below, moved) not in waiting:
                break
            waiting.remove((below, moved))
            last = boxes[below]
        right = get_column_letter(box.column + box.columns)
        yield f"{first}:{right}{last.row + last.rows}", formula
