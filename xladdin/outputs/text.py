"""Print a report as Chinese text for the terminal: what is wrong, where, which numbers, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.model.report import (
    FormSummary,
    Operand,
    Relation,
    Report,
    Severity,
    SourceSummary,
    Unused,
)
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, by_severity, entries
from xladdin.outputs.places import Names, by_page, excerpt, names_in, place, quotes, spot
from xladdin.outputs.printable import one_line, width, wrap
from xladdin.outputs.since import since

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def short(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Return a short list of what to do: each entry with its place and what it should be, or what
    is wrong, in lines of at most ``width`` columns."""
    names = names_in(report)
    lines = wrap(f"校验报告　{phrases.heading(report)}", width)
    lines += _profile(report, width)
    lines += _labelled("材料", "、".join(one_line(each.path) for each in report.sources), width)
    if report.prior is not None:
        lines += _labelled("去年材料", phrases.heading(report.prior), width)
    for source in report.sources:
        for note in source.notes:
            told = one_line(note)
            of = "" if told.startswith("没有读取「") else f"{one_line(source.path)}："
            lines += _labelled("注意", f"{of}{told}", width)
    for said, entry, number in _listed(report, colour):
        lines += ["", said] if entry is None else _brief(entry, number, names, width, colour)
    return "\n".join([*lines, "", *summary(report, width), ""])


def _listed(report: Report, colour: bool) -> Iterator[tuple[str, Entry | None, int]]:
    """Yield the heading of each severity, then its entries, numbered throughout: heading, None, 0
    or empty, entry, number."""
    number = 0
    for severity, group in by_severity(entries(report)).items():
        title = " ".join(phrases.headed(severity, report, group))
        yield _painted(title, severity, colour), None, 0
        for entry in group:
            number += 1
            yield "", entry, number


def _brief(entry: Entry, number: int, names: Names, limit: int, colour: bool) -> list[str]:
    finding = entry.lead
    code = one_line(finding.code)
    mark = f"{number:>3}. "
    title = f"{code} {one_line(finding.title)}　" if _is_own(code) else f"{code} "
    told = f"{title}{advice.found(entry, finding, names)}：{advice.brief(entry, names)}"
    if entry.follows:
        told += f"（连带 {len(entry.follows)} 处）"
    if finding.explanation:
        told += f"（{'：'.join(phrases.explanation(finding))}）"
    lines = wrap(told, limit, first=mark, rest=" " * len(mark))
    lines[0] = lines[0].replace(code, _painted(code, finding.severity, colour), 1)
    return lines


def _is_own(code: str) -> bool:
    """Tell whether the rule is the unit's own, whose code means nothing to others."""
    return code.startswith("U")


def _profile(report: Report, limit: int) -> list[str]:
    profile = one_line(report.profile_name or report.profile)
    return _labelled("地区方案", profile, limit) if profile else []


def render(
    report: Report, *, relations: bool = False, width: int = 80, colour: bool = False
) -> str:
    """Return the whole report in lines of at most ``width`` columns. ``relations`` adds everything
    that was compared; ``colour`` uses the terminal's colours."""
    names = names_in(report)
    lines = _head(report, width)
    for said, entry, number in _listed(report, colour):
        lines += ["", *([said] if entry is None else _entry(entry, number, names, width, colour))]
    if relations:
        lines += ["", f"核对过的关系 {len(report.relations)} 条"]
        for relation in report.relations:
            lines += _relation(relation, names, width)
        if report.unused:
            lines += ["", f"没有参加核对的数字 {len(report.unused)} 个"]
            for each in report.unused:
                lines += _unused(each, names, width)
    return "\n".join([*lines, "", *summary(report, width), ""])


def summary(report: Report, width: int = 80) -> list[str]:
    """Return the closing lines: the conclusion, and how much was compared."""
    lines = [
        *_labelled("结论", phrases.conclusion(report), width),
        *_labelled("核对范围", phrases.coverage(report), width),
    ]
    for label, told in (
        ("正文", phrases.narrative_coverage(report)),
        ("说明", phrases.explanations_used(report)),
        ("整改", since(report).told),
    ):
        if told:
            lines += _labelled(label, told, width)
    return lines


