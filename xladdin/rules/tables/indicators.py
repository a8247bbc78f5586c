"""Check the rows of the 绩效指标 table: targets, results, scores, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Indicator
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import indicator_name, number_text, operand, rounded, unfilled
from xladdin.rules.tables.attainment import Attained, Target, attainment, reason_given, target_kind

_SHORTEST_GOAL = 12


def _rows(filing: Filing) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators of the forms in which a unit assesses itself, each with its name."""
    for form in filing.forms:
        if form.kind != "assessment":
            yield from ((indicator_name(row), row) for row in form.indicators)


def _places(row: Indicator) -> dict[str, Entry]:
    return {"指标值": row.target, "完成值": row.actual, "分值": row.points, "得分": row.score}


def _shown(row: Indicator, *places: str) -> tuple[Operand, ...]:
    name, entries = indicator_name(row), {**_places(row), "偏差原因": row.reason}
    found = ((place, entries[place]) for place in places)
    return tuple(operand(entry, f"{name} {place}") for place, entry in found if entry is not None)


_ALL = ("指标值", "完成值", "分值", "得分")


def _scores(row: Indicator) -> tuple[Decimal, Decimal] | None:
    points, score = row.points.figure, row.score.figure
    return (points.value, score.value) if points is not None and score is not None else None


@rule("S501", "warning", "未达到指标值却得满分")
def unattained_full_score(filing: Filing) -> Iterator[Relation]:
    """检查什么：完成值没有达到年度指标值的指标，得分是否仍等于分值。认 ≥、≤、=、不写符号的数、百分数。
    为什么：定量指标达到指标值得满分；未达到的，按完成值与指标值的比例计分。
    反例：指标值 ≥90%，完成值 85%，分值 10，得分 10。
    正例：指标值 ≥90%，完成值 85%，分值 10，得分 9.44，并写明原因。
    怎么改：核对完成值；确未达到的，按完成比例计分并填写偏差原因。"""
    for name, row in _rows(filing):
        result, scores, operands = attainment(row), _scores(row), _shown(row, *_ALL)
        if result is None or scores is None:
            worded = target_kind(row) is Target.WORDS and row.actual.text and scores is not None
            verdict = Verdict.HELD if worded else Verdict.SKIPPED
            yield Relation("S501", verdict, operands, name)
            continue
        points, score = scores
        right = result.attained or score < points or not points
        suggested = number_text(result.suggested(points))
        message = (
            f"{name}：指标值 {row.target.text}，完成值 {row.actual.text}，没有达到，却得满分 {row.score.text} 分；"
            f"按完成比例建议得 {suggested} 分。"
        )
        equation = None if right else Attained(row)
        yield ruled("S501", operands, name, message, right=right, equation=equation)


@rule("S502", "info", "达到指标值却扣分")
def attained_but_deducted(filing: Filing) -> Iterator[Relation]:
    """检查什么：完成值已达到年度指标值（数字指标），得分却低于分值，且偏差原因栏有说明。
    为什么：定量指标达到指标值得满分；已达到又扣分，自评不一致。没有说明原因的由 S511 提出。
    反例：指标值 ≤92.50万元，完成值 84.60万元，分值 10，得分 9，原因“预算减少”。
    正例：指标值 ≤92.50万元，完成值 84.60万元，分值 10，得分 10。
    怎么改：达到指标值的应得满分；确需扣分的，在偏差原因栏写明扣分依据。"""
    for name, row in _rows(filing):
        result, scores = attainment(row), _scores(row)
        if result is None or scores is None or not result.attained or not reason_given(row):
            continue
        points, score = scores
        if score < points:
            reason = row.reason.text if row.reason is not None else ""
            message = (
                f"{name}：指标值 {row.target.text}，完成值 {row.actual.text}，已经达到，得分却是 {row.score.text}"
                f"（分值 {number_text(points)}），原因写的是“{reason}”。"
            )
            yield ruled("S502", _shown(row, *_ALL, "偏差原因"), name, message)


