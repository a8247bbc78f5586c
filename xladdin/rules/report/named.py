"""Family N: figures that the report names as the forms' own rows do: projects and indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Indicator
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.adding import interval
from xladdin.narrative.patterns import WITHIN_YEAR
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, several_funds
from xladdin.rules.scope import indicator_name, operand
from xladdin.rules.wording import show

_SHORTEST_NAME = 3
#: Not the year's outturn or budget of a project: what a part of it got, or was contracted for.
_SHARE_OF_PROJECT = re.compile(
    r"结转|结余|追加|新增|增加|减少|剩余|上级|中央|省级|市级|县级|配套|自筹|合同|中标|机关|本级|尾款|质保"
)
_FUNDS = re.compile(r"一般公共预算|政府性基金|专项债|其他资金|财政拨款|上级|县级")
#: A figure with one of these before it is for a part of the year or of the thing, or planned.
_NARROWER = re.compile(
    r"假期|期间|黄金周|春节|国庆|五一|十一|元旦|暑|寒假|上半年|下半年|季度|\d月|当[天日月]|日均|月均|平均|每|其中|新增|同比|上年|去年|原|比|较|"
    r"目标|计划|任务|应|拟|预计|机关|本级|第[一二三四五六七八九十\d]|首|中央|[省市县上]级|配套|单[日月]|最[高大多]"
)
#: A bound is what was aimed at.
_BOUND = re.compile(r"以上|以内|以下|左右|[≥≤]")
#: Words further before a figure do not name it.
_FAR = 200
#: Words of a label that add nothing to an indicator's name.
_FEW_WORDS = 1
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]是|其中|共|已|[了、，])+")
_LINK = re.compile(r"(?:达到?|为|是)$")
_CLAUSE = 60
#: Words of one meaning in names of indicators and in sentences about them.
_SYNONYMS = str.maketrans({"率": "度"})
_BENEFIT = re.compile(r"惠及|受惠|覆盖|服务|扶持")
_GENERAL = re.compile(r"资金|人数|数量|个数|情况|完成|实际|指标|工作|任务|全年|年度|开展|项目数")
#: As much of an indicator's name must stand in the sentence, and none but one such quantity.
_ALL = 0.99


@rule("N601", "正文的项目金额与表格不同", "warning", "以决算报表为准，改正填错的一处。")
def project_amount(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文写到基础数据表里的项目（或项目支出绩效自评表的项目）金额时，是否与表中的决算数或预算数一致。
    为什么：同一个项目的金额在正文和表格中应当一致。
    反例：正文写“危房改造补助254.80万元”，基础数据表危房改造补助填 245.80。
    正例：正文写“危房改造补助245.80万元”，基础数据表危房改造补助填 245.80。"""
    named = list(_projects(filing))
    for passage in filing.passages:
        for claim in passage.claims:
            if claim.quantity.figure.unit.measures != "money" or claim.year != filing.year:
                continue
            label = squeeze(claim.quantity.label)
            found = [
                (name, entries)
                for name, entries in named
                if label.rstrip("支出为是的共").endswith(name)
            ]
            for name, entries in found[:1]:
                relation = _against("N601", claim, entries, name)
                if relation.verdict is not Verdict.VIOLATED or not _a_part(filing, claim, label):
                    yield relation


def _a_part(filing: Filing, claim: Claim, label: str) -> bool:
    """Whether an amount is a project's from one kind of funds only, or for a part of the year."""
    sentence = claim.location.quote
    if _SHARE_OF_PROJECT.search(label) or WITHIN_YEAR.search(sentence):
        return True
    return several_funds(filing) and (bool(claim.scope) or bool(_FUNDS.search(sentence)))


