"""Findings and relations as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Operand, Relation, Unused
from xladdin.outputs import wording
from xladdin.outputs.markup import Markup, join, tag
from xladdin.outputs.places import Names, by_page, place, spot
from xladdin.outputs.printable import one_line
from xladdin.outputs.quoting import Quote, quotes


class RulePage(Protocol):
    """What the appendix needs of a rule: its title and its page of several lines."""

    @property
    def title(self) -> str: ...
    @property
    def page(self) -> str: ...


Rules = Mapping[str, RulePage]


def findings(found: Sequence[Finding], names: Names, pages: Rules) -> Markup:
    """All findings below a heading for each severity, numbered through.

    ``pages`` are the rules that the appendix explains; their codes become links.
    """
    groups = wording.by_severity(tuple(found))
    parts: list[Markup] = []
    number = 0
    for severity, group in groups.items():
        articles = []
        for finding in group:
            number += 1
            articles.append(_finding(finding, number, names, pages))
        title = tag("h3", wording.SEVERITIES[severity], tag("small", wording.counted(group)))
        parts.append(tag("section", title, articles, class_="group", data_severity=str(severity)))
    return join(parts)


def filters(found: Sequence[Finding]) -> Markup | None:
    """One button for each severity that occurs; none where there is nothing to choose."""
    groups = wording.by_severity(tuple(found))
    if len(groups) < 2:
        return None
    choices = [("", "全部", len(found))]
    choices += [(str(key), wording.SEVERITIES[key], len(group)) for key, group in groups.items()]
    buttons = [
        tag(
            "button", label, " ", tag("b", count),
            type="button", data_show=key, aria_pressed="false" if key else "true",
        )
        for key, label, count in choices
    ]  # fmt: skip
    return tag(
        "div", tag("div", buttons, role="group", aria_label="只看一类问题"),
        tag("p", role="status", class_="shown"),
        class_="filters", hidden="",
    )  # fmt: skip


def code_link(code: str, pages: Rules) -> Markup:
    """The code, leading to the rule's page in the appendix if there is one."""
    if code not in pages:
        return tag("span", code, class_="code")
    return tag("a", code, class_="code", href=f"#rule-{code}")


def _finding(finding: Finding, number: int, names: Names, pages: Rules) -> Markup:
    severity = wording.level(finding)
    where = [page for page in by_page(finding.operands, names) if page] or ["整套材料"]
    return tag(
        "article",
        tag(
            "header",
            tag("span", number, class_="number"),
            tag("h4", one_line(finding.title)),
            tag("span", tag("span", severity, class_="severity"), code_link(finding.code, pages)),
        ),
        tag("p", one_line(finding.message), class_="message"),
        tag("dl", tag("dt", "位置"), [tag("dd", line) for line in where], _values(finding)),
        _operands(finding.operands, names),
        [_quote(quote, names) for quote in quotes(finding.operands)],
        tag("dl", _term("改法", finding.fix, class_="fix"), _explanation(finding))
        if finding.fix or finding.explanation
        else None,
        id=f"finding-{number}",
        class_=f"finding {finding.severity}{' explained' if finding.explained else ''}",
        data_severity=str(finding.severity),
    )


def _explanation(finding: Finding) -> Sequence[Markup] | None:
    return _term(*wording.explanation(finding)) if finding.explanation else None


def _term(name: str, text: str | None, class_: str | None = None) -> Sequence[Markup] | None:
    return [tag("dt", name), tag("dd", one_line(text), class_=class_)] if text else None


def _values(finding: Finding) -> Sequence[Markup] | None:
    if not (finding.expected or finding.actual):
        return None
    sides = [("应为", finding.expected), ("现为", finding.actual)]
    shown = [tag("span", f"{word} ", tag("b", one_line(side))) for word, side in sides if side]
    return [tag("dt", "数值"), tag("dd", shown, class_="values")]


def _operands(operands: Sequence[Operand], names: Names) -> Markup | None:
    if not operands:
        return None
    single = len(by_page(operands, names)) == 1
    numbers = "figure" if any(operand.value is not None for operand in operands) else None
    rows = []
    for operand in operands:
        location = operand.location
        where = spot(location) if single else place(location, names)
        figure = "figure" if operand.value is not None else None
        rows.append(
            tag(
                "tr",
                tag("th", one_line(operand.label), scope="row"),
                tag("td", wording.amount(operand), class_=figure),
                tag("td", where or "—", class_="where"),
            )
        )
    heads = [
        tag("th", "项目", scope="col"),
        tag("th", "填写的内容", scope="col", class_=numbers),
        tag("th", "所在位置", scope="col", class_="where"),
    ]
    return tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="operands")


def _quote(quote: Quote, names: Names) -> Markup:
    text = [tag("mark", piece.text) if piece.marked else piece.text for piece in quote.pieces]
    return tag("figure", tag("blockquote", tag("p", text)),
               tag("figcaption", "原文：", place(quote.operands[0].location, names)))  # fmt: skip


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
