"""Compare what two forms state of the same thing: a project's amounts, an indicator's result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from xladdin.forms.labels import normal, squeeze
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Indicator
from xladdin.model.interval import Verdict, equal
from xladdin.model.report import Relation
from xladdin.patterns import pattern
from xladdin.rules.projects import listed, project_text
from xladdin.rules.registry import rule
from xladdin.rules.report.entities import pieces_of
from xladdin.rules.report.resolving import stem
from xladdin.rules.report.slips import SWAPPED, alike, slips_apart
from xladdin.rules.ruling import ruled
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import column_label, indicator_name, operand

#: Columns of the 基础数据表 with the columns of the project's own form that may repeat them.
_SAME = {"本年预算": ("年初预算数", "全年预算数"), "本年决算": ("全年执行数",)}
_SHORTEST_NAME = 3
#: The least share of common pieces in two names that may be of one thing.
_ALIKE = 0.5
#: Words that indicators of any project have; what remains of a name identifies its object.
_ANYBODYS = pattern(
    r"满意[度率]?|服务对象|受益|群众|公众|社会|对象|合格率?|及时率?|完成率?|达标率?|到位率?|准确率?|覆盖率?|执行率?|支付|发放|"
    r"拨付|使用|资金|补助|补贴|项目|工程|工作|任务|质量|验收|预算|成本|控制率?|按时|按期|数量|人数|金额|指标|年度|情况"
)
_TELLING = 2


def _same_amount(one: Figure, other: Figure) -> bool:
    return equal(one.base, other.base) is not Verdict.VIOLATED


@rule("X205", "warning", "同一项目的金额在两张表中不同")
def project_in_two_forms(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表里的一个项目有自己的项目支出绩效自评表时，预算数、决算数在两张表中是否相同。两个数都不同、又不像打错的，可能口径不同，不提示。
    为什么：同一个项目的预算数、决算数只有一个。
    反例：基础数据表平安建设预算 110.00、决算 104.60，项目自评表年初预算数 101.00、全年执行数 104.60。
    正例：两张表都是预算 110.00、决算 104.60。
    怎么改：以项目台账和决算报表为准，改正填错的一张表。"""
    told: set[str] = set()
    for basic in filing.of("basic_data"):
        own = [form for form in filing.of("project") if form.source == basic.source]
        for item in listed(basic):
            name = stem(normal(item.label))
            for form in own or filing.of("project"):
                named = stem(squeeze(project_text(form))) == name
                if named and name not in told and len(name) >= _SHORTEST_NAME:
                    yield from _amounts(basic, form, normal(item.label), item.entries)
        if own:
            told.update(stem(normal(i.label)) for i in listed(basic))


def _amounts(basic: Form, form: Form, name: str, row: Mapping[str, Entry]) -> Iterator[Relation]:
    """Yield the relations of a project's budget and outturn in both forms; no relation if amounts differ
    without a hint of a mistake."""
    found: dict[str, tuple[Entry, list[Entry]]] = {}
    for column, others in _SAME.items():
        entry = row.get(column)
        there = [form.entries.get(f"年度资金总额.{other}") for other in others]
        given = [each for each in there if each is not None and each.figure is not None]
        if entry is not None and entry.figure is not None and given:
            found[column] = (entry, given)
    right = {column: _agreeing(*pair) for column, pair in found.items()}
    for column, (entry, given) in found.items():
        agreeing = right[column]
        other = agreeing or given[0]
        operands = (
            operand(entry, column_label(basic, name, column)),
            operand(other, f"{form.name}{other.column}"),
        )
        assert entry.figure is not None
        assert other.figure is not None
        same = SameFigure(operands, (entry.figure.base, other.figure.base))
        known = any(r is not None and e.figure and e.figure.value for r, (e, _) in
                    zip(right.values(), found.values(), strict=True))  # fmt: skip
        slip = agreeing is None and slips_apart(entry.figure, other.figure)
        telling = entry.figure.value and other.figure.value and (known or slip)
        if agreeing is None and not telling:
            continue
        message = (
            f"{name}：{basic.name}的{column_label(basic, '', column)[1:-1]} {entry.text}，"
            f"{form.name}的{other.column} {other.text}，两张表不同。"
        )
        agree, subject = agreeing is not None, f"{name} {column}"
        yield ruled("X205", operands, subject, message, right=agree, equation=same)


def _agreeing(entry: Entry, given: list[Entry]) -> Entry | None:
    """Return the first of the given entries with the same amount; None if there is none."""
    one = entry.figure
    return next((e for e in given if one and e.figure and _same_amount(one, e.figure)), None)


