"""Where results go when nobody says, and that they are opened when somebody asks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.walk.walking import explain
from xladdin.cli import main
from xladdin.verbs import console, defaults
from xladdin.verbs.demo import ACCOUNTS, EXAMPLE


@pytest.fixture
def filing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "某单位2024"
    folder.mkdir()
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, folder)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system's programs are asked to open."""
    found: list[Path] = []
    monkeypatch.setattr(console, "open_file", found.append)
    return found


def test_results_lie_beside_the_filing_and_are_no_part_of_it(
    filing: Path, opened: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = _findings(filing, capsys)
    page = filing / "校验结果" / "校验报告.html"
    assert main(["check", str(filing), "--open", "--annotate"]) == 1
    assert opened == [page]
    assert sorted(each.name for each in page.parent.iterdir()) == [
        "校验报告.html",
        "自评报告_批注.docx",
        "附件_校验.xlsx",
    ]
    assert _findings(filing, capsys) == before
    page.unlink()
    assert main(["check", str(filing), "-o"]) == 1  # nothing behind it: the same place
    assert page.is_file()


def _findings(filing: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    """How much is looked at, and what is found."""
    capsys.readouterr()
    assert main(["check", str(filing), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    return [told["coverage"], *({**each, "state": None} for each in told["findings"])]


def test_a_file_has_its_results_in_its_own_folder(filing: Path) -> None:
    book = filing / "附件.xlsx"
    assert main(["draft", str(book)]) == 0
    assert (filing / "自评报告初稿.docx").is_file()
    assert defaults.next_to(book, defaults.PACKED) == filing / "上报"
    assert defaults.next_to(filing, defaults.PACKED) == filing.parent / "某单位2024_上报"


@pytest.mark.parametrize(
    ("verb", "name"), [("package", defaults.PACKED), ("publish", defaults.PUBLISHED)]
)
def test_the_help_names_the_folder_that_is_made(
    verb: str,
    name: str,
    filing: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([verb, "--help"]) == 0
    told = "".join(capsys.readouterr().out.split())
    assert f"材料文件旁边的“{name}”；给的是文件夹，则为它旁边的“〈文件夹名〉_{name}”" in told
    assert defaults.next_to(filing / "附件.xlsx", name) == filing / name
    assert defaults.next_to(filing, name) == filing.with_name(f"{filing.name}_{name}")


def test_a_batch_has_its_results_beside_its_folder(filing: Path) -> None:
    assert defaults.next_to(filing, defaults.BATCHED) == filing.parent / "某单位2024_核对结果"
    above = filing.parent
    assert (
        defaults.next_to(filing / "..", defaults.BATCHED) == above.parent / f"{above.name}_核对结果"
    )


def test_figures_corrected_in_a_copy_are_not_lost_without_a_word(
    filing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(filing), "--annotate"]) == 1
    copy = filing / "校验结果" / "附件_校验.xlsx"
    explain(copy, "S511", "已写入问题部分。")
    capsys.readouterr()
    assert main(["check", str(filing)]) == 1
    assert capsys.readouterr().err == ""  # an explanation is what the copy is for
    book = load_workbook(copy)
    book.worksheets[0]["F4"] = 0.9375
    book.save(copy)
    assert main(["check", str(filing)]) == 1
    told = capsys.readouterr()
    assert "副本“校验结果/附件_校验.xlsx”里除了说明，还改过别的内容" in told.err
    assert "B101" in told.out


def test_what_is_no_fault_of_the_accounts_is_explained_beside_the_forms(
    filing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ACCOUNTS / "2024年度部门决算公开表.xlsx", filing)
    assert main(["package", str(filing), "--no-pdf"]) == 1
    told = capsys.readouterr().out
    assert "写在“附件_校验.xlsx”的“校验结果”表的“说明”栏" in told
    explain(filing / "校验结果" / "附件_校验.xlsx", "A101", "另有 30 人次参加两类培训。")
    assert main(["check", str(filing)]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert "“校验结果/附件_校验.xlsx”里的 2 条说明" in told.out
