"""Family D: check sums within a table of the final accounts, and compare the forms with the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from xladdin.forms.accounts.reading import CODED
from xladdin.model.filing import Filing
from xladdin.model.form import Form, Item
from xladdin.model.report import Relation
from xladdin.rules.accounts.following import called, followed
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.ruling import by_formula
from xladdin.rules.scope import Scope, Term, term

_WHOLE = "合计"
_SUM = parse("上级 == 合计(下级)")


@rule("D201", "error", "决算表的上级科目不等于下级科目之和")
def levels(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：决算表里类、款、项逐级汇总：每个科目是否等于其下级科目之和，合计是否等于各类之和。
    为什么：政府收支分类科目按类、款、项逐级汇总。
    反例：201 一般公共服务支出 700.00，其下 20103 为 770.00。
    正例：201 一般公共服务支出 770.00，其下 20103 为 770.00。
    怎么改：对照决算软件重新导出这张表，或改正填错的数；缺了下级科目的，请补全。"""
    for form in filing.accounts:
        items = {code(item): item for item in form.sections.get(CODED, ())}
        below: dict[str, list[str]] = {}
        for each in items:
            below.setdefault(_above(each, items), []).append(each)
        columns = dict.fromkeys(c for item in items.values() for c in item.entries)
        for above, parts in below.items():
            for column in columns:
                whole = _whole(form, items.get(above), column)
                rows = [(items[p].label, items[p].entries.get(column)) for p in parts]
                terms = tuple(term(e, label) for label, e in rows if e is not None)
                if whole is not None and terms:
                    place = Scope(f"{above} {column}", {"上级": whole}, {"下级": terms})
                    yield by_formula("D201", _SUM, place)


def code(item: Item) -> str:
    """Return the subject code of a row, the first word of its label."""
    return item.label.partition(" ")[0]


def _above(each: str, codes: dict[str, Item]) -> str:
    """Return the nearest higher code among ``codes``; empty if only the total is above."""
    shorter = (each[:length] for length in (5, 3) if length < len(each))
    return next((code for code in shorter if code in codes), "")


def _whole(form: Form, item: Item | None, column: str) -> Term | None:
    """Return a row's amount, or that of 合计 without a row, as a term; None if it has none."""
    entry = item.entries.get(column) if item else form.entries.get(f"{_WHOLE}.{column}")
    name = item.label if item else _WHOLE
    return term(entry, f"{name} {column}") if entry is not None else None


def _differing(code: str, filing: Filing, *, doubtful: bool = False) -> Iterator[Relation]:
    """Compare the places of ``code`` with the amounts of the accounts they may equal, and yield a relation
    for each. ``doubtful``: the form may rightly state another amount."""
    for place, entry, scope in followed(filing):
        if place.code != code or place.fills or entry.blank:
            continue
        when = by_formula(code, parse(place.when), scope) if place.when else None
        if place.when and (when is None or not when.verdict.holds):
            continue
        formulas = (parse(f"{called(place)} == {amount}") for amount in place.known(scope))
        every = [r for formula in formulas if (r := by_formula(code, formula, scope)) is not None]
        held = [relation for relation in every if relation.verdict.holds]
        for relation in held[:1] or every[:1]:
            message = relation.message.replace("，应等于 ", "，决算报表是 ")
            for each in relation.operands:
                if each.unit != entry.unit and each.text:
                    message = message.replace(
                        f"{each.label} {each.text}", f"{each.label} {each.text}{each.unit}"
                    )
            yield replace(relation, message=message, doubtful=doubtful or relation.doubtful)


@rule("D401", "error", "基础数据表的决算数与决算报表不同")
def basic_data(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表的本年决算数（三公经费及各项、项目支出、公用经费及其中各项），是否等于部门决算公开表里的数。
    为什么：基础数据表的决算数出自部门决算；公用经费中办公经费为 30201，水费、电费、差旅费为 30205、30206、30211，会议费、培训费为 30215、30216。
    反例：“三公”经费支出决算表公务接待费 1.35，基础数据表公务接待本年决算填 1.53。
    正例：“三公”经费支出决算表公务接待费 1.35，基础数据表公务接待本年决算填 1.35。
    怎么改：以决算报表为准改正表格；决算报表有误的，先改正决算报表。"""
    yield from _differing("D401", filing)


@rule("D402", "error", "自评表的执行数与决算报表不同")
def overall(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评表的全年执行数，以及按执行数填写的基本支出、项目支出，是否等于支出决算表的合计。
    为什么：全年执行数就是决算的本年支出。只报财政拨款的，等于财政拨款支出也可以。
    反例：支出决算表本年支出合计 815.00，自评表全年执行数 851.00。
    正例：支出决算表本年支出合计 815.00，自评表全年执行数 815.00。
    怎么改：以决算报表为准改正表格；决算报表有误的，先改正决算报表。"""
    yield from _differing("D402", filing)


@rule("D403", "error", "基础数据表的上年决算数与上年决算报表不同")
def last(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表的上年决算数是否等于上年部门决算公开表里的数（给出了上年决算报表时）。
    为什么：上年决算已经批复，不会再变。
    反例：上年“三公”经费支出决算表公务接待费 1.80，基础数据表公务接待上年决算填 1.08。
    正例：上年“三公”经费支出决算表公务接待费 1.80，基础数据表公务接待上年决算填 1.80。
    怎么改：以决算报表为准改正表格；决算报表有误的，先改正决算报表。"""
    yield from _differing("D403", filing)


@rule("D404", "warning", "自评表按收入性质分的数与决算报表不同")
def sources(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评表按执行数填写“按收入性质分”时，一般公共预算、政府性基金是否等于财政拨款收入支出决算总表的支出数（或收入数）。
    为什么：同一笔资金在决算和自评表中性质相同。
    反例：财政拨款总表一般公共预算支出 795.00，自评表一般公共预算填 759.00。
    正例：财政拨款总表一般公共预算支出 795.00，自评表一般公共预算填 795.00。
    怎么改：以决算报表为准改正表格；决算报表有误的，先改正决算报表。"""
    yield from _differing("D404", filing, doubtful=True)


@rule("D405", "warning", "基础数据表的三公经费预算数与决算报表不同")
def budgets(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表三公经费及各项的本年预算数，是否等于“三公”经费支出决算表的预算数。
    为什么：两张表说的是同一个预算；口径不同（年初预算与全年预算）的，请写明。
    反例：“三公”经费支出决算表预算数合计 6.00，基础数据表本年预算填 0.60。
    正例：“三公”经费支出决算表预算数合计 6.00，基础数据表本年预算填 6.00。
    怎么改：以决算报表为准改正表格；决算报表有误的，先改正决算报表。"""
    yield from _differing("D405", filing, doubtful=True)
