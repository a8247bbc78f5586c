"""How the summary's own sheets look: one font, quiet lines, the colours of the severities."""

from __future__ import annotations

from functools import cache

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import printing

FONT = "微软雅黑"
DARK, SOFT, LINK, PALE = "2F4B66", "7F8C99", "1F4E79", "EEF2F6"
GOOD, FAIR, BAD, CALM = "4E9F6D", "E0A030", "C8503C", "4A7FB5"
#: Tint and letters by severity.
TINTS = {"错误": ("FFC7CE", "9C0006"), "警告": ("FFEB9C", "7F6000"), "提示": ("DDEBF7", "1F4E78")}


@cache
def font(size: float = 10, bold: bool = False, colour: str = "000000", line: bool = False) -> Font:
    """A font of these sheets; ``line`` for what leads somewhere."""
    return Font(name=FONT, size=size, bold=bold, color=colour, underline="single" if line else None)


@cache
def highlight(colour: str) -> PatternFill:
    """A tint as conditional formats write it."""
    return PatternFill(bgColor=colour)


@cache
def aligned(horizontal: str = "left", vertical: str = "center") -> Alignment:
    """Wrapped text, not too near to the lines."""
    indent = 0 if horizontal == "center" else 1
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)


@cache
def rule(colour: str = "D9DEE4") -> Border:
    """Thin lines around a cell."""
    side = Side("thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def set_up(sheet: Worksheet, columns: int, rows: int, titles: str = "", pages: int = 0) -> None:
    """A4 across, as wide as the table; ``pages`` 0 for as many as it takes, ``titles`` (rows such
    as 3:3) on each."""
    printing.set_up(sheet, columns, rows, titles, landscape=True, pages=pages)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
