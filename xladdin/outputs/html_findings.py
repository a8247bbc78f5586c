"""The entries of a report as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from xladdin.model.report import Finding, Operand, Report
from xladdin.outputs import advice, wording
from xladdin.outputs.entries import Entry, by_severity, entries
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


def listed(report: Report, names: Names, pages: Rules) -> Markup:
    """The entries of a report below a heading for each severity, numbered through.

    ``pages`` are the rules that the appendix explains; their codes become links.
    """
    parts: list[Markup] = []
    number = 0
    for severity, group in by_severity(entries(report)).items():
        articles = []
        for entry in group:
            number += 1
            articles.append(_entry(entry, number, names, pages))
        name, counts = wording.headed(severity, report, group)
        title = tag("h3", name, tag("small", counts))
        parts.append(tag("section", title, articles, class_="group", data_severity=str(severity)))
    return join(parts)


def filters(report: Report) -> Markup | None:
    """One button for each severity that occurs; none where there is nothing to choose."""
    groups = by_severity(entries(report))
    if len(groups) < 2:
        return None
    choices = [("", "全部", sum(map(len, groups.values())))]
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


def _entry(entry: Entry, number: int, names: Names, pages: Rules) -> Markup:
    finding = entry.lead
    where = [page for page in by_page(finding.operands, names) if page] or ["整套材料"]
    correction, why = advice.correction(entry, names), advice.reason(entry)
    fix = advice.remedy(entry)
    return tag(
        "article",
        tag(
            "header",
            tag("span", number, class_="number"),
            tag("h4", one_line(finding.title)),
            _level(finding, pages),
        ),
        tag("p", one_line(finding.message), class_="message"),
        tag(
            "dl",
            _term(*correction, class_="fix") if correction else None,
            _term(*why) if why else None,
            tag("dt", "位置"),
            [tag("dd", line) for line in where],
        ),
        _figures(finding, names),
        tag("dl", _term("改法", fix, class_="fix"), _explanation(finding))
        if fix or finding.explanation
        else None,
        _followers(entry, names, pages),
        id=f"finding-{number}",
        class_=f"finding {finding.severity}{' explained' if finding.explained else ''}",
        data_severity=str(finding.severity),
    )


def _followers(entry: Entry, names: Names, pages: Rules) -> Markup | None:
    """What follows from an entry, folded away; the line that stays says what it is."""
    if not entry.follows:
        return None
    titles = "；".join(dict.fromkeys(one_line(each.title) for each in entry.follows))
    told = [
        tag(
            "div",
            tag("p", _level(finding, pages), " ", one_line(finding.message)),
            _figures(finding, names),
            tag("dl", _explanation(finding)) if finding.explanation else None,
            class_=f"follower {finding.severity}",
        )
        for finding in entry.follows
    ]
    title = tag(
        "summary",
        f"连带 {len(entry.follows)} 处",
        tag("small", f"{titles}（{advice.gone(entry)}）"),
    )
    return tag("details", title, told, class_="follows")


def _level(finding: Finding, pages: Rules) -> Markup:
    severity = tag("span", wording.level(finding), class_="severity")
    return tag("span", severity, " ", code_link(finding.code, pages))


def _figures(finding: Finding, names: Names) -> list[Markup | None]:
    return [
        _operands(finding.operands, names),
        *(_quote(quote, names) for quote in quotes(finding.operands)),
    ]


def _explanation(finding: Finding) -> Sequence[Markup] | None:
    return _term(*wording.explanation(finding)) if finding.explanation else None


def _term(name: str, text: str | None, class_: str | None = None) -> Sequence[Markup] | None:
    return [tag("dt", name), tag("dd", one_line(text), class_=class_)] if text else None


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
