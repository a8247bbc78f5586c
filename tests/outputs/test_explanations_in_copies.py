"""What the unit writes beside a finding goes with it from check to check, and is never lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.outputs.workbook_files import EXAMPLE, RESULTS, annotate, edit, explain, loaded, rows
from xladdin.checking import check_paths
from xladdin.model.report import Finding, Report, Severity
from xladdin.outputs.phrases import explanations_used
from xladdin.outputs.since import since

REASON = "上级年中追加，已报财政局。"
NAMES = ("附件.xlsx", "自评报告.docx")
BASIC = "附件1 基础数据表"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example, one of its projects, and the copies after a first check."""
    folder = tmp_path_factory.mktemp("checked")
    paths = [Path(shutil.copy(EXAMPLE / name, folder)) for name in NAMES]

    def cut(workbook: Workbook) -> None:
        for name in ("附件3-1 测土配方", "附件3-3 农民培育"):
            del workbook[name]

    edit(paths[0], cut)
    annotate(*paths)
    return folder


@pytest.fixture
def paths(checked: Path, tmp_path: Path) -> tuple[Path, ...]:
    """The files of the example, copies in the folder 批注 beside them."""
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    return tuple(tmp_path / name for name in NAMES)


@pytest.fixture
def copy(paths: tuple[Path, ...]) -> Path:
    """The copy of the workbook."""
    return paths[0].parent / "批注" / "附件_校验.xlsx"


def of(report: Report, code: str) -> Finding:
    (finding,) = (each for each in report.findings if each.code == code)
    return finding


def test_checking_the_copy_finds_the_explanation(paths: tuple[Path, ...], copy: Path) -> None:
    explain(copy, REASON, code="S102")
    finding = of(check_paths([copy, paths[1]]), "S102")
    assert (finding.severity, finding.waiver) == (Severity.WARNING, REASON)


def test_it_is_found_beside_the_filing_and_below_it_whichever_verb_asks(
    paths: tuple[Path, ...], copy: Path
) -> None:
    explain(copy, REASON, code="S102")
    folder = paths[0].parent
    for given in (paths, [folder]):
        report = check_paths(given)
        assert of(report, "S102").waiver == REASON
        assert explanations_used(report) == "用了“批注/附件_校验.xlsx”里的 1 条说明。"
    copy.rename(folder / "附件_校验 - 副本.xlsx")  # as Explorer names it
    assert of(check_paths([folder]), "S102").waiver == REASON


def test_a_copy_of_another_unit_beside_a_file_is_not_asked(
    paths: tuple[Path, ...], copy: Path
) -> None:
    explain(copy, REASON, code="S102")
    copy.rename(paths[0].parent / "乙单位_校验.xlsx")
    assert of(check_paths(paths), "S102").waiver is None


def test_rows_keep_their_state_between_runs(paths: tuple[Path, ...], copy: Path) -> None:
    def states() -> dict[str, str | None]:
        return {f"{row['代码']} {row['核对码']}": row["状态"] for row in rows(loaded(copy))}

    before = states()
    assert set(before.values()) == {None}
    explain(copy, REASON, code="S102")

    def mend(workbook: Workbook) -> None:
        workbook["附件1 基础数据表"]["F4"] = 0.9375
        workbook["附件2 整体自评表"]["D3"] = "云山县农业技术推广中心"

    edit(paths[0], mend)
    report, _ = annotate(*paths)
    after = states()
    count = {state: list(after.values()).count(state) for state in set(after.values())}
    fixed = [key for key, state in after.items() if state == "已改 ✓"]
    assert set(before) - {f"{each.code} {each.fingerprint}" for each in report.findings} == set(
        fixed
    )
    assert count["已说明"] == 1
    told = since(report).told
    assert told.startswith(f"上次 {len(before)} 处：已改 {len(fixed)} 处，已说明 1 处，未改 ")
    assert told in loaded(copy)[RESULTS]["A2"].value

    annotate(*paths)  # nothing done since then: what was mended stays on the list
    again = states()
    assert {key for key, state in again.items() if state == "已改 ✓"} == set(fixed)
    assert "新增" not in again.values()


def test_a_finding_with_other_numbers_is_the_same_one_and_not_mended(
    paths: tuple[Path, ...], copy: Path
) -> None:
    def change(workbook: Workbook) -> None:
        workbook["附件3-2 统防统治"]["F6"] = 34

    edit(paths[0], change)
    annotate(*paths)
    found = {row["代码"]: row["状态"] for row in rows(loaded(copy))}
    assert found["S102"] == "未改"


def test_annotating_the_original_again_carries_it_over(paths: tuple[Path, ...], copy: Path) -> None:
    explain(copy, REASON, code="S102")
    for _ in range(2):
        report, _ = annotate(*paths)
        assert of(report, "S102").waiver == REASON
    (row,) = (row for row in rows(loaded(copy)) if row["代码"] == "S102")
    assert (row["级别"], row["说明"]) == ("警告（已说明）", REASON)
    comment = loaded(copy)["附件3-2 统防统治"]["I6"].comment
    assert comment.text.endswith(f"已作说明：{REASON}")


