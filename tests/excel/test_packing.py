"""生成附件 and 打包上报: what is packed from a saved workbook, and what one is told instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlwings import App, Book

from tests.appendix import consistent
from tests.excel.seeing import press
from xladdin.excel import memory, packing
from xladdin.excel.memory import Memory
from xladdin.outputs.workbook_marks import EXPLAINED_TINT, TINTS


def linked(book: Book, report: Path) -> Book:
    """The workbook as it is after 核对正文 without findings, and saved."""
    memory.remember(book, Memory(report.name))
    book.save()
    return book


@pytest.fixture
def ready(excel: App, tmp_path: Path) -> Book:
    """A filing without a fault, open and saved."""
    report, forms = consistent.write(tmp_path / "材料")
    return linked(excel.books.open(str(forms)), report)


@pytest.fixture
def faulty(book: Book, report: Path) -> Book:
    """A form with faults, open and saved."""
    return linked(book, report)


@pytest.fixture
def target(excel: App, tmp_path: Path) -> Path:
    """The folder that the user will choose."""
    folder = tmp_path / "上报"
    folder.mkdir()
    excel.impl.user.chosen.append(str(folder))
    return folder


@pytest.fixture
def without_converter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A PC with nothing that makes PDF."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_what_is_in_order_is_packed_and_zipped(excel: App, ready: Book, target: Path) -> None:
    saved = Path(ready.fullname).read_bytes()
    said = press("package", ready)
    (folder,) = (each for each in target.iterdir() if each.is_dir())
    files = {each.name for each in folder.iterdir()}
    assert said.startswith(
        f"已打包 {len(files)} 个文件，在文件夹“{folder}”里。\n压缩包是“{folder}.zip”。"
    )
    assert "自评报告（含附件）.pdf" in files
    assert {name.partition("/")[2] for name in zipfile.ZipFile(f"{folder}.zip").namelist()} == files
    assert any("正在打包（1/" in text for text in excel.impl.user.status_texts)
    assert excel.status_bar is False
    assert Path(ready.fullname).read_bytes() == saved


@pytest.mark.usefixtures("without_converter")
def test_a_draft_is_made_whatever_is_wrong(faulty: Book, target: Path) -> None:
    said = press("appendix", faulty).splitlines()
    (folder,) = target.iterdir()
    assert folder.name.endswith("（草稿）")
    assert said[0].endswith(f"个文件，在文件夹“{folder}”里。")
    assert said[1].startswith("这是草稿：正式打包时，有 ")
    assert said[2].startswith("1. ")
    assert said[-1].startswith("没有生成 PDF")


def test_what_has_errors_is_not_packed_and_no_folder_asked_for(
    excel: App, faulty: Book, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_TOLD", 2)
    said = press("package", faulty)
    assert said.startswith("没有打包：有 ")
    assert "B101 控制率" in said
    assert "\n　　位置：附件1 基础数据表 F4\n" in said
    assert "\n　　应改为 93.75%。" in said
    assert "点“一键校验”看工作表“校验结果”。" in said
    assert list(excel.impl.user.chosen) == [str(target)]
    assert not list(target.iterdir())


@pytest.mark.usefixtures("without_converter")
def test_an_earlier_set_is_only_replaced_when_the_user_agrees(
    excel: App, faulty: Book, target: Path
) -> None:
    press("appendix", faulty)
    (folder,) = target.iterdir()
    (folder / "旧的.txt").touch()
    for answer in ("no", "yes"):
        excel.impl.user.chosen.append(str(target))
        excel.impl.user.answers.append(answer)
        said = press("appendix", faulty)
        assert bool(said) is (answer == "yes")
        assert (folder / "旧的.txt").exists()
    assert f"您放进“{folder.name}”的“旧的.txt”还留在里面。" in said
    assert [text for text, *_ in excel.impl.user.alerts] == [
        f"“{folder}”以前打过，用新的代替吗？"
    ] * 2


@pytest.mark.parametrize("button", ["appendix", "package"])
def test_a_changed_workbook_is_to_be_saved_first(faulty: Book, target: Path, button: str) -> None:
    before = Path(faulty.fullname).read_bytes()
    faulty.sheets[0]["B2"].value = "别的单位"
    assert press(button, faulty) == (
        "“附件.xlsx”有改动还没有保存；打包用的是保存好的文件，请先保存，再点按钮。"
    )
    assert Path(faulty.fullname).read_bytes() == before
    assert not list(target.iterdir())


def test_a_workbook_never_saved_is_to_be_saved_first(excel: App) -> None:
    assert "有改动还没有保存" in press("package", excel.books.add())


def test_a_workbook_that_is_no_file_here_is_to_be_saved_here(faulty: Book) -> None:
    Path(faulty.fullname).unlink()
    assert press("package", faulty).startswith("“附件.xlsx”不在本机的文件夹里（如网盘）")


@pytest.mark.usefixtures("without_converter")
def test_our_marks_do_not_get_into_the_set(faulty: Book, target: Path) -> None:
    press("check", faulty)
    assert any(len(sheet.notes) for sheet in faulty.sheets)
    faulty.save()
    press("appendix", faulty)
    (folder,) = target.iterdir()
    tints = {*TINTS.values(), EXPLAINED_TINT}
    for path in folder.glob("附件*.xlsx"):
        for row in load_workbook(path).worksheets[0].iter_rows():
            for cell in row:
                assert cell.comment is None
                assert str(cell.fill.fgColor.rgb)[2:] not in tints


def test_the_report_is_needed_to_hand_in(book: Book) -> None:
    assert press("package", book).startswith("还没有选自评报告；请点“核对正文”选好报告")


@pytest.mark.parametrize("button", ["appendix", "package"])
def test_a_report_that_is_gone_is_named(faulty: Book, report: Path, button: str) -> None:
    report.unlink()
    assert press(button, faulty).startswith(
        f"工作簿旁边没有上次核对的报告“{report.name}”；请点“核对正文”"
    )


def test_who_chooses_no_folder_gets_nothing(faulty: Book) -> None:
    assert press("appendix", faulty) == ""
