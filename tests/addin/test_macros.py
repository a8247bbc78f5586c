"""Sources that would make a broken add-in are refused, with a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xladdin.addin.macros import Macros, read_macros
from xladdin.addin.xlam import build
from xladdin.errors import InputError


def test_the_sheet_holds_the_sentences_and_then_the_functions(sources: Macros) -> None:
    names = [row[0] for row in sources.rows]
    assert names == [
        "title", "missing", "bitness", "forbidden", "broken", "silent", "unreachable", "stopped",
        "busy", "failed", "sheet_front", "sheet_memory", "link_check", "JX_EXECRATE", "JX_NARRATIVE", "JX_FINDINGS",
    ]  # fmt: skip
    assert sources.rows[-2] == ("JX_NARRATIVE", "正文里的数字。", "名称", "年度")


def test_where_there_are_no_macros_a_sentence_says_so(tmp_path: Path, udfs: Path) -> None:
    with pytest.raises(InputError, match=r"要用源代码里的 macros 文件夹，这里没有"):
        read_macros(tmp_path, udfs)


def test_chinese_in_vba_is_refused(macros: Path, udfs: Path) -> None:
    with (macros / "Bridge.bas").open("a", encoding="utf-8") as file:
        file.write("' 说明\n")
    with pytest.raises(InputError, match=r"macros/Bridge\.bas 里有中文"):
        read_macros(macros, udfs)


def test_a_module_named_otherwise_than_its_file_is_refused(macros: Path, udfs: Path) -> None:
    (macros / "Bridge.bas").rename(macros / "Tunnel.bas")
    with pytest.raises(InputError, match=r'macros/Tunnel\.bas 的第一行应为 .* "Tunnel"'):
        read_macros(macros, udfs)


def test_wrappers_of_yesterday_are_refused(macros: Path, udfs: Path) -> None:
    with (macros / "Functions.bas").open("a", encoding="ascii") as file:
        file.write("' more\n")
    with pytest.raises(InputError, match=r"Functions\.bas 与 xladdin/excel/udfs\.py 不一致"):
        read_macros(macros, udfs)


@pytest.mark.parametrize(
    ("module", "wrong", "where"),
    [
        ("Bridge.bas", "Sub A()\n    If 1 = 1 Then\nEnd Sub\n", "Bridge line"),
        ("Ribbon.bas", "Sub A()\n    Dim x As Long\n    x = = 1\nEnd Sub\n", "Ribbon line"),
        ("ThisWorkbook.cls", "Sub A(\nEnd Sub\n", "ThisWorkbook line"),
        ("Outside.bas", "#If VBA7 Then\n", "Outside line"),
    ],
)
def test_a_syntax_error_ends_the_build(
    macros: Path, udfs: Path, module: str, wrong: str, where: str
) -> None:
    with (macros / module).open("a", encoding="ascii") as file:
        file.write(wrong)
    with pytest.raises(InputError, match=rf"宏有语法错误，没有生成加载项：{where}"):
        build(macros, udfs)


def test_who_lacks_pyopenvba_is_told_how_to_get_it(
    macros: Path, udfs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    with pytest.raises(InputError, match=r'请先安装：pip install "xladdin\[build\]"'):
        build(macros, udfs)
