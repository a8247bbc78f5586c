"""Which files of a folder make up which filing."""

from __future__ import annotations

from pathlib import Path

import pytest

from xladdin.batch.grouping import documents, filings
from xladdin.errors import InputError


def laid(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def grouped(folder: Path, output: Path | None = None) -> dict[str, list[str]]:
    return {each.key: [path.name for path in each.paths] for each in filings(folder, output)}


def test_each_folder_is_a_filing(tmp_path: Path) -> None:
    laid(tmp_path, "乙局/报告.docx", "甲局/附件/附件1.xlsx", "空/说明.pdf.exe", ".隐藏/报告.docx")
    assert grouped(tmp_path) == {"乙局": ["乙局"], "甲局": ["甲局"], "空": ["空"]}


def test_loose_files_are_put_together_by_the_unit_that_they_name(tmp_path: Path) -> None:
    laid(
        tmp_path,
        "云山县水利局2024年度部门整体支出绩效自评报告.docx",
        "云山县水利局附件1-3.xlsx",
        "云山县档案馆 自评报告（定稿）.docx",
        "云山县档案馆_附表.xls",
        "~$云山县档案馆_附表.xls",
    )
    assert grouped(tmp_path) == {
        "云山县档案馆": ["云山县档案馆 自评报告（定稿）.docx", "云山县档案馆_附表.xls"],
        "云山县水利局": [
            "云山县水利局2024年度部门整体支出绩效自评报告.docx",
            "云山县水利局附件1-3.xlsx",
        ],
    }


def test_filings_are_found_again_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path, "材料/甲局/报告.docx")
    monkeypatch.chdir(tmp_path)
    assert [each.paths for each in filings(Path("材料"))] == [(tmp_path / "材料" / "甲局",)]


def test_a_folder_and_loose_files_of_one_name_are_two_filings(tmp_path: Path) -> None:
    laid(tmp_path, "甲局/报告.docx", "甲局.xlsx")
    assert grouped(tmp_path) == {"甲局": ["甲局"], "甲局（散放文件）": ["甲局.xlsx"]}


def test_results_have_no_place_inside_the_folder(tmp_path: Path) -> None:
    laid(tmp_path, "甲局/报告.docx", "核对结果/汇总.xlsx", "甲局附件_校验.xlsx")
    for output in (tmp_path, tmp_path / "核对结果", tmp_path / "甲局" / "结果"):
        with pytest.raises(InputError, match="结果不能放在材料文件夹里头"):
            filings(tmp_path, output)


def test_corrected_copies_are_no_filing(tmp_path: Path) -> None:
    laid(tmp_path, "甲局/报告.docx", "甲局/改正后/报告.docx", "改正后/报告.docx")
    assert grouped(tmp_path) == {"甲局": ["甲局"]}
    assert [each.name for each in documents(tmp_path / "甲局")] == ["报告.docx"]


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (["自评报告.docx", "附件.xlsx", "校验结果/附件_校验.xlsx", "改正后/自评报告.docx"], True),
        (["2024年度部门整体支出绩效自评报告.doc", "附件1.xls", "附件2.xls"], True),
        (["1.docx", "1.xlsx", "2.docx", "2.xlsx"], False),
        (["自评报告.docx", "附件.xlsx", "云山县水利局/报告.docx"], False),
        (["云山县水利局自评报告.docx", "云山县水利局附件.xlsx"], False),
    ],
)
def test_the_folder_of_one_unit_is_no_batch(tmp_path: Path, names: list[str], one: bool) -> None:
    laid(tmp_path, *names)
    if one:
        with pytest.raises(InputError, match="一个单位的一套材料；核对一个单位，用 xladdin check"):
            filings(tmp_path)
    else:
        assert not {"校验结果", "改正后"} & set(grouped(tmp_path))


def test_a_folder_without_anything_to_read_is_refused(tmp_path: Path) -> None:
    laid(tmp_path, "合影.jpg")
    with pytest.raises(InputError, match="没有可以读取的材料"):
        filings(tmp_path)
    with pytest.raises(InputError, match="找不到文件夹"):
        filings(tmp_path / "没有")
    with pytest.raises(InputError, match=r"合影\.jpg”是一个文件；.*xladdin check"):
        filings(tmp_path / "合影.jpg")