def _head(report: Report, limit: int) -> list[str]:
    lines = wrap(f"校验报告　{phrases.heading(report)}", limit)
    lines += _profile(report, limit)
    lines += _files("材料：", report.sources, report.forms, limit)
    if report.prior is not None:
        lines += _labelled("去年材料", phrases.heading(report.prior), limit)
        lines += _files("", report.prior.sources, report.prior.forms, limit)
    return lines


def _files(
    label: str, sources: Sequence[SourceSummary], forms: Sequence[FormSummary], limit: int
) -> list[str]:
    """Return each file, and below it what was recognised in it."""
    lines: list[str] = []
    for source in sources:
        file = f"{one_line(source.path)}（{phrases.kind(source.kind)}）"
        lines += wrap(file, limit, first=" " * 6 if lines or not label else label, rest=" " * 6)
        said = ["正文"] if source.narrative else []
        for form in forms:
            if form.source == source.path:
                said += [phrases.form_title(form), phrases.missing(form)]
        said = [text for text in said if text] or [phrases.NOTHING]
        said += [f"注意：{one_line(note)}" for note in source.notes]
        for text in said:
            lines += wrap(text, limit, first=" " * 8, rest=" " * 10)
    return lines


def _entry(entry: Entry, number: int, names: Names, limit: int, colour: bool) -> list[str]:
    finding = entry.lead
    mark = f"{number}. "
    indent = " " * len(mark)
    code = one_line(finding.code)
    title = wrap(f"{code} {one_line(finding.title)}", limit, first=mark, rest=indent)
    title[0] = title[0].replace(code, _painted(code, finding.severity, colour), 1)
    lines = [*title, *wrap(one_line(finding.message), limit, first=indent, rest=indent)]
    for said in (advice.correction(entry, names), advice.reason(entry)):
        if said is not None:
            lines += _labelled(*said, limit, indent)
    if not finding.operands:
        lines += _labelled("位置", "整套材料", limit, indent)
    for where, operands in by_page(finding.operands, names).items():
        lines += _page_lines(where, operands, limit, indent)
    for label, told in advice.closing(entry):
        lines += _labelled(label, told, limit, indent)
    return lines


def _page_lines(where: str, operands: list[Operand], limit: int, indent: str) -> list[str]:
    """Return the lines for one form or text: its place, the numbers in it, the sentences around them."""
    spots = {spot(operand.location) for operand in operands}
    single = spots.pop() if len(spots) == 1 else ""
    place = " · ".join(part for part in (where, single) if part)
    label = "数字" if any(operand.value is not None for operand in operands) else "内容"
    lines = _labelled("位置", place or "整套材料", limit, indent)
    lines += _labelled(label, phrases.numbers(operands, spots=not single), limit, indent)
    for quote in quotes(operands):
        lines += _labelled("原文", f"“{excerpt(quote)}”", limit, indent)
    return lines


def _relation(relation: Relation, names: Names, limit: int) -> list[str]:
    pages = by_page(relation.operands, names)
    numbers = [f"{where}：{phrases.numbers(found, spots=True)}" for where, found in pages.items()]
    what = [relation.code, phrases.VERDICTS[relation.verdict], one_line(relation.subject)]
    lines = wrap("　".join(part for part in what if part), limit, first="  ", rest="    ")
    for line in numbers:
        lines += wrap(line, limit, first="    ", rest="      ")
    if relation.reading:
        formula = f"{relation.formula}（{relation.reading}）" if relation.formula else ""
        read = f"读法：{formula}" if formula else relation.reading
        lines += wrap(read, limit, first="    ", rest="      ")
    return lines


def _unused(each: Unused, names: Names, limit: int) -> list[str]:
    operand = each.operand
    said = (
        f"{place(operand.location, names)}　{one_line(operand.label)} {operand.text}：{each.reason}"
    )
    return wrap(said, limit, first="  ", rest="    ")


def _labelled(label: str, text: str, limit: int, indent: str = "") -> list[str]:
    first = f"{indent}{label}："
    return wrap(text, limit, first=first, rest=" " * width(first))


def _painted(text: str, severity: Severity, colour: bool) -> str:
    return f"\x1b[{_COLOURS[severity]}m{text}\x1b[0m" if colour else text
