"""Find the state of each figure of a filing, like an auditor's tick marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct, field

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Report
from xladdin.outputs.entries import Entry, entries, to_correct
from xladdin.outputs.places import occurrences

#: The reason for a figure whose relations are all violated, each by a figure elsewhere.
_WAITS = "只与要改的数核对过，那一处改好后再核对"


class State(StrEnum):
    """The state of a figure, most urgent first."""

    WRONG = "wrong"
    EXPLAINED = "explained"
    TIED = "tied"
    IDLE = "idle"


class Tick(Struct):
    """A figure in its place: the half-open range of characters in a paragraph's or a cell's text.
    ``ties`` are the judged relations that it belongs to, as indices into the report's; ``reason``
    says why it is not confirmed, empty if it is."""

    operand: Operand
    start: int
    end: int
    number: int = -1
    state: State = State.IDLE
    reason: str = ""
    ties: list[int] = field(default_factory=list)

    @property
    def marked(self) -> bool:
        """Whether it is shown marked: texts and blank places are not, unless there is something to do."""
        figure = self.operand.value is not None and self.operand.text.strip()
        return bool(figure) or self.state in (State.WRONG, State.EXPLAINED)


class Ticks:
    """All figures of a report's documents, numbered in the order of the text."""

    def __init__(self, report: Report) -> None:
        self._texts = dict(_texts(report))
        self._at: dict[object, list[Tick]] = {}
        self._judged = [each for each in report.relations if each.verdict is not Verdict.SKIPPED]
        found = entries(report)
        self._collect(report, found)
        self.all = tuple(self._numbered())
        self._relate(report)
        self._state(report, found)

    def of(self, location: Location) -> Sequence[Tick]:
        """Return the figures in a paragraph or a cell, in their order."""
        return self._at.get(location.stretch, ())

    def at(self, operand: Operand) -> Tick | None:
        """Return the figure of an operand; None if no document shown contains it."""
        start, end = self._span(operand)
        around = [t for t in self.of(operand.location) if t.start <= start and end <= t.end]
        return min(around, key=lambda tick: tick.end - tick.start, default=None)

    def _collect(self, report: Report, found: Sequence[Entry]) -> None:
        told = [each for entry in found for finding in entry.findings for each in finding.operands]
        told += [figure for entry in found for figure in entry.figures]
        figures = (each for relation in self._judged for each in relation.operands)
        seen = {*told, *(each for each in figures if each.value is not None)}
        seen |= {each.operand for each in report.unused}
        for operand in seen:
            key = operand.location.stretch
            if key in self._texts:
                self._at.setdefault(key, []).append(Tick(operand, *self._span(operand)))

    def _span(self, operand: Operand) -> tuple[int, int]:
        """Return the operand's range in the text of its cell or paragraph; the whole text if unknown."""
        where, text = operand.location, self._texts.get(operand.location.stretch, "")
        if where.span is not None:
            return where.span
        return next(iter(occurrences(operand.text, text)), (0, len(text)))

    def _numbered(self) -> Iterator[Tick]:
        """Number the figures and yield them, merging those that overlap; figures within a text stay
        apart."""
        number = 0
        for key in self._texts:
            apart: list[Tick] = []
            ticks = self._at.get(key, ())
            for tick in sorted(ticks, key=lambda t: (t.start, -t.end, t.operand.label)):
                around = next((t for t in reversed(apart) if _overlap(t, tick)), None)
                if around is None or _contains(around, tick):
                    apart.append(tick)
                else:
                    around.end = max(around.end, tick.end)
            for tick in apart:
                tick.number = number
                number += 1
                yield tick
            if apart:
                self._at[key] = apart

    def _relate(self, report: Report) -> None:
        for index, relation in enumerate(report.relations):
            if relation.verdict is Verdict.SKIPPED:
                continue
            for tick in self.those(relation.operands):
                tick.ties.append(index)

    def those(self, operands: Iterable[Operand]) -> tuple[Tick, ...]:
        """Return the shown figures of these operands, each once."""
        ticks = {tick.number: tick for each in operands if (tick := self.at(each)) is not None}
        return tuple(ticks.values())

    def _state(self, report: Report, found: Sequence[Entry]) -> None:
        reasons = {tick.number: each.reason for each in report.unused
                   for tick in self.those((each.operand,))}  # fmt: skip
        for tick in self.all:
            if any(report.relations[index].verdict.holds for index in tick.ties):
                tick.state = State.TIED
            else:
                tick.reason = _WAITS if tick.ties else reasons.get(tick.number, "")
        explained = [entry for entry in found if entry.explained]
        for state, group in ((State.EXPLAINED, explained), (State.WRONG, to_correct(found))):
            for entry in group:
                for tick in self._meant(entry):
                    tick.state, tick.reason = state, ""

    def _meant(self, entry: Entry) -> Iterator[Tick]:
        """Yield the figures to correct and, without a proposal, those of the finding that nothing confirms."""
        yield from self.those(entry.figures)
        if entry.cause.proposed is None:
            doubted = self.those(entry.lead.operands)
            yield from (tick for tick in doubted if tick.state is not State.TIED)


def _overlap(first: Tick, second: Tick) -> bool:
    return second.start < max(first.end, first.start + 1)


def _contains(text: Tick, figure: Tick) -> bool:
    """Tell whether a figure stands within an operand that is a text."""
    shorter = figure.end - figure.start < text.end - text.start
    return text.operand.value is None and shorter and figure.end <= text.end


def _texts(report: Report) -> Iterator[tuple[object, str]]:
    """Yield the place and the text of all that is shown, in the order of the documents."""
    frames: dict[object, str] = {}
    for source in report.documents:
        for block in source.blocks:
            if isinstance(block, Paragraph):
                where, text = block.place(source.name), block.text
                if block.frame is not None:  # a line of a cell, from an offset on
                    text = frames.get(where.stretch, "").ljust(block.offset) + text
                    frames[where.stretch] = text
                yield where.stretch, text
            else:
                for cell in block.cells:
                    where = Location(source.name, sheet=block.sheet, cell=block.address(cell))
                    yield where.stretch, cell.text


def counted(ticks: Iterable[Tick]) -> Mapping[State, int]:
    """Count the marks of each state."""
    counts = dict.fromkeys(State, 0)
    for tick in ticks:
        counts[tick.state] += tick.marked
    return counts
