"""Family N: the grade that the report gives itself, against the score of the 自评表."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import sentence_operand
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import operand
from xladdin.text import grades


@rule("N502", "warning", "正文的自评等级与得分不符")
def grade(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文写的自评等级（优、良、中、差），是否与自评表总分对应的等级一致。
    为什么：通行分档为 90 分以上优、80 至 90 分良、60 至 80 分中、60 分以下差，各地可以另定（以正式文件为准）。
    反例：自评表总分 86 分，正文写“等级为优”。
    正例：自评表总分 96 分，正文写“等级为优”。
    怎么改：按得分对应的等级改正文；得分填错的，先改得分。"""
    score = next(
        (f.entries["总分.得分"] for f in filing.of("overall") if "总分.得分" in f.entries), None
    )
    if score is None or score.figure is None:
        return
    wanted = due(score.figure.value, profile)
    for passage in filing.passages:
        if passage.scope == "项目" or passage.of_form:
            continue  # what a form says of itself is judged by its own score
        for match in grades.told(passage.text):
            stated = grades.short(match["grade"])
            said = sentence_operand(passage, *match.span("grade"), "正文 自评等级")
            operands = (said, operand(score, "自评表的总分（得分）"))
            message = f"正文的自评等级是“{match['grade']}”，自评表的总分是 {score.text}，对应的等级是“{wanted}”。"
            right = stated == wanted
            yield ruled("N502", operands, "自评等级", message, wanted, stated, right=right)


def due(score: Decimal, profile: Profile) -> str:
    """The grade that a score has."""
    if score >= profile.parameter("grade_excellent"):
        return "优"
    if score >= profile.parameter("grade_good"):
        return "良"
    return "中" if score >= profile.parameter("grade_fair") else "差"
