"""A copy may be replaced if at most explanations were typed into it; else somebody's work is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.outputs.workbook_files import (
    EXAMPLE,
    RESULTS,
    annotate,
    annotated,
    column,
    edit,
    explain,
    head_row,
    loaded,
    refused,
    rows,
)
from xladdin.outputs.sheet_writing import is_untouched

BASIC = "附件1 基础数据表"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook and its copy."""
    folder = tmp_path_factory.mktemp("checked")
    annotated(Path(shutil.copy(EXAMPLE / "附件.xlsx", folder)))
    return folder


@pytest.fixture
def original(checked: Path, tmp_path: Path) -> Path:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    return tmp_path / "附件.xlsx"


@pytest.fixture
def made(original: Path) -> Path:
    return original.parent / "批注" / "附件_校验.xlsx"


def untouched(path: Path) -> bool:
    return is_untouched(path.read_bytes(), path.name)


def test_a_copy_is_untouched_however_often_it_is_saved(made: Path) -> None:
    assert untouched(made)
    assert untouched(edit(made, lambda workbook: None))


def test_so_it_is_after_explanations_were_typed(made: Path) -> None:
    explain(made, "上级追加。", level="警告")
    assert untouched(made)


def test_and_after_its_look_was_changed(made: Path) -> None:
    def widen(workbook: Workbook) -> None:
        workbook[RESULTS].column_dimensions["G"].width = 80
        workbook.active = 0

    assert untouched(edit(made, widen))


def a_figure(workbook: Workbook) -> None:
    workbook[BASIC]["B6"] = 6.22


def a_formula(workbook: Workbook) -> None:
    workbook[BASIC]["B6"] = "=B7+B10+B11"


def a_note(workbook: Workbook) -> None:
    workbook[BASIC]["B9"].comment = Comment("已核实", "张三")


def a_word_in_a_note(workbook: Workbook) -> None:
    cell = workbook[BASIC]["B6"]
    cell.comment = Comment(cell.comment.text + "已核实", "张三")


def a_blank(workbook: Workbook) -> None:
    workbook[BASIC]["B6"] = None


def a_sheet(workbook: Workbook) -> None:
    workbook.create_sheet("底稿")


def a_name(workbook: Workbook) -> None:
    workbook[BASIC].title = "基础数据"


def a_row(workbook: Workbook) -> None:
    workbook[BASIC].insert_rows(13)


def a_remark_in_the_list(workbook: Workbook) -> None:
    workbook[RESULTS].cell(head_row(workbook) + 1, column(workbook, "改法")).value = "不改"


def no_list(workbook: Workbook) -> None:
    del workbook[RESULTS]


@pytest.mark.parametrize(
    "change",
    [
        a_figure, a_formula, a_note, a_word_in_a_note, a_blank, a_sheet, a_name, a_row,
        a_remark_in_the_list, no_list,
    ],
)  # fmt: skip
def test_any_other_edit_breaks_the_seal(made: Path, change: Callable[[Workbook], Any]) -> None:
    assert not untouched(edit(made, change))


def test_an_edited_copy_is_not_replaced(original: Path, made: Path) -> None:
    before = edit(made, a_figure).read_bytes()
    assert "写出后又被改过，没有覆盖它" in refused(original)
    assert made.read_bytes() == before


def test_neither_is_what_is_no_workbook(original: Path, made: Path) -> None:
    made.write_bytes(b"PK")
    assert "没有覆盖它" in refused(original)
    assert made.read_bytes() == b"PK"
    assert not is_untouched(b"", made.name)
    assert not is_untouched(b"not a package", made.name)


def test_neither_is_a_workbook_of_somebody_else(original: Path, made: Path) -> None:
    made.write_bytes(original.read_bytes())
    assert "不是本程序写的" in refused(original)


def test_the_seal_is_not_seen(made: Path) -> None:
    workbook = loaded(made)
    cell = workbook[RESULTS].cell(1, column(workbook, "核对码"))
    assert cell.value.startswith("xladdin:")
    assert cell.number_format == ";;;"


def test_the_explanations_are_in_the_copy_that_replaces_it(original: Path, made: Path) -> None:
    explain(made, "上级追加。", code="S102")
    annotate(original)
    assert untouched(made)
    (row,) = (row for row in rows(loaded(made)) if row["代码"] == "S102")
    assert (row["级别"], row["说明"]) == ("警告（已说明）", "上级追加。")