def test_a_hint_can_be_explained_and_a_finding_on_the_report_too(
    paths: tuple[Path, ...], copy: Path
) -> None:
    explain(copy, REASON, code="B701")
    explain(copy, "列举，不是合计。", code="A702")
    report, _ = annotate(*paths)
    assert of(report, "B701").waiver == REASON
    assert of(report, "A702").waiver == "列举，不是合计。"


def test_an_error_is_not_explained_away_but_the_text_is_kept(
    paths: tuple[Path, ...], copy: Path
) -> None:
    explain(copy, "四舍五入。", code="B201")
    for _ in range(2):
        report, _ = annotate(*paths)
        finding = of(report, "B201")
        assert (finding.waiver, finding.rejected) == (None, "四舍五入。")
        (row,) = (row for row in rows(loaded(copy)) if row["代码"] == "B201")
        assert (row["级别"], row["说明"]) == ("错误", "四舍五入。")
        assert row["改法"].endswith("（错误不能以说明代替改正。）")


def test_rows_may_move_and_the_file_may_be_renamed(paths: tuple[Path, ...], copy: Path) -> None:
    explain(copy, REASON, level="警告")
    explain(copy, REASON, level="提示")
    expected = {
        each.fingerprint
        for each in annotate(*paths)[0].findings
        if each.severity is not Severity.ERROR
    }

    def insert(workbook: Workbook) -> None:
        for sheet in workbook.worksheets[:-1]:
            ranges = list(sheet.merged_cells.ranges)
            for merged in ranges:
                sheet.unmerge_cells(str(merged))
            sheet.insert_rows(1, 3)
            for merged in ranges:
                merged.shift(0, 3)
                sheet.merge_cells(str(merged))

    moved = edit(copy, insert, paths[0].parent / "改名后的附件.xlsx")
    report = check_paths([moved, paths[1]])
    assert {each.fingerprint for each in report.findings if each.explained} == expected
    assert len(expected) == 12
    assert report.findings[0].operands[0].location.cell == "F7"


def test_an_explanation_whose_finding_is_gone_is_kept_until_it_is_deleted(
    paths: tuple[Path, ...], copy: Path
) -> None:
    explain(copy, REASON, code="S102")

    def mend(workbook: Workbook) -> None:
        workbook["附件3-2 统防统治"]["I6"] = 9.34
        workbook["附件3-2 统防统治"]["H20"] = None

    kept = paths[0].read_bytes()
    edit(paths[0], mend)
    for _ in range(2):
        report, _ = annotate(*paths)
        assert [each.text for each in report.outdated] == [REASON]
    last = rows(loaded(copy))[-1]
    assert (last["级别"], last["代码"], last["说明"]) == ("已无此问题", "S102", REASON)
    assert last["问题"].startswith("年度资金总额（得分） 10，应等于")

    paths[0].write_bytes(kept)  # the mistake comes back
    report, _ = annotate(*paths)
    assert (of(report, "S102").waiver, report.outdated) == (REASON, ())

    edit(paths[0], mend)
    annotate(*paths)
    explain(copy, "", level="已无此问题")
    report, _ = annotate(*paths)
    assert report.outdated == ()
    (row,) = (row for row in rows(loaded(copy)) if row["代码"] == "S102")
    assert (row["状态"], row["说明"]) == ("已改 ✓", None)


def test_a_changed_figure_wants_a_new_explanation(paths: tuple[Path, ...], copy: Path) -> None:
    explain(copy, REASON, code="S102")

    def change(workbook: Workbook) -> None:
        workbook["附件3-2 统防统治"]["F6"] = 34

    edit(paths[0], change)
    report, _ = annotate(*paths)
    assert of(report, "S102").waiver is None
    assert [each.text for each in report.outdated] == [REASON]


def test_an_explanation_may_be_changed_and_taken_back(paths: tuple[Path, ...], copy: Path) -> None:
    explain(copy, REASON, code="S102")
    annotate(*paths)
    explain(copy, "按县里的口径。", code="S102")
    assert of(annotate(*paths)[0], "S102").waiver == "按县里的口径。"
    explain(copy, "", code="S102")
    assert of(annotate(*paths)[0], "S102").waiver is None


def test_of_two_workbooks_each_asks_for_its_own_explanations(paths: tuple[Path, ...]) -> None:
    def only(*names: str) -> Path:
        def cut(workbook: Workbook) -> None:
            for name in workbook.sheetnames:
                if name not in names:
                    del workbook[name]

        return edit(paths[0], cut, paths[0].parent / f"{names[0][:3]}.xlsx")

    first = only(BASIC)
    second = only(*(name for name in ("附件2 整体自评表", "附件3-2 统防统治")))
    both = (first, second, paths[1])
    annotate(*both)
    folder = paths[0].parent / "批注"
    explain(folder / "附件1_校验.xlsx", REASON, code="B601")
    explain(folder / "附件2_校验.xlsx", "另有原因。", code="S102")
    report, _ = annotate(*both)
    assert of(report, "B601").waiver == REASON
    assert of(report, "S102").waiver == "另有原因。"
    explain(folder / "附件2_校验.xlsx", "写错了地方。", code="B701")
    kept = (folder / "附件2_校验.xlsx").read_bytes()
    _, copies = annotate(*both)
    assert any("附件2_校验.xlsx”已经存在" in note for note in copies.notes)
    assert (folder / "附件2_校验.xlsx").read_bytes() == kept
