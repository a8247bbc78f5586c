"""Decide what the sheet 校验结果 of a workbook says, as plain data for the writers.

The unit writes in the column EXPLANATION, which ``forms.explanations`` reads on the next check
together with the column FINGERPRINT; a row without fingerprint takes no explanation. Every text is
a text: one that begins with = + - @ must not become a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from xladdin.forms.explanations import GONE, WHEN
from xladdin.model.addresses import Spot
from xladdin.model.report import Finding, Listed, Operand, Report
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, Standpoint, entries
from xladdin.outputs.places import Names, by_page, names_in, sentences
from xladdin.outputs.printable import one_line
from xladdin.outputs.since import Since, State, since
from xladdin.outputs.workbook_marks import target

Pages = dict[str, list[Operand]]

_HINT = (
    "点“位置”可以跳到有问题的单元格。警告和提示如有正当原因，请写在“说明”栏并保存，"
    "下次核对时算作已说明；错误不能以说明代替改正。"
)
_TITLE, _CONCLUSION = "绩效自评材料校验结果", "结论："
#: The beginnings of the lines above the table.
ABOVE = (_TITLE, _CONCLUSION, WHEN, _HINT)
_MENDED = f"{State.FIXED} ✓"
#: The most operands listed with labels, a line each; of more, only cells and amounts in one line.
_LABELLED = 6
_MOST_NUMBERS = 12


#: The widths of the columns, in characters.
WIDTHS = (9.0, 7.0, 26.0, 42.0, 36.0, 30.0, 28.0, 8.0, 4.0)


class Row(NamedTuple):
    """A row of the sheet; texts may have several lines. ``target`` is the cell that the place links
    to, None for a place outside this workbook."""

    level: str
    code: str
    place: str
    message: str
    numbers: str
    fix: str
    explanation: str
    state: str
    fingerprint: str
    target: Spot | None = None

    def texts(self) -> tuple[str, ...]:
        """Return the texts of the row's cells, in the order of HEADINGS."""
        return self[:-1]


class Results(NamedTuple):
    """The sheet 校验结果: the lines above the table, and the table's rows, those of a cause together,
    most urgent first. At the end stand the findings corrected since an earlier check, with their
    explanations."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[Row, ...]


def results(report: Report, source: str, workbooks: Sequence[str], when: datetime) -> Results:
    """Return the sheet 校验结果 of the workbook ``source``: all findings, including those in other
    files. ``workbooks`` are all that get such a sheet. Each finding is explained in only one of
    them: the first that contains it, else the first of all."""
    coverage = phrases.coverage(report)
    if text := phrases.narrative_coverage(report):
        coverage += f"正文{text}"
    profile = one_line(report.profile_name or report.profile)
    became = since(report)
    heading = (
        f"{_CONCLUSION}{phrases.conclusion(report)}{became.told}",
        f"{WHEN}{when:%Y-%m-%d %H:%M}；地区方案：{profile}。核对范围：{coverage}",
        _HINT,
    )
    names = names_in(report)
    there = Standpoint(report, source)
    rows = [row for each in entries(report) for row in _rows(each, there, workbooks, names, became)]
    if source == workbooks[0]:
        rows += map(_mended_row, (*became.fixed, *became.mended))
    return Results(f"{_TITLE}　{phrases.heading(report)}", heading, tuple(rows))


def _rows(
    entry: Entry, there: Standpoint, workbooks: Sequence[str], names: Names, became: Since
) -> Iterator[Row]:
    """Yield a row for each finding of an entry; all of them link to the figure to correct."""
    figures = there.figures(entry)
    for finding in entry.findings:
        operands = there.operands(finding)
        own = there.here(operands)
        placed = {each.location for each in own}
        elsewhere = (each for each in operands if each.location not in placed)
        pages = _by_sheet(own) | by_page(elsewhere, names)
        at = next(filter(None, map(target, figures)), None)
        away = by_page(entry.figures[:1], names) if entry.named else pages
        place = f"{one_line(at.sheet)} {at.cell}" if at is not None else _elsewhere(away)
        home = _explained_in(finding, workbooks)
        aside = "" if home == there.source else f"（说明请写在「{home}」的副本里）"
        yield Row(
            level=phrases.level(finding),
            code=one_line(finding.code),
            place=place,
            message=one_line(finding.message),
            numbers="\n".join(_numbers(pages, place)),
            fix=_fix(entry, finding, figures, place, names),
            explanation=finding.explanation or aside,
            state=became.states.get(finding.fingerprint, ""),
            fingerprint="" if aside else finding.fingerprint,
            target=at,
        )


def _fix(
    entry: Entry, finding: Finding, figures: Sequence[Operand], place: str, names: Names
) -> str:
    """Return what to do; only the lead's row tells the correction."""
    at = place.partition("\n")[0]
    lines = []
    if finding is entry.lead:
        at_it = (*figures, *entry.figures)[:1]
        lines = [advice.step(entry, each, names) for each in at_it]
        lines += ["：".join(advice.reason(entry) or ()), advice.remedy(entry)]
    elif entry.cause.proposed is not None:
        named = advice.figure_words(entry.figures[0], names)
        lines = [f"把 {at} 的“{named}”改好，这一条就没有了，不用另改。"]
    else:
        lines = [f"与上面 {at} 的问题同出一处，一起核对。", one_line(finding.fix)]
    if finding.rejected:
        lines.append(f"（{phrases.NO_SUBSTITUTE}。）")
    return "\n".join(line for line in lines if line)


def _explained_in(finding: Finding, workbooks: Sequence[str]) -> str:
    sources = {operand.location.source for operand in finding.operands}
    return next((book for book in workbooks if book in sources), workbooks[0])


def _by_sheet(operands: Iterable[Operand]) -> Pages:
    """Group the workbook's own operands by sheet."""
    sheets: Pages = {}
    for operand in operands:
        sheets.setdefault(one_line(operand.location.sheet or "").strip(), []).append(operand)
    return sheets


def _elsewhere(pages: Pages) -> str:
    """Return the place of a finding in another file: the page, and the sentence if it is a text."""
    for page, operands in pages.items():
        return "\n".join([page, *sentences(operands)]) or "整套材料"
    return "整套材料"


def _numbers(pages: Pages, place: str) -> Iterator[str]:
    """Yield the operands, with their page unless it is that of the row's ``place``."""
    for number, (page, operands) in enumerate(pages.items()):
        known = not number and place.startswith(page)
        lines = [] if known else sentences(operands)
        if not lines and len(operands) <= _LABELLED:
            lines = [phrases.numbers([operand], spots=True) for operand in operands]
        elif not lines:
            more = f" 等 {len(operands)} 个" if len(operands) > _MOST_NUMBERS else ""
            shown = operands[:_MOST_NUMBERS]
            lines = [phrases.numbers(shown, spots=True, labels=False) + more]
        if known:
            yield from lines
        elif len(lines) == 1:
            yield f"{page} {lines[0]}"
        else:
            yield from (f"{page}：", *lines)


def _mended_row(listed: Listed) -> Row:
    fix = "以前写的说明，留着备查；不需要了可以删去。" if listed.text else ""
    said = (listed.message, "", fix, listed.text, _MENDED, listed.fingerprint)
    return Row(GONE, listed.code, "", *said)
