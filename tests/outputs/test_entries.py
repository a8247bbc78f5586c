"""Reports list causes: what follows from one is told with it, and counted as one place."""

from __future__ import annotations

import pytest
from lxml import html as parser
from msgspec.structs import replace

from tests.outputs.sample_reports import (
    CAUSED,
    FOLLOWER,
    NARRATIVE,
    RICH,
    SCORE,
    SUM,
    SURE,
    TARGET,
    UNSURE,
    prose,
)
from xladdin.model.report import Chapter, Finding, Report
from xladdin.outputs import html, phrases, text
from xladdin.outputs.entries import entries


def caused(*findings: Finding) -> Report:
    """A report whose findings are all explained by one cause that is certain."""
    cause = replace(SURE, explains=tuple(each.fingerprint for each in findings))
    return replace(RICH, findings=findings, causes=(cause,))


def test_each_cause_is_an_entry_led_by_its_gravest_finding() -> None:
    first, second, third = entries(replace(CAUSED, findings=(FOLLOWER, NARRATIVE, SCORE, SUM)))
    assert (first.lead, first.follows) == (SUM, (FOLLOWER,))
    assert (second.findings, third.findings) == ((SCORE,), (NARRATIVE,))
    assert third.figures == NARRATIVE.operands[:1]


def test_what_is_explained_leads_nothing_that_is_not() -> None:
    (entry,) = entries(caused(replace(SUM, waiver="经财政局同意。"), FOLLOWER))
    assert (entry.lead, entry.explained) == (FOLLOWER, False)


def test_the_text_says_what_to_correct_to_what_and_what_follows() -> None:
    assert """\
错误 2 处

1. B201 三公经费等于三项之和
   本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4 万元。
   改这里：附件.xlsx · 基础数据表（工作表“附件1”） · C9：三公经费 0.9 万元，
           应改为 0.5 万元。同一个数还在 自评报告.docx · 部门整体支出绩效自评表
           （第2个表） · 第3行第2列，一起改。
   依据：改为 0.5万元，就与三项对得上。
   位置：附件.xlsx · 基础数据表（工作表“附件1”）
   数字：C9 三公经费 0.9 万元；C10 公务用车购置和维护经费 0 万元；C13 出国经费 0
         万元；C14 公务接待 0.5 万元
   连带：警告 B702 三公经费填 0.9 万元，超过预算 0.4 万元（改好上面这个数就没有
         了）
""" in text.render(CAUSED)


def test_what_is_only_likely_is_to_be_verified_and_the_rule_still_has_a_word() -> None:
    told = text.render(replace(CAUSED, causes=(replace(SURE, certain=False),)), width=200)
    assert "三公经费 0.9 万元，可能应为 0.5 万元，请核对。同一个数还在" in told
    assert f"改法：{SUM.fix}" in told


def test_where_nothing_is_proposed_the_figure_in_common_is_shown() -> None:
    told = text.render(replace(CAUSED, causes=(replace(SURE, proposed=None),)), width=200)
    assert "先看这里：附件.xlsx · 基础数据表（工作表“附件1”） · C9：三公经费 0.9 万元，" in told
    assert "这 2 处问题都与这个数有关。" in told
    assert "（与上面的问题同出一处）" in told
    assert "应改为" not in told


def test_a_place_in_a_text_is_told_with_its_chapter() -> None:
    here = prose("正文 编制数", "5人", "编制数为5人。", 13, "人")
    other = replace(RICH.findings[2], operands=(here,))
    chapters = (
        Chapter("自评报告.docx", 2, "一、单位概况"),
        Chapter("自评报告.docx", 13, "（二）人员情况"),
        Chapter("自评报告.docx", 14, "二、支出情况"),
    )
    report = replace(RICH, findings=(other,), chapters=chapters)
    assert "位置：自评报告.docx · 正文“（二）人员情况” · 第14段\n" in text.render(report)


def test_a_heading_counts_findings_and_places() -> None:
    told = text.render(replace(CAUSED, causes=(SURE,)))
    assert "错误 2 处\n" in told
    assert "警告 2 处，其中 1 处列在别的问题后面\n" in told
    both = caused(SUM, replace(SUM, fingerprint="b201-2"))
    assert "错误 2 处，归结为 1 个地方\n" in text.render(both)


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (CAUSED, "归结为 3 个地方：1 个看得出应改成什么，改好可消除 2 处；其余 2 个请逐个核实。"),
        (caused(SUM, FOLLOWER), "改好 1 个地方就能消除。"),
        (
            replace(RICH, findings=(SUM, SCORE), causes=(SURE, replace(UNSURE, proposed="9.51"))),
            "改好 2 个地方就都能消除。",
        ),
        (
            replace(CAUSED, causes=(replace(SURE, proposed=None), UNSURE)),
            "要改的归结为 3 个地方，请逐个核实。",
        ),
        (replace(RICH, findings=(SUM, SCORE)), "警告 1 处。请先改正错误"),
        (caused(TARGET), "提示 1 处。没有错误和警告"),
        (caused(replace(FOLLOWER, waiver="同意。")), "警告 1 处（已说明）。都已说明"),
    ],
)
def test_the_conclusion_promises_what_is_known_and_no_more(report: Report, told: str) -> None:
    assert told in phrases.conclusion(report)


def test_the_page_folds_away_what_follows() -> None:
    root = parser.document_fromstring(html.render(CAUSED))
    articles = root.xpath("//article")
    assert len(articles) == 3
    (details,) = root.xpath("//details")
    assert details.getparent() is articles[0]
    assert "open" not in details.attrib
    assert details.find("summary").text_content() == (
        "连带 1 处三公经费超过预算（改好上面这个数就没有了）"
    )
    assert FOLLOWER.message in details.text_content()
    assert [each.text_content() for each in root.xpath("//dt[.='改这里']/following::dd[1]")] == [
        "附件.xlsx · 基础数据表（工作表“附件1”） · C9：三公经费 0.9 万元，应改为 0.5 万元。"
        "同一个数还在 自评报告.docx · 部门整体支出绩效自评表（第2个表） · 第3行第2列，一起改。"
    ]
    assert not root.xpath("//dt[.='数值']")
