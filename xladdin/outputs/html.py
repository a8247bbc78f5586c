"""Report → one HTML page that needs nothing else: to read on screen, to filter, to print on A4."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from string import Template

from xladdin.model.report import FormSummary, Report, SourceSummary
from xladdin.outputs import html_findings, html_relations, wording
from xladdin.outputs.html_coverage import picture
from xladdin.outputs.html_findings import RulePage, Rules
from xladdin.outputs.markup import Child, Markup, join, tag
from xladdin.outputs.places import names_in
from xladdin.outputs.printable import one_line, visible

#: The heading of a paragraph in a rule's page, and what a sentence ends with.
_HEAD = re.compile("([^：，。；“]{2,6})：")
_FULL = frozenset("。！？；：")


def render(
    report: Report, *, relations: bool = False, rules: Mapping[str, RulePage] | None = None
) -> str:
    """The report as a self-contained page.

    ``relations`` adds the list of everything that was checked; ``rules`` (by code) the appendix
    that explains each rule with a finding.
    """
    rules = rules or {}
    broken = {finding.code for finding in report.findings}
    pages = {code: rule for code, rule in rules.items() if code in broken}
    names = names_in(report)
    unit = one_line(report.unit).strip()
    script = _asset("report.js")
    body: list[Child] = [
        _head(report),
        _section("结论", _conclusion(report)),
        _section("核对的材料", _materials(report)),
        _section("问题", html_findings.filters(report),
                 html_findings.listed(report, names, pages))
        if report.findings else None,
        _section("核对过的关系", html_relations.relations(report.relations, names, rules),
                 html_relations.unused(report.unused) if report.unused else None)
        if relations else None,
        _section("附：规则说明", _appendix(pages), class_="appendix") if pages else None,
    ]  # fmt: skip
    return Template(_asset("report.html")).substitute(
        title=join([f"校验报告 {unit}".strip(), f" {report.year}年度" if report.year else ""]),
        policy=_policy(script),
        style=_asset("report.css"),
        body=join(body),
        script=script,
    )


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Only this page's own script may run, and nothing may be fetched."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _section(title: str, *content: Child, class_: str | None = None) -> Markup:
    return tag("section", tag("h2", title), *content, class_=class_)


def _head(report: Report) -> Markup:
    facts = [
        ("单位", one_line(report.unit).strip() or "（未识别）"),
        ("年度", f"{report.year}年" if report.year else "（未识别）"),
        ("地区方案", one_line(report.profile_name or report.profile)),
        ("材料", f"{len(report.sources)} 份"),
        ("去年材料", wording.heading(report.prior) if report.prior is not None else ""),
    ]
    return tag(
        "header",
        tag("h1", "绩效自评材料校验报告"),
        tag("dl", [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in facts if fact]),
        class_="head",
    )


def _conclusion(report: Report) -> Child:
    text = wording.narrative_coverage(report)
    state = "none" if wording.nothing_checked(report.coverage) else "some"
    return [
        tag("p", wording.conclusion(report), class_=f"conclusion {state}"),
        picture(report.coverage),
        tag("p", wording.coverage(report), class_="said"),
        tag("p", "正文：", text, class_="said") if text else None,
    ]


def _materials(report: Report) -> Markup:
    rows = [_source(source, report.forms) for source in report.sources]
    if report.prior is not None:
        rows += [_source(source, report.prior.forms) for source in report.prior.sources]
    heads = [tag("th", head, scope="col") for head in ("文件", "识别出的内容")]
    return tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="materials")


def _source(source: SourceSummary, forms: Sequence[FormSummary]) -> Markup:
    found: list[Child] = [tag("li", "正文")] if source.narrative else []
    for form in forms:
        if form.source == source.path:
            lack = wording.missing(form, limit=30)
            note = tag("p", lack, class_="lack") if lack else None
            found.append(tag("li", wording.form_title(form), note))
    if not found:
        found.append(tag("li", wording.NOTHING, class_="lack"))
    found += [tag("li", "注意：", one_line(note), class_="lack") for note in source.notes]
    return tag(
        "tr",
        tag(
            "th",
            one_line(source.path),
            tag("small", wording.kind(source.kind)),
            tag("small", f"SHA-256 {source.sha256[:16]}", title=source.sha256, class_="hash")
            if source.sha256
            else None,
            scope="row",
        ),
        tag("td", tag("ul", found)),
    )


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
    """The lines of a rule's page, those that break off in mid-sentence joined with the next."""
    lines: list[str] = []
    for line in map(str.strip, visible(page).splitlines()):
        if line and lines and lines[-1] and lines[-1][-1] not in _FULL and not _HEAD.match(line):
            lines[-1] += line
        else:
            lines.append(line)
    return [line for line in lines if line]


def _paragraph(line: str) -> Markup:
    """A paragraph of a rule's page; what stands before an early colon is its heading."""
    if head := _HEAD.match(line):
        return tag("p", tag("b", head[1]), line[head.end() :])
    return tag("p", line)
