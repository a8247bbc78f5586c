"""Render the entries of a report as HTML cards; printed, they are the list of corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from xladdin.model.report import Finding, Operand, Report
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, by_severity, entries
from xladdin.outputs.markup import Markup, join, tag
from xladdin.outputs.places import Names, by_page, spot
from xladdin.outputs.printable import one_line
from xladdin.outputs.since import State, since
from xladdin.outputs.ticks import Ticks


class RulePage(Protocol):
    """A rule as the appendix shows it: its title, and its page of several lines."""

    @property
    def title(self) -> str: ...
    @property
    def page(self) -> str: ...


Rules = Mapping[str, RulePage]
States = Mapping[str, State]


def cards(report: Report, names: Names, pages: Rules, ticks: Ticks) -> Markup:
    """Return the entries of a report under a heading for each severity, numbered throughout.
    ``pages`` are the rules explained in the appendix; their codes become links."""
    parts: list[Markup] = []
    number, became = 0, since(report)
    for severity, group in by_severity(entries(report)).items():
        articles = []
        for entry in group:
            number += 1
            articles.append(_card(entry, number, names, pages, ticks, became.states))
        name, counts = phrases.headed(severity, report, group)
        title = tag("h2", name, tag("small", counts))
        parts.append(tag("section", title, articles, class_=f"group {severity}"))
    if became.fixed:
        told = [
            tag("li", f"{one_line(each.code)} {one_line(each.message)}") for each in became.fixed
        ]
        title = tag("h2", f"{State.FIXED} ✓", tag("small", f"{len(told)} 处"))
        parts.append(tag("section", title, tag("ul", told), class_="group fixed"))
    return join(parts)


def _card(
    entry: Entry, number: int, names: Names, pages: Rules, ticks: Ticks, states: States
) -> Markup:
    finding = entry.lead
    correction, why = advice.correction(entry, names), advice.reason(entry)
    fix = advice.remedy(entry)
    first = next(iter(ticks.those(entry.about(finding))), None)
    return tag(
        "article",
        tag(
            "header",
            tag("span", number, class_="number"),
            tag("h3", one_line(finding.title)),
            _level(finding, pages, states),
        ),
        tag("p", one_line(finding.message), class_="message"),
        tag(
            "dl",
            _term(*correction, class_="fix")
            if correction
            else _term("位置", advice.at(entry, finding, names), class_="printed"),
            _term(*why) if why else None,
        ),
        _figures(finding.operands, names, ticks),
        tag("dl", _term("改法", fix, class_="fix"), _explanation(finding))
        if fix or finding.explanation
        else None,
        _followers(entry, names, pages, ticks, states),
        id=f"finding-{number}",
        class_=f"card {finding.severity}{' explained' if finding.explained else ''}",
        tabindex=0,
        data_f=first.number if first else None,
    )


def _followers(
    entry: Entry, names: Names, pages: Rules, ticks: Ticks, states: States
) -> Markup | None:
    """Return the findings that follow from an entry, folded under a line that counts them; None
    without any."""
    if not entry.follows:
        return None
    titles = "；".join(dict.fromkeys(one_line(each.title) for each in entry.follows))
    told = [
        tag(
            "div",
            tag("p", _level(finding, pages, states), " ", one_line(finding.message)),
            _figures(finding.operands, names, ticks),
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


def _level(finding: Finding, pages: Rules, states: States) -> Markup:
    """Return the finding's severity, its code, and what became of it since the previous check."""
    severity = tag("span", phrases.level(finding), class_="severity")
    state = "" if finding.explained else states.get(finding.fingerprint, "")
    became = (
        [" ", tag("span", state, class_=f"became {'new' if state is State.NEW else 'left'}")]
        if state
        else []
    )
    return tag("span", severity, " ", _code(finding.code, pages), became, class_="level")


def _code(code: str, pages: Rules) -> Markup:
    """Return the code, as a link if the appendix explains the rule."""
    if code not in pages:
        return tag("span", code, class_="code")
    return tag("a", code, class_="code", href=f"#rule-{code}")


def _explanation(finding: Finding) -> Sequence[Markup]:
    return _term(*phrases.explanation(finding)) if finding.explanation else ()


def _term(name: str, text: str | None, class_: str | None = None) -> Sequence[Markup]:
    if not text:
        return ()
    return tag("dt", name, class_=class_), tag("dd", one_line(text), class_=class_)


def _figures(operands: Sequence[Operand], names: Names, ticks: Ticks) -> Markup | None:
    """Return the figures of a finding, page by page, as links to their places; None without any."""
    if not operands:
        return None
    pages = by_page(operands, names)
    rows = [
        tag("li", tag("span", page, class_="page"), [_figure(each, ticks) for each in there])
        for page, there in pages.items()
    ]
    return tag("ul", rows, class_="figures")


def _figure(operand: Operand, ticks: Ticks) -> Markup:
    tick = ticks.at(operand)
    label, where = one_line(operand.label).strip(), spot(operand.location)
    content = [label, " ", tag("b", phrases.amount(operand)), " ", tag("small", where)]
    if tick is None:
        return tag("span", content, class_="to")
    return tag("a", content, href=f"#f{tick.number}", class_="to")
