"""00 材料清单: what the set consists of, as a sheet that can be printed and signed."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from xladdin.appendix.assembly import Member
from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.list_sheet import write_list
from xladdin.appendix.order import Order
from xladdin.workbooks.saving import xlsx_bytes

_HEADINGS = {"序号": 6, "文件名": 46, "内容": 40, "页数": 8, "大小（KB）": 11}


def contents_list(order: Order, made: Sequence[Member]) -> bytes:
    """The list of the files as an xlsx."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "材料清单"
    if order.draft:
        mark_draft_sheet(sheet)
    rows = [
        (number, each.name, each.what, each.pages or "", max(1, round(len(each.data) / 1024)))
        for number, each in enumerate(made, start=1)
    ]
    write_list(
        sheet,
        f"{order.filing.year or ''}年度整体支出绩效自评材料清单{order.mark}",
        f"单位：{order.filing.unit}　　　打包时间：{order.when:%Y年%m月%d日 %H:%M}",
        _HEADINGS,
        rows,
        wide=("文件名", "内容"),
    )
    return xlsx_bytes(workbook, {}, order.when)
