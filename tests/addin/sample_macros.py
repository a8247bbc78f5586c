"""Three sample functions, and the real macros with their wrappers."""

from __future__ import annotations

import shutil
from pathlib import Path

from xladdin.addin.macros import MACROS, declared, wrappers

SAMPLE = '''
import xlwings as xw


@xw.func(category="绩效自评", call_in_wizard=False)
@xw.arg("budget", ndim=2, doc="全年预算数：一个单元格或一个区域")
@xw.arg("outturn", ndim=2, doc="全年执行数")
@xw.ret(ndim=2)
def JX_EXECRATE(budget, outturn):
    """执行率 = 全年执行数 ÷
    全年预算数。

    More, for who reads the code.
    """


@xw.func
@xw.arg("label", doc="名称")
@xw.arg("year", doc="年度")
def JX_NARRATIVE(label, year=None):
    """正文里的数字。"""


@xw.func
def JX_FINDINGS():
    """全部问题，列成一张表。"""


def _helper(anything):
    """No function of cells."""
'''


def copied_macros(folder: Path) -> Path:
    """The real macros, to be changed, with the wrappers of the sample functions."""
    shutil.copytree(MACROS, folder, dirs_exist_ok=True)
    made = wrappers(declared(SAMPLE))
    (folder / "Functions.bas").write_text(made, encoding="ascii", newline="\n")
    return folder
