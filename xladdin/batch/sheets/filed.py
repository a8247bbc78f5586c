"""报送情况: the roll of units, and what each of them has filed."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule

from xladdin.batch.roll import Filed
from xladdin.batch.sheets import look
from xladdin.batch.sheets.table import Column, Table

_NAME = "报送情况"
_TINTS = {"未报送": "FFC7CE", "未能读取": "FFEB9C", "不在名单上": "DDEBF7"}


def filed(workbook: Workbook, units: Sequence[Filed]) -> Table:
    """A row for each unit on the roll, then one for each filing of others."""
    columns: list[Column[Filed]] = [
        Column("序号", 7, side="center"),
        Column("单位", 40, lambda each: each.name or (each.result.name if each.result else "")),
        Column("报送情况", 12, lambda each: each.state, side="center"),
        Column("材料", 40, lambda each: each.result.key if each.result else None),
        Column("说明", 80, lambda each: each.remark or None),
    ]
    remark = "按名单逐个单位列出；“不在名单上”的材料列在最后，请核对是不是单位名称写得不一样。"
    table = Table(workbook, _NAME, remark, columns, units, len(units))
    for state, tint in _TINTS.items():
        rule = CellIsRule("equal", [f'"{state}"'], fill=look.highlight(tint))
        table.sheet.conditional_formatting.add(table.cells("报送情况"), rule)
    return table
