"""``xladdin package``: what is asked, what is told, with which status it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.appendix import consistent
from xladdin.cli import main


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages") / "某单位2024"
    consistent.write(folder)
    return folder


def test_a_folder_is_packed_and_what_was_made_is_listed(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "上报"
    assert main(["package", str(filing), "-o", str(target), "--no-pdf", "--zip"]) == 0
    out, err = capsys.readouterr()
    (folder,) = (each for each in target.iterdir() if each.is_dir())
    lines = out.splitlines()
    assert lines[0] == f"已打包：{folder}"
    assert sorted(line.strip() for line in lines[1:-1]) == sorted(os.listdir(folder))
    assert lines[-1] == f"压缩包：{folder}.zip"
    assert err.splitlines()[0].startswith("[1/")


def test_a_refusal_lists_what_to_do_and_a_draft_goes_on(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (forms,) = filing.glob("*.xlsx")
    arguments = ["package", str(forms), "-o", str(tmp_path / "上报"), "--no-pdf"]
    assert main(arguments) == 1
    out = capsys.readouterr().out
    assert out.startswith("没有打包：有 1 处要先处理。\n  1. 没有自评报告正文。\n")
    assert not (tmp_path / "上报").exists()
    assert main([*arguments, "--draft"]) == 0
    out = capsys.readouterr().out
    assert "这是草稿：还有 1 处问题" in out
    (folder,) = (tmp_path / "上报").iterdir()
    assert folder.name.endswith("（草稿）")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["draft"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["没有这个.docx", "-o", "上报"], "找不到「没有这个.docx」"),
        (["某单位2024"], "缺少"),
        (["-o", "上报"], "缺少"),
    ],
)
def test_bad_usage_is_one_sentence(
    arguments: list[str], sentence: str, filing: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(filing.parent)
    assert main(["package", *arguments]) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert "Traceback" not in err
    assert not (filing.parent / "上报").exists()


def test_the_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package", "--help"]) == 0
    out = capsys.readouterr().out
    assert all(option in out for option in ("--draft", "--no-pdf", "--zip", "--overwrite", "例子"))
