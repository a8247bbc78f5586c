"""Plan how an official form looks: rows as they are printed, read from ``data/**/*.toml``.

A line is a row, ``|`` stands between cells, ``<`` continues the cell to the left, ``^`` the one
above, ``⏎`` is a line break. ``_`` is a place to fill in, ``_10`` one with a usual value, ``:_`` one
that continues the line of its label; ``=`` centres a label that would stand at the left. A line
begins with

=====  ======================================================================================
``#``  the title
``>``  a line above or below the table
``~``  the line of signatures
``*``  a row that is repeated: for each item of the section named, or each 绩效指标
=====  ======================================================================================

The meaning of places is not part of it: the form is recognised as if somebody had filled it in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.labels import normal
from xladdin.model.form import Form
from xladdin.model.grid import Cell, Grid

#: The section of the indicators, the repeated row of their table.
INDICATORS = "绩效指标"


class Box(Struct, frozen=True):
    """A cell or merged range; rows and columns count from zero. ``role`` is title, line, signature,
    label, item or level (labels of repeated rows, which may be changed) or input. ``joined`` boxes
    have no border to the left, ``middle`` ones are centred."""

    row: int
    column: int
    text: str
    role: str
    rows: int = 1
    columns: int = 1
    joined: bool = False
    middle: bool = False


class Layout(Struct, frozen=True):
    """A form's look: ``lines`` as described above, ``widths`` of the columns in characters.
    ``repeated`` holds the texts that a blank form has in each repeated row: labels of items, or
    pairs of 一级指标 and 二级指标. ``variants`` are other sets of indicators."""

    kind: str
    sheet: str
    lines: tuple[str, ...]
    widths: tuple[float, ...]
    repeated: Mapping[str, tuple[tuple[str, ...], ...]]
    variants: tuple[str, ...] = ()
    landscape: bool = False

    @property
    def signed(self) -> bool:
        """Whether the form has a line of signatures."""
        return any(line.startswith("~") for line in self.lines)


class Plan(Struct, frozen=True):
    """A planned sheet: its boxes in reading order."""

    layout: Layout
    sheet: str
    boxes: tuple[Box, ...]

    @property
    def height(self) -> int:
        return max(box.row + box.rows for box in self.boxes)

    def probe(self, number: int = 1) -> Grid:
        """Return the sheet as if each place were filled in, for recognition."""
        filled = {"input": "1", "item": "某项"}
        cells = (
            Cell(box.row, box.column, filled.get(box.role, box.text), box.rows, box.columns)
            for box in self.boxes
        )
        return Grid(number, tuple(cells), self.sheet)


@cache
def layout(name: str, variant: str = "") -> Layout:
    """Return a layout by its file below ``data``, such as ``hunan/basic_data``, with the indicators
    of its ``variant`` if it has that one."""
    data = tomllib.loads(_file(name))
    repeated: dict[str, tuple[tuple[str, ...], ...]] = {
        section: tuple((label,) for label in labels)
        for section, labels in data.get("items", {}).items()
    }
    variants = data.get("variants", {})
    if "indicators" in data:
        repeated[INDICATORS] = tuple(
            (_text(level1), _text(level2))
            for level1, below in variants.get(variant, data["indicators"]).items()
            for level2 in below
        )
    return Layout(
        kind=data["kind"],
        sheet=data["sheet"],
        lines=tuple(line for line in data["rows"].splitlines() if line.strip()),
        widths=tuple(data["widths"]),
        repeated=repeated,
        variants=tuple(variants),
        landscape=data.get("landscape", False),
    )


def _file(name: str) -> str:
    """Return the text of a layout's file. If it is ``like`` another, that one's text is changed as
    it says. Raises ValueError if a text to replace is missing."""
    path = files(__package__).joinpath("data", *f"{name}.toml".split("/"))
    text = path.read_text(encoding="utf-8")
    own = tomllib.loads(text)
    if "like" not in own:
        return text
    text = _file(own["like"])
    for old, new in own["replace"].items():
        if old not in text:
            raise ValueError(f"{name}: nothing to replace: {old}")
        text = text.replace(old, new)
    return text


def planned(
    look: Layout, year: int, form: Form | None = None, sheet: str = "", *, signed: bool = True
) -> Plan:
    """Return the sheet for a year, with as many repeated rows as ``form`` has, if given, and with
    the line of signatures if ``signed``."""
    repeated = dict(look.repeated) | (_rows_of(form, look) if form is not None else {})
    boxes: list[Box] = []
    row = 0
    for line in look.lines:
        line = line.replace("{year}", str(year)).replace("{last}", str(year - 1))
        mark, rest = (line[0], line[1:].strip()) if line[0] in "#>~*" else ("", line)
        if mark == "~" and not signed:
            continue
        if mark == "*":
            section, _, rest = rest.partition("|")
            section = section.strip()
            previous: tuple[str, ...] = ()
            for texts in repeated[section]:
                _place_row(boxes, row, _repeated(rest, texts, previous), mark)
                previous = texts
                row += 1
            continue
        if mark in ("#", ">"):
            role = {"#": "title", ">": "line"}[mark]
            boxes.append(Box(row, 0, _text(rest), role, 1, len(look.widths)))
        else:
            _place_row(boxes, row, rest.split("|"), mark)
        row += 1
    return Plan(look, sheet or look.sheet, tuple(boxes))


def _rows_of(form: Form, look: Layout) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the texts of a form's repeated rows. A row …… at the end of a section stays, so that
    the sums include rows inserted above it."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name, items in form.sections.items():
        usual = look.repeated.get(name, ())
        last = usual[-1:] if usual and not normal(usual[-1][0]) and usual[-1][0] else ()
        found[name] = (*((item.label,) for item in items), *last)
    if form.groups:
        found[INDICATORS] = tuple(
            (group.heading.text, row.level2) for group in form.groups for row in group.indicators
        )
    return found


def _repeated(rest: str, texts: Sequence[str], previous: Sequence[str]) -> list[str]:
    """Return a row's cells with its own texts; a level that the row above has, too, continues from there."""
    cells = rest.split("|")
    same = True
    for index, text in enumerate(texts):
        same = same and bool(previous) and previous[index] == text
        mark = f"{{{index + 1}}}"
        goes_on = same and len(texts) > 1
        sign = "@" if len(texts) > 1 else "!"
        cells = [
            ("^" if goes_on else sign + cell.replace(mark, text).strip(" "))
            if mark in cell
            else cell
            for cell in cells
        ]
    return cells


