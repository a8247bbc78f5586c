"""Write the first sheet, 总览: key numbers, four charts, the most frequent rules, the worst units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.batch.gathered import Gathered, Statistics
from xladdin.batch.sheets import look
from xladdin.batch.sheets.charts import Block, columns_chart, rules_chart, scatter_chart
from xladdin.batch.sheets.lists import UNITS
from xladdin.batch.sheets.table import Table
from xladdin.forms.profiles import profile
from xladdin.model.addresses import Area
from xladdin.outputs.since import State
from xladdin.templates.look import fill
from xladdin.tints import MARKS
from xladdin.workbooks.saving import write_text

OVERVIEW = "总览"
#: Columns: six, a narrow one as the gap, and six more; widths in characters, heights in points.
_COLUMNS, _GAP, _WIDTH, _LINE = 13, 7, 11.5, 19.0
_LEFT, _RIGHT = 1, _GAP + 1
_CHART_ROWS = 12
_TITLE = "部门整体支出绩效自评材料核对汇总"


def write_overview(
    workbook: Workbook, found: Gathered, numbers: Statistics, units: Table, when: datetime
) -> None:
    """Add the sheet as the first one; ``units`` is the table from which the scatter chart is drawn."""
    sheet = workbook.create_sheet(OVERVIEW, 0)
    for column in range(1, _COLUMNS + 1):
        width = 2.0 if column == _GAP else _WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
    _line(sheet, 1, _TITLE, look.font(20, bold=True, colour=look.DARK), 36)
    _line(sheet, 2, _subtitle(found, numbers, when), look.font(10, colour=look.SOFT), 22)
    row = 4
    for cards in _cards(numbers, found):
        _write_cards(sheet, row, cards)
        row += 3
    charts = row
    row += 2 * (_CHART_ROWS + 1)
    rules = _rules(sheet, row, numbers)
    worst = _worst(sheet, row, numbers)
    row = max(rules.last, worst.last) + 2
    grades = _distribution(sheet, row, _LEFT, "自评等级", _graded(numbers))
    coverage = _distribution(sheet, row, _RIGHT, "核对率（参与核对的数字占比）", numbers.coverage)
    for number in range(charts, row + 8):
        sheet.row_dimensions[number].height = _LINE
    second = charts + _CHART_ROWS + 1
    scores = [each.score for each in found.read if each.score is not None]
    rules_chart(sheet, _area(_LEFT, charts), rules)
    columns_chart(sheet, _area(_RIGHT, charts), "自评等级（单位数）", grades, look.CALM)
    scatter_chart(sheet, _area(_LEFT, second), units, scores)
    columns_chart(sheet, _area(_RIGHT, second), "核对率（单位数）", coverage, look.GOOD)
    last = max(grades.last, coverage.last)
    look.set_up(sheet, _COLUMNS, last, pages=1)
    sheet.page_setup.orientation = "portrait"
    workbook.active = 0


def _area(column: int, row: int) -> Area:
    return Area(row - 1, column - 1, _CHART_ROWS, _GAP - 1)


def _subtitle(found: Gathered, numbers: Statistics, when: datetime) -> str:
    years = "、".join(f"{year}年度" for year in sorted(filter(None, found.years)))
    names = dict.fromkeys(profile(each.profile).name for each in found.read)
    date = f"{when.year}年{when.month}月{when.day}日汇总"
    parts = (years, f"{numbers.units} 个单位", "、".join(names), date)
    return "　·　".join(part for part in parts if part)


Card = tuple[str, float | int | None, str, str]


def _cards(numbers: Statistics, found: Gathered) -> list[list[Card]]:
    """Return the rows of cards, each card as label, number, number format and colour."""
    rows: list[list[Card]] = [
        [
            ("报来材料（个单位）", numbers.units, "#,##0", look.DARK),
            ("未能读取", numbers.unread, "#,##0", look.BAD if numbers.unread else look.SOFT),
            ("有错误", numbers.with_errors, "#,##0", look.BAD),
            ("只有警告", numbers.with_warnings, "#,##0", look.FAIR),
            ("没有错误和警告", numbers.clean, "#,##0", look.GOOD),
            ("平均自评得分", numbers.score, "0.00", look.CALM),
        ],
        [
            ("错误（处）", numbers.errors, "#,##0", look.BAD),
            ("警告（处）", numbers.warnings, "#,##0", look.FAIR),
            ("识别的数字", numbers.figures, "#,##0", look.DARK),
            ("核对率", numbers.share_checked, "0.0%", look.GOOD),
            ("核对关系（条）", numbers.relations, "#,##0", look.DARK),
            ("总体预算执行率", numbers.rate, "0.00%", look.CALM),
        ],
    ]
    rounds = found.rounds()
    if rounds is not None:
        compared = sum(each.rounds is not None for each in found.read)
        settled = rounds[State.FIXED] + rounds[State.LEFT]
        share = rounds[State.FIXED] / settled if settled else None
        rows.append(
            [
                ("与上一轮相比（个单位）", compared, "#,##0", look.DARK),
                ("已改", rounds[State.FIXED], "#,##0", look.GOOD),
                ("未改", rounds[State.LEFT], "#,##0", look.BAD),
                ("新增", rounds[State.NEW], "#,##0", look.FAIR),
                ("已说明", rounds[State.EXPLAINED], "#,##0", look.CALM),
                ("整改率", share, "0.0%", look.GOOD),
            ]
        )
    return rows


def _write_cards(sheet: Worksheet, row: int, cards: Sequence[Card]) -> None:
    for number, (label, value, form, colour) in enumerate(cards):
        column = 2 * number + (_LEFT if number < 3 else _RIGHT - 6)
        for offset, height in ((0, 20), (1, 34)):
            sheet.row_dimensions[row + offset].height = height
            sheet.merge_cells(
                start_row=row + offset, end_row=row + offset,
                start_column=column, end_column=column + 1,
            )  # fmt: skip
            for each in (column, column + 1):
                sheet.cell(row + offset, each).fill = fill(look.PALE)
        head, body = sheet.cell(row, column), sheet.cell(row + 1, column)
        write_text(head, label)
        head.font, head.alignment = look.font(10, colour=look.SOFT), look.aligned("center")
        body.value = "—" if value is None else value
        body.number_format = form
        body.font = look.font(20, bold=True, colour=colour)
        body.alignment = look.aligned("center", "top")
    sheet.row_dimensions[row + 2].height = 9


def _rules(sheet: Worksheet, row: int, numbers: Statistics) -> Block:
    """Write the table of the most frequent rules, the source of the chart."""
    _heading(sheet, row, _LEFT, "出现最多的问题")
    rows = [(f"{code} {title}", times, units) for code, _, title, times, units in numbers.rules]
    block = _table(sheet, row + 1, _LEFT, ("规则", "次数", "单位数"), rows)
    for number, (_, severity, *_) in enumerate(numbers.rules, start=block.first):
        tint, letters = MARKS[severity]
        cell = sheet.cell(number, block.value)
        cell.fill, cell.font = fill(tint), look.font(bold=True, colour=letters)
    return block


def _worst(sheet: Worksheet, row: int, numbers: Statistics) -> Block:
    """Write the table of the units with most errors."""
    _heading(sheet, row, _RIGHT, "问题最多的单位")
    rows = [(unit.name, unit.errors, unit.warnings) for unit in numbers.worst]
    block = _table(sheet, row + 1, _RIGHT, ("单位", "错误", "警告"), rows)
    for number in range(block.first, block.last + 1):
        cell = sheet.cell(number, block.label)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{UNITS}'!A1")
        cell.font = look.font(colour=look.LINK)
    return block


def _graded(numbers: Statistics) -> dict[str, int]:
    """Return the number of units by grade, with those without a score last if there are any."""
    named = {grade: count for grade, count in numbers.grades.items() if grade}
    return named | ({"没有得分": numbers.grades[""]} if numbers.grades[""] else {})


def _distribution(
    sheet: Worksheet, row: int, column: int, title: str, counts: dict[str, int]
) -> Block:
    whole = sum(counts.values())
    rows = [(name, count, count / whole if whole else 0) for name, count in counts.items()]
    block = _table(sheet, row, column, (title, "单位数", "占比"), rows)
    for number in range(block.first, block.last + 1):
        sheet.cell(number, block.value + 1).number_format = "0.0%"
    return block


def _table(
    sheet: Worksheet,
    row: int,
    column: int,
    headings: tuple[str, str, str],
    rows: Sequence[tuple[str, int, float]],
) -> Block:
    """Write a table of a text over four columns and two numbers beside it; return its rows."""
    name, *others = headings
    _headings(sheet, row, column, (name, "", "", "", *others))
    _merge(sheet, row, column, column + 3)
    for number, (text, *values) in enumerate(rows, start=row + 1):
        cells = [sheet.cell(number, each) for each in range(column, column + 6)]
        for at, cell in enumerate(cells):
            cell.font, cell.border = look.font(), look.rule()
            cell.alignment = look.aligned("left" if at < 4 else "center")
        write_text(cells[0], text)
        cells[4].value, cells[5].value = values
        _merge(sheet, number, column, column + 3)
    return Block(row + 1, row + len(rows), label=column, value=column + 4)


def _line(sheet: Worksheet, row: int, text: str, font: object, height: float) -> None:
    _merge(sheet, row, 1, _COLUMNS)
    cell = sheet.cell(row, 1)
    write_text(cell, text)
    cell.font, cell.alignment = font, look.aligned("center")
    sheet.row_dimensions[row].height = height


def _heading(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    write_text(cell, text)
    cell.font = look.font(12, bold=True, colour=look.DARK)


def _headings(sheet: Worksheet, row: int, column: int, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts, start=column):
        cell = sheet.cell(row, number)
        if text:
            write_text(cell, text)
        cell.font = look.font(bold=True, colour="FFFFFF")
        cell.fill, cell.border = fill(look.DARK), look.rule()
        cell.alignment = look.aligned("center")


def _merge(sheet: Worksheet, row: int, first: int, last: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
