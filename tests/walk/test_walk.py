"""The whole walk: no dead end, nothing typed twice, and each step says how it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlwings import App

from tests.walk.walking import REASON, Walk


@pytest.fixture
def walk(excel: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PATH", str(tmp_path))  # without a program that makes PDF: it takes long
    return Walk(tmp_path / "走一遍", excel)


def test_a_clerk_s_day_and_a_bureau_s_week(walk: Walk) -> None:
    steps = {step.title: step for step in walk.go()}
    assert [step.status for step in steps.values()] == [0] * len(steps)
    assert "发现错误" in steps["一键校验"].said
    assert "都是修订" in steps["一键改正"].said
    assert "上次" in steps["自己改"].said
    assert "没有错误" in steps["自己改"].said
    assert "都已说明，没有要改正的。" in steps["说明"].said
    assert "已打包" in steps["打包上报"].said
    # What the clerk has explained is in the set, and the bureau does not ask again.
    book = load_workbook(walk.packed / "问题说明.xlsx")
    assert REASON in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert "整改通知（1 份）" in steps["财政局批量核对"].said
    assert "附件：问题清单" in steps["整改通知"].said
    assert "与上一轮相比：已改 " in steps["第二轮的通知"].said
    assert "已说明 1 处" in steps["第二轮的通知"].said
