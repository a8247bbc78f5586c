"""Fill a planned sheet from a form; find the forms that say the same in two files of a filing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest

from msgspec import Struct
from openpyxl.utils import get_column_letter

from xladdin.forms.labels import normal, squeeze
from xladdin.model.form import Entry, Form, Indicator
from xladdin.model.grid import Cell, Grid
from xladdin.model.unit import unit
from xladdin.patterns import pattern
from xladdin.templates.layout import Box, Plan

#: The characters of texts that say nothing; 无 does say something.
_MARKS = " \t\r\n\u3000-—–－/／…·."
#: A number as a cell can print it: 1,234.50 or 94.44%.
_PLAIN = pattern(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)", re.ASCII)


class Content(Struct, frozen=True):
    """What a cell holds: a number with the format that prints ``text`` again, or the text."""

    text: str
    number: Decimal | None = None
    format: str = ""


def address(box: Box) -> str:
    """Return the box's cell: B6."""
    return f"{get_column_letter(box.column + 1)}{box.row + 1}"


def content(text: str) -> Content:
    """Return a text as a number with a format if that prints it unchanged, else as text."""
    found = _PLAIN.fullmatch(text)
    if found is None or len(text) > 15:
        return Content(text)
    digits, decimals, percent = found[2], found[3] or "", found[4]
    number = Decimal(found[1] + digits.replace(",", "") + ("." + decimals if decimals else ""))
    whole = "#,##0" if "," in digits else "0"
    code = whole + ("." + "0" * len(decimals) if decimals else "") + percent
    if code.strip("0.") == "" and not decimals.endswith("0"):
        code = "General"  # prints it as well, and whatever is typed over it
    if digits != "0" and digits.startswith("0"):
        return Content(text)  # 0731…: a telephone number
    return Content(text, number / 100 if percent else number, code)


def filled(plan: Plan, probe: Form, form: Form) -> tuple[dict[str, Content], tuple[Entry, ...]]:
    """Return the contents of the boxes by address, and the entries of ``form`` without a place
    here. ``probe`` is the form recognised in the planned sheet with every place filled."""
    boxes = {address(box): box for box in plan.boxes}
    places: dict[str, Content] = {}
    left: list[Entry] = []
    for place, given in _pairs(probe, form):
        box = boxes.get(place.location.cell or "") if place is not None else None
        if box is None or place is None:
            left.append(given)
        elif box.role == "input" or not box.text:
            places[address(box)] = content(_converted(given, place))
        elif box.role == "signature":
            places[address(box)] = Content(box.text + given.text)
        elif box.role == "label" and given.text:
            places[address(box)] = Content(given.text)  # 表头, 评分标准: in the unit's own words
        elif box.role != "level":
            left.append(given)
    if form.title.text:
        title = next(box for box in plan.boxes if box.role == "title")
        places[address(title)] = Content(form.title.text)
    printed = {normal(box.text) for box in plan.boxes}
    left += [entry for entry in form.unplaced if normal(entry.text) not in printed]
    return places, tuple(entry for entry in left if entry.text.strip(_MARKS))


def _converted(given: Entry, place: Entry) -> str:
    """Return the text of an entry, with amounts of money in the unit of their new place."""
    if given.figure is None or given.unit == place.unit or place.unit is None:
        return given.text
    own, wanted = given.figure.unit, unit(place.unit)
    if own.measures != "money" or wanted.measures != "money" or given.figure.unit_printed:
        return given.text
    return f"{given.figure.value * own.factor / wanted.factor:f}"


def grid(plan: Plan, places: Mapping[str, Content], number: int) -> Grid:
    """Return the sheet as it will be read."""
    cells = []
    for box in plan.boxes:
        held = places.get(address(box))
        text = held.text if held is not None else box.text
        cells.append(Cell(box.row, box.column, text, box.rows, box.columns))
    return Grid(number, tuple(cells), plan.sheet)


def _pairs(probe: Form, form: Form) -> Iterator[tuple[Entry | None, Entry]]:
    for key, given in form.entries.items():
        yield probe.entries.get(key), given
    for name, items in form.sections.items():
        rows = probe.sections.get(name, ())
        for index, item in enumerate(items):
            row = rows[index].entries if index < len(rows) else {}
            for column, given in item.entries.items():
                yield row.get(column), given
    for item in form.funds:
        for given in item.entries.values():
            if given.key not in form.entries:
                yield None, given
    for known, group in zip_longest(probe.groups, form.groups):
        if group is None:
            return
        yield (known.heading if known else None), group.heading
        for place, row in zip_longest(known.indicators if known else (), group.indicators):
            if row is not None:
                yield from _of_row(place, row)


def _of_row(place: Indicator | None, row: Indicator) -> Iterator[tuple[Entry | None, Entry]]:
    for name in ("name", "target", "actual", "points", "score", "reason"):
        given: Entry | None = getattr(row, name)
        if given is not None:
            yield (getattr(place, name) if place is not None else None), given


def subject(form: Form) -> tuple[str, str]:
    """Return what a form is about: its kind and, for a project, the project's name."""
    name = form.entries.get("项目名称")
    return form.kind, squeeze(name.text) if name is not None else ""


def once(forms: Iterable[Form]) -> tuple[list[Form], list[Form]]:
    """Return the forms, and separately those that say the same as an earlier one in another file,
    however it is printed."""
    kept: list[Form] = []
    twice: list[Form] = []
    for form in forms:
        others = (other for other in kept if other.source != form.source)
        (twice if any(_alike(form, other) for other in others) else kept).append(form)
    return kept, twice


def _alike(one: Form, other: Form) -> bool:
    return one.kind == other.kind and _said(one) == _said(other)


def _said(form: Form) -> list[tuple[str, object]]:
    labels = [("", squeeze(item.label)) for items in form.sections.values() for item in items]
    levels = [(row.level1, row.level2) for row in form.indicators]
    return [*labels, *levels, *((entry.key, _value(entry)) for entry in form.every_entry())]


def _value(entry: Entry) -> object:
    if entry.blank:
        return ""
    figure = entry.figure
    return squeeze(entry.text) if figure is None else (figure.operator, figure.base.point)
