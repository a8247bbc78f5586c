"""An add-in of the real macros and of three sample functions, built once."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from xladdin.addin.building import build
from xladdin.addin.functions import declared, wrappers
from xladdin.addin.macros import MACROS, Macros, read_macros

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


@pytest.fixture(scope="session")
def udfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module that declares three functions."""
    path = tmp_path_factory.mktemp("udfs") / "udfs.py"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def copied_macros(folder: Path) -> Path:
    """The real macros, to be changed, with the wrappers of the sample functions."""
    shutil.copytree(MACROS, folder, dirs_exist_ok=True)
    made = wrappers(declared(SAMPLE))
    (folder / "Functions.bas").write_text(made, encoding="ascii", newline="\n")
    return folder


@pytest.fixture
def macros(tmp_path: Path) -> Path:
    """A copy of the macros for one test."""
    return copied_macros(tmp_path / "macros")


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory, udfs: Path) -> Macros:
    """What the built add-in is made of."""
    return read_macros(copied_macros(tmp_path_factory.mktemp("macros")), udfs)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, udfs: Path) -> Path:
    """The folder of the built add-in and its twin."""
    folder = tmp_path_factory.mktemp("built")
    for name, content in build(copied_macros(tmp_path_factory.mktemp("macros")), udfs).items():
        (folder / name).write_bytes(content)
    return folder
