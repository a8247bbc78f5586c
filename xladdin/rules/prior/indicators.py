"""Compare the indicators with last year's: dropped, made easier, or copied."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.labels import normal, squeeze
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Indicator
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.prior.standing import counterparts, of_last_year
from xladdin.rules.projects import project
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import indicator_name, operand
from xladdin.rules.tables.attainment import compared, less_is_better

_MOST_NAMED = 8
#: How many equal figures, if they are most of all, are no coincidence.
_FEWEST_COPIED = 3
_SHORTEST_COPIED = 20
_YEAR = pattern(r"20\d\d")


def _by_name(form: Form) -> dict[str, Indicator]:
    """Return the indicators by name, without names that occur several times."""
    names = [normal(row.name.text) for row in form.indicators]
    rows = zip(names, form.indicators, strict=True)
    return {name: row for name, row in rows if name and names.count(name) == 1}


@rule("Y401", "info", "去年的指标本年没有")
def dropped(filing: Filing) -> Iterator[Relation]:
    """检查什么：去年部门整体支出绩效自评表里的三级指标，本年的表里还有没有。
    为什么：年年换指标，就看不出工作是进是退；完成得不好的指标尤其不能一删了之。
    反例：去年“项目按期完成率”没完成，本年的表里没有这一项。
    正例：长期任务的指标两年名称相同。
    怎么改：长期任务的指标宜逐年保留，便于前后比较；任务已完成或目标调整的，不用改。"""
    for here, there in counterparts(filing, "overall"):
        if not here.indicators or not there.indicators:
            continue
        kept = {normal(row.name.text) for row in here.indicators}
        before = _by_name(there)
        gone = [row for name, row in before.items() if name not in kept]
        shown = [of_last_year(row.name, "三级指标") for row in gone or before.values()]
        names = "、".join(f"“{indicator_name(row)}”" for row in gone[:_MOST_NAMED])
        more = f"等 {len(gone)} 项" if len(gone) > _MOST_NAMED else ""
        message = f"去年材料里的指标{names}{more}，本年的{here.name}里没有。"
        yield ruled("Y401", shown, here.name, message, right=not gone)


@rule("Y402", "info", "指标值比去年低，也低于去年的完成值")
def made_easier(filing: Filing) -> Iterator[Relation]:
    """检查什么：同名指标的年度指标值是否比去年的指标值宽松，而去年的完成值已经比它好。
    为什么：去年已经做到的，今年反而定得更低，指标就起不到作用。
    反例：去年指标值 ≥40场，完成 46场；今年指标值 ≥30场。
    正例：去年指标值 ≥40场，完成 46场；今年指标值 ≥46场。
    怎么改：指标值宜参照去年的完成值设定；确需调低的，写明原因。"""
    for here, there in counterparts(filing, "overall", "project"):
        before = _by_name(there)
        for name, row in _by_name(here).items():
            if name in before and (relation := _easier(row, before[name])) is not None:
                yield relation


def _easier(row: Indicator, old: Indicator) -> Relation | None:
    """Compare an indicator's target with last year's. Return None if the three figures cannot be compared."""
    target, last, reached = row.target.figure, old.target.figure, old.actual.figure
    if target is None or last is None or reached is None or target.operator == "=":
        return None
    if target.unit.measures == "money":  # goes with the year's budget
        return None
    less = less_is_better(row)
    now, then = compared(target, reached, less), compared(last, reached, less)
    if now is None or then is None or now.actual != then.actual or target.unit != last.unit:
        return None
    less = target.operator in ("≤", "<") or (not target.operator and less)
    name = indicator_name(row)
    operands = (
        operand(row.target, f"{name} 指标值"),
        of_last_year(old.target, f"{name} 指标值"),
        of_last_year(old.actual, f"{name} 完成值"),
    )
    worse = min(now.target - then.target, now.target - now.actual)
    if not less:
        worse = min(then.target - now.target, now.actual - now.target)
    message = (
        f"{name}的指标值由去年的 {last.text} 调为 {target.text}，去年的完成值已是 {reached.text}。"
    )
    return ruled("Y402", operands, name, message, right=worse <= 0)


@rule("Y601", "warning", "实际完成值与去年逐项相同")
def actuals_copied(filing: Filing) -> Iterator[Relation]:
    """检查什么：同名指标的实际完成值有没有多数与去年相同（100% 的、正好等于指标值的不算，至少三项）。
    为什么：不同年度的完成值多数一字不差，多半是照抄了去年的表。
    反例：活动 46场、服务 3.2万人次、满意度 96%，与去年完全一样。
    正例：按本年的台账填写。
    怎么改：对照本年的台账逐项核对；照抄去年的，改填本年的完成值。"""
    for here, there in counterparts(filing, "overall", "project"):
        before = _by_name(there)
        pairs = [
            (row, before[name])
            for name, row in _by_name(here).items()
            if name in before and _is_informative(row) and _is_informative(before[name])
        ]
        same = [
            (row, old) for row, old in pairs if squeeze(row.actual.text) == squeeze(old.actual.text)
        ]
        if len(pairs) < _FEWEST_COPIED:
            continue
        copied = len(same) >= _FEWEST_COPIED and len(same) * 2 > len(pairs)
        operands: list[Operand] = []
        for row, old in same if copied else pairs:
            label = f"{indicator_name(row)} 完成值"
            operands += [operand(row.actual, label), of_last_year(old.actual, label)]
        names = "、".join(indicator_name(row) for row, _ in same[:_FEWEST_COPIED])
        message = f"{here.name}里{names}等 {len(same)} 项的实际完成值与去年材料一字不差（能比的共 {len(pairs)} 项），疑照抄上年。"
        subject = project(here) or here.name
        yield ruled("Y601", operands, subject, message, right=not copied)


def _is_informative(row: Indicator) -> bool:
    """Return whether the actual value is a figure of its own: not 100%, not just the target."""
    actual, target = row.actual.figure, row.target.figure
    if actual is None or (actual.unit.name == "%" and actual.value == 100):
        return False
    return target is None or actual.value != target.value


@rule("Y602", "warning", "实际完成情况照抄去年")
def achievement_copied(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评表里“实际完成情况”的文字，除年份外是否与去年材料一字不差（太短的不算）。
    为什么：不同年度的完成情况一字不差，多半是照抄了去年的表。
    反例：两年都写“全年举办群众文化活动46场，场馆免费开放312天”。
    正例：按本年的实际情况写。
    怎么改：按本年的实际完成情况重写，数字用本年的。"""
    for here, there in counterparts(filing, "overall", "project"):
        one, other = here.entries.get("实际完成情况"), there.entries.get("实际完成情况")
        if one is None or other is None or len(_without_years(one)) < _SHORTEST_COPIED:
            continue
        operands = (
            quoted("实际完成情况", one.text, one.location),
            quoted("去年材料的实际完成情况", other.text, other.location),
        )
        message = f"{here.name}的“实际完成情况”除年份外与去年材料一字不差，疑照抄上年。"
        yield ruled(
            "Y602",
            operands,
            project(here) or here.name,
            message,
            right=_without_years(one) != _without_years(other),
        )


def _without_years(entry: Entry) -> str:
    """Return the text of an entry without spaces and years."""
    return _YEAR.sub("", squeeze(entry.text))
