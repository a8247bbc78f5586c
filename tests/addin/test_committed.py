"""What is committed is what the sources make, and every button has its handler."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from xladdin import cli
from xladdin.addin.macros import FUNCTIONS, MACROS, UDFS, declared, wrappers
from xladdin.addin.xlam import build

REMEDY = "python3 install/dev.py build"


def test_the_wrappers_are_those_of_the_declared_functions() -> None:
    made = wrappers(declared(UDFS.read_text(encoding="utf-8")))
    assert (MACROS / FUNCTIONS).read_text(encoding="ascii") == made, REMEDY


def test_the_functions_are_those_agreed_on() -> None:
    assert {function.name for function in declared(UDFS.read_text(encoding="utf-8"))} == {
        "JX_EXECRATE", "JX_CONTROLRATE", "JX_EXECSCORE", "JX_ATTAINED", "JX_SCORE", "JX_SUBTOTAL",
        "JX_UNIT", "JX_CHECK", "JX_NARRATIVE", "JX_FINDINGS",
    }  # fmt: skip


def test_the_addin_is_the_one_that_the_sources_make() -> None:
    assert (MACROS / "xladdin.xlam").read_bytes() == build()["xladdin.xlam"], REMEDY


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    from xladdin.excel.buttons import BUTTONS

    ribbon = etree.parse(MACROS / "ribbon.xml")
    assert {button.get("id") for button in ribbon.iter("{*}button")} == set(BUTTONS)


def test_the_verb_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "新的" / "文件夹"
    assert cli.main(["addin", "build", "-o", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["xladdin.xlam", "xladdin.xlsm"]
    assert (folder / "xladdin.xlam").read_bytes() == (MACROS / "xladdin.xlam").read_bytes()
    shown = capsys.readouterr().out.splitlines()
    assert [line.partition("（")[0] for line in shown] == [
        f"已生成 {folder / 'xladdin.xlam'}", f"已生成 {folder / 'xladdin.xlsm'}",
    ]  # fmt: skip


def test_the_verb_needs_an_action_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["addin", "bild"]) == 2
    assert "动作 不能是“bild”，可以是：build" in capsys.readouterr().err
    assert cli.main(["addin"]) == 2
    assert "缺少参数：动作" in capsys.readouterr().err
