"""Find sentences that stand twice in a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from xladdin.model.filing import Filing
from xladdin.model.report import Relation
from xladdin.narrative.lines import Line
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import reports
from xladdin.rules.ruling import quoted, ruled

_CLAUSE = pattern(r"([^，,。；;：:！!？?]+)([，,。；;：:！!？?]?)")
_BREAK = pattern(r"[，,。；;：:！!？?]\s*")
_FULL_STOPS = "。！!？?"
_SHORTEST_CLAUSE = 4
_SHORTEST_IN_LINE = 8
_SHORTEST_IN_SECTION = 15
#: The beginning of answers to goals, which are bound to be alike.
_ANSWER = pattern(r"(?:目标|完成|实际|偏差|问题|指标)\S{0,6}$")
#: The most places of one clause that are compared.
_MOST_PLACES = 4
_SHOWN = 40


class _Clause(Struct, frozen=True):
    """Words between two punctuation marks; ``last`` if a sentence ends with them."""

    text: str
    start: int
    end: int
    last: bool


def _clauses(line: Line) -> list[_Clause]:
    body = line.text.find(line.lead) if line.style else 0
    return [
        _Clause(text, found.start(), found.end(1), found[2] in _FULL_STOPS)
        for found in _CLAUSE.finditer(line.text, body)
        if (text := found[1].strip())
    ]


def _sentences(clauses: Sequence[_Clause]) -> Iterator[tuple[int, int]]:
    """Yield the sentences as ranges of clauses."""
    start = 0
    for index, clause in enumerate(clauses, 1):
        if clause.last or index == len(clauses):
            yield start, index
            start = index


def _index_of_repetition(
    clauses: Sequence[_Clause], at: Mapping[str, list[int]], start: int, end: int
) -> int | None:
    """Return the index of the clause where a sentence is repeated in its line; None if nowhere."""
    wanted = [clause.text for clause in clauses[start:end]]
    for place in at[wanted[0]][:_MOST_PLACES]:
        apart = place + len(wanted) <= start or place >= end
        if apart and [clause.text for clause in clauses[place : place + len(wanted)]] == wanted:
            return place
    return None


@rule("F503", "info", "句子重复")
def repeated_sentence(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一段里有没有整句重复（8个字以上），同一小节的不同段落里有没有长句重复（15个字以上）。
    不算重复：不同部分沿用同样的说明，如各类支出的口径说明、单位简介。
    为什么：多半是复制时多粘了一次，或应当改写的一处没有改。
    反例：本馆为一级预算单位，无下属单位，内设三个部室。本馆为一级预算单位，无下属单位。
    正例：本馆为一级预算单位，无下属单位，内设三个部室。
    怎么改：删去重复的一处；应当是两件事的，改成各自的内容。"""
    for report in reports(filing):
        said = [_BREAK.split(line.text) for line in report.lines]
        times = Counter(clause for each in said for clause in each)
        twice = {c for c, count in times.items() if count > 1 and len(c) >= _SHORTEST_CLAUSE}
        earlier: dict[str, tuple[Line, int, int]] = {}
        for line, each in zip(report.lines, said, strict=True):
            if line.alone:
                earlier = {}
            elif not twice.isdisjoint(each):
                yield from _in_line(line, earlier)


def _in_line(line: Line, earlier: dict[str, tuple[Line, int, int]]) -> Iterator[Relation]:
    """Yield repetitions in a line and of ``earlier`` long sentences, adding its own to these."""
    clauses = _clauses(line)
    at: dict[str, list[int]] = defaultdict(list)
    for index, clause in enumerate(clauses):
        at[clause.text].append(index)
    told: set[str] = set()
    for start, end in _sentences(clauses):
        text = "，".join(clause.text for clause in clauses[start:end])
        answer = end - start > 1 and _ANSWER.search(clauses[start].text)
        if len(text) < _SHORTEST_IN_LINE or text in told or answer:
            continue
        here = (line, clauses[start].start, clauses[end - 1].end)
        place = _index_of_repetition(clauses, at, start, end)
        if place is not None:
            told.add(text)
            there = (line, clauses[place].start, clauses[place + end - start - 1].end)
            yield _repeated(text, sorted((here, there), key=lambda each: each[1]), "同一段")
        elif len(text) >= _SHORTEST_IN_SECTION:
            if text in earlier:
                told.add(text)
                yield _repeated(text, (earlier[text], here), "同一小节")
            earlier.setdefault(text, here)


def _repeated(text: str, places: Sequence[tuple[Line, int, int]], where: str) -> Relation:
    operands = [quoted("重复的句子", at.text[a:b].strip(), at.place(a, b)) for at, a, b in places]
    words = text if len(text) <= _SHOWN else text[:_SHOWN] + "……"
    return ruled("F503", operands, text[:_SHOWN], f"“{words}”在{where}里写了两次。")
