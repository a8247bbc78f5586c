"""Rules on how the points are spread: over the 一级指标, and in the 考核评分表."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.report import Operand, Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import Scope, Term, indicator_name, number_text, operand

#: 得8分, but not 得16—18分 (a range) and not 不得分.
_AWARD = re.compile(r"得(\d+(?:\.\d+)?)分")


@rule("S601", "info", "一级指标权重与通用权重不同")
def unusual_weights(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：各一级指标下的分值合计，是否是本地区方案认可的一种分法，如产出 50、效益 30、满意度 10。
    为什么：通用权重为产出 50、效益 30、满意度 10、预算执行率 10，特殊情况可以调整，因此只作提示。
    反例：产出 40、效益 30、满意度 20、预算执行率 10。
    正例：产出 50、效益 30、满意度 10、预算执行率 10。
    怎么改：没有特殊规定的，按通用权重调整；按当地规定另设的可不改。"""
    for form in (*filing.of("overall"), *filing.of("project")):
        groups = _weights(form, profile)
        if not groups:
            continue
        actual = {
            name: sum((t.typed.point for t in terms if t.typed), Decimal(0))
            for name, terms in groups.items()
        }
        held = any(
            actual == {k: Decimal(v) for k, v in accepted.items()} for accepted in profile.weights
        )
        operands = tuple(o for terms in groups.values() for term in terms for o in term.operands)
        equation = _spread(profile, groups, Verdict.HELD if held else Verdict.VIOLATED)
        shown = "、".join(f"{name} {number_text(points)}" for name, points in actual.items())
        standard = "、".join(f"{name} {points}" for name, points in profile.weights[0].items())
        message = f"{form.name}各一级指标的分值合计为{shown}，与通用权重（{standard}）不同。"
        yield ruled(
            "S601", operands, form.name, message, standard, shown, right=held, equation=equation
        )


def _spread(
    profile: Profile, groups: Mapping[str, tuple[Term, ...]], verdict: Verdict
) -> FormulaEquation | None:
    """The accepted ways to spread the points over as many subtotals, as one formula, if there are any."""
    ways = [
        "(" + " and ".join(f"合计({name}) == {points}" for name, points in accepted.items()) + ")"
        for accepted in profile.weights
        if accepted.keys() == groups.keys()
    ]
    return (
        FormulaEquation(parse(" or ".join(ways)), Scope("", {}, groups), verdict) if ways else None
    )


def _weights(form: Form, profile: Profile) -> dict[str, tuple[Term, ...]]:
    """The points below each 一级指标 by the profile's name for it; empty if one has no name there."""
    names = list(dict.fromkeys(name for accepted in profile.weights for name in accepted))
    found: dict[str, tuple[Term, ...]] = {}
    for group in form.groups:
        name = next((each for each in names if each in group.name), None)
        rows = [row for row in group.indicators if row.points.figure]
        if name is None or not rows:
            return {}
        points = total(row.points.figure.typed for row in rows if row.points.figure)
        text = number_text(points.point)
        shown = Operand(f"{group.name}分值小计", text, text, "分", group.heading.location)
        parts = tuple(operand(row.points, f"{indicator_name(row)} 分值") for row in rows)
        term = Term((shown,), points, points, parts=parts)
        found[name] = (*found.get(name, ()), term)
    return found


@rule("S702", "warning", "评分标准里的分数之和不等于该项分值")
def criteria_points(filing: Filing) -> Iterator[Relation]:
    """检查什么：考核评分表每一项评分标准中“得几分”之和，是否等于该项括号里的分值；分档（16—18分）不计。
    为什么：评分标准与分值对不上，评分时就没有依据。
    反例：自评通知（8分），标准写“得2分……得5分”。
    正例：自评通知（8分），标准写“得2分……得6分”。
    怎么改：对照官方表样核对评分标准和分值。"""
    for form in filing.of("assessment"):
        for row in form.indicators:
            awards = [Decimal(each) for each in _AWARD.findall(squeeze(row.name.text))]
            if not awards or row.points.figure is None:
                continue
            texts = [number_text(award) for award in awards]
            operands = (
                operand(row.points, f"{row.level2} 分值"),
                *(
                    Operand(f"{row.level2} 标准", f"得{t}分", t, "分", row.name.location)
                    for t in texts
                ),
            )
            sum_ = total(map(Interval.exact, awards))
            message = (
                f"{row.level2}的评分标准合计 {' + '.join(texts)} = {number_text(sum_.point)} 分，"
                f"分值是 {number_text(row.points.figure.value)} 分。"
            )
            yield ruled(
                "S702",
                operands,
                row.level2,
                message,
                right=equal(sum_, row.points.figure.typed) is Verdict.HELD,
            )


@rule("S703", "info", "考核评分表没有分项得分")
def scores_missing(filing: Filing) -> Iterator[Relation]:
    """检查什么：考核评分表填了合计得分，各项是否有得分。
    为什么：只有合计没有分项，无法核对合计。
    反例：合计 98，各项没有得分。
    正例：各项都有得分，合计等于各项之和。
    怎么改：有得分栏的逐项填写得分，再填合计；由财政部门评分的可不填。"""
    for form in filing.of("assessment"):
        score = form.entries.get("合计.得分")
        if (
            score is None
            or score.figure is None
            or any(row.score.figure for row in form.indicators)
        ):
            continue
        message = f"考核评分表只有合计得分 {score.figure.text}，没有各项得分，无法核对。"
        shown = operand(score, "合计得分")
        yield ruled("S703", (shown,), "合计", message)
