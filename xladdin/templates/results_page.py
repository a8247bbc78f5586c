"""The sheet 校验结果 of a workbook that has not been checked yet: how results get there."""

from __future__ import annotations

from openpyxl import Workbook

from xladdin.forms.explanations import RESULTS
from xladdin.templates import printing
from xladdin.templates.cells import added, headings, line, title

#: The headings are those of the sheet that a check puts in the place of this one.
HEADINGS = ("级别", "代码", "位置", "问题", "数字", "改法", "说明", "状态", "核对码")
_WIDTHS = (9.0, 7.0, 20.0, 34.0, 24.0, 24.0, 22.0, 8.0, 8.0)
_NOTES = (
    "还没有核对过。填好以后保存，用下面任何一种办法核对：",
    "一、在 Excel 的“绩效自评”选项卡上点“一键校验”（需要先安装加载项），结果就写到这张表里。",
    "二、把本文件和自评报告放在同一个文件夹里，运行：xladdin check 文件夹 --annotate 结果，"
    "在“结果”文件夹里会有一份标好颜色、写好批注的副本，结果写在副本的这张表里，本文件不会被改动。",
    "警告和提示如有正当原因，在“说明”栏写明，下次核对时算作已说明。",
)  # fmt: skip


def write_results_page(workbook: Workbook) -> None:
    """Add the sheet."""
    paper = added(workbook, RESULTS, _WIDTHS)
    title(paper, 1, RESULTS, len(HEADINGS))
    for row, note in enumerate(_NOTES, start=2):
        line(paper, row, note, len(HEADINGS))
    top = len(_NOTES) + 2
    headings(paper, top, HEADINGS)
    printing.set_up(paper, len(HEADINGS), top, landscape=True, pages=0)
    printing.lock(paper)
