"""Check points: their distribution over the 一级指标, the 考核评分表, and indicators without points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Group, Indicator
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import Scope, Term, indicator_name, number_text, operand
from xladdin.rules.tables.attainment import attainment, reason_given

#: The points that a criterion awards: 得8分, but not 得16—18分 (a range) and not 不得分.
_AWARD = pattern(r"得(\d+(?:\.\d+)?)分")


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
    """Return one formula for the accepted distributions over the same 一级指标; None if there is none."""
    ways = [
        "(" + " and ".join(f"合计({name}) == {points}" for name, points in accepted.items()) + ")"
        for accepted in profile.weights
        if accepted.keys() == groups.keys()
    ]
    spread = Scope("", {}, groups)
    return FormulaEquation(parse(" or ".join(ways)), spread, verdict) if ways else None


def _weights(form: Form, profile: Profile) -> dict[str, tuple[Term, ...]]:
    """Return the points below each 一级指标 by the profile's name for it; empty if one has no name there."""
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
        if score is None or score.figure is None or any(r.score.figure for r in form.indicators):
            continue
        message = f"考核评分表只有合计得分 {score.figure.text}，没有各项得分，无法核对。"
        shown = operand(score, "合计得分")
        yield ruled("S703", (shown,), "合计", message)


_PLACES = {"指标值": "target", "完成值": "actual"}


def _forms(filing: Filing) -> tuple[Form, ...]:
    return (*filing.of("overall"), *filing.of("project"))


def _shown(row: Indicator, *more: tuple[str, Entry]) -> tuple[Operand, ...]:
    named = [*((place, getattr(row, name)) for place, name in _PLACES.items()), *more]
    return tuple(operand(entry, f"{indicator_name(row)} {place}") for place, entry in named)


@rule("S518", "warning", "没有达到指标值而没有写原因")
def missed_without_reason(filing: Filing) -> Iterator[Relation]:
    """检查什么：不打分的表（没有分值、得分两栏），完成值没有达到指标值的，原因栏是否空白。
    为什么：未完成原因和改进措施一栏就是为没有达到的指标设的。
    反例：指标值 ≥95%，完成值 92.7%，原因栏空白。
    正例：指标值 ≥95%，完成值 92.7%，原因栏写“两个乡镇信息核对晚”。
    怎么改：在“未完成原因和改进措施”栏写明原因；完成值填错的，改正完成值。"""
    for form in _forms(filing):
        if any(row.score.location.cell or row.points.location.cell for row in form.indicators):
            continue
        for row in form.indicators:
            result = attainment(row)
            if result is None or row.reason is None:
                continue
            operands, name = _shown(row, ("原因", row.reason)), indicator_name(row)
            right = result.attained or reason_given(row)
            written = f"写的是“{row.reason.text}”" if row.reason.text else "空白"
            message = f"{name}：指标值 {row.target.text}，完成值 {row.actual.text}，没有达到，原因栏{written}。"
            yield ruled("S518", operands, name, message, actual=row.actual.text, right=right)


@rule("S519", "warning", "有指标没有达到而各项仍得满分")
def full_block(filing: Filing) -> Iterator[Relation]:
    """检查什么：只在上一级标明分值的表（如年度绩效目标1（50分）），各项得分之和等于标明的分值时，其中有没有完成值没有达到指标值的指标。
    为什么：有一项没有达到，就不应全部得满分。
    反例：年度绩效目标1（50分），各项得分合计 50，其中检测水样目标 504 份，完成 490 份。
    正例：检测水样目标 504 份，完成 510 份。
    怎么改：核对完成值；确未达到的，按完成比例扣分，并在原因分析里写明。"""
    for form in _forms(filing):
        for group in form.blocks or form.groups:
            yield from _judged(group)


def _judged(group: Group) -> Iterator[Relation]:
    scores = [row.score.figure for row in group.indicators]
    points = group.heading.figure
    if points is None or any(row.points.location.cell for row in group.indicators):
        return
    if not all(scores) or group.below:
        return
    full = total(score.typed for score in scores if score is not None).point >= points.value
    for row in group.indicators:
        result = attainment(row)
        if result is None:
            continue
        name = indicator_name(row)
        operands = (*_shown(row, ("得分", row.score)), operand(group.heading, "标明的分值"))
        message = (
            f"{name}：指标值 {row.target.text}，完成值 {row.actual.text}，没有达到，但{group.name}各项得分之和"
            f"正好是标明的 {number_text(points.value)} 分，即全部得了满分。"
        )
        yield ruled(
            "S519",
            operands,
            name,
            message,
            actual=row.actual.text,
            right=result.attained or not full,
        )


@rule("S520", "error", "“其中”各行之和与上面的指标不符")
def parts_of_an_indicator(filing: Filing) -> Iterator[Relation]:
    """检查什么：指标下面列了“其中：”各行，指标值加起来正好等于它的，完成值加起来是否也等于；反过来也一样。
    为什么：同一个指标的分项，计划数和完成数应当同样加得起来。
    反例：到户奖补 118 户，其中种植户 76 户、养殖户 24 户，指标值 76 加 42 等于 118。
    正例：到户奖补 118 户，其中种植户 76 户、养殖户 42 户。
    怎么改：核对“其中”各行和上面的指标，改正填错的一个。"""
    for form in _forms(filing):
        for row, parts in _broken_down(form.indicators):
            sums = {place: _sum(row, parts, name) for place, name in _PLACES.items()}
            if Verdict.HELD not in sums.values() or None in sums.values():
                continue
            for place, verdict in sums.items():
                yield _told(row, parts, place, verdict or Verdict.SKIPPED)


def _broken_down(rows: Sequence[Indicator]) -> Iterator[tuple[Indicator, list[Indicator]]]:
    """Return the indicators followed by at least two rows with 其中, each with these rows."""
    blocks: list[list[Indicator]] = []
    for row in rows:
        if not row.name.text.strip().startswith("其中"):
            blocks.append([row])
        elif blocks:
            blocks[-1].append(row)
    return ((block[0], block[1:]) for block in blocks if len(block) > 2)


def _sum(row: Indicator, parts: Sequence[Indicator], name: str) -> Verdict | None:
    """Compare an indicator with the sum of its parts; None if figures lack or cannot be added."""
    figures: list[Figure | None] = [getattr(each, name).figure for each in (row, *parts)]
    given = [figure for figure in figures if figure is not None]
    units = {figure.unit.name for figure in given}
    if len(given) < len(figures) or len(units) > 1 or units & {"%", "‰"}:
        return None
    return equal(given[0].typed, total(figure.typed for figure in given[1:]))


def _told(row: Indicator, parts: Sequence[Indicator], place: str, verdict: Verdict) -> Relation:
    entries = [getattr(each, _PLACES[place]) for each in (row, *parts)]
    named = zip((row, *parts), entries, strict=True)
    operands = tuple(operand(entry, f"{indicator_name(each)} {place}") for each, entry in named)
    name = indicator_name(row)
    values = [entry.figure.value for entry in entries[1:] if entry.figure]
    message = ""
    if verdict is Verdict.VIOLATED:
        shown = " + ".join(entry.text for entry in entries[1:])
        sum_ = number_text(sum(values, Decimal(0)))
        message = f"{name}：{place} {entries[0].text}，其中 {shown} = {sum_}，两者不等。"
    return Relation("S520", verdict, operands, name, message)