@rule("S503", "info", "完成值远超指标值而无说明")
def far_over_target(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：完成值超过指标值的幅度是否大于本地区方案设定的比例，且没有写原因。
    为什么：远超指标值，通常是年初指标值定得偏低，应说明原因（比例各地不一，以正式文件为准）。
    反例：指标值 ≥600人，完成值 1000人，偏差原因空白。
    正例：指标值 ≥600人，完成值 650人。
    怎么改：在偏差原因栏说明超额原因；指标值定得偏低的，下年度合理调整。"""
    most = Decimal(str(profile.parameter("far_over_target")))
    for name, row in _rows(filing):
        result = attainment(row)
        if result is None or result.operator in ("≤", "<") or reason_given(row):
            continue
        if result.excess <= most:
            continue
        percent = number_text(rounded(result.excess * 100))
        message = f"{name}：指标值 {row.target.text}，完成值 {row.actual.text}，超出 {percent}%，没有说明原因。"
        yield ruled("S503", _shown(row, *_ALL), name, message)


@rule("S511", "warning", "扣了分而没有写原因")
def deducted_without_reason(filing: Filing) -> Iterator[Relation]:
    """检查什么：得分低于分值的指标，偏差原因栏是否空白或写“无偏差”。
    为什么：偏差原因分析及改进措施栏就是为扣分的指标设的。
    反例：分值 20，得分 10，原因栏写“无偏差”。
    正例：分值 10，得分 9，原因栏写“还要持续推进辖区维修维护工作”。
    怎么改：在“偏差原因分析及改进措施”栏写明扣分原因；不该扣的，把得分改回分值。"""
    for name, row in _rows(filing):
        scores = _scores(row)
        if scores is None or row.reason is None or scores[1] >= scores[0]:
            continue
        points, score = scores
        operands = _shown(row, "分值", "得分", "偏差原因")
        written = f"写的是“{row.reason.text}”" if row.reason.text else "空白"
        message = f"{name}：分值 {row.points.text}，得分 {row.score.text}，扣了 {number_text(points - score)} 分，偏差原因栏{written}。"
        yield ruled("S511", operands, name, message, right=reason_given(row))


@rule("S512", "error", "指标值只有符号没有数")
def operator_without_number(filing: Filing) -> Iterator[Relation]:
    """检查什么：年度指标值是否只写了 ≥、≤ 等符号（或只有单位）而没有数。
    为什么：没有数就无法判定是否达到。
    反例：指标值“≥”，完成值 98%。
    正例：指标值“≥95%”，完成值 98%。
    怎么改：补上指标值的数字和单位，如 ≥95%。"""
    for name, row in _rows(filing):
        if target_kind(row) is Target.OPERATOR_ONLY:
            message = f"{name}：指标值只有“{row.target.text}”，没有数字，无法判定完成值 {row.actual.text} 是否达到。"
            yield ruled("S512", _shown(row, *_ALL), name, message)


@rule("S513", "info", "指标值只写“定性”")
def only_qualitative(filing: Filing) -> Iterator[Relation]:
    """检查什么：年度指标值是否只写“定性”二字。
    为什么：指标应明确、可衡量；只写“定性”看不出要达到什么。
    反例：指标值“定性”，完成值“长期”。
    正例：指标值“长效机制健全”，完成值“长效机制健全”。
    怎么改：写出可以判定的目标，如“按计划完成”“效果显著”。"""
    for name, row in _rows(filing):
        if target_kind(row) is Target.KIND_ONLY:
            message = f"{name}：指标值只写“{row.target.text}”，没有可以判定的目标。"
            yield ruled("S513", _shown(row, *_ALL), name, message)


@rule("S514", "info", "指标值或完成值缺少单位")
def unit_missing(filing: Filing) -> Iterator[Relation]:
    """检查什么：数字指标的指标值、完成值是否都写了单位，两者的单位是否同类（人与人次不同类）。
    为什么：没有单位或单位不同，无法判定是否达到。
    反例：指标值“≥50人”，完成值“50”。
    正例：指标值“≥50人”，完成值“50人”。
    怎么改：补上计量单位（人、个、次、% 等），指标值与完成值的单位要一致。"""
    for name, row in _rows(filing):
        target, actual = row.target.figure, row.actual.figure
        if target is None or actual is None:
            continue
        if target.unit_printed and actual.unit_printed:
            if target.unit.measures == actual.unit.measures:
                continue
            message = f"{name}：指标值的单位是“{target.unit.name}”，完成值的单位是“{actual.unit.name}”，无法比较。"
        else:
            places = (("指标值", target), ("完成值", actual))
            which = [place for place, figure in places if not figure.unit_printed]
            shown = f"（{row.target.text}、{row.actual.text}）"
            message = f"{name}：{'和'.join(which)}没有写单位{shown}。"
        yield ruled("S514", _shown(row, "指标值", "完成值"), name, message)


@rule("S515", "warning", "指标行没有填完整")
def incomplete_row(filing: Filing) -> Iterator[Relation]:
    """检查什么：填了分值的指标，三级指标、指标值、完成值、得分是否都填了。
    为什么：缺一项就无法判定和计分。
    反例：三级指标“服务对象满意度”，指标值 ≥90%，完成值空白，得分 10。
    正例：整行填齐，或整行留空。
    怎么改：补齐三级指标、指标值、完成值、分值和得分；不用的行整行留空。"""
    for name, row in _rows(filing):
        places = {"三级指标": row.name, **_places(row)}
        if row.name.text.lstrip().startswith("其中"):  # the indicator above has its score
            del places["分值"], places["得分"]
        # A form may lack a column, and a merged cell counts for its first row.
        places = {label: entry for label, entry in places.items() if entry.location.cell}
        missing = [label for label, entry in places.items() if not entry.text]
        if missing and len(missing) < len(places) - 1:
            message = f"{name}：{'、'.join(missing)}没有填。"
            operands = _shown(row, *sorted(_ALL, key=lambda place: place not in missing))
            blank = unfilled(_shown(row, *(each for each in _ALL if each in missing)))
            yield ruled("S515", operands, name, message, uncounted=blank)


def _start(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= 30 else f"{first[:30]}…"


@rule("S516", "warning", "实际完成情况照抄预期目标")
def copied_goal(filing: Filing) -> Iterator[Relation]:
    """检查什么：“实际完成情况”是否与“预期目标”逐字相同。
    为什么：照抄目标等于没有写完成情况。
    反例：两栏都是“完成上级交办的各项工作”等五条。
    正例：目标写“培训农民 200 人”，完成情况写“举办培训班 4 期，培训农民 213 人”。
    怎么改：写实际做了什么、完成到什么程度，尽量写出数字。"""
    for form in filing.forms:
        goal, done = form.entries.get("预期目标"), form.entries.get("实际完成情况")
        if goal is None or done is None or len(squeeze(goal.text)) < _SHORTEST_GOAL:
            continue
        operands = tuple(quoted(e.name, e.text, e.location) for e in (goal, done))
        right = squeeze(goal.text) != squeeze(done.text)
        lines = len([line for line in goal.text.splitlines() if line.strip()])
        how = f"{lines} 条逐字相同" if lines > 1 else "逐字相同"
        message = f"{form.name}的“实际完成情况”与“预期目标”{how}，没有写出完成情况：“{_start(goal.text)}”。"
        yield ruled("S516", operands, form.name, message, right=right)


@rule("S517", "info", "执行率没有写百分号")
def rate_without_percent(filing: Filing) -> Iterator[Relation]:
    """检查什么：执行率、控制率是否写了百分号。没有写的，98.25 和 0.9825 都按 98.25% 理解。
    为什么：没有百分号的数容易读错。
    反例：执行率填 98.25。
    正例：执行率填 98.25%。
    怎么改：补上百分号。"""
    for form in filing.forms:
        for entry in form.entries.values():
            figure = entry.figure
            if entry.unit == "%" and figure and figure.value and not figure.unit_printed:
                message = f"{form.name}的{entry.column or entry.name}填的是 {entry.text}，没有百分号，核对时按 {number_text(figure.value)}% 理解。"
                shown = operand(entry, entry.column or entry.name)
                yield ruled(
                    "S517",
                    (shown,),
                    entry.name,
                    message,
                    fix=f"写成 {number_text(figure.value)}%。",
                )
