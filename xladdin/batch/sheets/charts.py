"""Add the native charts of 总览."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.batch.sheets import look
from xladdin.batch.sheets.table import HEAD, Table
from xladdin.model.addresses import Area

_GRID = "E3E7EB"
#: The step of the scale of scores, which begins below the lowest score, and its usual end.
_STEP, _FULL = 10, 100


class Block(Struct, frozen=True):
    """Rows of a sheet with a chart's data: ``label`` and ``value`` are columns of texts and numbers."""

    first: int
    last: int
    label: int
    value: int


def rules_chart(sheet: Worksheet, area: Area, block: Block) -> None:
    """Add the bar chart of findings by rule, the most frequent on top."""
    if block.last < block.first:
        return
    chart = _bars(sheet, "出现最多的问题（次数）", block, look.BAD)
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete = True
    chart.gapWidth = 45
    _put(sheet, chart, area)


def columns_chart(sheet: Worksheet, area: Area, title: str, block: Block, colour: str) -> None:
    """Add a column chart of counts of units."""
    chart = _bars(sheet, title, block, colour)
    chart.type = "col"
    chart.gapWidth = 80
    _put(sheet, chart, area)


def scatter_chart(sheet: Worksheet, area: Area, units: Table, scores: Sequence[float]) -> None:
    """Add the chart of self-score over execution rate, a point for each unit; ``scores`` are all
    scores, and without any there is no chart."""
    if not scores:
        return
    chart = ScatterChart()
    chart.scatterStyle = "lineMarker"
    _dress(chart, "自评得分与执行率（每点一个单位）")
    series = Series(_column(units, "自评得分"), _column(units, "执行率"))
    series.marker = Marker("circle", size=6)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=look.CALM)
    series.marker.graphicalProperties.line = LineProperties(solidFill="FFFFFF")
    series.graphicalProperties = GraphicalProperties()
    series.graphicalProperties.line.noFill = True
    chart.series.append(series)
    chart.x_axis.title, chart.y_axis.title = _words("执行率", 900), _words("自评得分", 900)
    chart.x_axis.number_format, chart.y_axis.number_format = "0%", "0"
    chart.x_axis.majorGridlines = None
    chart.y_axis.scaling.min = max(0, min(scores) // _STEP * _STEP - _STEP)
    if max(scores) <= _FULL:
        chart.y_axis.scaling.max = _FULL
    _put(sheet, chart, area)


def _put(sheet: Worksheet, chart: Any, area: Area) -> None:
    """Anchor a chart to cells, because the widths of columns depend on the installed fonts."""
    first = AnchorMarker(col=area.column, row=area.row)
    last = AnchorMarker(col=area.column + area.columns, row=area.row + area.rows)
    chart.anchor = TwoCellAnchor(_from=first, to=last)
    sheet.add_chart(chart)


def _bars(sheet: Worksheet, title: str, block: Block, colour: str) -> Any:
    chart = BarChart()
    _dress(chart, title)
    values = Reference(sheet, min_col=block.value, min_row=block.first, max_row=block.last)
    series = Series(values)
    series.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.graphicalProperties.line.noFill = True
    chart.series.append(series)
    chart.set_categories(
        Reference(sheet, min_col=block.label, min_row=block.first, max_row=block.last)
    )
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    chart.y_axis.number_format = "0"
    chart.y_axis.scaling.min = 0
    return chart


def _dress(chart: Any, title: str) -> None:
    chart.title = _words(title, 1200, bold=True)
    chart.title.overlay = False
    chart.legend = None
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = RichText(p=[Paragraph(pPr=_letters(900), endParaRPr=CharacterProperties())])
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=look.SOFT))
    if chart.y_axis.majorGridlines is not None:
        lines = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
        chart.y_axis.majorGridlines.spPr = lines


def _words(text: str, size: int, bold: bool = False) -> Any:
    title = title_maker(text)
    for paragraph in title.tx.rich.p:
        paragraph.pPr = _letters(size, bold)
    return title


def _letters(size: int, bold: bool = False) -> ParagraphProperties:
    """Return the properties of letters; ``size`` is in hundredths of a point."""
    fonts = {"latin": Font(typeface=look.FONT), "ea": Font(typeface=look.FONT)}
    return ParagraphProperties(
        defRPr=CharacterProperties(sz=size, b=bold, solidFill=look.DARK, **fonts)
    )


def _column(units: Table, heading: str) -> Reference:
    column = [each.heading for each in units.columns].index(heading) + 1
    return Reference(units.sheet, min_col=column, min_row=HEAD + 1, max_row=units.last)
