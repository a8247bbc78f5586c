"""What an annotated workbook shows, as data: one mark for each cell, one row for each finding."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from tests.outputs.sample_reports import (
    CAUSED,
    CLEAN,
    FOLLOWER,
    HEADING,
    NARRATIVE,
    RICH,
    SCORE,
    SUM,
    SURE,
    UNSURE,
    relation,
    sheet,
)
from xladdin.forms.explanations import HEADINGS
from xladdin.model.addresses import Spot
from xladdin.model.report import Finding, Listed, Report, Severity
from xladdin.outputs.workbook_marks import (
    EXPLAINED_TINT,
    TINTS,
    Mark,
    marks,
    note_size,
    tint_of,
    without_marks,
)
from xladdin.outputs.workbook_results import Row, results

WHEN = datetime(2025, 3, 4, 9, 30)
BOOK = "附件.xlsx"


def about(*findings: Finding) -> Report:
    return replace(RICH, findings=findings, relations=())


def mark(cell: str, *findings: Finding) -> Mark:
    """The mark of a cell of the sheet 附件1."""
    (found,) = (each for each in marks(about(*findings), BOOK) if each.at == Spot("附件1", cell))
    return found


def row(finding: Finding, workbooks: tuple[str, ...] = (BOOK,), source: str = BOOK) -> Row:
    (found,) = results(about(finding), source, workbooks, WHEN).rows
    return found


# Marks


def told(report: Report) -> list[tuple[str, str]]:
    """The cells that are marked, each with its tint."""
    return [(each.at.cell, each.tint) for each in marks(report, BOOK)]


def test_the_figure_to_correct_is_tinted_and_the_others_have_an_edge() -> None:
    red = TINTS[Severity.ERROR]
    assert told(CAUSED) == [("C9", red), ("B5", red), ("C10", ""), ("C13", ""), ("C14", "")]
    edged = next(each for each in marks(CAUSED, BOOK) if each.at.cell == "C14")
    assert edged.note == "与 C9 的问题有关"


def test_the_same_figure_in_another_copy_of_the_form_is_tinted_too() -> None:
    cause = replace(SURE, copies=(sheet("三公经费", "0.9", "H9"),))
    report = replace(CAUSED, findings=(SUM, FOLLOWER), causes=(cause,))
    assert [cell for cell, tint in told(report) if tint] == ["C9", "H9"]
    note = next(each.note for each in marks(report, BOOK) if each.at.cell == "H9")
    assert (
        "\n应改为 0.5 万元。同一个数还在 附件.xlsx · 基础数据表（工作表“附件1”） · C9，一起改。\n"
        in note
    )


def test_where_the_figure_to_correct_is_elsewhere_the_cell_says_where() -> None:
    cause = replace(UNSURE, figure=NARRATIVE.operands[0], proposed="3", explains=("n101-1",))
    report = replace(RICH, findings=(NARRATIVE,), causes=(cause,))
    (mark,) = marks(report, BOOK)
    assert (mark.at.cell, mark.tint) == ("B5", "")
    assert mark.note == "与 自评报告.docx · 正文 · 第14段 的问题有关"
    row = results(report, BOOK, (BOOK,), WHEN).rows[0]
    assert row.target is None
    assert row.place.startswith("自评报告.docx · 正文\n“我中心内设编制数为【5人】")


def test_a_cell_wrong_itself_and_related_to_others_says_both() -> None:
    other = replace(NARRATIVE, operands=(sheet("编制数", "3", "C10", "人"),))
    report = replace(CAUSED, findings=(SUM, FOLLOWER, other), causes=(SURE,))
    mark = next(each for each in marks(report, BOOK) if each.at.cell == "C10")
    assert mark.tint == TINTS[Severity.ERROR]
    assert mark.note.endswith("\n\n与 C9 的问题有关")
    assert without_marks(f"张三：已核\n\n{mark.note}") == "张三：已核"
    assert without_marks("张三：已核\n\n与 附件2 C9、H3 的问题有关") == "张三：已核"


def test_of_what_is_explained_nothing_is_edged() -> None:
    explained = replace(SUM, severity=Severity.WARNING, waiver="经财政局同意。")
    assert told(about(explained)) == [("C9", EXPLAINED_TINT)]


def test_a_note_says_what_is_wrong_and_what_to_do() -> None:
    assert mark("C9", SUM).note == (
        "错误 B201 三公经费等于三项之和\n"
        "本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4 万元。\n"
        "改法：对照账上的数，先核对三项，再改合计。"
    )


def test_a_note_says_what_to_change_it_to_and_what_follows() -> None:
    (found,) = (each for each in marks(CAUSED, BOOK) if each.at.cell == "C9")
    assert found.note.split("\n")[2:] == [
        "应改为 0.5 万元。同一个数还在 自评报告.docx · 部门整体支出绩效自评表（第2个表） · 第3行第2列，"
        "一起改。",
        "依据：改为 0.5万元，就与三项对得上。",
        "连带：警告 B702 三公经费填 0.9 万元，超过预算 0.4 万元（改好上面这个数就没有了）",
    ]


def test_of_a_long_message_the_note_has_beginning_and_end() -> None:
    note = mark("C9", replace(SUM, message="合计" + "＋一项" * 300 + "，相差 1。")).note
    assert note.split("\n")[1].startswith("合计＋一项")
    assert "……（全文见工作表“校验结果”）……" in note
    assert "相差 1。\n" in note
    assert len(note) < 600


def test_all_findings_on_a_cell_share_its_note_and_the_gravest_gives_the_colour() -> None:
    hint = replace(SUM, code="B901", severity=Severity.INFO)
    both = mark("C9", hint, SUM)
    assert both.tint == TINTS[Severity.ERROR]
    assert both.note.count("\n\n") == 1
    assert mark("C9", hint).tint == TINTS[Severity.INFO]


def test_what_is_explained_loses_its_colour_but_not_its_note() -> None:
    explained = replace(SUM, severity=Severity.WARNING, waiver="经财政局同意。")
    assert mark("C9", explained).tint == EXPLAINED_TINT
    assert mark("C9", explained).note.startswith("警告（已说明） B201 ")
    assert mark("C9", explained).note.endswith("\n已作说明：经财政局同意。")
    hint = replace(SUM, severity=Severity.INFO)
    assert mark("C9", explained, hint).tint == TINTS[Severity.INFO]


def test_of_many_findings_on_one_cell_the_note_tells_the_number() -> None:
    many = [replace(SUM, code=f"B{number}") for number in range(100, 109)]
    assert mark("C9", *many).note.endswith("另有 3 处问题与这一格有关，见工作表“校验结果”。")


def test_a_contradiction_reported_for_the_word_file_is_marked_in_the_workbook_too() -> None:
    in_word = replace(
        SUM,
        operands=tuple(
            replace(each, location=replace(each.location, source="自评报告.docx", cell="t1R1:C1"))
            for each in SUM.operands
        ),
    )
    report = replace(RICH, findings=(in_word,), relations=(relation(in_word), relation(SUM)))
    assert told(report) == [("C9", TINTS[Severity.ERROR]), ("C10", ""), ("C13", ""), ("C14", "")]
    assert results(report, BOOK, (BOOK,), WHEN).rows[0].target == Spot("附件1", "C9")


def test_a_longer_note_is_a_higher_one_and_no_note_is_higher_than_the_screen() -> None:
    short, long = note_size("错误"), note_size("错误\n" + "请核对。" * 40)
    assert short[0] == long[0]
    assert short[1] < long[1] < note_size("请核对。\n" * 400)[1] == 400


# The sheet


def test_the_rows_of_a_cause_lead_to_the_figure_to_correct() -> None:
    lead, follower = results(CAUSED, BOOK, (BOOK,), WHEN).rows[:2]
    assert lead.target == follower.target == Spot("附件1", "C9")
    assert lead.fix == (
        "应改为 0.5 万元。同一个数还在 自评报告.docx · 部门整体支出绩效自评表（第2个表） · 第3行第2列，"
        "一起改。\n依据：改为 0.5万元，就与三项对得上。"
    )
    assert follower.fix == "把 附件1 C9 的“三公经费 0.9 万元”改好，这一条就没有了，不用另改。"
    assert (follower.level, follower.fingerprint) == ("警告", "b702-1")


def test_where_nothing_is_proposed_the_rows_of_a_cause_keep_their_own_advice() -> None:
    report = replace(CAUSED, causes=(replace(SURE, proposed=None, why=""),))
    lead, follower = results(report, BOOK, (BOOK,), WHEN).rows[:2]
    assert lead.fix == f"这 2 处问题都与这个数有关。\n{SUM.fix}"
    assert follower.fix == f"与上面 附件1 C9 的问题同出一处，一起核对。\n{FOLLOWER.fix}"


def test_a_row_says_where_the_finding_stands_with_which_numbers() -> None:
    assert dict(zip(HEADINGS, row(SUM).texts(), strict=True)) == {
        "级别": "错误",
        "代码": "B201",
        "位置": "附件1 C9",
        "问题": SUM.message,
        "数字": "C9 三公经费 0.9 万元\nC10 公务用车购置和维护经费 0 万元\n"
        "C13 出国经费 0 万元\nC14 公务接待 0.5 万元",
        "改法": SUM.fix,
        "说明": "",
        "状态": "",
        "核对码": "b201-1",
    }
    assert row(SUM).target == Spot("附件1", "C9")
    assert tint_of(row(SUM).level) == TINTS[Severity.ERROR]


def test_what_stands_on_another_page_is_told_with_the_page() -> None:
    assert row(NARRATIVE).numbers == (
        "B5 编制数 3 人\n自评报告.docx · 正文 “我中心内设编制数为【5人】，年末实有在职人员【5人】，"
        "离退休人员12人，在职人员控制……”"
    )


def test_a_finding_in_another_file_has_no_target() -> None:
    sentence = replace(NARRATIVE, operands=NARRATIVE.operands[:1])
    assert row(sentence).target is None
    assert row(sentence).place.startswith("自评报告.docx · 正文\n“我中心内设编制数为【5人】")
    table = row(SCORE)
    assert (table.place, table.target) == (
        "自评报告.docx · 部门整体支出绩效自评表（第2个表）",
        None,
    )


def test_a_finding_on_the_whole_filing_says_so() -> None:
    assert row(replace(SUM, operands=())).place == "整套材料"


def test_of_many_operands_only_cells_and_amounts_are_listed() -> None:
    many = tuple(sheet("得分", "5", f"H{number}", "分") for number in range(1, 31))
    numbers = row(replace(SUM, operands=many)).numbers
    assert numbers.startswith("H1 5 分；H2 5 分；")
    assert numbers.endswith("；H12 5 分 等 30 个")


def test_the_explanation_stands_in_its_column() -> None:
    assert row(HEADING).explanation == HEADING.waiver
    assert row(HEADING).level == "警告（已说明）"
    rejected = row(replace(SUM, rejected="四舍五入。"))
    assert (rejected.level, rejected.explanation) == ("错误", "四舍五入。")
    assert rejected.fix == f"{SUM.fix}\n（错误不能以说明代替改正。）"


@pytest.mark.parametrize("finding", [SUM, SCORE])
def test_of_several_workbooks_one_alone_asks_for_the_explanation(finding: Finding) -> None:
    books = (BOOK, "附件2.xlsx")
    assert row(finding, books).fingerprint == finding.fingerprint
    other = row(finding, books, "附件2.xlsx")
    assert other.fingerprint == ""
    assert other.explanation == "（说明请写在「附件.xlsx」的副本里）"


def test_the_rows_stand_in_the_reports_order_below_the_conclusion() -> None:
    shown = results(RICH, BOOK, (BOOK,), WHEN)
    assert [each.code for each in shown.rows] == [each.code for each in RICH.findings]
    assert [each.code for each in results(CAUSED, BOOK, (BOOK,), WHEN).rows] == [
        "B201", "B702", "S301", "N101",
    ]  # fmt: skip
    assert shown.title == "绩效自评材料校验结果　临江县库区移民事务中心　2024年度"
    assert shown.heading[0].startswith(
        "结论：发现错误 2 处、警告 2 处（其中 1 处已说明）、提示 1 处。"
    )
    assert "核对时间：2025-03-04 09:30；地区方案：岳阳市（2024年度）。" in shown.heading[1]
    assert "识别 152 个数字" in shown.heading[1]


def test_an_explanation_whose_finding_is_gone_is_kept_at_the_end_of_the_first_workbook() -> None:
    gone = Listed("b777-1", "上级追加。", "B777", "预算调整过大。")
    report = replace(about(SUM), earlier=(gone,))
    last = results(report, BOOK, (BOOK, "附件2.xlsx"), WHEN).rows[-1]
    assert (last.level, last.explanation, last.fingerprint) == (
        "已无此问题",
        "上级追加。",
        "b777-1",
    )
    assert (last.code, last.message) == ("B777", "预算调整过大。")
    assert len(results(report, "附件2.xlsx", (BOOK, "附件2.xlsx"), WHEN).rows) == 1


def test_a_clean_filing_has_an_empty_table_below_its_conclusion() -> None:
    shown = results(CLEAN, BOOK, (BOOK,), WHEN)
    assert (shown.rows, marks(CLEAN, BOOK)) == ((), ())
    assert shown.heading[0] == "结论：没有发现问题。"
