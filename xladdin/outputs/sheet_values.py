"""How a sheet of our own styles, as values, for a writer into files and a writer into live workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from xladdin.model.addresses import Area

#: Of all cells, unless a style says otherwise.
FONT, SIZE = "微软雅黑", 10
#: The height of a line of this size, in points.
LINE = 15.0
#: Colours, as RRGGBB: of links, of what nobody has to read, of lines between cells.
LINK, PALE, GRID = "1F4E79", "A6A6A6", "D0D0D0"

#: The texts of a sheet's rows, all of a length; in a live workbook, its formulas.
Rows = tuple[tuple[str, ...], ...]


class Style(NamedTuple):
    """What cells are given; what is empty is left to a style before. Colours are RRGGBB; ``edged``
    cells have thin lines around, in ``open`` ones people type."""

    fill: str = ""
    colour: str = ""
    bold: bool = False
    size: int = 0
    across: Literal["", "center", "fill"] = ""
    down: Literal["", "top", "center"] = ""
    wraps: bool = False
    edged: bool = False
    open: bool = False

    def over(self, before: Style) -> Style:
        """Both styles, this one where they differ."""
        return Style._make(mine or other for mine, other in zip(self, before, strict=True))


HEADING = Style("44546A", "FFFFFF", bold=True, across="center", down="center")
HEADING_HEIGHT = 22.0


class Layout(NamedTuple):
    """A sheet's columns by their widths in characters, rows by their heights in points, the others as
    high as their texts, a block of rows each of which is one merged cell, and the styles of blocks,
    later ones over earlier ones."""

    widths: tuple[float, ...]
    heights: Mapping[int, float]
    merged: Area
    styles: tuple[tuple[Area, Style], ...]


def room(width: float) -> int:
    """How many columns of 10 points, a Chinese character taking two, go into a width, which is
    counted in digits of 11 points."""
    return int(width * 1.05)