def _place_row(boxes: list[Box], row: int, cells: Sequence[str], mark: str) -> None:
    column = 0
    for column, cell in enumerate(cells):
        text = cell.strip(" ")
        if text == "<":
            _widen(boxes, row, column)
        elif text == "^":
            _lengthen(boxes, row, column)
        else:
            boxes.append(_box(row, column, text, mark))


def _box(row: int, column: int, text: str, mark: str) -> Box:
    if mark == "~":
        return Box(row, column, _text(text), "signature")
    joined = text.startswith(":_")
    if joined or text.startswith("_"):
        return Box(row, column, _text(text.lstrip(":")[1:]), "input", joined=joined)
    if text[:1] in ("!", "@"):
        return Box(row, column, _text(text[1:]), {"!": "item", "@": "level"}[text[0]])
    middle = text.startswith("=")
    return Box(row, column, _text(text.removeprefix("=")), "label", middle=middle)


def _widen(boxes: list[Box], row: int, column: int) -> None:
    for index in range(len(boxes) - 1, -1, -1):
        box = boxes[index]
        if box.row <= row < box.row + box.rows and box.column + box.columns in (column, column + 1):
            if box.column + box.columns == column:
                boxes[index] = replace(box, columns=box.columns + 1)
            return
    raise ValueError(f"row {row + 1}, column {column + 1}: nothing to the left")


def _lengthen(boxes: list[Box], row: int, column: int) -> None:
    for index in range(len(boxes) - 1, -1, -1):
        box = boxes[index]
        if box.column <= column < box.column + box.columns and box.row + box.rows in (row, row + 1):
            if box.row + box.rows == row:
                boxes[index] = replace(box, rows=box.rows + 1)
            return
    raise ValueError(f"row {row + 1}, column {column + 1}: nothing above")


def _text(text: str) -> str:
    return text.replace("⏎", "\n")
