"""Family N: compare amounts of projects, and project spending by funds, with the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from xladdin.forms.labels import normal, squeeze
from xladdin.model.filing import Filing
from xladdin.model.form import Entry
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.projects import listed, project_text
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, claims, interval, said_in, several_funds
from xladdin.rules.report.resolving import stem
from xladdin.rules.report.slips import slips_apart
from xladdin.rules.ruling import ruled
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import operand
from xladdin.rules.telling import show

_SHORTEST_NAME = 3
_SEVERAL = pattern(
    r"(?:[前上后]?(?:[两二三四五六七八九十]|\d{1,2})|以上|上述|各)(?:项|类|个|笔|者)[^，,。；;：:]{0,8}$"
)
#: The columns of the forms for outturns and for budgets.
_OUTTURN = ("本年决算", "全年执行数")
_BUDGET = ("本年预算", "全年预算数", "年初预算数")


@rule("N601", "warning", "正文的项目金额与表格不同")
def project_amount(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：正文写到基础数据表里的项目（或项目支出绩效自评表的项目）金额时，是否与表中的决算数或预算数一致。
    为什么：同一个项目的金额在正文和表格中应当一致。
    反例：正文写“危房改造补助支出254.80万元”，基础数据表危房改造补助填 245.80。
    正例：正文写“危房改造补助支出245.80万元”，基础数据表危房改造补助填 245.80。
    怎么改：以决算报表为准，改正填错的一处。"""
    projects = _projects(filing)
    for claim in claims(filing):
        if claim.figure.unit.measures != "money" or claim.role != "value" or not claim.topic:
            continue
        if claim.year != filing.year or not (
            claim.name or (claim.own_basis and not _of_several(claim))
        ):
            continue
        for name, entries in projects:
            if stem(claim.topic) == stem(name):
                yield _against(claim, entries, name, several_funds(filing))
                break


def _of_several(claim: Claim) -> bool:
    """Return whether a figure without a name adds up what precedes it: 前三项共支出, 上述两个项目支出."""
    before, found, _ = claim.location.quote.partition(claim.figure.text)
    return bool(claim.totals) or bool(found and _SEVERAL.search(before))


@lru_cache(maxsize=8)
def _projects(filing: Filing) -> Sequence[tuple[str, tuple[Entry, ...]]]:
    """Return every project that a form names, with its filled amounts."""
    found: list[tuple[str, tuple[Entry, ...]]] = []
    for form in filing.of("basic_data")[:1]:
        for item in listed(form):
            found.append((normal(item.label), _filled(item.entries, (_OUTTURN[0], _BUDGET[0]))))
    for form in filing.of("project"):
        keys = (f"年度资金总额.{column}" for column in (_OUTTURN[1], *_BUDGET[1:]))
        found.append((squeeze(project_text(form)), _filled(form.entries, keys)))
    return [each for each in found if each[1] and len(each[0]) >= _SHORTEST_NAME]


def _filled(entries: Mapping[str, Entry], keys: Iterable[str]) -> tuple[Entry, ...]:
    return tuple(entry for key in keys if (entry := entries.get(key)) and entry.figure)


def _against(claim: Claim, entries: tuple[Entry, ...], name: str, several: bool) -> Relation | None:
    """Judge a stated amount: held if any amount of the project equals it, else compared with those of its
    basis or of a slip. Return None if there is none to compare."""
    said = claim_operand(claim)
    for wanted in (Verdict.HELD, Verdict.ROUNDING):
        for entry in entries:
            if entry.figure is not None and equal(interval(claim), entry.figure.base) is wanted:
                operands = (said, operand(entry, f"{name}{entry.column}"))
                same = SameFigure(operands, (interval(claim), entry.figure.base))
                return Relation("N601", wanted, operands, name, equation=same)
    columns = {"outturn": _OUTTURN, "done": _OUTTURN, "initial": _BUDGET, "budget": _BUDGET}
    judged = [e for e in entries if e.column in columns.get(claim.basis, ())]
    slip = next((e for e in entries if e.figure and slips_apart(claim.figure, e.figure)), None)
    spent = claim.basis in ("outturn", "done") and claim.own_basis
    spent = spent and not several and not claim.scope
    if claim.partial or not (slip or (judged and spent)) or (claim.part and not slip):
        return None
    against = [slip] if slip else judged
    shown = [operand(e, f"{name}{e.column}") for e in against]
    told = [interval(claim), *(e.figure.base for e in against if e.figure is not None)]
    places = "、".join(f"{each.label} {each.text}" for each in shown)
    message = f"{said_in(claim)}称{name} {said.text}，表中是 {places}。"
    same = SameFigure((said, *shown), told)
    return ruled("N601", (said, *shown), name, message, shown[0].text, said.text, equation=same)


@rule("N315", "warning", "各类资金的项目支出之和与表格不同")
def project_spending_by_funds(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文按一般公共预算、政府性基金等分别写项目支出的，各类之和是否等于自评表或基础数据表的项目支出。
    为什么：表中的项目支出是各类资金的合计。
    反例：一般公共预算项目支出87.50万元、政府性基金项目支出621.50万元，表中项目支出700.00万元。
    正例：一般公共预算项目支出87.50万元、政府性基金项目支出612.50万元，表中项目支出700.00万元。
    怎么改：核对各类资金的项目支出和表中的合计，改正填错的一个。"""
    stated: dict[str, Claim] = {}
    for claim in claims(filing):
        spent = claim.role == "value" and claim.basis in ("outturn", "", "done")
        if claim.subject == "项目支出" and spent and claim.year == filing.year:
            stated.setdefault(claim.scope, claim)
    stated = {scope: claim for scope, claim in stated.items() if scope not in ("", "项目")}
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
    yield ruled("N315", operands, "项目支出", message)
