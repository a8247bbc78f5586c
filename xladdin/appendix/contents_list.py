"""00 材料清单: what the set consists of, as a sheet that can be printed and signed."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from xladdin.appendix.assembly import Member
from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.order import Order
from xladdin.templates import look
from xladdin.workbooks.saving import write_text, xlsx_bytes

_HEADINGS = {"序号": 6, "文件名": 46, "内容": 40, "页数": 8, "大小（KB）": 11}


def contents_list(order: Order, made: Sequence[Member]) -> bytes:
    """The list of the files as an xlsx."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "材料清单"
    write_text(sheet["A1"], f"{order.filing.year or ''}年度整体支出绩效自评材料清单{order.mark}")
    if order.draft:
        mark_draft_sheet(sheet)
    write_text(
        sheet["A2"], f"单位：{order.filing.unit}　　　打包时间：{order.when:%Y年%m月%d日 %H:%M}"
    )
    sheet["A1"].font = look.font(look.TITLE_FONT, 18)
    sheet["A1"].alignment = look.alignment("center")
    sheet["A2"].font = look.font()
    for row in ("A1:E1", "A2:E2"):
        sheet.merge_cells(row)
    rows: list[tuple[object, ...]] = [tuple(_HEADINGS)]
    for number, each in enumerate(made, start=1):
        size = max(1, round(len(each.data) / 1024))
        rows.append((number, each.name, each.what, each.pages or "", size))
    for line, values in enumerate(rows, start=3):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = value
            cell.font = look.font(bold=line == 3)
            cell.border = look.border()
            cell.alignment = look.alignment("left" if column in (2, 3) and line > 3 else "center")
    for letter, width in zip("ABCDE", _HEADINGS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 34
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return xlsx_bytes(workbook, {}, order.when)
