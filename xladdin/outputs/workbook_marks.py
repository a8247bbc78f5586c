"""Decide what is shown on a workbook's cells, as plain data for the writers. Figures to correct get
a tint and a note. The other figures of the same findings get a coloured edge and a note that says
where to look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from xladdin.forms.explanations import RESULTS
from xladdin.model.addresses import Spot
from xladdin.model.report import Finding, Operand, Report, Severity
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, Standpoint, entries
from xladdin.outputs.places import Names, names_in, place
from xladdin.outputs.printable import one_line, wrap
from xladdin.patterns import pattern
from xladdin.tints import MARKS

AUTHOR = "xladdin"
#: The backgrounds of marked cells as RRGGBB; below, that of cells whose findings are all explained.
TINTS = {severity: tint for severity, (tint, _) in MARKS.items()}
EXPLAINED_TINT = "E4E4E4"
_BY_LEVEL = {severity.word: tint for severity, tint in TINTS.items()}
#: The backgrounds of computed cells: of those left the same, and of changed ones.
SAME_TINT, CHANGED_TINT = "EAF1FB", "FCE4D6"
#: The edge of cells related to what is to be corrected.
EDGE = "D9730D"

#: The beginning of our text in a note, in a line of its own.
_OURS = pattern(
    rf"^(?:(?:{'|'.join(each.word for each in Severity)})(?:（已说明）)? [A-Z]\d+ |与 .+ 的问题有关$"
    r"|原值：.+；按 [A-Z]\d+ 重算$|原为空白；按 [A-Z]\d+ 计算$)",
    re.MULTILINE,
)
#: The most causes told in one note; of the others, the number.
_MOST_IN_NOTE = 6
#: The most related places named in one note.
_MOST_NAMED = 3
_NOTE_COLUMNS = 44
#: The longest message in a note, in characters.
_LONGEST_IN_NOTE = 400


class Mark(Struct, frozen=True):
    """What a cell is given: ``tint`` as RRGGBB, empty for a coloured edge; ``note``, lines
    separated by \\n."""

    at: Spot
    tint: str
    note: str


def marks(report: Report, source: str) -> tuple[Mark, ...]:
    """Return the marks of the workbook ``source`` (``Source.name``), those with tints first."""
    there, names = Standpoint(report, source), names_in(report)
    wrong: defaultdict[Spot, list[tuple[Entry, Operand]]] = defaultdict(list)
    related: defaultdict[Spot, list[Operand]] = defaultdict(list)
    for entry in entries(report):
        figures = there.figures(entry)
        for figure in figures:
            if at := target(figure):
                wrong[at].append((entry, figure))
        about = (*figures, *entry.figures)[:1]
        if about and not entry.explained:
            for at in dict.fromkeys(filter(None, map(target, there.others(entry)))):
                related[at] += about
    full = (
        Mark(at, tint([finding for entry, _ in about for finding in entry.findings]),
             "\n\n".join([*_notes(about, names), *_related(at, related.get(at, ()), names)]))
        for at, about in wrong.items()
    )  # fmt: skip
    thin = (
        Mark(at, "", "".join(_related(at, about, names)))
        for at, about in related.items()
        if at not in wrong
    )
    return (*full, *thin)


def note_size(note: str) -> tuple[int, int]:
    """Return the width and height, in points, at which the whole note can be read at 9 points."""
    lines = sum(len(wrap(line, _NOTE_COLUMNS)) for line in note.split("\n"))
    return 220, min(12 * lines + 14, 400)


def without_marks(note: str) -> str:
    """Return what somebody else wrote in a note, above the text of an earlier check."""
    return _OURS.split(note, maxsplit=1)[0].rstrip()


def target(operand: Operand) -> Spot | None:
    """Return the cell of an operand; None if it stands on no sheet."""
    where = operand.location
    return Spot(where.sheet, where.cell) if where.sheet and where.cell else None


def tint(findings: Sequence[Finding]) -> str:
    """Return the background for findings: that of the gravest one that is not explained."""
    open_ones = [finding.severity for finding in findings if not finding.explained]
    return TINTS[min(open_ones, key=list(Severity).index)] if open_ones else EXPLAINED_TINT


def tint_of(level: str) -> str:
    """Return the background for a severity as worded; explained findings are worded differently."""
    return _BY_LEVEL.get(level, EXPLAINED_TINT)


def _notes(about: Sequence[tuple[Entry, Operand]], names: Names) -> Iterator[str]:
    for entry, figure in about[:_MOST_IN_NOTE]:
        yield "\n".join(_note_lines(entry, figure, names))
    if len(about) > _MOST_IN_NOTE:
        more = len(about) - _MOST_IN_NOTE
        yield f"另有 {more} 处问题与这一格有关，见工作表“{RESULTS}”。"


def _note_lines(entry: Entry, figure: Operand, names: Names) -> Iterator[str]:
    finding = entry.lead
    yield one_line(f"{phrases.level(finding)} {finding.code} {finding.title}")
    yield _short(one_line(finding.message))
    if step := advice.step(entry, figure, names):
        yield step
    if why := advice.reason(entry):
        yield "：".join(why)
    yield from map("：".join, advice.closing(entry))


def _short(message: str) -> str:
    """Return a message fit for a note: of a long one the beginning and the end."""
    if len(message) <= _LONGEST_IN_NOTE:
        return message
    end = _LONGEST_IN_NOTE // 4
    return f"{message[: _LONGEST_IN_NOTE - end]}……（全文见工作表“{RESULTS}”）……{message[-end:]}"


def _related(at: Spot, about: Sequence[Operand], names: Names) -> list[str]:
    """Return the line that says where the figures to correct stand: none, or one."""
    where = list(dict.fromkeys(_where(each, at, names) for each in about))
    if not where:
        return []
    more = " 等处" if len(where) > _MOST_NAMED else ""
    return [f"与 {'、'.join(where[:_MOST_NAMED])}{more} 的问题有关"]


def _where(operand: Operand, at: Spot, names: Names) -> str:
    """Return the place of a figure as seen from a cell."""
    there = target(operand)
    if there is None:
        return place(operand.location, names)
    return there.cell if there.sheet == at.sheet else f"{one_line(there.sheet)} {there.cell}"
