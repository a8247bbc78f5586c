"""Rules on indicators that have no points of their own: forms that score none, or score by blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Group, Indicator
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.report import Operand, Relation
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import indicator_name, number_text, operand
from xladdin.rules.tables.attainment import attainment, reason_given

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
    blocks: list[list[Indicator]] = []
    for row in rows:
        if not row.name.text.strip().startswith("其中"):
            blocks.append([row])
        elif blocks:
            blocks[-1].append(row)
    return ((block[0], block[1:]) for block in blocks if len(block) > 2)


def _sum(row: Indicator, parts: Sequence[Indicator], name: str) -> Verdict | None:
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
