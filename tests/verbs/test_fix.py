"""``xladdin fix``: a list, copies with what is certain corrected, and never more than was asked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from msgspec.structs import replace

from xladdin import checking, cli
from xladdin.checking import check_paths
from xladdin.model.report import Cause, Report
from xladdin.verbs.demo import EXAMPLE

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A filing in a folder."""
    folder = tmp_path / "某单位"
    folder.mkdir()
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, folder / name)
    return folder


def fingerprints(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings}


def explained(causes: list[Cause]) -> set[str]:
    return {fingerprint for cause in causes for fingerprint in cause.explains}


def test_what_is_certain_is_corrected_and_its_findings_are_gone(
    folder: Path, capsys: Capture
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    report = check_paths([folder])
    certain = [each for each in report.causes if each.certain and each.proposed is not None]
    assert len(certain) >= 3
    assert cli.main(["fix", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert f"已改 {len(certain)} 处" in shown
    assert f'接着核对：xladdin check "{folder / "改正后"}"' in shown
    assert "仍有问题" not in shown
    after = check_paths([folder / "改正后"])
    assert explained(certain) & fingerprints(after) == set()
    assert fingerprints(after) <= fingerprints(report)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    docx.Document(str(folder / "改正后" / "自评报告.docx"))


def test_the_folder_of_copies_is_no_part_of_the_filing(folder: Path, capsys: Capture) -> None:
    before = check_paths([folder])
    assert cli.main(["fix", str(folder)]) == 0
    after = check_paths([folder])
    assert after.findings == before.findings
    assert "改正后/附件.xlsx」：是本程序生成的副本" in after.sources[0].notes[0]
    assert cli.main(["fix", str(folder)]) == 2
    assert "已经存在，没有覆盖它" in capsys.readouterr().err


def test_only_what_was_asked_for_is_corrected(folder: Path, capsys: Capture) -> None:
    report = check_paths([folder])
    number = next(n for n, each in enumerate(report.causes, 1) if each.proposed is not None)
    target = folder.parent / "试改"
    assert cli.main(["fix", str(folder), "--only", str(number), "-o", str(target)]) == 0
    assert "已改 1 处" in capsys.readouterr().out
    gone = fingerprints(report) - fingerprints(check_paths([target]))
    assert gone == set(report.causes[number - 1].explains)


def test_all_that_is_proposed_is_corrected_but_nothing_else(folder: Path, capsys: Capture) -> None:
    report = check_paths([folder])
    proposed = [each for each in report.causes if each.proposed is not None]
    assert len(proposed) < len(report.causes)
    assert cli.main(["fix", str(folder), "--all-proposed"]) == 0
    assert f"已改 {len(proposed)} 处" in capsys.readouterr().out
    assert fingerprints(report) - fingerprints(check_paths([folder / "改正后"])) >= explained(
        proposed
    )


@pytest.mark.parametrize("also", [[], ["--all-proposed"]])
def test_a_dry_run_writes_nothing(folder: Path, capsys: Capture, also: list[str]) -> None:
    assert cli.main(["fix", str(folder), "--dry-run", *also]) == 0
    shown = capsys.readouterr().out
    assert "将改" in shown
    assert "什么也没有写" in shown
    assert sorted(os.listdir(folder)) == ["自评报告.docx", "附件.xlsx"]


def test_the_copies_of_files_lie_beside_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert cli.main(["fix", "附件.xlsx"]) == 0
    assert os.listdir(folder / "改正后") == ["附件.xlsx"]


@pytest.mark.office
def test_of_an_older_document_one_sentence_says_what_can_be_corrected(
    folder: Path, capsys: Capture
) -> None:
    from xladdin.sources.convert import convert

    report = folder / "自评报告.docx"
    (folder / "自评报告.doc").write_bytes(convert(report.read_bytes(), "docx", "doc", "")[0])
    report.unlink()
    assert cli.main(["fix", str(folder)]) == 0
    shown = capsys.readouterr()
    assert "「自评报告.doc」没有改：只能改 docx 和 xlsx，请先另存为 .docx。" in shown.err
    assert "〔没能改〕" in shown.out
    assert sorted(os.listdir(folder / "改正后")) == ["自评报告.doc", "附件.xlsx"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--only", "一"], "序号要写成 1,3 这样"),
        (["--only", "999"], "清单里没有第 999 条"),
        (["--only", "1", "--all-proposed"], "不能一起用"),
        (["-o", "附件.xlsx"], "是一个文件"),
    ],
)
def test_bad_input_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, wrong: list[str], said: str
) -> None:
    monkeypatch.chdir(folder)
    assert cli.main(["fix", "附件.xlsx", *wrong]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert sorted(os.listdir(folder)) == ["自评报告.docx", "附件.xlsx"]


def test_where_nothing_is_certain_nothing_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    report = check_paths([folder])
    likely = [each for each in report.causes if each.proposed is not None and not each.certain]
    for causes, said in ((tuple(likely), "没有十分有把握的，没有写副本。\n待确认：第 1"),
                         ((), "没有要改正的地方。\n\n没有写副本。\n")):  # fmt: skip
        monkeypatch.setattr(checking, "check_paths", lambda *_, c=causes: replace(report, causes=c))
        assert cli.main(["fix", str(folder)]) == 0
        shown = capsys.readouterr().out
        assert said in shown
        assert "用 -o 换" not in shown
    assert not (folder / "改正后").exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["fix", str(tmp_path / "没有.docx")]) == 2
    assert "找不到" in capsys.readouterr().err


def test_what_a_person_must_decide_is_refused(folder: Path, capsys: Capture) -> None:
    report = check_paths([folder])
    number = next(n for n, each in enumerate(report.causes, 1) if each.proposed is None)
    assert cli.main(["fix", str(folder), "--only", str(number)]) == 2
    assert "要由人决定，不能代改" in capsys.readouterr().err
    assert not (folder / "改正后").exists()


def test_a_text_becomes_its_number(folder: Path, capsys: Capture) -> None:
    path = folder / "附件.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D4"] = "30人"
    book.save(path)
    causes = check_paths([folder]).causes
    number = next(n for n, each in enumerate(causes, 1) if each.retyped)
    assert cli.main(["fix", str(folder), "--only", str(number)]) == 0
    assert "30人 → 数字 30" in capsys.readouterr().out
    corrected = openpyxl.load_workbook(folder / "改正后" / "附件.xlsx")
    assert corrected.worksheets[0]["D4"].value == 30
