"""Each finding is told once in each document that it stands in, at the right figure."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from msgspec.structs import replace

from tests.outputs.word_files import (
    WHEN,
    anchored,
    annotate,
    at,
    cell,
    copies,
    document,
    finding,
    in_table,
    paragraph,
    report,
    same_but_for_comments,
    table,
)
from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Operand, Relation


def test_a_comment_says_what_is_wrong_where_the_other_figure_stands_and_what_to_do(
    tmp_path: Path,
) -> None:
    path = document(
        tmp_path / "报告.docx",
        table(cell(paragraph("10"))) + paragraph("编制数为5人。") + paragraph("编制共有6人。"),
    )
    elsewhere = Operand(
        "编制数", "7", "7", "人", Location("附件.xlsx", "basic_data", "附件1", "C5")
    )
    text = at(path, "6人"), at(path, "5人"), in_table(path, "t1R1:C1", "10"), elsewhere
    copy = annotate(path, finding(*text[2:], *text[:2], message="人数是 10 & <6>\n。"))
    (comment,) = docx.Document(copy).comments
    assert comment.text.splitlines() == [
        "错误 N101 正文与表不同",
        "人数是 10 & <6> 。",
        "对照：本文 · 第1个表：第1行第1列 人数 10 人",
        "对照：附件.xlsx · 工作表“附件1”：C5 编制数 7 人",
        "对照：本文 · 正文：“编制数为【5人】。”",
        "改法：改正一处。",
    ]
    assert (comment.author, comment.initials) == ("绩效自评校验", "校验")
    assert comment.timestamp is not None
    assert comment.timestamp.replace(tzinfo=None) == WHEN
    assert anchored(copy) == {"0": "6人"}


def test_of_many_figures_in_a_table_only_cells_and_amounts_are_listed(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", table(*(cell(paragraph(str(n))) for n in range(1, 8))))
    figures = [in_table(path, f"t1R{n}:C1", str(n)) for n in range(1, 8)]
    (comment,) = docx.Document(annotate(path, finding(*figures))).comments
    assert "对照：本文 · 第1个表：第2行第1列 2 人；第3行第1列 3 人；" in comment.text


def test_comments_are_numbered_in_the_order_of_the_text(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("编制数为5人，在职4人，离岗5名。"))
    copy = annotate(
        path,
        finding(at(path, "4人，离岗5名"), message="三。"),
        finding(at(path, "5人"), message="一。"),
        finding(at(path, "5人"), message="二。"),
        finding(at(path, "在职4人"), message="四。"),
    )
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "5人", "1": "5人", "2": "在职4人", "3": "4人，离岗5名"}
    said = [comment.text.splitlines()[1] for comment in docx.Document(copy).comments]
    assert said == ["一。", "二。", "四。", "三。"]


@pytest.mark.parametrize("lost", [Location(), Location("报告.docx", paragraph=99),
                                  Location("报告.docx", "basic_data", None, "t9R1:C1"),
                                  Location("报告.docx", "basic_data", None, "t1R9:C9"),
                                  Location("报告.docx", "basic_data", "表", "C5")])  # fmt: skip
def test_a_finding_without_a_place_is_told_at_the_first_words(
    tmp_path: Path, lost: Location
) -> None:
    path = document(
        tmp_path / "报告.docx", "<w:p/>" + table(cell(paragraph("1"))) + paragraph("标", "题 ")
    )
    copy = annotate(path, finding(Operand("表", "", None, "", lost)))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "标题"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (table(cell("<w:p/>", paragraph("表"))) + "<w:p/>", "表"),
        (f"<w:sdt><w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>", "目录"),
        ("<w:p/>", ""),
    ],
    ids=["only a table", "in a control", "nothing"],
)
def test_the_first_words_may_be_anywhere(tmp_path: Path, content: str, text: str) -> None:
    path = document(tmp_path / "报告.docx", content)
    copy = annotate(path, finding(message="整套。"))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": text}
    assert "位置：整套材料" in docx.Document(copy).comments.get(0).text  # type: ignore[union-attr]


def test_a_document_without_findings_is_told_so(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("一切都好。"))
    copy = annotate(path)
    (comment,) = docx.Document(copy).comments
    assert comment.text.splitlines() == [
        "核对完毕，本文没有要批注的地方",
        "整套材料：没有发现问题。",
        "核对范围：识别 10 个数字，其中 8 个参与核对；核对关系 9 条：成立 9，因四舍五入成立 0，"
        "不成立 0，无法核对 0。",
    ]


def test_of_several_documents_each_has_its_own_findings(tmp_path: Path) -> None:
    tables = document(tmp_path / "附件.docx", paragraph("附件共5人。"))
    text = document(tmp_path / "自评报告.docx", paragraph("全年共6人。"))
    sheet = Operand("编制数", "7", "7", "人", Location("附件.xlsx", "basic_data", "附件1", "C5"))
    about = report(
        finding(at(tables, "5人"), message="只在附件里。"),
        finding(at(tables, "5人"), at(text, "6人"), message="两处。"),
        finding(sheet, message="只在表格里。"),
        finding(message="整套。"),
        about=(tables, text),
        narrative=text.name,
    )
    written = [path for path, _ in copies(about, tables, text).written]
    said = [
        [each.text.splitlines()[1] for each in docx.Document(path).comments] for path in written
    ]
    away = "错误 N101 只在表格里。（附件.xlsx · 工作表“附件1” · C5）"
    assert said == [["只在附件里。", "两处。"], [away, "整套。", "两处。"]]
    assert anchored(written[1]) == {"0": "全年共6人。", "1": "全年共6人。", "2": "6人"}


def test_a_contradiction_merged_with_that_of_another_file_is_told_at_its_own_place(
    tmp_path: Path,
) -> None:
    path = document(tmp_path / "报告.docx", table(cell(paragraph("0.9"))) + paragraph("报告"))
    here = in_table(path, "t1R1:C1", "0.9")
    there = replace(here, location=Location("附件.xlsx", "basic_data", "附件1", "C5"))
    found = finding(there, code="B201", message="三公经费不等。（四舍五入）")
    about = replace(
        report(found, about=(path,)),
        relations=(
            Relation("B201", Verdict.HELD, (here,), "", ""),
            Relation("B201", Verdict.VIOLATED, (here,), "", "另一列不等。"),
            Relation("B201", Verdict.VIOLATED, (replace(here, text="0.8"),), "", "三公经费不等。"),
            Relation("B201", Verdict.VIOLATED, (here,), "", "三公经费不等。"),
        ),
    )
    ((copy, _),) = copies(about, path).written
    assert anchored(copy) == {"0": "0.9"}
    (comment,) = docx.Document(copy).comments
    assert "对照：附件.xlsx · 工作表“附件1”：C5 人数 0.9 人" in comment.text


def test_what_was_accepted_is_told_with_its_reason(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"))
    copy = annotate(path, replace(finding(at(path, "5人")), waiver="经财政局同意。"))
    (comment,) = docx.Document(copy).comments
    assert comment.text.endswith("改法：改正一处。\n已作说明：经财政局同意。")


def test_a_cause_is_one_comment_at_the_figure_to_correct(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("在职4人。") + paragraph("编制数为5人。"))
    wrong, other = replace(at(path, "5人"), unit="人"), at(path, "4人")
    first = finding(other, wrong, message="两数不等。")
    second = finding(other, wrong, code="N104", message="控制率不等。")
    cause = Cause(
        figure=wrong,
        proposed="6",
        kind="digits",
        certain=True,
        explains=(first.fingerprint, second.fingerprint),
        why="改为 6人，2 处都对得上。",
    )
    about = replace(report(first, second, about=(path,)), causes=(cause,))
    ((copy, _),) = copies(about, path).written
    assert anchored(copy) == {"0": "5人"}
    (comment,) = docx.Document(copy).comments
    assert comment.text.splitlines() == [
        "错误 N101 正文与表不同",
        "两数不等。",
        "应改为 6人。",
        "依据：改为 6人，2 处都对得上。",
        "对照：本文 · 正文：“在职【4人】。”",
        "连带：错误 N104 控制率不等（改好上面这个数就没有了）",
    ]


def test_where_the_figure_to_correct_is_in_another_file_the_comment_says_so(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("编制数为5人。"))
    sheet = Operand("编制数", "7", "7", "人", Location("附件.xlsx", "basic_data", "附件1", "C5"))
    found = finding(sheet, at(path, "5人"))
    cause = Cause(sheet, "5", "figure", certain=False, explains=(found.fingerprint,), why="")
    ((copy, _),) = copies(replace(report(found, about=(path,)), causes=(cause,)), path).written
    assert anchored(copy) == {"0": "5人"}
    (comment,) = docx.Document(copy).comments
    assert comment.text.splitlines()[2] == (
        "改这里：附件.xlsx · 工作表“附件1” · C5：编制数 7 人，可能应为 5 人，请核对。"
    )
