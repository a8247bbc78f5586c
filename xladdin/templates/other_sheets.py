"""Write the sheets beside the forms: 封面; 审核公式, for the unit's own relations; 校验结果 before a check."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.forms.explanations import HEADINGS, RESULTS
from xladdin.model.figure import Location
from xladdin.model.form import Form
from xladdin.templates import look, printing
from xladdin.templates.cells import added, framed, headings, line, title
from xladdin.templates.validation import add
from xladdin.workbooks.saving import write_text

COVER = "封面"
#: The cell of the unit's name, which repeats what the forms say.
UNIT_CELL = "B14"
_DATE_CELL = "B17"
_COVER_WIDTHS = (29.0, 40.0, 12.0)
_COVER_ROWS = 30


def unit_place(forms: Sequence[Form]) -> Location | None:
    """Return where the first form names the unit; None if none does."""
    for form in forms:
        entry = form.entries.get("单位名称")
        if entry is not None and entry.location.cell is not None:
            return entry.location
    return None


def write_cover(workbook: Workbook, heading: str, unit: Location | None) -> None:
    """Add the sheet 封面; the unit's name is that at the place ``unit``, or typed if that is None."""
    paper = added(workbook, COVER, _COVER_WIDTHS)
    for row in range(1, _COVER_ROWS + 1):
        paper.row_dimensions[row].height = 26
    paper.merge_cells("A6:C9")
    write_text(paper["A6"], heading)
    paper["A6"].font = look.font(look.TITLE_FONT, 28)
    paper["A6"].alignment = look.alignment("center")
    _write_line(workbook, UNIT_CELL, "部门（单位）名称：", typed=unit is None)
    _write_line(workbook, _DATE_CELL, "填报日期：", typed=True)
    write_text(paper["C14"], "（盖章）")
    paper["C14"].font = look.font(size=16)
    paper["C14"].alignment = look.alignment("left")
    if unit is not None:
        name = f"{quote_sheetname(str(unit.sheet))}!{unit.cell}"
        paper[UNIT_CELL] = f'=IF({name}="","",{name})'
    printing.set_up(paper, len(_COVER_WIDTHS), _COVER_ROWS)
    paper.page_setup.blackAndWhite = True
    printing.lock(paper)


def _write_line(workbook: Workbook, place: str, label: str, typed: bool) -> None:
    cell = workbook[COVER][place]
    before = workbook[COVER].cell(cell.row, cell.column - 1)
    write_text(before, label)
    before.font = cell.font = look.font(size=16)
    before.alignment, cell.alignment = look.alignment("right"), look.alignment("center")
    cell.border = look.underline()
    cell.fill = look.fill(look.INPUT_TINT if typed else look.COMPUTED_TINT)
    cell.protection = look.protection(not typed)
    if typed:
        cell.number_format = "@"


SHEET = "审核公式"
_WIDTHS = (8.0, 24.0, 36.0, 7.5, 7.5)
_HEADINGS = ("编号", "名称", "公式", "级别", "启用")
_ROWS = 25
#: Example rows, by the kind of form that has these places.
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
    """Add the sheet 审核公式, with examples for the ``kinds`` of forms that the workbook has."""
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
            # As text, formulas stay as typed, even if they begin with an equals sign.
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


#: The headings of the sheet that a check puts in place of this one.
_RESULTS_WIDTHS = (9.0, 7.0, 20.0, 34.0, 24.0, 24.0, 22.0, 8.0, 8.0)
_RESULTS_NOTES = (
    "还没有核对过。填好以后保存，用下面任何一种办法核对：",
    "一、在 Excel 的“绩效自评”选项卡上点“一键校验”（需要先安装加载项），结果就写到这张表里。",
    "二、把本文件和自评报告放在同一个文件夹里，运行：xladdin check 文件夹 --annotate 结果，"
    "在“结果”文件夹里会有一份标好颜色、写好批注的副本，结果写在副本的这张表里，本文件不会被改动。",
    "警告和提示如有正当原因，在“说明”栏写明，下次核对时算作已说明。",
)  # fmt: skip


def write_results_page(workbook: Workbook) -> None:
    """Add the sheet 校验结果, which says how to check."""
    paper = added(workbook, RESULTS, _RESULTS_WIDTHS)
    title(paper, 1, RESULTS, len(HEADINGS))
    for row, note in enumerate(_RESULTS_NOTES, start=2):
        line(paper, row, note, len(HEADINGS))
    top = len(_RESULTS_NOTES) + 2
    headings(paper, top, HEADINGS)
    printing.set_up(paper, len(HEADINGS), top, landscape=True, pages=0)
    printing.lock(paper)
