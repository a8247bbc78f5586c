"""Report → what an annotated workbook shows: marks on its cells, and the sheet 校验结果.

Plain data, for whoever writes it down, into a file or into a workbook that is open in Excel:

- ``marks(report, source)``: for each cell of the workbook that a finding is about one ``Mark``, the
  tint of its background and the text of its note, whose size is ``note_size(mark.note)``.
- ``results(report, source, workbooks, when)``: the sheet RESULTS, from above: the title, a line for
  each of ``heading``, the headings of COLUMNS, a line for each of ``rows``, whose cells are
  ``row.texts()``. A row with a ``target`` leads to that cell from its column PLACE; the row's
  ``tint`` belongs behind its column LEVEL. The unit writes in the column EXPLANATION, which
  ``forms.explanations`` reads again on the next check together with the column FINGERPRINT, both
  found by their headings; in a row without fingerprint there is nothing to be written.

Every text is a text: what begins with = + - @ must not become a formula.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from xladdin.forms.explanations import CODE, EXPLANATION, FINGERPRINT, MESSAGE, RESULTS
from xladdin.model.report import Explanation, Finding, Operand, Report, Severity
from xladdin.outputs import wording
from xladdin.outputs.places import Names, by_page, names_in
from xladdin.outputs.printable import one_line, wrap
from xladdin.outputs.quoting import excerpt, quotes
from xladdin.outputs.standpoint import operands_from

Pages = dict[str, list[Operand]]

AUTHOR = "xladdin"
LEVEL, PLACE = "级别", "位置"
#: Backgrounds of marked cells, as RRGGBB, and that of a cell whose findings are all explained.
TINTS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFE08A", Severity.INFO: "C9DDF2"}
EXPLAINED_TINT = "E4E4E4"
#: The background of the column that the unit writes in, as that of input cells elsewhere.
INPUT_TINT = "FFFBE6"

_HINT = (
    "点“位置”可以跳到有问题的单元格。警告和提示如有正当原因，请写在“说明”栏并保存，"
    "下次核对时算作已说明；错误不能以说明代替改正。"
)
_TITLE, _CONCLUSION, _WHEN = "绩效自评材料校验结果", "结论：", "核对时间："
#: What the lines above the table begin with.
HEADINGS = (_TITLE, _CONCLUSION, _WHEN, _HINT)
#: Where the text of a note begins, in a line of its own.
_OURS = re.compile(
    rf"^(?:{'|'.join(wording.SEVERITIES.values())})(?:（已说明）)? [A-Z]\d+ ", re.MULTILINE
)
_OUTDATED = "已无此问题"
#: Of more findings about one cell the note only tells the number.
_MOST_IN_NOTE = 6
_NOTE_COLUMNS = 44
#: A longer message would not fit into the note; and each term of a sum has it.
_LONGEST_IN_NOTE = 400
#: Of more operands only the cells and the amounts are listed, and in one line.
_LABELLED = 6
_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its heading and its width in characters."""

    heading: str
    width: float


