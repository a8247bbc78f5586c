"""Sentences in the cells of forms are read as the report is, and told apart from it."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import FORMS, PROJECT, Sheet, rewritten, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.forms.told import planned, told
from xladdin.model.report import Finding, Severity

MINISTRY = profile("ministry")
RESULT = "养护县道326公里，优良路率达标。"


def findings(*blocks: Sheet | str) -> list[Finding]:
    filing = checking.file([source(*blocks)], MINISTRY)
    found = checking.check(filing, MINISTRY).findings
    return [each for each in found if each.severity is not Severity.INFO]


def test_a_result_in_a_cell_is_compared_with_its_indicator() -> None:
    (found,) = findings(rewritten(PROJECT, "养护县道326公里", "养护县道里程362公里"))
    assert found.code == "N701"
    assert (
        found.message
        == "表内文字称养护县道里程 362公里，项目支出绩效自评表的实际完成值是 326公里。"
    )
    place = found.operands[0].location
    assert (place.cell, place.paragraph) == ("F10", None)
    assert place.span == (6, 11)


def test_goals_are_plans_and_no_results() -> None:
    assert (
        findings(rewritten(PROJECT, "养护县道320公里。", "养护县道里程362公里，县道全部通畅。"))
        == []
    )


def test_sums_and_shares_in_a_cell_are_judged() -> None:
    said = RESULT + "支出128万元，其中材料费76万元、人工费48万元，合计124万元。"
    wrong = said.replace("人工费48", "人工费84")
    assert [f.code[0] for f in findings(rewritten(PROJECT, RESULT, wrong))] != []


def test_the_lines_of_a_cell_are_places_in_it() -> None:
    sheet = rewritten(PROJECT, RESULT, RESULT + "\n养护县道里程362公里，群众满意。")
    (found,) = findings(sheet)
    place = found.operands[0].location
    start, end = place.span or (0, 0)
    assert (RESULT + "\n养护县道里程362公里，群众满意。")[start:end] == "362公里"


def test_a_text_without_a_known_name_is_called_by_what_stands_left_of_it() -> None:
    row = ["年度工作任务", *["<"] * 2, "养护县道里程362公里，县道通畅。", *["<"] * 5]
    sheet = [*PROJECT[:8], row, *PROJECT[8:]]
    filing = checking.file([source(sheet)], MINISTRY)
    texts = {entry.text: entry for _, entry in told(filing.forms)}
    assert planned(texts["养护县道里程362公里，县道通畅。"])
    assert not planned(texts[RESULT])


def test_a_form_in_two_files_is_read_once() -> None:
    filing = checking.file([source(PROJECT), source(PROJECT)], MINISTRY)
    assert len([entry for _, entry in told(filing.forms) if entry.text == RESULT]) == 1


@pytest.mark.parametrize(
    ("before", "after", "code", "message"),
    [
        (
            RESULT,
            f"（100字以内）{RESULT}",
            "F501",
            "表里有 1 处像是模板留下的文字或空白：“（100字以内）”。",
        ),
        (
            "养护县道320公里。",
            "〔请填写年度目标〕",
            "F501",
            "表里有 1 处像是模板留下的文字或空白：“〔请填写年度目标〕”。",
        ),
        (
            "备注：每个项目支出一张表。",
            "××局负责组织，施工单位另行确定。",
            "F501",
            "表里有 1 处像是模板留下的文字或空白：“××”。",
        ),
        (
            RESULT,
            "2024年全年养护县道326公里，比上年增加 公里，占 %。",
            "F506",
            "表里有 2 处没有填数字：“比上年增加 公里”、“占 %”。",
        ),
        (
            RESULT,
            "2024的养护任务按期完成，县道全部通畅。",
            "F504",
            "“2024的养护任务按期完成”的“2024”后面漏了“年”字。",
        ),
        (
            RESULT,
            "养护任务按排到位，县道全部通畅。",
            "F505",
            "“养护任务按排到位，县道全部通”中的“按排”疑为“安排”。",
        ),
    ],
)
def test_what_a_template_left_in_a_cell_is_shown(
    before: str, after: str, code: str, message: str
) -> None:
    filing = checking.file([source(rewritten(PROJECT, before, after))], MINISTRY)
    found = [each for each in checking.check(filing, MINISTRY).findings if each.code == code]
    assert [each.message for each in found] == [message]
    (place,) = {operand.location.cell for each in found for operand in each.operands}
    assert place is not None


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_the_official_form_prints_is_no_leftover(form: Sheet) -> None:
    label = ["其他需要说明的问题（100字以内，请填写）", *["<"] * (len(form[0]) - 1)]
    filing = checking.file([source([*form, label])], MINISTRY)
    assert not [
        each.message
        for each in checking.check(filing, MINISTRY).findings
        if each.code.startswith("F50")
    ]


@pytest.mark.parametrize(
    ("score", "grade", "message"),
    [
        ("99.85", "优", []),
        ("99.85", "优秀", []),
        ("99.85", "无", []),
        (
            "99.85",
            "良",
            [
                "项目支出绩效自评表写的自评等级是“良”，表中的总分是 99.85，对应的等级是“优”。",
            ],
        ),
        (
            "79.85",
            "“良好”",
            [
                "项目支出绩效自评表写的自评等级是“良好”，表中的总分是 79.85，对应的等级是“中”。",
            ],
        ),
        ("99.85（优）", "", []),
        (
            "79.85（良）",
            "",
            [
                "项目支出绩效自评表写的自评等级是“良”，表中的总分是 79.85（良），对应的等级是“中”。",
            ],
        ),
    ],
)
def test_the_grade_in_a_total_row_follows_from_its_score(
    score: str, grade: str, message: list[str]
) -> None:
    sheet = [row.copy() for row in PROJECT]
    sheet[-2][-2:] = [score, grade]
    filing = checking.file([source(sheet)], MINISTRY)
    found = [each for each in checking.check(filing, MINISTRY).findings if each.code == "S407"]
    assert [each.message for each in found] == message
    assert {each.operands[0].location.cell for each in found} <= {"I18" if grade else "H18"}


def test_a_grade_of_something_else_or_of_other_full_marks_is_not_judged() -> None:
    sheet = rewritten(PROJECT, RESULT, RESULT + "县里的年度考核结果为良好。")
    assert "S407" not in [each.code for each in findings(sheet)]
    sheet[-2][-3:] = ["120", "85", "优"]
    assert "S407" not in [each.code for each in findings(sheet)]