def _projects(filing: Filing) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for form in filing.of("basic_data")[:1]:
        for item in form.sections.get("项目支出明细", ()):
            entries = tuple(
                item.entries[column]
                for column in ("本年决算", "本年预算")
                if column in item.entries and item.entries[column].figure
            )
            if entries and len(normal(item.label)) >= _SHORTEST_NAME:
                yield normal(item.label), entries
    for form in filing.of("project"):
        name = form.entries.get("项目名称")
        entries = tuple(
            entry
            for column in ("全年执行数", "全年预算数")
            if (entry := form.entries.get(f"年度资金总额.{column}")) is not None and entry.figure
        )
        if name is not None and entries and len(squeeze(name.text)) >= _SHORTEST_NAME:
            yield squeeze(name.text), entries


def _against(code: str, claim: Claim, entries: tuple[Entry, ...], name: str) -> Relation:
    shown = [operand(entry, f"{name}{entry.column}") for entry in entries]
    verdicts = [equal(interval(claim), e.figure.base) for e in entries if e.figure is not None]
    for wanted in (Verdict.HELD, Verdict.ROUNDING):
        if wanted in verdicts:
            there = shown[verdicts.index(wanted)]
            return Relation(code, wanted, (claim_operand(claim), there), name)
    said = claim_operand(claim)
    places = "、".join(f"{each.label} {each.text}" for each in shown)
    message = f"正文称{name} {said.text}，表中是 {places}。"
    return Relation(
        code, Verdict.VIOLATED, (said, *shown), name, message, "", shown[0].text, said.text
    )