COLUMNS = (
    Column(LEVEL, 9),
    Column(CODE, 7),
    Column(PLACE, 26),
    Column(MESSAGE, 42),
    Column("数字", 36),
    Column("改法", 30),
    Column(EXPLANATION, 28),
    Column(FINGERPRINT, 4),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A cell of the workbook: the sheet's name and an A1 address."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell is given: ``tint`` as RRGGBB, ``note`` as lines with \\n between them."""

    at: Target
    tint: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet; the texts may have several lines. ``target`` is None for what stands in
    no cell of this workbook."""

    tint: str
    level: str
    code: str
    place: str
    message: str
    numbers: str
    fix: str
    explanation: str
    fingerprint: str
    target: Target | None = None

    def texts(self) -> tuple[str, ...]:
        """The texts of the row's cells, in the order of COLUMNS."""
        return (
            *(self.level, self.code, self.place, self.message),
            *(self.numbers, self.fix, self.explanation, self.fingerprint),
        )


@dataclass(frozen=True, slots=True)
class Results:
    """The sheet 校验结果: the lines above the table, and the table's rows, gravest first.

    At the end stand explanations whose finding is not there any more, so that none is lost.
    """

    title: str
    heading: tuple[str, ...]
    rows: tuple[Row, ...]


def marks(report: Report, source: str) -> tuple[Mark, ...]:
    """A mark for each cell of the workbook ``source`` (``Source.name``) that findings are about."""
    about: defaultdict[Target, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        targets = map(_target, _here(operands_from(finding, report, source), source))
        for target in dict.fromkeys(target for target in targets if target):
            about[target].append(finding)
    notes: dict[tuple[int, ...], str] = {}  # a total's cells all have the same one
    for findings in about.values():
        same = tuple(map(id, findings))
        if same not in notes:
            notes[same] = _note(findings)
    return tuple(
        Mark(at, _tint(findings), notes[tuple(map(id, findings))]) for at, findings in about.items()
    )


def results(report: Report, source: str, workbooks: Sequence[str], when: datetime) -> Results:
    """The sheet 校验结果 of the workbook ``source``: all findings, those in other files, too.

    ``workbooks`` are all that get such a sheet: each finding is explained in one of them alone, the
    one in which it stands, or else the first.
    """
    coverage = wording.coverage(report)
    if text := wording.narrative_coverage(report):
        coverage += f"正文{text}"
    profile = one_line(report.profile_name or report.profile)
    heading = (
        f"{_CONCLUSION}{wording.conclusion(report)}",
        f"{_WHEN}{when:%Y-%m-%d %H:%M}；地区方案：{profile}。核对范围：{coverage}",
        _HINT,
    )
    names = names_in(report)
    rows = [_row(finding, report, source, workbooks, names) for finding in report.findings]
    if source == workbooks[0]:
        rows += map(_outdated_row, report.outdated)
    return Results(f"{_TITLE}　{wording.heading(report)}", heading, tuple(rows))


def note_size(note: str) -> tuple[int, int]:
    """Width and height in points at which the whole note can be read at 9 points."""
    lines = sum(len(wrap(line, _NOTE_COLUMNS)) for line in note.split("\n"))
    return 220, min(12 * lines + 14, 400)


def without_marks(note: str) -> str:
    """What somebody else has written in a note, above the text that an earlier check put there."""
    return _OURS.split(note, maxsplit=1)[0].rstrip()


def _here(operands: Iterable[Operand], source: str) -> list[Operand]:
    return [operand for operand in operands if operand.location.source == source]


def _target(operand: Operand) -> Target | None:
    where = operand.location
    return Target(where.sheet, where.cell) if where.sheet and where.cell else None


def _tint(findings: Sequence[Finding]) -> str:
    open_ones = [finding.severity for finding in findings if not finding.explained]
    return TINTS[min(open_ones, key=list(Severity).index)] if open_ones else EXPLAINED_TINT


def _note(findings: Sequence[Finding]) -> str:
    shown = ["\n".join(_note_lines(finding)) for finding in findings[:_MOST_IN_NOTE]]
    if more := len(findings) - len(shown):
        shown.append(f"另有 {more} 处问题与这一格有关，见工作表“{RESULTS}”。")
    return "\n\n".join(shown)


def _note_lines(finding: Finding) -> Iterator[str]:
    yield one_line(f"{wording.level(finding)} {finding.code} {finding.title}")
    yield _short(one_line(finding.message))
    if finding.fix:
        yield f"改法：{one_line(finding.fix)}"
    if finding.explanation:
        yield "：".join(wording.explanation(finding))


def _short(message: str) -> str:
    """A message as it goes into a note: of a long sum beginning and end."""
    if len(message) <= _LONGEST_IN_NOTE:
        return message
    end = _LONGEST_IN_NOTE // 4
    return f"{message[: _LONGEST_IN_NOTE - end]}……（全文见工作表“{RESULTS}”）……{message[-end:]}"


def _row(
    finding: Finding, report: Report, source: str, workbooks: Sequence[str], names: Names
) -> Row:
    operands = operands_from(finding, report, source)
    own = _here(operands, source)
    pages = _by_sheet(own) | by_page((each for each in operands if each not in own), names)
    target = next(filter(None, map(_target, own)), None)
    fix = one_line(finding.fix)
    if finding.rejected:
        fix = f"{fix}（{wording.NO_SUBSTITUTE}。）"
    home = _home(finding, workbooks)
    aside = "" if home == source else f"（说明请写在「{home}」的副本里）"
    return Row(
        tint=_tint([finding]),
        level=wording.level(finding),
        code=one_line(finding.code),
        place=f"{one_line(target.sheet)} {target.cell}" if target else _elsewhere(pages),
        message=one_line(finding.message),
        numbers="\n".join(_numbers(pages)),
        fix=fix,
        explanation=finding.explanation or aside,
        fingerprint="" if aside else finding.fingerprint,
        target=target,
    )


def _home(finding: Finding, workbooks: Sequence[str]) -> str:
    sources = (operand.location.source for operand in finding.operands)
    return next((source for source in sources if source in workbooks), workbooks[0])


def _by_sheet(operands: Iterable[Operand]) -> Pages:
    """The workbook's own operands, as its reader speaks of them."""
    sheets: Pages = {}
    for operand in operands:
        sheets.setdefault(one_line(operand.location.sheet or "").strip(), []).append(operand)
    return sheets


def _elsewhere(pages: Pages) -> str:
    """The place of a finding in another file: the page, and the sentence if it is a text."""
    for page, operands in pages.items():
        return "\n".join([page, *_sentences(operands)]) or "整套材料"
    return "整套材料"


def _numbers(pages: Pages) -> Iterator[str]:
    """The operands, those on other pages than the first with their page."""
    for number, (page, operands) in enumerate(pages.items()):
        lines = _sentences(operands) if number else []
        if not lines and len(operands) <= _LABELLED:
            lines = [wording.numbers([operand], spots=True) for operand in operands]
        elif not lines:
            more = f" 等 {len(operands)} 个" if len(operands) > _MOST_NUMBERS else ""
            shown = operands[:_MOST_NUMBERS]
            lines = [wording.numbers(shown, spots=True, labels=False) + more]
        if not number:
            yield from lines
        elif len(lines) == 1:
            yield f"{page} {lines[0]}"
        else:
            yield from (f"{page}：", *lines)


def _sentences(operands: Sequence[Operand]) -> list[str]:
    """The sentences of a text, the figures in them marked; none for a table."""
    if any(operand.location.cell for operand in operands):
        return []
    return [f"“{excerpt(quote)}”" for quote in quotes(operands)]


def _outdated_row(explanation: Explanation) -> Row:
    return Row(
        tint=EXPLAINED_TINT,
        level=_OUTDATED,
        code=explanation.code,
        place="",
        message=explanation.message,
        numbers="",
        fix="以前写的说明，留着备查；不需要了可以删去。",
        explanation=explanation.text,
        fingerprint=explanation.fingerprint,
    )
