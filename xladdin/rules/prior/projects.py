"""Compare the projects with last year's: which ended, which are new, and what funds were carried over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.report import Operand, Relation
from xladdin.rules.evaluation import evaluate
from xladdin.rules.items import top_items
from xladdin.rules.language import parse
from xladdin.rules.prior.standing import counterparts, last_year
from xladdin.rules.projects import listed, project
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import Scope, column_label, operand, term

_CARRIED = parse("结转 <= 预算 - 执行")
#: The least likeness (0 to 1) of two names that may be of one project.
_ALIKE = 0.6
_MOST_NAMED = 8


def _projects(filing: Filing, whose: str = "") -> dict[str, Operand]:
    """Return an operand for each project with an amount or a form, by name; ``whose`` is its prefix."""
    found: dict[str, Operand] = {}
    for form in filing.of("basic_data"):
        for column in ("本年决算", "本年预算"):
            for item in top_items(listed(form), column):
                entry, name = item.entries[column], normal(item.label)
                if name and entry.figure is not None and entry.figure.value:
                    called = whose + column_label(form, item.label, column)
                    found.setdefault(name, operand(entry, called))
    for form in filing.of("project"):
        if name := project(form):
            place = form.entries["项目名称"]
            shown = quoted(f"{whose}项目名称", place.text, place.location)
            found.setdefault(name, shown)
    return found


def _all_names(filing: Filing) -> set[str]:
    """Return all names of projects, including rows without amounts."""
    items = (item for form in filing.of("basic_data") for item in listed(form))
    return {normal(item.label) for item in items} | {project(f) for f in filing.of("project")}


def _listed(missing: Mapping[str, Operand], others: Mapping[str, Operand]) -> str:
    """Return the names of ``missing`` in words, each with a similar name among ``others`` if there is one."""
    words = []
    for name in list(missing)[:_MOST_NAMED]:
        near = get_close_matches(name, others, 1, _ALIKE)
        words.append(f"“{name}”" + (f"（名称相近的有“{near[0]}”）" if near else ""))
    more = f"等 {len(missing)} 个" if len(missing) > _MOST_NAMED else ""
    return "、".join(words) + more


def _difference(
    code: str,
    mine: Mapping[str, Operand],
    named: set[str],
    others: Mapping[str, Operand],
    said: str,
) -> Relation:
    missing = {name: shown for name, shown in mine.items() if name not in named}
    operands = (missing or mine).values()
    unmatched = {name: shown for name, shown in others.items() if name not in mine}
    message = said.format(_listed(missing, unmatched))
    return ruled(code, tuple(operands), "项目", message, right=not missing)


def _both(filing: Filing) -> tuple[dict[str, Operand], dict[str, Operand], Filing] | None:
    """Return both years' projects and last year's filing; None unless both have them in one kind of form."""
    prior, kinds = last_year(filing), ("basic_data", "project")
    if prior is None or not any(filing.of(kind) and prior.of(kind) for kind in kinds):
        return None
    here, there = _projects(filing), _projects(prior, "去年材料的")
    return (here, there, prior) if here and there else None


@rule("Y301", "info", "去年的项目本年没有")
def vanished(filing: Filing) -> Iterator[Relation]:
    """检查什么：去年材料里有金额的项目，本年的基础数据表和项目支出绩效自评表里还有没有。
    为什么：没做完就不见了的项目，结转资金和绩效目标就没有交代。
    反例：去年有“防汛设备购置”，结转 12 万元，本年的表里没有这个项目。
    正例：跨年度的项目两年名称相同，逐年填写。
    怎么改：项目已完成的不用改；还在实施或有结转的，补填这一行；改了名称的，在正文说明。"""
    if (both := _both(filing)) is not None:
        here, there, _ = both
        yield _difference("Y301", there, _all_names(filing), here, "去年材料里的项目{}，本年没有。")


@rule("Y302", "info", "本年新增的项目")
def new(filing: Filing) -> Iterator[Relation]:
    """检查什么：本年有金额的项目，去年材料里有没有同名的。
    为什么：改了名称的老项目会被看成一停一新，前后年度对不上。
    反例：去年叫“场馆免费开放”，本年叫“文化场馆免费开放经费”。
    正例：跨年度的项目两年名称相同；新增的项目在正文中说明来源。
    怎么改：核对项目名称是否与去年一致；确是新增的不用改。"""
    if (both := _both(filing)) is not None:
        here, there, prior = both
        yield _difference("Y302", here, _all_names(prior), there, "本年的项目{}，去年材料里没有。")


@rule("Y303", "info", "上年结转资金多于去年剩余")
def carried_over(filing: Filing) -> Iterator[Relation]:
    """检查什么：项目支出绩效自评表的上年结转资金，是否多于去年材料里同名项目的全年预算数减全年执行数。
    为什么：结转的是去年没用完的钱，不会比剩下的多；收回一部分的，可以少。
    反例：去年项目预算 36 万元、执行 34 万元，本年上年结转资金填 6 万元。
    正例：去年项目预算 36 万元、执行 30 万元，本年上年结转资金填 6 万元。
    怎么改：核对去年的全年预算数、全年执行数和结转批复，改正填错的一处。"""
    for here, there in counterparts(filing, "project"):
        carried = here.entries.get("上年结转资金.全年预算数")
        places = [there.entries.get(f"年度资金总额.{c}") for c in ("全年预算数", "全年执行数")]
        if carried is None or carried.figure is None:
            continue
        terms = {"结转": term(carried, "上年结转资金（全年预算数）")}
        for name, entry in zip(("预算", "执行"), places, strict=True):
            if entry is not None and entry.figure is not None:
                terms[name] = term(entry, f"去年材料的年度资金总额（{entry.column}）")
        if len(terms) < 3:
            continue
        result = evaluate(_CARRIED, Scope(project(here), terms))
        said = f"项目“{project(here)}”的{result.told.sentence}" if result.telling else ""
        yield Relation("Y303", result.verdict, result.operands, project(here), said)
