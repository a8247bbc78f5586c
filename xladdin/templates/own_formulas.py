"""The sheet 审核公式: where a unit writes relations of its own, with two examples switched off."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import look, printing
from xladdin.templates.cells import added, framed, headings, line, title
from xladdin.templates.validation import add

SHEET = "审核公式"
_WIDTHS = (8.0, 24.0, 36.0, 7.5, 7.5)
_HEADINGS = ("编号", "名称", "公式", "级别", "启用")
_ROWS = 25
#: What is shown how, for those forms that have such places.
_EXAMPLES = {
    "basic_data": (
        ("U1", "公务接待决算数不超过预算数", "公务接待.本年决算 <= 公务接待.本年预算", "警告", "否"),
        ("U2", "办公经费等不超过公用经费", "合计(公用经费其中) <= 公用经费", "错误", "否"),
    ),
    "project": (
        ("U1", "项目执行率不低于 80%", "年度资金总额.全年执行数 >= 年度资金总额.全年预算数 * 80%", "提示", "否"),
        ("U2", "全年预算数不低于年初预算数", "年度资金总额.全年预算数 >= 年度资金总额.年初预算数", "提示", "否"),
    ),
}  # fmt: skip
_NOTES = (
    "本单位自己的勾稽关系写在这里，一行一条，用 xladdin 核对时与内置的关系一起检查；不需要的可以不填。",
    "公式用表中的项目名称写，例如：三公经费.本年决算 <= 三公经费.上年决算。点号后面是栏目；可以用 + - * / 和括号，用 == <= >= < > 比较，"
    "用“并且”“或者”连接，用 合计(项目支出明细) 求和。",
    "编号写 U 加数字。级别可选错误、警告、提示，不选按警告。“启用”选“否”的不检查，下面两条例子没有启用。",
)  # fmt: skip


def write_own_formulas(workbook: Workbook, kinds: set[str]) -> None:
    """Add the sheet; its examples are for the ``kinds`` of forms that the workbook has."""
    paper = added(workbook, SHEET, _WIDTHS)
    columns = len(_WIDTHS)
    title(paper, 1, "审核公式", columns)
    for number, note in enumerate(_NOTES, start=2):
        line(paper, number, note, columns)
    top = len(_NOTES) + 2
    headings(paper, top, _HEADINGS)
    examples = next((rows for kind, rows in _EXAMPLES.items() if kind in kinds), ())
    for row in range(top + 1, top + 1 + _ROWS):
        index = row - top - 1
        texts = examples[index] if index < len(examples) else ("",) * columns
        for column, text in enumerate(texts, start=1):
            cell = paper.cell(row, column)
            framed(cell, text, side="left" if column in (2, 3) else "center")
            cell.fill = look.fill(look.INPUT_TINT)
            # A formula is kept as it is typed, even one that begins with the sign of equality.
            cell.number_format = "@"
            cell.protection = look.protection(False)
        paper.row_dimensions[row].height = look.height(max(map(look.lines, texts, _WIDTHS)))
    _validate(paper, top + 1, top + _ROWS)
    paper.freeze_panes = f"A{top + 1}"
    printing.set_up(paper, columns, top + _ROWS, f"{top}:{top}", pages=0)
    printing.lock(paper)


def _validate(paper: Worksheet, first: int, last: int) -> None:
    hint = "例如 公务接待.本年决算 <= 公务接待.本年预算"
    for column, choices in (("D", "错误,警告,提示"), ("E", "是,否")):
        rule = DataValidation(type="list", formula1=f'"{choices}"')
        error = f"请在下拉列表里选：{choices.replace(',', '、')}。"
        add(paper, rule, error, "", [f"{column}{row}" for row in range(first, last + 1)])
    rule = DataValidation(type="textLength", operator="between", formula1="0", formula2="500")
    places = [f"C{row}" for row in range(first, last + 1)]
    add(paper, rule, "公式最多 500 个字，请拆成几条。", hint, places)
