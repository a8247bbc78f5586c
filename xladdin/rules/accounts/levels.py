"""Within a table of the accounts: a code's amount is the sum of the codes right below it."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.accounts.reading import CODED
from xladdin.model.filing import Filing
from xladdin.model.form import Form, Item
from xladdin.model.report import Relation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.ruling import by_formula
from xladdin.rules.scope import Scope, Term, term

_WHOLE = "合计"
_SUM = parse("上级 == 合计(下级)")


@rule("D201", "error", "决算表的上级科目不等于下级科目之和")
def levels(filing: Filing) -> Iterator[Relation]:
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
                    relation = by_formula("D201", _SUM, place)
                    yield from [relation] if relation is not None else []


def code(item: Item) -> str:
    """The code that a row goes by."""
    return item.label.partition(" ")[0]


def _above(each: str, codes: dict[str, Item]) -> str:
    """The nearest code above; empty for one right below the total."""
    shorter = (each[:length] for length in (5, 3) if length < len(each))
    return next((code for code in shorter if code in codes), "")


def _whole(form: Form, item: Item | None, column: str) -> Term | None:
    entry = item.entries.get(column) if item else form.entries.get(f"{_WHOLE}.{column}")
    name = item.label if item else _WHOLE
    return term(entry, f"{name} {column}") if entry is not None else None
