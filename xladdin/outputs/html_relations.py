"""Everything that was checked, and what was not, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation, Unused
from xladdin.outputs import wording
from xladdin.outputs.html_findings import Rules
from xladdin.outputs.markup import Markup, join, tag
from xladdin.outputs.places import Names, by_page, spot
from xladdin.outputs.printable import one_line


def relations(checked: Sequence[Relation], names: Names, rules: Rules) -> Markup:
    """Everything that was checked, folded away, one table for each verdict that occurs.

    ``rules`` give the titles, where they are known.
    """
    parts = []
    for verdict in (Verdict.VIOLATED, Verdict.SKIPPED, Verdict.ROUNDING, Verdict.HELD):
        if group := [relation for relation in checked if relation.verdict is verdict]:
            rows = [_relation(relation, names, rules) for relation in group]
            heads = [tag("th", head, scope="col") for head in ("代码", "对象", "数字与位置")]
            table = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows))
            title = tag("summary", wording.VERDICTS[verdict], tag("small", f"{len(group)} 条"))
            parts.append(tag("details", title, table, class_=f"relations {verdict}"))
    return join(parts)


def unused(figures: Sequence[Unused]) -> Markup:
    """The figures of the report that took part in no relation, each with the reason."""
    rows = [
        tag("tr", tag("td", spot(each.operand.location)),
            tag("td", one_line(each.operand.label), " ", tag("b", wording.amount(each.operand))),
            tag("td", each.reason))
        for each in figures
    ]  # fmt: skip
    heads = [tag("th", head, scope="col") for head in ("位置", "数字", "为什么没有核对")]
    table = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows))
    title = tag("summary", "没有参加核对的正文数字", tag("small", f"{len(figures)} 个"))
    return tag("details", title, table, class_="relations skipped")


def _relation(relation: Relation, names: Names, rules: Rules) -> Markup:
    rule = rules.get(relation.code)
    about = " · ".join(part for part in (rule.title if rule else "", relation.subject) if part)
    numbers = [
        tag("li", tag("small", where, class_="where"), tag("ul", map(_number, operands)))
        for where, operands in by_page(relation.operands, names).items()
    ]
    if relation.formula:
        numbers.append(tag("li", tag("small", f"读法：{relation.formula}（{relation.reading}）")))
    return tag(
        "tr",
        tag("td", tag("span", relation.code, class_="code")),
        tag("td", one_line(about) or "—"),
        tag("td", tag("ul", numbers) if numbers else "—"),
    )


def _number(operand: Operand) -> Markup:
    where, label = spot(operand.location), one_line(operand.label).strip()
    return tag(
        "li", tag("small", where), f" {label} ", tag("b", wording.amount(operand)), class_="item"
    )
