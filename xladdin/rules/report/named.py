"""Family N: figures that the report names as the forms' own rows do: projects and indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lexicon import subjects
from xladdin.rules.registry import rule
from xladdin.rules.report.entities import Entity, entity, likeness, pieces_of
from xladdin.rules.report.prose import claim_operand, claims, interval, measure, several_funds
from xladdin.rules.report.resolving import of_topic
from xladdin.rules.report.slips import slipped
from xladdin.rules.scope import indicator_name, operand
from xladdin.rules.wording import show

_SHORTEST_NAME = 3
#: Names with as much in common may be of one thing, name it, name nothing else.
_ALIKE, _CLOSE, _SAME = 0.45, 0.55, 0.95
#: The columns that the basis of a figure may stand in.
_OUTTURN = ("本年决算", "全年执行数")
_BUDGET = ("本年预算", "全年预算数", "年初预算数")


@rule("N601", "正文的项目金额与表格不同", "warning", "以决算报表为准，改正填错的一处。")
def project_amount(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文写到基础数据表里的项目（或项目支出绩效自评表的项目）金额时，是否与表中的决算数或预算数一致。
    为什么：同一个项目的金额在正文和表格中应当一致。
    反例：正文写“危房改造补助支出254.80万元”，基础数据表危房改造补助填 245.80。
    正例：正文写“危房改造补助支出245.80万元”，基础数据表危房改造补助填 245.80。"""
    projects = _projects(filing)
    for claim in claims(filing):
        if (
            claim.figure.unit.measures != "money"
            or claim.year != filing.year
            or claim.role != "value"
            or not (claim.name or claim.own_basis)
        ):
            continue
        for name, entries in projects:
            if _is_project(claim.topic, name):
                relation = _against(claim, entries, name, several_funds(filing))
                if relation is not None:
                    yield relation
                break


def _is_project(topic: str, name: str) -> bool:
    """Whether a figure's name is a project's, whatever follows it: 项目, 经费, 资金."""
    return bool(topic) and _stem(topic) == _stem(name)


@lru_cache(maxsize=2048)
def _stem(name: str) -> str:
    stem = squeeze(name)
    for ending in ("支出", "经费", "资金", "项目", "专项", "工程"):
        if len(stem) > _SHORTEST_NAME + 1:
            stem = stem.removesuffix(ending)
    return stem


@lru_cache(maxsize=8)
def _projects(filing: Filing) -> Sequence[tuple[str, tuple[Entry, ...]]]:
    """Every project that a form names, with its amounts."""
    found: list[tuple[str, tuple[Entry, ...]]] = []
    for form in filing.of("basic_data")[:1]:
        for item in form.sections.get("项目支出明细", ()):
            entries = tuple(
                item.entries[column]
                for column in (_OUTTURN[0], _BUDGET[0])
                if column in item.entries and item.entries[column].figure
            )
            if entries and len(normal(item.label)) >= _SHORTEST_NAME:
                found.append((normal(item.label), entries))
    for form in filing.of("project"):
        name = form.entries.get("项目名称")
        entries = tuple(
            entry
            for column in (_OUTTURN[1], *_BUDGET[1:])
            if (entry := form.entries.get(f"年度资金总额.{column}")) is not None and entry.figure
        )
        if name is not None and entries and len(squeeze(name.text)) >= _SHORTEST_NAME:
            found.append((squeeze(name.text), entries))
    return found


def _against(claim: Claim, entries: tuple[Entry, ...], name: str, several: bool) -> Relation | None:
    """Held if any amount of the project is the one stated; else judged against those of its basis."""
    said = claim_operand(claim)
    for wanted in (Verdict.HELD, Verdict.ROUNDING):
        for entry in entries:
            if entry.figure is not None and equal(interval(claim), entry.figure.base) is wanted:
                there = operand(entry, f"{name}{entry.column}")
                return Relation("N601", wanted, (said, there), name)
    columns = (
        _OUTTURN
        if claim.basis in ("outturn", "done")
        else _BUDGET
        if claim.basis in ("initial", "budget")
        else ()
    )
    judged = [e for e in entries if e.column in columns]
    slip = next(
        (e for e in entries if e.figure is not None and _slips(claim.figure, e.figure)), None
    )
    spent = columns is _OUTTURN and claim.own_basis and not several and not claim.scope
    if claim.partial or not (slip or (judged and spent)) or (claim.part and not slip):
        return None
    shown = [operand(e, f"{name}{e.column}") for e in ([slip] if slip else judged)]
    places = "、".join(f"{each.label} {each.text}" for each in shown)
    message = f"正文称{name} {said.text}，表中是 {places}。"
    return Relation(
        "N601", Verdict.VIOLATED, (said, *shown), name, message, "", shown[0].text, said.text
    )


def _slips(one: Figure, other: Figure) -> bool:
    """Whether a slip of the pen makes one figure of the other."""
    factor = other.unit.factor / one.unit.factor
    return slipped(one.value, lambda meant: meant == other.value * factor) is not None


class _Row(NamedTuple):
    """An indicator as an entity: its actual value in its unit, its name's pieces."""

    entry: Entry
    figure: Figure
    form: str
    name: str
    words: frozenset[str]
    entry_name: str


