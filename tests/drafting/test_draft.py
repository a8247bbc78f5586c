"""``xladdin draft`` as people call it, and what becomes of a draft that nobody finished."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.kit import yunshan
from xladdin import checking
from xladdin.appendix.gate import Obstacle, obstacles
from xladdin.cli import main
from xladdin.forms.profiles import profile
from xladdin.sources.filing_files import read_filing
from xladdin.templates.workbook import workbook

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(checking.__file__).parent / "example" / "附件.xlsx"


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a crash would be recorded."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the official workbook of 岳阳, filled with figures that agree."""
    made = tmp_path_factory.mktemp("某单位2024")
    chosen = profile("yueyang")
    filing = checking.file([yunshan.source("附件.xlsx", yunshan.grids())], chosen)
    (made / "附件.xlsx").write_bytes(workbook(chosen, 2024, filing.forms, as_found=True).data)
    return made


@pytest.fixture
def filing(folder: Path, tmp_path: Path) -> Path:
    """The same with its draft beside it."""
    here = tmp_path / "某单位2024"
    shutil.copytree(folder, here)
    assert main(["draft", str(here), "-o", str(here / "初稿.docx"), "--profile", "yueyang"]) == 0
    return here


def finish(path: Path, *, mark: bool, places: bool) -> None:
    """Take the mark of a draft, or the open places, out of a document."""
    document = Document(str(path))
    for paragraph in document.paragraphs:
        if mark and paragraph.text == "（初稿）":
            paragraph._p.getparent().remove(paragraph._p)
        for run in paragraph.runs if places else ():
            run.text = "已按要求办理。" if run.font.highlight_color else run.text
    document.save(str(path))


def codes(filing: Path) -> set[str]:
    report = checking.check_paths([filing], "yueyang")
    return {finding.code for finding in report.findings}


def stopped(filing: Path) -> list[Obstacle]:
    chosen = profile("yueyang")
    made = checking.file(read_filing([filing]), chosen)
    found = obstacles(made, checking.check(made, chosen), chosen)
    return [each for each in found if "初稿" in each.what]


def test_it_is_written_and_what_is_left_to_do_is_said(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "初稿.docx"
    assert main(["draft", str(folder), "-o", str(target), "--profile", "yueyang"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        f"已写出初稿：{target}（湖南岳阳（市、区、县）的提纲）",
        "有 10 处〔请补充：……〕要由人写；都写完后，删去标题下的“（初稿）”。",
        "有 120 个数与表格联动：表格改了以后，用 xladdin refresh 或按钮“更新正文”跟着改。",
    ]
    assert shown.err == ""


def test_checked_with_its_workbook_it_has_no_finding(filing: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["check", str(filing), "--profile", "yueyang", "--strict"]) == 0
    told = "".join(capsys.readouterr().out.split())
    assert "没有发现问题" in told
    assert "注意：初稿.docx：还有10段没有补写，第一处是“〔请补充：" in told
    assert "不能打包" in told


def test_a_draft_of_blank_tables_says_that_there_is_nothing_to_tell_yet(
    tmp_path: Path, capsys: Capture
) -> None:
    book = tmp_path / "附件.xlsx"
    book.write_bytes(workbook(profile("yueyang"), 2024).data)
    assert main(["draft", str(book)]) == 0
    told = capsys.readouterr().out
    assert "表格里还没有填数，初稿只有提纲" in told
    assert "0 个数" not in told


def test_tables_with_errors_are_written_up_as_they_are_and_it_is_said(
    tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "初稿.docx"
    assert main(["draft", str(EXAMPLE), "-o", str(target)]) == 0
    assert "还有 5 处错误，初稿照表上的数写" in capsys.readouterr().err
    comments = [each.text for each in Document(str(target)).comments]
    assert any("附件1 基础数据表 F4：控制率 93.57%，应改为 93.75%" in each for each in comments)
    assert main(["check", str(target), str(EXAMPLE)]) == 1  # it can be read with its comments


def test_a_comment_on_a_figure_goes_when_the_figure_is_refreshed(tmp_path: Path) -> None:
    draft, book, new = (tmp_path / name for name in ("初稿.docx", "附件.xlsx", "新.docx"))
    shutil.copy(EXAMPLE, book)
    assert main(["draft", str(book), "-o", str(draft)]) == 0
    before = [each.text for each in Document(str(draft)).comments]
    assert any("控制率" in each for each in before)
    changed = load_workbook(book)
    changed.worksheets[0]["F4"] = 0.9375
    changed.save(book)
    assert main(["refresh", str(draft), str(book), "-o", str(new)]) == 0
    after = [each.text for each in Document(str(new)).comments]
    assert after == [each for each in before if "控制率" not in each]
    assert after


def test_open_places_are_found_as_soon_as_it_no_longer_calls_itself_a_draft(filing: Path) -> None:
    assert "F501" not in codes(filing)
    finish(filing / "初稿.docx", mark=True, places=False)
    assert "F501" in codes(filing)
    assert any("没有补写" in each.what for each in stopped(filing))


def test_a_draft_is_not_packed_before_it_is_finished(filing: Path) -> None:
    path = filing / "初稿.docx"
    assert any("没有补写" in each.what for each in stopped(filing))
    finish(path, mark=False, places=True)
    assert [each.what for each in stopped(filing)] == ["初稿.docx 里还写着“（初稿）”。"]
    finish(path, mark=True, places=False)
    assert stopped(filing) == []


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("初稿.doc", "结果是 Word 文档，请让“初稿.doc”以 .docx 结尾。"),
        ("没有/初稿.docx", "不存在，请先建好，或换一个位置。"),
        (".", "是文件夹，请写出文件名，以 .docx 结尾。"),
    ],
)
def test_a_bad_target_is_refused_in_a_sentence(
    folder: Path, tmp_path: Path, capsys: Capture, output: str, sentence: str
) -> None:
    assert main(["draft", str(folder), "-o", str(tmp_path / output)]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "初稿.docx"
    target.write_bytes(b"my own work")
    assert main(["draft", str(folder), "-o", str(target)]) == 2
    assert "已经存在，没有覆盖它" in capsys.readouterr().err
    assert target.read_bytes() == b"my own work"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["没有.xlsx", "-o", "初稿.docx"], "没有.xlsx"),
        ([], "缺少参数：路径"),
        ([str(EXAMPLE), "-o", "初稿.docx", "--profile", "mars"], "没有名为“mars”的地区方案"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["draft", *arguments]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert sentence in shown.err
    assert list(tmp_path.iterdir()) == []