@rule("X206", "warning", "同一指标的完成值在两张表中不同")
def indicator_in_two_forms(filing: Filing) -> Iterator[Relation]:
    """检查什么：两张自评表有同一个指标（指标值、单位相同，名称相同或相近）时，完成值是否相同。名称只是相近的，两个数像是打错的（数字颠倒）才提示；“群众满意度”这类各项目都有的指标不比。
    为什么：同一件事的完成值只有一个。
    反例：整体自评表管网长度 3.68 公里，项目自评表铺设管网长度 3.86 公里，指标值都是 ≥3.5 公里。
    正例：两张表都是 3.86 公里。
    怎么改：核对业务台账，改正填错的一张表。"""
    forms = [form for form in filing.forms if form.kind in ("overall", "project")]
    for one, other in combinations(forms, 2):
        if one.source == other.source or one.kind != other.kind:
            names = {squeeze(there.name.text) for there in other.indicators}
            for row in one.indicators:
                there = squeeze(row.name.text) in names
                for each in other.indicators:
                    if not there or squeeze(each.name.text) == squeeze(row.name.text):
                        yield from _compared(one, row, other, each)


def _compared(one: Form, row: Indicator, other: Form, there: Indicator) -> Iterator[Relation]:
    """Yield the relation of two indicators' results if they are the same indicator, else nothing."""
    wanted, wanted_there = row.target.figure, there.target.figure
    done, done_there = row.actual.figure, there.actual.figure
    if wanted is None or wanted_there is None or done is None or done_there is None:
        return
    if wanted.operator != wanted_there.operator or not _same_amount(wanted, wanted_there):
        return
    names = [squeeze(each.name.text) for each in (row, there)]
    same = names[0] == names[1]
    if wanted.unit.measures != wanted_there.unit.measures or not (same or _alike(*names)):
        return
    operands = (
        operand(row.actual, f"{one.name} {indicator_name(row)} 完成值"),
        operand(there.actual, f"{other.name} {indicator_name(there)} 完成值"),
    )
    right = _same_amount(done, done_there)
    telling = len(_ANYBODYS.sub("", names[0])) >= _TELLING and "满意" not in names[0]
    counted = done.unit.measures != "ratio" and one.kind == other.kind
    slip = alike(done.value, done_there.value) == SWAPPED
    if not (right or (same and telling and not counted) or (slip and (telling or same))):
        return
    message = (
        f"{one.name}的“{names[0]}”完成值 {row.actual.text}，{other.name}的“{names[1]}”"
        f"完成值 {there.actual.text}，指标值都是 {row.target.text}，应是同一个数。"
    )
    yield ruled("X206", operands, names[0], message, right=right)


def _alike(one: str, other: str) -> bool:
    pieces = [pieces_of(name)[1] for name in (one, other)]
    return len(pieces[0] & pieces[1]) >= _ALIKE * min(map(len, pieces)) > 0


@rule("X207", "warning", "指标的金额与基础数据表不同")
def amount_in_two_forms(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评表里以“三公”经费、公用经费等为指标、指标值等于基础数据表预算数的，完成值是否等于决算数。
    为什么：同一笔支出在两张表中应当一致。
    反例：“三公”经费指标值 ≤23.80万元、完成值 21.51万元，基础数据表三公经费预算 23.80、决算 21.15。
    正例：完成值 21.15万元，基础数据表决算 21.15。
    怎么改：核对基础数据表和自评表，改正填错的一张。"""
    for basic in filing.of("basic_data"):
        for form in filing.of("overall"):
            for row in form.indicators:
                yield from _amount(basic, row)


def _amount(basic: Form, row: Indicator) -> Iterator[Relation]:
    name = re.sub('[“”"]', "", squeeze(row.name.text))
    target, done = row.target.figure, row.actual.figure
    if target is None or done is None or "money" not in (target.unit.measures, done.unit.measures):
        return
    for entry in basic.entries.values():
        budget = basic.entries.get(f"{entry.name}.本年预算")
        if entry.column != "本年决算" or entry.name not in name or budget is None:
            continue
        planned = budget.figure
        if planned is None or entry.figure is None or not planned.value:
            continue
        if not _same_amount(target, planned):
            continue
        label = column_label(basic, entry.name, entry.column)
        operands = (operand(row.actual, f"{indicator_name(row)} 完成值"), operand(entry, label))
        message = f"{indicator_name(row)}：指标值就是基础数据表的{entry.name}预算数，完成值 {row.actual.text} 却不等于{label} {entry.text}。"
        yield ruled(
            "X207", operands, indicator_name(row), message, right=_same_amount(done, entry.figure)
        )