@rule("N701", "正文的指标数据与自评表不同", "error", "核对业务台账，改正正文或自评表中填错的一处。")
def indicator_value(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文写到自评表某项三级指标（名称用词相近、单位相同）时，数值是否与实际完成值一致；名称相近而数值像是打错的（数字颠倒等），或者名称完全相同的，才算不一致。目标值、上年数、一部分的数不比。
    为什么：同一指标的完成值在正文和表格中应当一致。
    反例：正文写“助学金受益学生3260人”，自评表“助学金受益学生”完成值 3620 人。
    正例：正文与自评表都是 3620 人。"""
    rows = _rows(filing)
    if not rows:
        return
    for claim in claims(filing):
        if claim.year != filing.year or claim.role not in _STATED:
            continue
        if claim.basis in _PLANNED and claim.role != "price":
            continue
        found = entity(claim)
        near = [(_close(found, row), row) for row in rows if _same_kind(row, claim)]
        near = sorted(
            ((close, row) for close, row in near if close >= _ALIKE), key=lambda each: -each[0]
        )
        relation = _indicator(claim, found, near, _only(filing, claim, rows))
        if relation is not None:
            yield relation


#: What was planned or granted is not what was done.
_PLANNED = ("target", "initial", "budget", "allotted", "adjust")
_STATED = ("value", "total", "rate", "price", "share", "score")


@lru_cache(maxsize=8)
def _rows(filing: Filing) -> Sequence[_Row]:
    found = []
    for kind in ("overall", "project"):
        for form in filing.of(kind):
            for row in form.indicators:
                figure = row.actual.figure
                if figure is None or not squeeze(row.name.text):
                    continue
                unit = figure.unit
                if not figure.unit_printed and row.target.figure is not None:
                    unit = row.target.figure.unit
                if unit.name:
                    _name, words = pieces_of(squeeze(row.name.text))
                    known = Figure(figure.text, figure.value, figure.printed, figure.typed, unit)
                    found.append(
                        _Row(
                            row.actual, known, form.name, indicator_name(row), words, row.name.text
                        )
                    )
    return found


def _close(found: Entity, row: _Row) -> float:
    """How much a figure's name has in common with an indicator's: 亩均投资 is what a price is called."""
    claim = found.claim
    ending = claim.label[-_ENDING:]
    if claim.role == "price" and len(ending) == _ENDING and row.name.endswith(ending):
        return _CLOSE
    return likeness(found, _as_entity(row, claim))


#: So many last characters of a price's name are its name.
_ENDING = 4


def _same_kind(row: _Row, claim: Claim) -> bool:
    return row.figure.unit.measures == claim.figure.unit.measures


def _as_entity(row: _Row, claim: Claim) -> Entity:
    name, words = pieces_of(squeeze(row.name))
    return Entity(claim, name, words, frozenset())


def _only(filing: Filing, claim: Claim, rows: Sequence[_Row]) -> bool:
    """Whether report and forms tell of one such thing only: 满意率, and 读者满意率."""
    if not claim.subject or subjects()[claim.subject].single or claim.role not in _STATED[:3]:
        return False
    there = {row.figure.value for row in rows if row.name.endswith(claim.name)}
    here = {c.figure.value for c in of_topic(filing, claim.topic, measure(claim))}
    return len(there) == len(here) == 1


def _indicator(
    claim: Claim, found: Entity, near: Sequence[tuple[float, _Row]], only: bool
) -> Relation | None:
    """Held with any row of a like name and this value; violated with the likest one."""
    said = claim_operand(claim)
    for _, row in near:
        same = equal(interval(claim), row.figure.base)
        if same is not Verdict.VIOLATED:
            return Relation(
                "N701", same, (said, operand(row.entry, f"{row.form} {row.name} 完成值")), row.name
            )
    if not near or claim.figure.operator or claim.figure.irregular:
        return None
    close, row = near[0]
    if any(word not in row.name for word in found.apart):
        return None
    slip = _slips(claim.figure, row.figure)
    exact = close >= _SAME and not claim.part and not claim.owned
    exact = (exact or (not claim.part and _covered(claim, row))) and claim.figure.text[0].isdigit()
    if not (exact or only or (slip and close >= _CLOSE)) or claim.partial:
        return None
    there = operand(row.entry, f"{row.form} {row.name} 完成值")
    message = f"正文称{row.name} {said.text}，{row.form}的实际完成值是 {row.entry.text}。"
    return Relation(
        "N701", Verdict.VIOLATED, (said, there), row.name, message, "", row.entry.text, said.text,
        doubtful=not slip and (not exact or len(row.words) < _TELLING),
    )  # fmt: skip


def _covered(claim: Claim, row: _Row) -> bool:
    """Whether all of a long name stands in the sentence up to the figure."""
    said = claim.location.quote.partition(claim.figure.text)
    name, _ = pieces_of(squeeze(row.entry_name))
    there = pieces_of(squeeze(said[0] + said[1] + claim.noun))[1]
    kept = {i + k for i in range(len(name) - 1) if name[i : i + 2] in there for k in (0, 1)}
    alone = claim.location.quote.count(claim.figure.unit.name) == 1
    return len(row.words) > _TELLING and len(kept) == len(name) and alone


#: A name of fewer pieces may be of two things.
_TELLING = 3


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
    for claim in claims(filing):
        if (
            (
                claim.subject == "项目支出"
                and claim.scope
                and claim.scope != "项目"
                and claim.year == filing.year
            )
            and claim.role == "value"
            and claim.basis in ("outturn", "", "done")
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
    operands: tuple[Operand, ...] = (there, *map(claim_operand, stated.values()))
    if Verdict.VIOLATED not in verdicts or Verdict.HELD in verdicts:
        yield Relation("N315", min(verdicts, key=list(Verdict).index), operands, "项目支出")
        return
    amounts = " + ".join(claim.figure.text for claim in stated.values())
    result = show(sum_.point, "万元", operands)
    message = f"正文各类资金的项目支出 {amounts} = {result}，表中的项目支出是 {entry.text}。"
    yield Relation("N315", Verdict.VIOLATED, operands, "项目支出", message)
