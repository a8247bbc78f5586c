"""Define the look of the summary's own sheets: one font, light lines, the colours of severities."""

from __future__ import annotations

from functools import cache

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import printing

FONT = "微软雅黑"
DARK, SOFT, LINK, PALE = "2F4B66", "7F8C99", "1F4E79", "EEF2F6"
GOOD, FAIR, BAD, CALM = "4E9F6D", "E0A030", "C8503C", "4A7FB5"


@cache
def font(size: float = 10, bold: bool = False, colour: str = "000000", line: bool = False) -> Font:
    """Return a font of these sheets; ``line`` underlines it as a link."""
    return Font(name=FONT, size=size, bold=bold, color=colour, underline="single" if line else None)


@cache
def highlight(colour: str) -> PatternFill:
    """Return a tint for conditional formats."""
    return PatternFill(bgColor=colour)


@cache
def aligned(horizontal: str = "left", vertical: str = "center") -> Alignment:
    """Return the alignment of wrapped text, indented unless centred."""
    indent = 0 if horizontal == "center" else 1
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)


@cache
def rule(colour: str = "D9DEE4") -> Border:
    """Return thin lines around a cell."""
    side = Side("thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def set_up(sheet: Worksheet, columns: int, rows: int, titles: str = "", pages: int = 0) -> None:
    """Set up printing on A4 landscape, as wide as the table; ``pages`` is the height in pages, 0
    for as many as needed; the rows ``titles`` (such as 3:3) repeat on each page."""
    printing.set_up(sheet, columns, rows, titles, landscape=True, pages=pages)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
