"""Family U: what is wrong on the sheet of the unit's own formulas."""

from __future__ import annotations

from tests.kit.changes import with_formulas, with_helper
from tests.rules.case import Case
from xladdin.model.grid import Cell, Grid

CASES = [
    Case(
        "U901",
        "warning",
        with_formulas(("U01", "三公构成", "三公经费 = 公务用车 + 出国费用款", "错误", "是")),
        "“审核公式”表第 2 行的公式“三公经费 = 公务用车 + 出国费用款”第 15 个字处不对："
        "表中没有“出国费用款”这个项目，相近的有 出国经费。这一条没有核对。",
        holds=None,
    ),
    Case(
        "U901",
        "warning",
        with_formulas(("U01", "", "三公经费 = ", "", "")),
        "“审核公式”表第 2 行的公式“三公经费 =”第 6 个字处不对：公式没有写完。这一条没有核对。",
        holds=None,
    ),
    Case(
        "U902",
        "warning",
        with_formulas(("U01", "限额", "", "", "")),
        "“审核公式”表第 2 行没有写公式。",
        holds=None,
    ),
    Case(
        "U902",
        "warning",
        with_helper(Grid(9, (Cell(0, 0, "三公经费 = 公务用车"),), "审核公式")),
        "“审核公式”表里没有找到“公式”一栏，表头应为 编号、名称、公式、级别、启用。",
        holds=None,
    ),
]