@rule("N701", "正文的指标数据与自评表不同", "error", "核对业务台账，改正正文或自评表中填错的一处。")
def indicator_value(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文一句话里写到自评表某项三级指标（名称用词都在这句话里、单位相同）时，数值是否与实际完成值一致。
    为什么：同一指标的完成值在正文和表格中应当一致。只是部分用词相近的不作判断。
    反例：正文写“发放助学金……惠及学生3260人”，自评表“助学金受益学生”完成值 3620 人。
    正例：正文与自评表都是 3620 人。"""
    rows = [
        (form, row)
        for kind in ("overall", "project")
        for form in filing.of(kind)
        for row in form.indicators
    ]
    for passage in filing.passages:
        for claim in passage.claims:
            for form, row in rows:
                relation = _indicator(passage, claim, form, row, filing)
                if relation is not None:
                    yield relation
                    break


def _indicator(
    passage: Passage, claim: Claim, form: Form, row: Indicator, filing: Filing
) -> Relation | None:
    actual, figure = row.actual.figure, claim.quantity.figure
    if actual is None or claim.year != filing.year or claim.part or claim.basis == "target":
        return None
    unit = (
        actual.unit if actual.unit_printed or row.target.figure is None else row.target.figure.unit
    )
    if (
        unit.measures != figure.unit.measures
        or not unit.name
        or (form.kind == "project") != (claim.scope == "项目")
    ):
        return None
    covered = _covered(row, passage, claim)
    same = equal(interval(claim), actual.typed.scaled(unit.factor))
    name = indicator_name(row)
    there = operand(row.actual, f"{form.name} {name} 完成值")
    satisfied = "满意" in name and "满意" in claim.quantity.label
    if same is not Verdict.VIOLATED and (covered >= 0.6 or satisfied):
        return Relation("N701", same, (claim_operand(claim), there), name)
    if same is Verdict.VIOLATED and (
        (
            _covered_by(row, claim.quantity.label + claim.quantity.noun) >= _ALL
            and (_exact(row, claim) or _alone(passage, claim))
        )
        or ((covered >= _ALL or (satisfied and covered >= 0.6)) and _alone(passage, claim))
    ):
        if _narrower(passage, claim):
            return None
        said = claim_operand(claim, name)
        message = f"正文称{name} {said.text}，{form.name}的实际完成值是 {row.actual.text}。"
        operands: tuple[Operand, ...] = (said, there)
        return Relation("N701", same, operands, name, message, "", row.actual.text, said.text)
    return None


def _narrower(passage: Passage, claim: Claim) -> bool:
    """Whether a figure is of a part of the year or the thing, or a bound that was aimed at."""
    quantity = claim.quantity
    start = max(passage.sentences[claim.sentence][0], quantity.span[0] - _CLAUSE)
    clause = re.split("[，,；;。：:]", passage.text[start : quantity.span[0]])[-1]
    # 完好率达到92% tells what was reached; 达到92%以上 is a bound.
    reached = quantity.figure.text.startswith("达")
    return bool(
        (quantity.figure.operator and not reached)
        or _BOUND.search(quantity.figure.text)
        or _NARROWER.search(clause)
        or WITHIN_YEAR.search(passage.text[start : quantity.span[0]])
    )


def _covered(row: Indicator, passage: Passage, claim: Claim) -> float:
    """How much of the indicator's name stands in the sentence, words of two characters at least."""
    start = max(passage.sentences[claim.sentence][0], claim.quantity.span[0] - _FAR)
    said = passage.text[start : claim.quantity.span[1]]
    return _covered_by(row, said + claim.quantity.noun)


def _covered_by(row: Indicator, said: str) -> float:
    name = _plain(_GENERAL.sub("", squeeze(row.name.text)))
    context = _plain(squeeze(said))
    if len(name) < 2:
        return 0.0
    kept = [False] * len(name)
    for i in range(len(name) - 1):
        if name[i : i + 2] in context:
            kept[i] = kept[i + 1] = True
    return sum(kept) / len(name)


def _plain(text: str) -> str:
    return _BENEFIT.sub("受益", text).translate(_SYNONYMS)


def _exact(row: Indicator, claim: Claim) -> bool:
    """Whether the words before a figure name the indicator and hardly anything else."""
    name, label = (
        _plain(_GENERAL.sub("", _LINK.sub("", _ITEM.sub("", squeeze(text)))))
        for text in (row.name.text, claim.quantity.label)
    )
    return len(label) <= len(name) + _FEW_WORDS


def _alone(passage: Passage, claim: Claim) -> bool:
    """Whether no other figure of its kind stands in the sentence."""
    measures = claim.quantity.figure.unit.measures
    start, end = passage.sentences[claim.sentence]
    own = passage.claims[passage.claim_from(start) : passage.claim_from(end)]
    return not any(
        other is not claim and other.quantity.figure.unit.measures == measures for other in own
    )


@rule(
    "N315",
    "各类资金的项目支出之和与表格不同",
    "warning",
    "核对各类资金的项目支出和表中的合计，改正填错的一个。",
)
def project_spending_by_funds(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文按一般公共预算、政府性基金等分别写项目支出的，各类之和是否等于自评表或基础数据表的项目支出。
    为什么：表中的项目支出是各类资金的合计。
    反例：一般公共预算项目支出87.50万元、政府性基金项目支出621.50万元，表中项目支出700.00万元。
    正例：一般公共预算项目支出87.50万元、政府性基金项目支出612.50万元，表中项目支出700.00万元。"""
    stated: dict[str, Claim] = {}
    for passage in filing.passages:
        for claim in passage.claims:
            if (
                claim.subject == "项目支出"
                and claim.scope
                and claim.scope != "项目"
                and claim.year == filing.year
            ):
                stated.setdefault(claim.scope, claim)
    places = [
        (form, entry)
        for kind, key in (("overall", "项目支出"), ("basic_data", "项目支出.本年决算"))
        for form in filing.of(kind)[:1]
        if (entry := form.entries.get(key)) is not None and entry.figure is not None
    ]
    if len(stated) < 2 or not places:
        return
    sum_ = total(map(interval, stated.values()))
    verdicts = [equal(sum_, entry.figure.base) for _, entry in places if entry.figure is not None]
    form, entry = places[0]
    there = operand(entry, f"{form.name} 项目支出")
    operands = (there, *map(claim_operand, stated.values()))
    if Verdict.VIOLATED not in verdicts or Verdict.HELD in verdicts:
        yield Relation("N315", min(verdicts, key=list(Verdict).index), operands, "项目支出")
        return
    amounts = " + ".join(claim.quantity.figure.text for claim in stated.values())
    result = show(sum_.point, "万元", operands)
    message = f"正文各类资金的项目支出 {amounts} = {result}，表中的项目支出是 {entry.text}。"
    yield Relation("N315", Verdict.VIOLATED, operands, "项目支出", message)
