"""The demo: the shipped example, checked before the user's eyes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from xladdin import cli
from xladdin.errors import InputError
from xladdin.verbs import demo

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "自带"
    folder.mkdir()
    (folder / "报告.txt").write_text("编制5人", encoding="utf-8")
    (folder / "附件.txt").write_text("3", encoding="utf-8")
    return folder


def test_the_example_is_copied(tmp_path: Path, example: Path) -> None:
    folder = tmp_path / "新" / "示例"
    notes = demo.place_example(folder, example)
    assert notes == [f"示例材料在文件夹“{folder}”里：报告.txt、附件.txt"]
    assert sorted(os.listdir(folder)) == ["报告.txt", "附件.txt"]


def test_what_the_user_changed_in_the_example_is_kept(tmp_path: Path, example: Path) -> None:
    folder = tmp_path / "示例"
    demo.place_example(folder, example)
    (folder / "报告.txt").write_text("编制3人", encoding="utf-8")
    (folder / "校验报告.html").touch()
    (folder / "~$报告.docx").touch()
    notes = demo.place_example(folder, example)
    assert notes[1] == "其中 报告.txt 您改过，按改过的核对；想恢复原样，删掉它再运行一次。"
    assert (folder / "报告.txt").read_text(encoding="utf-8") == "编制3人"


def test_the_example_does_not_mix_with_other_files(tmp_path: Path, example: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "工资.xlsx").touch()
    with pytest.raises(InputError, match=r"里已有别的文件（如“工资.xlsx”），请用 -o 另写一个"):
        demo.place_example(tmp_path / "别的", example)
    with pytest.raises(InputError, match=r"是一个文件，请用 -o 另写一个文件夹。$"):
        demo.place_example(tmp_path / "别的" / "工资.xlsx", example)
    assert os.listdir(tmp_path / "别的") == ["工资.xlsx"]


def test_the_demo_checks_the_example_and_says_where_the_results_lie(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert cli.main(["demo"]) == 0
        shown = capsys.readouterr().out
        assert "结论：发现错误" in shown
        assert str(Path("xladdin-demo", "校验报告.html")) in shown
        assert str(Path("xladdin-demo", "自评报告_批注.docx")) in shown
        assert str(Path("xladdin-demo", "附件_校验.xlsx")) in shown
    folder = tmp_path / "xladdin-demo"
    assert json.loads((folder / "校验报告.json").read_text(encoding="utf-8"))["findings"]
    assert "<h1>绩效自评材料校验报告</h1>" in (folder / "校验报告.html").read_text(encoding="utf-8")


def test_the_results_of_the_demo_are_those_of_check(tmp_path: Path, capsys: Capture) -> None:
    folder = str(tmp_path / "示例")
    assert cli.main(["demo", "-o", folder]) == 0
    names = [path.name for path in sorted(demo.EXAMPLE.iterdir()) if path.suffix != ".txt"]
    files = [str(tmp_path / "示例" / name) for name in names]
    for copy in (*Path(folder).glob("*_批注.docx"), *Path(folder).glob("*_校验.xlsx")):
        copy.unlink()  # beside them nothing would be new any more
    capsys.readouterr()
    assert cli.main(["check", *files, "--format", "json", "--relations"]) == 1
    written = (tmp_path / "示例" / "校验报告.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written
    output = tmp_path / "另存.json"
    assert cli.main(["check", *files, "--relations", "-o", str(output)]) == 1
    assert output.read_text(encoding="utf-8") == written
    assert capsys.readouterr().out.endswith(f"报告：{output}\n")


def test_the_demo_of_accounts_makes_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from xladdin.cli import main

    folder = tmp_path / "从决算开始"
    assert main(["demo", "--accounts", "-o", str(folder)]) == 0
    assert "取数" in capsys.readouterr().out
    assert (folder / "附件.xlsx").is_file()
    assert len(list(folder.iterdir())) == 3
