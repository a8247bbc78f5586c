"""Causes are corrected in copies of all files; what cannot be is told; nothing is overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from tests.outputs.word_files import members, repacked
from xladdin.checking import check_paths
from xladdin.errors import InputError
from xladdin.model.report import Cause, Operand, Report
from xladdin.outputs.correction_list import CorrectionList
from xladdin.outputs.corrections import CorrectedFiling, corrected_filing, write_filing
from xladdin.sources import read

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "xladdin" / "example"
WHEN = datetime(2025, 3, 4, 9, 30)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    names = ("自评报告.docx", "附件.xlsx")
    return [Path(shutil.copy(EXAMPLE / name, tmp_path / name)) for name in names]


@pytest.fixture
def report(paths: list[Path]) -> Report:
    return check_paths(paths)


def operand(report: Report, label: str, text: str) -> Operand:
    """An operand of a finding."""
    return next(
        each
        for finding in report.findings
        for each in finding.operands
        if each.label == label and each.text == text
    )


def cause(figure: Operand, proposed: str | None, *copies: Operand) -> Cause:
    return Cause(figure, proposed, "digits", True, (), "依据。", copies)


def fix(report: Report, paths: list[Path], *causes: Cause) -> CorrectedFiling:
    return corrected_filing(report, paths, causes, WHEN)


def test_each_file_of_the_filing_is_there_with_its_figures_corrected(
    report: Report, paths: list[Path], tmp_path: Path
) -> None:
    before = [path.read_bytes() for path in paths]
    rate = operand(report, "控制率", "93.57%")
    reception = operand(report, "正文 公务接待", "1.25万元")
    filing = fix(report, paths, cause(rate, "93.75"), cause(reception, "1.52"))
    document, workbook = write_filing(filing, tmp_path / "改")
    assert [path.read_bytes() for path in paths] == before
    assert (document.name, workbook.name) == ("自评报告.docx", "附件.xlsx")
    assert any("公务接待费1.52万元" in each.text for each in read(document).paragraphs)
    assert load_workbook(workbook)["附件1 基础数据表"]["F4"].value == 0.9375
    assert [file.made for file in filing.files] == [1, 1]


def test_a_file_without_corrections_is_the_same(
    report: Report, paths: list[Path], tmp_path: Path
) -> None:
    filing = fix(report, paths, cause(operand(report, "正文 公务接待", "1.25万元"), "1.52"))
    write_filing(filing, tmp_path / "改")
    assert (tmp_path / "改" / "附件.xlsx").read_bytes() == paths[1].read_bytes()


def test_copies_of_a_figure_are_corrected_with_it(report: Report, paths: list[Path]) -> None:
    rate, total = operand(report, "控制率", "93.57%"), operand(report, "总分（得分）", "99.22")
    filing = fix(report, paths, cause(rate, "93.75", replace(total, value="99.22")))
    assert filing.outcome.made == {rate.location, total.location}


def test_what_nobody_proposes_is_not_touched(report: Report, paths: list[Path]) -> None:
    filing = fix(report, paths, cause(operand(report, "控制率", "93.57%"), None))
    assert filing.outcome.made == set()
    assert [file.data for file in filing.files] == [path.read_bytes() for path in paths]


def test_a_name_is_replaced_as_a_text(report: Report, paths: list[Path], tmp_path: Path) -> None:
    name = operand(report, "单位名称", "云山县农技推广中心")
    filing = fix(report, paths, cause(name, "云山县农业技术推广中心"))
    _, workbook = write_filing(filing, tmp_path / "改")
    assert load_workbook(workbook)["附件2 整体自评表"]["D3"].value == "云山县农业技术推广中心"


def test_two_corrections_of_one_figure_are_one(report: Report, paths: list[Path]) -> None:
    for label, text, values in (("控制率", "93.57%", ("93.75", "94")),
                                ("正文 公务接待", "1.25万元", ("1.52", "1.5"))):  # fmt: skip
        figure = operand(report, label, text)
        again = replace(figure, location=replace(figure.location, quote="", form=None))
        filing = fix(report, paths, *(cause(figure, value) for value in values))
        assert len(filing.outcome.made) == 1
        filing = fix(report, paths, cause(figure, values[0]), cause(again, values[1]))
        assert filing.outcome.made == {figure.location}
        assert "同一处" in filing.outcome.refused[again.location]


def test_last_years_files_are_left_alone(report: Report, paths: list[Path]) -> None:
    figure = operand(report, "控制率", "93.57%")
    theirs = replace(figure.location, source="去年材料「附件.xlsx」")
    filing = fix(report, paths, cause(replace(figure, location=theirs), "93.75"))
    assert filing.outcome.made == set()
    assert "去年" in filing.outcome.refused[theirs]


@pytest.mark.parametrize(
    ("kind", "what"), [("doc", "请先另存为 .docx"), ("txt", "请用原来的 Word 或 Excel 文件")]
)
def test_other_formats_cannot_be_corrected(
    report: Report, paths: list[Path], kind: str, what: str
) -> None:
    sources = (replace(report.sources[0], kind=kind), *report.sources[1:])
    figure = operand(report, "正文 公务接待", "1.25万元")
    filing = fix(replace(report, sources=sources), paths, cause(figure, "1.52"))
    assert filing.outcome.refused == {figure.location: "只能改 docx 和 xlsx 文件"}
    assert filing.notes == [f"「自评报告.docx」没有改：只能改 docx 和 xlsx，{what}。"]


def test_a_file_that_cannot_be_copied_does_not_keep_the_others_from_it(
    paths: list[Path],
) -> None:
    parts = members(paths[0])
    text = parts["word/document.xml"].decode().encode("utf-16")
    paths[0].write_bytes(repacked(parts | {"word/document.xml": text}))
    report = check_paths(paths)
    reception = operand(report, "正文 公务接待", "1.25万元")
    rate = operand(report, "控制率", "93.57%")
    filing = fix(report, paths, cause(reception, "1.52"), cause(rate, "93.75"))
    assert filing.outcome.made == {rate.location}
    assert filing.outcome.refused == {reception.location: "这个文件写不了副本"}
    assert "没有改：「自评报告.docx」不是按 UTF-8 编码保存的" in filing.notes[0]
    assert filing.files[0].data == paths[0].read_bytes()


def test_a_file_that_could_not_be_read_is_left_out(paths: list[Path], tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    every = [*paths, tmp_path / "坏.docx"]
    filing = corrected_filing(check_paths(every), every, (), WHEN)
    assert [file.leaf for file in filing.files] == ["自评报告.docx", "附件.xlsx"]
    assert filing.notes[0].startswith("没有读取：「坏.docx」")


def test_files_of_one_name_are_told_apart(report: Report, paths: list[Path]) -> None:
    other = paths[0].parent / "补" / "附件.xlsx"
    other.parent.mkdir()
    shutil.copy(paths[1], other)
    every = [*paths, other]
    filing = corrected_filing(check_paths(every), every, (), WHEN)
    assert [file.leaf for file in filing.files] == ["自评报告.docx", "附件.xlsx", "补_附件.xlsx"]


def test_nothing_is_overwritten_and_then_nothing_is_written(
    report: Report, paths: list[Path], tmp_path: Path
) -> None:
    filing = fix(report, paths, cause(operand(report, "控制率", "93.57%"), "93.75"))
    with pytest.raises(InputError, match="已经存在，没有覆盖它"):
        write_filing(filing, tmp_path)
    (tmp_path / "改").mkdir()
    (tmp_path / "改" / "附件.xlsx").symlink_to(tmp_path / "无")
    with pytest.raises(InputError, match=r"附件\.xlsx”已经存在"):
        write_filing(filing, tmp_path / "改")
    assert [path.name for path in (tmp_path / "改").iterdir()] == ["附件.xlsx"]


def test_a_file_that_changed_since_it_was_checked_is_refused(
    report: Report, paths: list[Path]
) -> None:
    paths[1].write_bytes(paths[1].read_bytes() + b" ")
    with pytest.raises(InputError, match="请再核对一次"):
        fix(report, paths, cause(operand(report, "控制率", "93.57%"), "93.75"))


def listed(report: Report, filing: CorrectedFiling, causes: Sequence[Cause], *chosen: int) -> str:
    about = replace(report, causes=tuple(causes))
    shown = CorrectionList(about, chosen, filing)
    return "\n".join([*shown.lines(200), *shown.left()])


def test_the_list_says_what_became_of_each(report: Report, paths: list[Path]) -> None:
    found = [
        cause(operand(report, "控制率", "93.57%"), "93.75"),
        cause(operand(report, "总分（得分）", "99.22"), None),
        cause(operand(report, "施肥建议卡到户率 得分", "8"), "7.83"),
        cause(operand(report, "政府性基金", ""), "5"),
    ]
    filing = fix(report, paths, found[0], found[3])
    text = listed(report, filing, found, 1, 4)
    assert "要改正的地方 4 处：已改 1 处，待确认 1 处，由人定 1 处，没能改 1 处。" in text
    assert (
        "1. 〔已改〕控制率 93.57% → 93.75%\n   依据　依据。\n   位置　附件.xlsx · 基础数据表"
        in text
    )
    assert "2. 〔由人定〕总分（得分） 99.22 分\n" in text
    assert "3. 〔待确认〕施肥建议卡到户率 得分 8 分 → 7.83 分\n" in text
    assert "4. 〔没能改〕政府性基金 （空） → 5 万元\n" in text
    assert "没改　这里是空的，请自己填。" in text
    assert "待确认：第 3 条。" in text
    assert "如 --only 1,3" in text
    assert "要您自己改：第 2、4 条。" in text


def test_what_nobody_can_tell_is_listed_with_what_does_not_agree(
    report: Report, paths: list[Path]
) -> None:
    finding = report.findings[0]
    unsure = "分不出这 3 个数里错在哪一个。"
    found = Cause(finding.operands[0], None, "figure", False, (finding.fingerprint,), unsure)
    filing = fix(report, paths)
    assert f"依据　{finding.message}{unsure}" in listed(report, filing, [found])
    same = replace(found, why=finding.message)
    assert listed(report, filing, [same]).count("应等于") == 1


def test_signatures_are_for_after_the_printing(paths: list[Path]) -> None:
    book = load_workbook(paths[1])
    line = next(
        c
        for row in book["附件1 基础数据表"].iter_rows()
        for c in row
        if "填表人" in str(c.value or "")
    )
    names = "填表人：周文　填报日期：2025年3月6日　联系电话：0000-1234567　单位负责人签字："
    for cell in book["附件1 基础数据表"][line.row]:
        if not isinstance(cell, MergedCell):
            cell.value = names if cell.coordinate == line.coordinate else None
    book.save(paths[1])
    report = check_paths(paths)
    unsigned = next(each for each in report.causes if each.figure and each.figure.label == "负责人")
    text = listed(report, fix(report, paths), [unsigned])
    assert text.startswith("要改正的地方 1 处：打印后签 1 处。\n\n1. 〔打印后签〕负责人 （空）\n")
    assert text.endswith("打印后签字、填写的：第 1 条。")


def test_what_is_still_wrong_in_the_copies_is_told(
    report: Report, paths: list[Path], tmp_path: Path
) -> None:
    total = next(each for each in report.findings if each.code == "B101")
    rate = operand(report, "控制率", "93.57%")
    for proposed, still in (("93.75", []), ("93.77", [1])):
        found = replace(cause(rate, proposed), explains=(total.fingerprint,))
        filing = fix(report, paths, found)
        about = replace(report, causes=(found,))
        copies = write_filing(filing, tmp_path / proposed)
        assert CorrectionList(about, [1], filing).still_wrong(check_paths(copies)) == still


def test_what_the_unit_has_explained_is_not_asked_again(report: Report, paths: list[Path]) -> None:
    waived = replace(report.findings[0], waiver="属实")
    about = replace(report, findings=(waived,))
    found = replace(cause(waived.operands[0], "93.75"), explains=(waived.fingerprint,))
    text = listed(about, fix(about, paths), [found])
    assert "〔已作说明〕控制率" in text
    assert "待确认" not in text
