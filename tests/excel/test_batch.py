"""汇总下级单位: asks for two folders, and tells where the summary lies."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from xlwings import App, Book

from tests.excel.seeing import EXAMPLE, press
from xladdin.excel import host


@pytest.fixture
def filings(tmp_path: Path) -> Path:
    """Two units' filings: one that can be read, and one that cannot."""
    folder = tmp_path / "各单位材料"
    (folder / "甲单位").mkdir(parents=True)
    shutil.copy(EXAMPLE / "附件.xlsx", folder / "甲单位")
    (folder / "乙单位").mkdir()
    (folder / "乙单位" / "附件.xlsx").write_bytes(b"PK\x03\x04 cut off")
    return folder


@pytest.fixture
def front(excel: App) -> Book:
    """Some workbook that happens to be open."""
    return excel.books.add()


def test_many_units_are_summed_up(excel: App, front: Book, filings: Path, tmp_path: Path) -> None:
    output = tmp_path / "结果"
    excel.impl.user.chosen.extend([str(filings), str(output)])
    said = press("batch", front)
    assert said == (
        f"核对了 2 个单位的材料：1 个有错误，1 个未能读取。\n汇总表是“{output / '汇总.xlsx'}”。"
    )
    assert "单位一览" in openpyxl.load_workbook(output / "汇总.xlsx", read_only=True).sheetnames
    assert excel.impl.user.status_texts[-1] == "绩效自评：正在核对各单位的材料（2/2）……"
    assert excel.status_bar is False
    assert [each.name for each in excel.books] == [front.name]

    first = (output / "汇总.xlsx").stat().st_mtime_ns
    for answer, told in (("no", "没有汇总；"), ("yes", "核对了 2 个单位")):
        excel.impl.user.chosen.extend([str(filings), str(output)])
        excel.impl.user.answers.append(answer)
        assert press("batch", front).startswith(told)
    assert len(excel.impl.user.alerts) == 2
    assert (output / "汇总.xlsx").stat().st_mtime_ns > first


def test_esc_ends_a_batch_in_good_order(
    excel: App, front: Book, filings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "结果"
    excel.impl.user.chosen.extend([str(filings), str(output)])
    monkeypatch.setattr(host, "escape_pressed", lambda window: True)
    said = press("batch", front)
    assert said.startswith(
        "已按 Esc 停下，还有 1 个单位没有核对；再点一次按钮，可以接着做。\n核对了 1 个单位的材料"
    )
    assert (output / "汇总.xlsx").is_file()
    assert excel.status_bar is False


def test_results_do_not_go_among_the_filings(excel: App, front: Book, filings: Path) -> None:
    excel.impl.user.chosen.extend([str(filings), str(filings)])
    assert press("batch", front).startswith("汇总结果不能放在材料文件夹里头")
    assert sorted(each.name for each in filings.iterdir()) == ["乙单位", "甲单位"]


@pytest.mark.parametrize("chosen", [0, 1])
def test_who_chooses_no_folder_gets_nothing(
    excel: App, front: Book, filings: Path, chosen: int
) -> None:
    excel.impl.user.chosen.extend([str(filings)] * chosen)
    assert press("batch", front) == ""
