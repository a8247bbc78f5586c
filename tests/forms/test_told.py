"""Sentences in the cells of forms are read as the report is, and told apart from it."""

from __future__ import annotations

from form_sheets import PROJECT, Sheet, rewritten, source

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
