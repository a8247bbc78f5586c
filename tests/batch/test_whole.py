"""``xladdin batch`` from the command line: killed, interrupted, gone on with, compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.batch.conftest import EXAMPLE, batch, copies, finished
from tests.thorough import few
from xladdin.batch.journal import NAME
from xladdin.cli import main

Capture = pytest.CaptureFixture[str]


def journal(folder: Path) -> list[str]:
    """The head and the results in the journal, sorted: filings are ready in any order."""
    lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    return sorted(line for line in lines if not line.startswith('{"written"'))


def parts(workbook: Path) -> dict[str, bytes]:
    """The parts of the summary but for the one that tells the time."""
    with zipfile.ZipFile(workbook) as package:
        names = (name for name in package.namelist() if name != "docProps/core.xml")
        return {name: package.read(name) for name in names}


def waited(process: subprocess.Popen[str], folder: Path, lines: int) -> None:
    """Until so many filings are done."""
    path = folder / NAME
    for _ in range(600):
        if (path.exists() and path.read_bytes().count(b"\n") > lines) or process.poll() is not None:
            return
        time.sleep(0.05)
    raise AssertionError("nothing happens")


def test_a_batch_yields_summary_copies_and_notices(
    generated: Path, tmp_path: Path, capsys: Capture
) -> None:
    output = tmp_path / "结果"
    (tmp_path / "材料").mkdir()
    shutil.copytree(generated, tmp_path / "材料", dirs_exist_ok=True)
    (tmp_path / "材料" / "坏的").mkdir()
    (tmp_path / "材料" / "坏的" / "报告.docx").write_bytes(b"no document")
    assert (
        main(["batch", str(tmp_path / "材料"), "-o", str(output), "--annotate", "--notices"]) == 0
    )
    said = capsys.readouterr()
    assert "共 7 个单位：3 个有错误，1 个未能读取。" in said.out
    assert re.search(r"7/7 .*错误 \d+.*未能读取 1", said.err)
    assert "Traceback" not in said.err
    book = openpyxl.load_workbook(output / "汇总.xlsx")
    assert book.sheetnames == [
        "总览", "单位一览", "问题清单", "规则统计", "汇总基础数据表", "汇总自评表", "疑点", "未能读取",
    ]  # fmt: skip
    (row,) = book["未能读取"].iter_rows(min_row=4, values_only=True)
    assert row[1] == "坏的"
    assert "报告.docx" in row[2]
    cells = (cell.value for row in book["单位一览"].iter_rows(min_row=4) for cell in row)
    links = [value for value in cells if str(value).startswith("=")]
    assert len(links) == 6
    for link in links:
        target = re.fullmatch(r'=HYPERLINK\("(.+?)","打开.*"\)', link)
        assert target
        assert (output / target[1]).exists()
    assert len(list((output / "整改通知").iterdir())) == 3


def test_killed_at_random_moments_and_gone_on_with_nothing_is_lost_and_nothing_changes(
    twenty: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, whole = twenty
    output, random = tmp_path / "几次做完", Random(3)
    done = 0
    for _ in range(few(3)):
        process = batch(folder, "-o", output, "--resume")
        waited(process, output, done + random.randrange(1, 4))
        time.sleep(random.random() / 10)
        process.kill()
        process.communicate(timeout=60)
        kept = (output / NAME).read_bytes().count(b"\n")
        assert kept > done
        done = kept
    assert done < 21, "killed too late to show anything"
    assert finished(batch(folder, "-o", output, "--resume"))[0] == 0
    assert journal(output) == journal(whole)
    assert parts(output / "汇总.xlsx") == parts(whole / "汇总.xlsx")


def test_what_is_done_is_not_done_again_unless_its_files_have_changed(tmp_path: Path) -> None:
    folder = copies(tmp_path / "材料", 3, forms=1)
    arguments = [str(folder), "-o", str(tmp_path / "结果")]
    assert main(["batch", *arguments]) == 0
    before = journal(tmp_path / "结果")
    assert main(["batch", *arguments, "--resume"]) == 0
    assert journal(tmp_path / "结果") == before
    (folder / "单位001" / "附件.xlsx").unlink()
    assert main(["batch", *arguments, "--resume"]) == 0
    added = set(journal(tmp_path / "结果")) - set(before)
    assert [json.loads(line)["key"] for line in added] == ["单位001"]


@pytest.mark.skipif(os.name == "nt", reason="kill by process group")
def test_ctrl_c_ends_with_what_is_done(twenty: tuple[Path, Path], tmp_path: Path) -> None:
    folder, output = twenty[0], tmp_path / "结果"
    process = batch(folder, "-o", output)
    waited(process, output, 4)
    os.killpg(process.pid, signal.SIGINT)
    status, out, err = finished(process)
    assert status == 130
    assert "Traceback" not in err
    told = re.search(r"已中断：做完 (\d+) 个单位，还有 (\d+) 个；加 --resume 接着做。", err)
    assert told
    assert int(told[1]) + int(told[2]) == 20
    assert int(told[1]) >= 3  # the fourth may have been under way
    assert f"共 {told[1]} 个单位" in out
    book = openpyxl.load_workbook(output / "汇总.xlsx", read_only=True)
    assert sum(1 for _ in book["单位一览"].iter_rows(min_row=4)) == int(told[1])
    book.close()
    assert main(["batch", str(folder), "-o", str(output), "--resume"]) == 0
    assert len(journal(output)) == 21


@pytest.mark.skipif(os.name == "nt", reason="processes are listed in /proc")
def test_no_worker_outlives_a_killed_batch(twenty: tuple[Path, Path], tmp_path: Path) -> None:
    process = batch(twenty[0], "-o", tmp_path / "结果")
    waited(process, tmp_path / "结果", 3)
    workers = _children(process.pid)
    assert workers
    process.kill()
    process.communicate(timeout=60)
    for _ in range(100):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {workers}")


def _children(parent: int) -> list[str]:
    tasks = Path(f"/proc/{parent}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_a_person_sees_how_far_it_is_how_fast_and_what_came_out(tmp_path: Path) -> None:
    folder = copies(tmp_path / "材料", 3, forms=1)
    (folder / "坏的").mkdir()
    (folder / "坏的" / "报告.docx").touch()
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "xladdin", "batch", str(folder), "-o", str(tmp_path / "结果")],
        stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(theirs)
    process.communicate(timeout=120)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    lines = [line.removesuffix("\x1b[K") for line in shown.strip().split("\r") if line.strip()]
    assert len(lines) == 4
    assert re.fullmatch(r"█{6}░{18} 1/4  [\d.]+ 个/秒，约剩 \d+ 秒(  .+)?", lines[0])
    assert re.fullmatch(r"█{24} 4/4  错误 \d+，警告 \d+，未能读取 1", lines[3])
    assert shown.endswith("\r\n")


def test_the_next_round_says_what_was_mended(tmp_path: Path, capsys: Capture) -> None:
    first, second = copies(tmp_path / "第一轮", 2), tmp_path / "第二轮"
    assert main(["batch", str(first), "-o", str(tmp_path / "结果一")]) == 0
    shutil.copytree(first, second)
    mended = second / "单位000" / "附件.xlsx"
    mended.unlink()
    book = openpyxl.load_workbook(EXAMPLE / "附件.xlsx")
    book.worksheets[0]["F4"] = "93.75%"  # 30 of 32
    book.save(mended)
    again = ["batch", str(second), "-o", str(tmp_path / "结果二"), "--notices"]
    assert main([*again, "--compare", str(tmp_path / "结果一")]) == 0
    capsys.readouterr()
    sheet = openpyxl.load_workbook(tmp_path / "结果二" / "汇总.xlsx")["整改对比"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[4] for row in rows if row[2] == "已改"] == ["B101"]  # N104 went with it
    assert {row[2] for row in rows} <= {"已改", "未改"}
    with zipfile.ZipFile(tmp_path / "结果二" / "整改通知" / "单位000.docx") as letter:
        assert "与上一轮相比：已改 1 处" in letter.read("word/document.xml").decode()


def test_explanations_are_found_beside_the_filings_and_in_the_copies_of_the_batch(
    tmp_path: Path,
) -> None:
    folder, output = copies(tmp_path / "材料", 2), tmp_path / "结果"
    call = ["batch", str(folder), "-o", str(output), "--annotate", "--workers", "1"]
    assert main(call) == 0
    for unit, beside in (("单位000", False), ("单位001", True)):
        copy = output / "批注副本" / unit / "附件_校验.xlsx"
        book = openpyxl.load_workbook(copy)
        sheet = book["校验结果"]
        top = next(row for row in sheet.iter_rows() if row[0].value == "级别")
        said = next(cell.column for cell in top if cell.value == "说明")
        for row in sheet.iter_rows(min_row=top[0].row + 1):
            if row[1].value == "S511":
                sheet.cell(row[0].row, said).value = f"{unit}的说明"
        book.save(copy)
        if beside:  # as the unit sends it back
            shutil.move(copy, folder / unit)
    (folder / "单位000" / "自评报告.docx").touch()
    assert main([*call, "--resume"]) == 0
    rows = list(openpyxl.load_workbook(output / "汇总.xlsx")["问题清单"].values)
    told = {str(cell) for row in rows for cell in row}
    assert {"单位000的说明", "单位001的说明"} <= told


def test_a_letter_that_somebody_has_filled_in_stays(tmp_path: Path) -> None:
    folder = copies(tmp_path / "材料", 2, forms=1)
    arguments = ["batch", str(folder), "-o", str(tmp_path / "结果"), "--notices"]
    assert main(arguments) == 0
    letters = tmp_path / "结果" / "整改通知"
    for letter in letters.iterdir():
        letter.write_text("已填写期限", encoding="utf-8")
    (folder / "单位001" / "附件.xlsx").unlink()
    assert main([*arguments, "--resume"]) == 0
    assert (letters / "单位000.docx").read_text(encoding="utf-8") == "已填写期限"
    assert (letters / "单位001.docx").read_text(encoding="utf-8") == "已填写期限"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--profile", "没有"], "没有"),
        (["--compare", "没有"], "里没有批量核对的结果"),
        (["--workers", "0"], "1 到 256 之间的整数"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    options: list[str], said: str, tmp_path: Path, capsys: Capture
) -> None:
    folder = copies(tmp_path / "材料", 1, forms=1)
    assert main(["batch", str(folder), "-o", str(tmp_path / "结果"), *options]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert not (tmp_path / "结果").exists()
