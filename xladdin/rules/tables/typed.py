"""Find numbers that Excel does not take for numbers: with words around them, or typed as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Cell
from xladdin.model.report import Operand, Relation
from xladdin.model.unit import unit
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import number_text, operand, same_kind
from xladdin.rules.tables.structure import numeric

#: The most texts of a form that are reported one by one.
_MOST = 3
_IS_TEXT = "在表里是文本，不是数字，Excel 的公式不会算进去。"


@rule("F302", "info", "数字写得不规范")
def irregular_number(filing: Filing) -> Iterator[Relation]:
    """检查什么：数字栏里有没有“约5”“5万”“50000元”这样带字的数；工作表里旁边都是数字或公式，有没有一格是文本。
    为什么：带字的数容易读错单位，Excel 的公式也不会把文本算进去。
    反例：表头单位是万元，单元格填“5万”；同一栏都是数字，有一格填“18万元”。
    正例：表头单位是万元，单元格填 5。
    怎么改：数字栏只填数字，单位以表头为准，不写“约”“余”“万元”“人”等字；是文本的，删掉重新输入。"""
    for form in filing.forms:
        alone = _texts_among_numbers(filing, form)
        texts: list[Relation] = []
        for label, entry in numeric(form):
            if entry.figure is None:
                continue
            meant, shown = _meant(entry), operand(entry, label)
            if entry.figure.irregular:
                unread = f"应填以{entry.unit}为单位的数，这一格没有参加核对"
                understood = f"核对时按 {meant}{entry.unit} 理解" if meant else unread
                message = f"{label} 填的是“{entry.text}”，{understood}。"
                yield ruled("F302", (shown,), label, message)
            elif entry.location in alone:
                instead = "" if entry.text == meant else f"（应为 {meant}）"
                texts.append(_text(shown, label, f"{label}“{entry.text}”{instead}", meant))
        yield from texts if len(texts) <= _MOST else [_together(form.name, texts)]


def _text(shown: Operand, label: str, said: str, meant: str) -> Relation:
    """Make the relation of a number typed as text, which is expected as a number if ``meant`` so."""
    same = bool(meant) and Decimal(meant) == Decimal(shown.value or 0)
    expected, actual = (meant, shown.text) if same else ("", "")
    place = (shown.location,)
    return ruled("F302", (shown,), label, said + _IS_TEXT, expected, actual, uncounted=place)


def _together(subject: str, texts: list[Relation]) -> Relation:
    """Join the relations of many texts of a form into one."""
    listed = "、".join(each.message.removesuffix(_IS_TEXT) for each in texts[:_MOST])
    message = f"{listed}等 {len(texts)} 格{_IS_TEXT}"
    operands = tuple(operand for each in texts for operand in each.operands)
    places = tuple(operand.location for operand in operands)
    return ruled("F302", operands, subject, message, uncounted=places)


class _Typed(NamedTuple):
    """An entry that fills a cell of a sheet, and the cell."""

    entry: Entry
    cell: Cell

    @property
    def is_text(self) -> bool:
        return self.cell.value is None and not self.cell.formula

    def is_beside(self, other: _Typed) -> bool:
        """Return whether both stand in one row or column and have the same unit."""
        return self.entry.unit == other.entry.unit and (
            self.cell.row == other.cell.row or self.cell.column == other.cell.column
        )


def _texts_among_numbers(filing: Filing, form: Form) -> set[Location]:
    """Return the locations of numbers typed as text beside a formula or mostly numbers. Tables of a document
    and sheets of nothing but texts have none, nor do points, which the form may print (100分)."""
    places = [
        entry
        for _, entry in numeric(form)
        if entry.location.sheet
        and (figure := entry.figure)
        and not (figure.unit_printed and figure.unit.measures == "points")
    ]
    sheets = {(entry.location.source, entry.location.sheet) for entry in places}
    cells = {
        (source.name, grid.sheet, grid.address(cell)): cell
        for source in filing.sources
        for grid in source.grids
        if (source.name, grid.sheet) in sheets and any(c.value is not None for c in grid.cells)
        for cell in grid.filled()
    }
    found = [
        _Typed(entry, cell)
        for entry in places
        if entry.text == (at := entry.location).quote
        and (cell := cells.get((at.source, at.sheet, at.cell or ""))) is not None
    ]
    return {each.entry.location for each in found if each.is_text and _is_alone(each, found)}


def _is_alone(text: _Typed, found: Iterable[_Typed]) -> bool:
    beside = [each for each in found if each.is_beside(text)]
    texts = sum(each.is_text for each in beside)
    return texts * 2 <= len(beside) or any(each.cell.formula for each in beside)


def _meant(entry: Entry) -> str:
    """Return the number in its column's unit: 1 for 10000元 under 万元; empty if of another kind."""
    if entry.figure is None or not same_kind(entry):
        return ""
    factor = entry.figure.unit.factor / unit(entry.unit or "").factor
    return number_text(entry.figure.value * factor)
