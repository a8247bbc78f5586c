"""What udfs.py declares becomes a wrapper in VBA and a description in the function wizard."""

from __future__ import annotations

import pytest

from tests.addin.sample_macros import SAMPLE
from xladdin.addin.macros import Argument, WorksheetFunction, declared, wrappers
from xladdin.errors import InputError


def function(arguments: str = "value", doc: str = "说明", name: str = "JX_X") -> str:
    return f'@xw.func\n@xw.arg("value", doc="数值")\ndef {name}({arguments}):\n    """{doc}"""\n'


def test_a_function_is_read_with_its_descriptions() -> None:
    assert declared(SAMPLE) == [
        WorksheetFunction(
            "JX_EXECRATE",
            "执行率 = 全年执行数 ÷全年预算数。",
            (
                Argument("budget", "全年预算数：一个单元格或一个区域", optional=False),
                Argument("outturn", "全年执行数", optional=False),
            ),
        ),
        WorksheetFunction(
            "JX_NARRATIVE",
            "正文里的数字。",
            (Argument("label", "名称", optional=False), Argument("year", "年度", optional=True)),
        ),
        WorksheetFunction("JX_FINDINGS", "全部问题，列成一张表。", ()),
    ]


def test_a_wrapper_passes_its_arguments_on() -> None:
    head, *bodies = wrappers(declared(SAMPLE)).split("\n\n")
    assert head.splitlines() == ['Attribute VB_Name = "Functions"', "Option Explicit"]
    assert bodies[1:] == [
        "Public Function JX_EXECRATE(budget As Variant, outturn As Variant) As Variant\n"
        '    JX_EXECRATE = CallFunction("JX_EXECRATE", Array(budget, outturn))\n'
        "End Function",
        "Public Function JX_NARRATIVE(label As Variant, Optional year As Variant) As Variant\n"
        '    JX_NARRATIVE = CallFunction("JX_NARRATIVE", Array(label, year))\n'
        "End Function",
        "Public Function JX_FINDINGS() As Variant\n"
        '    JX_FINDINGS = CallFunction("JX_FINDINGS", Array())\n'
        "End Function\n",
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (function(doc=""), "自定义函数 JX_X 没有说明"),
        (function("value, other"), "JX_X 的参数 other 没有说明"),
        (function(doc="说" * 256), "JX_X 的说明超过 255 个字"),
        (function("*value"), "JX_X 只能用固定的参数"),
        (function("数值"), "“数值”只能用英文字母"),
        (function(name="执行率"), "“执行率”只能用英文字母"),
    ],
)
def test_what_excel_could_not_show_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        declared(source)
