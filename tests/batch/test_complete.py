"""No unit is lost: two batches at once, folders with nothing to read, who has not filed, who takes
for ever."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import openpyxl
import pytest

from tests.batch.conftest import EXAMPLE, batch, copies, finished
from tests.batch.test_whole import waited
from xladdin.batch.grouping import filings
from xladdin.cli import main

Capture = pytest.CaptureFixture[str]


def unread(output: Path) -> dict[str, str]:
    """The material that could not be read, with the reasons."""
    sheet = openpyxl.load_workbook(output / "汇总.xlsx")["未能读取"]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return {str(row[1]): str(row[2]) for row in rows if row[1]}


def test_of_two_batches_into_one_folder_the_second_says_so(tmp_path: Path) -> None:
    folder, output = copies(tmp_path / "材料", 12), tmp_path / "结果"
    first = batch(folder, "-o", output)
    waited(first, output, 1)
    os.killpg(first.pid, signal.SIGSTOP)  # it holds the folder, however fast or slow this PC is
    try:
        status, _, err = finished(batch(folder, "-o", output, "--resume"))
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    assert status == 2
    assert "另一个批量核对正在往“" in err
    status, out, _ = finished(first)
    assert status == 0
    assert "共 12 个单位" in out


def test_every_folder_is_listed_whatever_lies_in_it(tmp_path: Path, capsys: Capture) -> None:
    folder = copies(tmp_path / "材料", 1)
    for name in ("空的", "扫描件", "压缩包", "太深", "坏的", ".隐藏", "__MACOSX"):
        (folder / name).mkdir()
    (folder / "扫描件" / "自评报告.pdf").write_bytes(b"%PDF")
    (folder / "扫描件" / "盖章页.jpg").write_bytes(b"x")
    (folder / "压缩包" / "材料.rar").write_bytes(b"Rar!")
    (folder / "太深" / "一" / "二").mkdir(parents=True)
    shutil.copy(EXAMPLE / "附件.xlsx", folder / "太深" / "一" / "二")
    (folder / "坏的" / "报告.docx").write_bytes(b"no document")
    assert main(["batch", str(folder), "-o", str(tmp_path / "结果")]) == 0
    assert "共 6 个单位：1 个有错误，5 个未能读取。" in capsys.readouterr().out
    told = unread(tmp_path / "结果")
    assert told["空的"] == "文件夹是空的，没有材料。"
    assert told["扫描件"] == (
        "文件夹里没有 Word、Excel 文件，只有“盖章页.jpg”“自评报告.pdf”，请要电子版。"
    )
    assert told["压缩包"].startswith("文件夹里没有 Word、Excel 文件，只有“材料.rar”")
    assert "材料放得太深" in told["太深"]
    assert "报告.docx" in told["坏的"]


def test_units_of_one_name_are_all_there(tmp_path: Path) -> None:
    for name in ("甲局", "甲局（散放文件）"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "报告.docx").touch()
    for name in ("甲局.xlsx", "甲局报告（终稿）-甲.docx", "甲局报告（终稿）-乙.docx"):
        (tmp_path / name).touch()
    found = filings(tmp_path)
    assert len({each.key.casefold() for each in found}) == len(found)
    assert sum(len(each.paths) for each in found) == 5


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """Material of two units by name and of one that is on no roll."""
    folder = tmp_path / "材料"
    for name in ("01云山县文旅局", "云山县水利局", "云山县无名单位"):
        (folder / name).mkdir(parents=True)
    shutil.copy(EXAMPLE / "附件.xlsx", folder / "01云山县文旅局")
    shutil.copy(EXAMPLE / "附件.xlsx", folder / "云山县无名单位")
    return folder


def roll(path: Path, rows: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def test_a_roll_tells_who_has_not_filed(filed: Path, tmp_path: Path, capsys: Capture) -> None:
    names = ["云山县文旅局", "云山县水利局", "云山县档案馆", "云山县农业农村局"]
    path = roll(
        tmp_path / "名单.xlsx",
        [
            ["云山县预算单位名单"],
            ["序号", "单位名称", "联系人"],
            *([number, name, "张三"] for number, name in enumerate(names, 1)),
        ],
    )
    output = tmp_path / "结果"
    assert main(["batch", str(filed), "-o", str(output), "--roll", str(path)]) == 0
    said = capsys.readouterr().out
    assert "名单上 4 个单位，2 个没有报送：云山县档案馆、云山县农业农村局。" in said
    sheet = openpyxl.load_workbook(output / "汇总.xlsx")["报送情况"]
    rows = [row[1:4] for row in sheet.iter_rows(min_row=4, values_only=True)]
    remarks = [row[4] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert remarks[0] == (
        "文件夹名与材料里的单位不同：材料是“云山县农技推广中心”的，请核对是不是放错了。"
    )
    assert remarks[2:] == [None] * 3
    assert rows == [
        ("云山县文旅局", "已报送", "01云山县文旅局"),
        ("云山县水利局", "未能读取", "云山县水利局"),
        ("云山县档案馆", "未报送", None),
        ("云山县农业农村局", "未报送", None),
        ("云山县农技推广中心", "不在名单上", "云山县无名单位"),
    ]


@pytest.mark.parametrize("rows", [[], [["序号", "单位名称"]], [[1], [2]]])
def test_a_roll_without_names_is_refused_at_once(
    rows: list[list[object]], filed: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = roll(tmp_path / "名单.xlsx", rows)
    assert main(["batch", str(filed), "-o", str(tmp_path / "结果"), "--roll", str(path)]) == 2
    assert "名单.xlsx" in capsys.readouterr().err
    assert not (tmp_path / "结果").exists()


def test_a_roll_may_be_a_plain_list(filed: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "名单.txt"
    path.write_text(
        "云山县预算单位名单\n单位名称\n云山县文旅局\n云山县档案馆\n\n云山县档案馆\n",
        encoding="utf-8",
    )
    assert main(["batch", str(filed), "-o", str(tmp_path / "结果"), "--roll", str(path)]) == 0
    assert "名单上 2 个单位，1 个没有报送：云山县档案馆。" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="a pipe that nobody writes to")
def test_a_filing_that_takes_for_ever_is_given_up_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copies(tmp_path / "材料", 3)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(
        "import sys, time\n"
        "def hook(event, arguments):\n"
        "    if event == 'open' and '很慢' in str(arguments[0]):\n"
        "        time.sleep(600)\n"
        "sys.addaudithook(hook)\n"
        "import xladdin.sources.bounds as bounds\n"
        "bounds._BOUNDS['filing_seconds'] = 6\n",
        encoding="utf-8",
    )
    (folder / "慢局").mkdir()
    shutil.copy(EXAMPLE / "自评报告.docx", folder / "慢局" / "很慢.docx")
    monkeypatch.setenv("PYTHONPATH", str(hooks))
    status, out, err = finished(batch(folder, "-o", tmp_path / "结果", "--workers", "2"))
    assert status == 0, err
    assert "共 4 个单位：3 个有错误，1 个未能读取。" in out
    assert unread(tmp_path / "结果") == {
        "慢局": "核对超过 6 秒没有做完，没有再等；请单独核对，或看看文件是否过大、已损坏。"
    }
