"""Render a report as one HTML page (对照视图): the filing as it looks, each figure with its state,
beside it the corrections. The page loads nothing, works by keyboard, and prints as a list."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any

from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation, Report
from xladdin.outputs import phrases
from xladdin.outputs.html_cards import RulePage, Rules, cards
from xladdin.outputs.html_filing import documents
from xladdin.outputs.markup import Child, Markup, join, tag
from xladdin.outputs.places import Names, names_in, page, place, spot
from xladdin.outputs.printable import one_line, visible
from xladdin.outputs.since import since
from xladdin.outputs.ticks import State, Ticks, counted
from xladdin.patterns import pattern

#: The heading at the beginning of a rule page's line, and the characters that end a line.
_HEAD = pattern("([^：，。；“]{2,6})：")
_FULL = frozenset("。！？；：")

_STATES = {
    State.WRONG: ("✗", "要改"),
    State.EXPLAINED: ("~", "已说明"),
    State.TIED: ("✓", "对得上"),
    State.IDLE: ("·", "没有核对"),
}
#: Verdicts that count as agreement.


def render(report: Report, *, rules: Mapping[str, RulePage] | None = None) -> str:
    """Return the report as a self-contained page. ``rules``, by code, give relations their titles,
    and an appendix on each rule that has a finding."""
    rules = rules or {}
    broken = {finding.code for finding in report.findings}
    pages = {code: rule for code, rule in rules.items() if code in broken}
    names, ticks = names_in(report), Ticks(report)
    unit = one_line(report.unit).strip()
    script = _asset("report.js")
    return Template(_asset("report.html")).substitute(
        title=join([f"校验报告 {unit}".strip(), f" {report.year}年度" if report.year else ""]),
        policy=_policy(script),
        style=_asset("report.css"),
        head=_head(report, ticks),
        cards=cards(report, names, pages, ticks),
        filing=join(documents(report, ticks)),
        about=join(_foot(report, pages)),
        data=_data(report, names, rules, ticks),
        script=script,
    )


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Return a content security policy that runs only this page's script and fetches nothing."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _head(report: Report, ticks: Ticks) -> Markup:
    facts = [
        one_line(report.unit).strip() or "（未识别出单位）",
        f"{report.year}年度" if report.year else "（未识别出年度）",
        one_line(report.profile_name or report.profile),
        f"去年材料：{phrases.heading(report.prior)}" if report.prior is not None else "",
    ]
    state = "none" if phrases.nothing_checked(report.coverage) else "some"
    return join(
        [
            tag("h1", "绩效自评材料校验报告"),
            tag("p", "　".join(fact for fact in facts if fact), class_="facts"),
            tag("p", phrases.conclusion(report), class_=f"conclusion {state}"),
            tag("p", became, class_="facts") if (became := since(report).told) else "",
            _states(ticks),
        ]
    )


def _states(ticks: Ticks) -> Markup:
    """Return buttons with the number of figures in each state; each leads from figure to figure."""
    chips = [
        tag(
            "button", tag("i", _STATES[state][0], aria_hidden="true"), _STATES[state][1], " ",
            tag("b", count), type="button", class_=str(state), data_state=str(state),
            disabled=None if count else "",
        )
        for state, count in counted(ticks.all).items()
    ]  # fmt: skip
    return tag(
        "div", chips, role="group", aria_label="材料里的数字，按一下看下一个", class_="states"
    )


def _foot(report: Report, pages: Rules) -> list[Child]:
    text = phrases.narrative_coverage(report)
    return [
        tag("section", tag("h2", "核对了多少"), tag("p", phrases.coverage(report)),
            tag("p", "正文：", text) if text else None, class_="said"),
        tag("section", tag("h2", "附：规则说明"), _appendix(pages), class_="appendix")
        if pages else None,
    ]  # fmt: skip


def _data(report: Report, names: Names, rules: Rules, ticks: Ticks) -> Markup:
    """Return the figures and their relations as JSON for the script."""
    figures = [
        [
            one_line(tick.operand.label).strip(), phrases.amount(tick.operand),
            page(tick.operand.location, names), spot(tick.operand.location), str(tick.state), tick.reason, tick.ties,
        ]
        for tick in ticks.all
    ]  # fmt: skip
    relations: dict[int, list[Any]] = {}
    for index in sorted({index for tick in ticks.all for index in tick.ties}):
        relation = report.relations[index]
        ends = [_end(operand, names, ticks) for operand in relation.operands]
        relations[index] = [_about(relation, rules), int(relation.verdict.holds), ends]
    text = json.dumps([figures, relations], ensure_ascii=False, separators=(",", ":"))
    return Markup(visible(text).replace("&", "\\u0026").replace("<", "\\u003c"))


def _about(relation: Relation, rules: Rules) -> str:
    """Return what was compared. A rule's title names the fault, so a relation that holds denies it."""
    rule = rules.get(relation.code)
    title = rule.title if rule is not None else relation.code
    if relation.verdict.holds:
        title = f"查过“{title}”，没有"
    if relation.verdict is Verdict.ROUNDING:
        title += "（差在四舍五入之内）"
    return one_line(" · ".join(part for part in (title, relation.subject) if part))


def _end(operand: Operand, names: Names, ticks: Ticks) -> int | str:
    """Return a figure of a relation as its number, or in words if it is not shown."""
    tick = ticks.at(operand)
    if tick is not None:
        return tick.number
    label = one_line(operand.label).strip()
    return f"{label} {phrases.amount(operand)}（{place(operand.location, names)}）"


def _appendix(pages: Rules) -> list[Markup]:
    return [
        tag(
            "section",
            tag("h3", tag("span", code, class_="code"), " ", rule.title),
            [_paragraph(line) for line in _paragraphs(rule.page)],
            id=f"rule-{code}",
            class_="rule",
        )
        for code, rule in pages.items()
    ]


def _paragraphs(page: str) -> list[str]:
    """Return the paragraphs of a rule's page, joining lines that break off in mid-sentence."""
    lines: list[str] = []
    for line in map(str.strip, visible(page).splitlines()):
        if line and lines and lines[-1] and lines[-1][-1] not in _FULL and not _HEAD.match(line):
            lines[-1] += line
        else:
            lines.append(line)
    return [line for line in lines if line]


def _paragraph(line: str) -> Markup:
    """Return a paragraph of a rule's page, the words before an early colon in bold."""
    if head := _HEAD.match(line):
        return tag("p", tag("b", head[1]), line[head.end() :])
    return tag("p", line)
