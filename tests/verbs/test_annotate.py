"""``check --annotate``: copies beside any format of the report, and one sentence where it can't be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import docx
import pytest

from xladdin import cli

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def filing(filings: Path) -> str:
    return str(filings / "junshan-resettlement-2024" / "filing.docx")


def test_the_verb_names_the_copies_beside_the_report(
    filing: str, tmp_path: Path, capsys: Capture
) -> None:
    status = cli.main(["check", filing])
    plain = capsys.readouterr().out
    assert cli.main(["check", filing, "--annotate", str(tmp_path / "批注")]) == status
    shown = capsys.readouterr()
    copy = tmp_path / "批注" / "filing_批注.docx"
    count = len(list(docx.Document(str(copy)).comments))
    assert shown.out == plain
    assert shown.err == f"批注副本：{copy}（{count} 条批注）\n"


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_every_format_goes_with_it(filing: str, tmp_path: Path, capsys: Capture, form: str) -> None:
    assert cli.main(["check", filing, "--annotate", str(tmp_path), "--format", form]) == 1
    shown = capsys.readouterr()
    if form == "json":
        assert json.loads(shown.out)["schema"] == "xladdin.report/1"
    assert "批注" not in shown.out
    assert shown.err.startswith("批注副本：")


def test_the_report_may_go_into_the_same_folder(filing: str, tmp_path: Path) -> None:
    output = tmp_path / "校验报告.html"
    assert cli.main(["check", filing, "--annotate", str(tmp_path), "-o", str(output)]) == 1
    assert sorted(os.listdir(tmp_path)) == ["filing_批注.docx", "校验报告.html"]


def test_what_stands_in_the_way_is_one_sentence(
    filing: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "文件").touch()
    (tmp_path / "filing_批注.docx").touch()
    for target, said in (("文件", "是一个文件"), (".", "没有覆盖它")):
        assert cli.main(["check", filing, "--annotate", str(tmp_path / target)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.count("\n") == 1
        assert shown.err.startswith("xladdin：")
        assert said in shown.err
