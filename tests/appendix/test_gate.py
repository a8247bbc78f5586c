"""Each reason not to pack stops the packing, names the part, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.appendix import consistent
from xladdin import checking
from xladdin.appendix.gate import beside_errors, listed, obstacles
from xladdin.appendix.order import to_sign
from xladdin.cli import main
from xladdin.forms.profiles import profile
from xladdin.model.report import Cause, Severity
from xladdin.sources.filing_files import read_filing


def in_sheet(part: str, change: Callable[[Worksheet], None]) -> Callable[[list[Path]], None]:
    """Change the sheets of whose names ``part`` is in."""

    def apply(paths: list[Path]) -> None:
        workbook = load_workbook(paths[1])
        for sheet in workbook.worksheets:
            if part in sheet.title:
                change(sheet)
        workbook.save(paths[1])

    return apply


def without_sheets(part: str, keep: int = 0) -> Callable[[list[Path]], None]:
    def apply(paths: list[Path]) -> None:
        workbook = load_workbook(paths[1])
        for sheet in [each for each in workbook.worksheets if part in each.title][keep:]:
            workbook.remove(sheet)
        workbook.save(paths[1])

    return apply


def put(label: str, new: object, columns: int = 0, rows: int = 0) -> Callable[[Worksheet], None]:
    """Put ``new`` into the cell whose text begins with ``label``, or so far beside and below it."""

    def change(sheet: Worksheet) -> None:
        cell = next(
            each for row in sheet.iter_rows() for each in row
            if str(each.value or "").strip().startswith(label)
        )  # fmt: skip
        sheet.cell(cell.row + rows, cell.column + columns).value = new

    return change


def clear_signatures(sheet: Worksheet) -> None:
    for label in ("填表人：", "填报日期：", "联系电话：", "单位负责人签字："):
        put(label, label)(sheet)


def remove_signatures(sheet: Worksheet) -> None:
    for label in ("填表人：", "填报日期：", "联系电话：", "单位负责人签字："):
        put(label, None)(sheet)


def lines_without(*gone: str) -> Callable[[list[Path]], None]:
    def apply(paths: list[Path]) -> None:
        lines = consistent.yunshan.NARRATIVE.strip().splitlines()
        kept = [line for line in lines if not line.startswith(gone)]
        assert len(kept) < len(lines)
        consistent.report(paths[0], kept)

    return apply


def with_line(text: str) -> Callable[[list[Path]], None]:
    def apply(paths: list[Path]) -> None:
        lines = consistent.yunshan.NARRATIVE.strip().splitlines()
        consistent.report(paths[0], [*lines[:-4], text, *lines[-4:]])

    return apply


def remove_report(paths: list[Path]) -> None:
    paths[0].unlink()
    paths.pop(0)


CONDITIONS = {
    "an error": (in_sheet("附件1", put("公用经费", 5, 1)), "B401", "公用经费"),
    "no report": (remove_report, "没有自评报告正文", "自评报告"),
    "no 基础数据表": (without_sheets("附件1"), "F103", "基础数据表"),
    "no 自评表": (without_sheets("附件2"), "F103", "部门整体支出绩效自评表"),
    "no project form": (without_sheets("附件3"), "F104", "没有项目支出绩效自评表"),
    "one project form of two": (
        without_sheets("附件3", keep=1), "“旅游公共服务提升”没有项目支出绩效自评表", "每个项目"
    ),
    "a part of the report": (lines_without("八、", "1.加快", "2.细化"), "F401", "下一步改进措施"),
    "a place still to be written": (
        with_line("〔请补充：单位的主要职能〕"), "还有 1 段没有补写", "〔请补充：单位的主要职能〕"
    ),
}  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_missing_or_wrong_stops_the_packing(
    condition: str, changed: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, code, part = CONDITIONS[condition]
    spoil(changed)
    target = tmp_path / "上报"
    arguments = ["package", *map(str, changed), "-o", str(target), "--profile", consistent.PROFILE]
    assert main(arguments) == 1
    printed = capsys.readouterr().out
    told = "".join(printed.split())
    assert "没有打包" in printed
    assert "".join(code.split()) in told
    assert part in told
    assert not target.exists()


def test_signatures_and_seals_are_for_the_printed_pages_and_stop_nothing(
    changed: list[Path],
) -> None:
    in_sheet("附件2", clear_signatures)(changed)
    in_sheet("附件1", remove_signatures)(changed)
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(changed), chosen)
    assert obstacles(filing, checking.check(filing, chosen), chosen) == ()
    (told,) = to_sign(filing, chosen)
    assert "部门整体支出绩效自评表的填表人、填报日期、联系电话、负责人" in told
    assert "基础数据表（表尾没有签署栏）" in told


def test_a_filing_without_a_fault_has_no_obstacles(consistent_files: list[Path]) -> None:
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(consistent_files), chosen)
    assert obstacles(filing, checking.check(filing, chosen), chosen) == ()


def test_a_filing_that_does_not_say_whose_it_is_or_of_when_is_stopped(
    consistent_files: list[Path],
) -> None:
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(consistent_files), chosen)
    nobodys = replace(filing, unit="", year=None)
    told = [each.what for each in obstacles(nobodys, checking.check(filing, chosen), chosen)]
    assert told == ["材料里没有写单位名称。", "看不出材料是哪一年度的。"]


def test_where_the_profile_asks_for_it_a_warning_wants_an_explanation(changed: list[Path]) -> None:
    in_sheet("附件1", put("2024年实际在职人数", 19, rows=1))(changed)  # of 18 posts
    chosen = profile(consistent.PROFILE)
    strict = replace(chosen, packing=replace(chosen.packing, explain_warnings=True))
    filing = checking.file(read_filing(changed), chosen)
    report = checking.check(filing, chosen)
    warned = [each for each in report.findings if each.severity.value == "warning"]
    assert warned
    stopped = "".join(f"{each.code} {each.fix}" for each in obstacles(filing, report, strict))
    assert all(each.code in stopped for each in warned)
    assert not {each.code for each in warned} & {
        each.code for each in obstacles(filing, report, chosen)
    }
    explained = replace(
        report, findings=tuple(replace(each, waiver="已核实，见说明。") for each in report.findings)
    )
    assert obstacles(filing, explained, strict) == ()


def test_projects_that_need_no_form_pack_when_that_is_explained(changed: list[Path]) -> None:
    without_sheets("附件3", keep=1)(changed)
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(changed), chosen)
    report = checking.check(filing, chosen)
    (stop,) = [each for each in obstacles(filing, report, chosen) if "没有项目支出" in each.what]
    assert (stop.code, "“说明”栏" in stop.fix) == ("X105", True)
    assert beside_errors([stop], report) == f"打包前还要先处理 1 处：{stop.lines[0].rstrip('。')}。"
    explained = [
        replace(each, waiver="不单独编报。") if each.code == "X105" else each
        for each in report.findings
    ]
    left = obstacles(filing, replace(report, findings=tuple(explained)), chosen)
    assert not [each for each in left if "没有项目支出" in each.what]


def test_findings_of_one_cause_are_one_reason_told_with_its_place(changed: list[Path]) -> None:
    in_sheet("附件1", put("公用经费", 5, 1))(changed)
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(changed), chosen)
    report = checking.check(filing, chosen)
    first = next(each for each in report.findings if each.severity == "error")
    again = replace(first, code="B999", fingerprint="b999", severity=Severity.ERROR)
    figure = first.operands[0]
    cause = Cause(figure, "42", "sum", True, (first.fingerprint, "b999"), "")
    both = replace(report, findings=(first, again), causes=(cause,))
    (obstacle,) = obstacles(filing, both, chosen)
    assert obstacle.place == f"{figure.location.sheet} {figure.location.cell}"
    assert obstacle.fix == f"应改为 42 {figure.unit}。另有 1 处问题（B999）随之消失。"
    what, where, fix = obstacle.lines
    assert (what, where) == (f"{first.code} {first.message}", f"位置：{obstacle.place}")
    assert listed([obstacle], 1, "") == [f"1. {what}", f"　　{where}", f"　　{fix}"]
    assert listed([obstacle] * 3, 1, "见报告。")[-1] == "其余 2 处，见报告。"
