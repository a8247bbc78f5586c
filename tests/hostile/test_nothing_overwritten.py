"""No file that the program did not write is replaced or removed, by any verb, unless it is told to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from xladdin.batch import whole
from xladdin.cli import main
from xladdin.errors import InputError
from xladdin.outputs.writing import write_set
from xladdin.templates import workbook
from xladdin.templates.prepared import workbooks
from xladdin.verbs import calc, demo

Capture = pytest.CaptureFixture[str]
FOREIGN = "别人的内容".encode()


@pytest.fixture(scope="module")
def one_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first form of the example: what is overwritten does not depend on how many there are."""
    path = tmp_path_factory.mktemp("表") / "附件.xlsx"
    book = openpyxl.load_workbook(demo.EXAMPLE / path.name)
    for name in book.sheetnames[1:]:
        del book[name]
    book.save(path)
    return path


@pytest.fixture
def filing(one_form: Path, tmp_path: Path) -> Path:
    """The example's report and that form in a folder."""
    folder = tmp_path / "材料" / "云山县文旅局"
    folder.mkdir(parents=True)
    for path in (demo.EXAMPLE / "自评报告.docx", one_form):
        shutil.copy(path, folder)
    return folder


def refused(capsys: Capture, *arguments: str | Path) -> str:
    """The one sentence with which a call is refused."""
    capsys.readouterr()
    assert main([*map(str, arguments)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert "没有覆盖" in said[-1], said
    return said[-1]


def held(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# check -o


@pytest.mark.parametrize("name", ["报告.html", "报告.json", "报告.txt", "名单.csv", "无后缀"])
def test_a_report_replaces_no_file_of_others(filing: Path, name: str, capsys: Capture) -> None:
    target = filing.parent / name
    target.write_bytes(FOREIGN)
    refused(capsys, "check", filing, "-o", target)
    assert target.read_bytes() == FOREIGN
    assert main(["check", str(filing), "-o", str(target), "--overwrite"]) == 1
    assert target.read_bytes() != FOREIGN


def test_a_report_replaces_the_programs_own_until_somebody_edits_it(
    filing: Path, capsys: Capture
) -> None:
    target = filing.parent / "报告.html"
    assert main(["check", str(filing), "-o", str(target)]) == 1
    (filing / "附件.xlsx").unlink()
    assert main(["check", str(filing), "-o", str(target)]) in (0, 1)
    target.write_bytes(target.read_bytes() + "<p>王局长已阅</p>".encode())
    before = target.read_bytes()
    refused(capsys, "check", filing, "-o", target)
    assert target.read_bytes() == before


# templates build, demo, addin build


def test_a_template_that_somebody_has_filled_in_stays(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "workbooks", lambda: {**workbooks(), "years": [2024, 2025]})
    folder = tmp_path / "空白"
    build = ("templates", "build", "--profile", "taojiang", "-o", str(folder))
    assert main(build) == 0
    filled = sorted(folder.iterdir())[-1]
    book = openpyxl.load_workbook(filled)
    book.worksheets[-1]["J40"] = "填好了"
    book.save(filled)
    other = sorted(folder.iterdir())[0]
    other.unlink()
    before = held(folder)
    assert filled.name in refused(capsys, *build)
    assert held(folder) == before
    assert main([*build, "--overwrite"]) == 0
    assert other.exists()
    assert filled.read_bytes() != before[filled.name]


@pytest.mark.parametrize("name", ["校验报告.html", "校验报告.json"])
def test_the_demo_replaces_no_report_of_others(tmp_path: Path, name: str, capsys: Capture) -> None:
    folder = tmp_path / "试用"
    folder.mkdir()
    (folder / name).write_bytes(FOREIGN)
    refused(capsys, "demo", "-o", folder)
    assert held(folder) == {name: FOREIGN}


def test_an_addin_of_others_is_not_replaced(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "xladdin.xlam").write_bytes(FOREIGN)
    refused(capsys, "addin", "build", "-o", tmp_path)
    assert held(tmp_path) == {"xladdin.xlam": FOREIGN}


# batch


def test_a_summary_of_others_is_not_replaced_and_nothing_is_begun(
    filing: Path, tmp_path: Path, capsys: Capture
) -> None:
    output = tmp_path / "结果"
    output.mkdir()
    (output / "汇总.xlsx").write_bytes(FOREIGN)
    refused(capsys, "batch", filing.parent, "-o", output)
    assert held(output) == {"汇总.xlsx": FOREIGN}
    assert main(["batch", str(filing.parent), "-o", str(output), "--overwrite"]) == 0
    assert (output / "汇总.xlsx").read_bytes().startswith(b"PK")


def test_a_summary_that_somebody_went_on_with_stays(
    filing: Path, tmp_path: Path, capsys: Capture
) -> None:
    output = tmp_path / "结果"
    again = ["batch", str(filing.parent), "-o", str(output), "--resume"]
    assert main(again) == 0
    assert main(again) == 0
    book = openpyxl.load_workbook(output / "汇总.xlsx")
    book.create_sheet("会议记录")
    book.save(output / "汇总.xlsx")
    before = held(output)
    refused(capsys, *again)
    assert held(output) == before


def test_a_journal_of_others_is_not_touched(filing: Path, tmp_path: Path, capsys: Capture) -> None:
    output = tmp_path / "结果"
    output.mkdir()
    (output / "journal.jsonl").write_bytes(b'{"my": "diary"}\n{"day": 2}\n')
    before = held(output)
    capsys.readouterr()
    assert main(["batch", str(filing.parent), "-o", str(output)]) == 2
    assert "不是本程序写的" in capsys.readouterr().err
    assert held(output) == before


@pytest.fixture
def lettered(filing: Path, tmp_path: Path) -> tuple[list[str], Path]:
    """A batch with a letter: the call that goes on with it, and the letter."""
    output = tmp_path / "结果"
    again = ["batch", str(filing.parent), "-o", str(output), "--notices", "--resume"]
    assert main(again) == 0
    (letter,) = (output / "整改通知").iterdir()
    return again, letter


def test_a_letter_edited_by_hand_stays_when_its_unit_is_checked_anew(
    lettered: tuple[list[str], Path], filing: Path, capsys: Capture
) -> None:
    again, letter = lettered
    letter.write_bytes(FOREIGN)
    (filing / "附件.xlsx").unlink()
    capsys.readouterr()
    assert main(again) == 0
    assert f"“{letter.name}”" in capsys.readouterr().err
    assert letter.read_bytes() == FOREIGN


def test_a_letter_edited_by_hand_stays_when_there_is_nothing_to_mend_any_more(
    lettered: tuple[list[str], Path], filing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, letter = lettered
    monkeypatch.setattr(whole, "notice", lambda *_: None)
    (filing / "附件.xlsx").unlink()
    untouched = letter.read_bytes()
    letter.write_bytes(FOREIGN)
    assert main(again) == 0
    assert letter.read_bytes() == FOREIGN
    letter.write_bytes(untouched)
    os.utime(filing / "自评报告.docx", (1, 1))
    assert main(again) == 0
    assert not letter.exists()


def test_a_letter_that_somebody_has_deleted_does_not_come_back(
    lettered: tuple[list[str], Path], filing: Path
) -> None:
    again, letter = lettered
    letter.unlink()
    assert main(again) == 0
    assert not letter.exists()
    os.utime(filing / "自评报告.docx", (1, 1))
    assert main(again) == 0
    assert letter.exists()


def test_a_letter_of_others_stays(filing: Path, tmp_path: Path) -> None:
    output = tmp_path / "结果"
    letter = output / "整改通知" / "云山县农业技术推广中心.docx"
    letter.parent.mkdir(parents=True)
    letter.write_bytes(FOREIGN)
    assert main(["batch", str(filing.parent), "-o", str(output), "--notices"]) == 0
    assert letter.read_bytes() == FOREIGN


@pytest.mark.parametrize("below", ["", "结果", "云山县文旅局", "云山县文旅局/结果"])
def test_results_do_not_lie_in_the_material(filing: Path, below: str, capsys: Capture) -> None:
    material = filing.parent
    before = held(material)
    assert main(["batch", str(material), "-o", str(material / below)]) == 2
    assert "结果不能放在材料文件夹里头" in capsys.readouterr().err
    assert held(material) == before


# package


@pytest.fixture
def packed(filing: Path, tmp_path: Path) -> tuple[list[str], Path]:
    """The call that packs a draft, and where the set lies."""
    output = tmp_path / "上报"
    call = ["package", str(filing), "-o", str(output), "--draft", "--no-pdf"]
    assert main(call) == 0
    (folder,) = output.iterdir()
    return call, folder


def test_a_folder_named_bak_stays_whether_a_set_is_packed_or_refused(
    packed: tuple[list[str], Path], capsys: Capture
) -> None:
    call, folder = packed
    backup = folder.with_name(f"{folder.name}.bak")
    backup.mkdir()
    (backup / "我的备份.docx").write_bytes(FOREIGN)
    refused(capsys, *call)
    assert held(backup) == {"我的备份.docx": FOREIGN}
    assert main([*call, "--overwrite"]) == 0
    assert held(backup) == {"我的备份.docx": FOREIGN}
    shutil.rmtree(folder)
    assert main(call) == 0
    assert held(backup) == {"我的备份.docx": FOREIGN}


# Sets of files


def test_of_a_set_all_files_are_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲.docx", "乙.xlsx"):
        (tmp_path / name).write_bytes(b"old")
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(InputError, match="磁盘已满"):
        write_set(tmp_path, {"甲.docx": b"new", "乙.xlsx": b"new"})
    assert held(tmp_path) == {"甲.docx": b"old", "乙.xlsx": b"old"}


def test_a_disk_that_is_full_at_the_second_copy_leaves_the_earlier_copies(
    filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    call = ["check", str(filing), "--annotate", str(tmp_path / "批注")]
    assert main(call) == 1
    before = held(tmp_path / "批注")
    assert len(before) == 2
    real, calls = os.fsync, []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr(os, "fsync", full)
    assert main(call) == 2
    assert "磁盘已满" in capsys.readouterr().err
    assert held(tmp_path / "批注") == before
    assert sorted(os.listdir(tmp_path / "批注")) == sorted(before)


# A file that comes or changes in between


def test_calc_says_that_its_file_was_changed_while_it_read(
    filing: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from xladdin import checking

    path, real = filing / "附件.xlsx", checking.profile_of

    def meanwhile(*given: object) -> object:
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["B6"] = 99
        book.save(path)
        return real(*given)

    monkeypatch.setattr(checking, "profile_of", meanwhile)
    assert main(["calc", str(path)]) == 2
    assert "「附件.xlsx」在读取时被改动了，请再运行一次。" in capsys.readouterr().err
    assert not path.with_name("附件_计算.xlsx").exists()
    assert calc  # the verb under test


@pytest.mark.parametrize("verb", ["calc", "new", "import", "draft"])
def test_a_file_that_comes_while_the_work_is_done_is_not_replaced(
    verb: str, filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    target = tmp_path / ("新.docx" if verb == "draft" else "新.xlsx")
    calls: dict[str, list[str]] = {
        "calc": [str(filing / "附件.xlsx"), "-o", str(target)],
        "new": ["--profile", "yueyang", "--year", "2024", "--unit", "甲局", "-o", str(target)],
        "import": [str(filing), "-o", str(target)],
        "draft": [str(filing), "-o", str(target)],
    }
    come_before_writing(monkeypatch, target)
    assert main([verb, *calls[verb]]) == 2
    assert "已经存在，没有覆盖它" in capsys.readouterr().err
    assert target.read_bytes() == FOREIGN
    assert sorted(os.listdir(tmp_path)) == sorted(["材料", target.name])


def come_before_writing(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    """Somebody else's file appears once the checks are over: when the data is synced to disk."""
    real: Callable[[int], None] = os.fsync

    def fsync(number: int) -> None:
        target.write_bytes(FOREIGN)
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
