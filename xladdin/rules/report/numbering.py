"""Whether the parts of a report are numbered one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Line
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import written
from xladdin.text.numbers import in_chinese

_SHOWN = 20


@rule("F408", "warning", "标题编号重复或跳号")
def numbering(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文一级标题（一、二、三……）的序号是否连着往下编。重新从“一”开始的是另一组。
    为什么：序号重复或跳号，常是删改后没有重编，也可能漏了一部分。
    反例：“四、绩效目标完成情况”后面是“六、存在的主要问题”。
    正例：“四、绩效目标完成情况”后面是“五、存在的主要问题”。
    怎么改：按顺序重编标题序号；漏了一部分的，补上这一部分。"""
    lines = [line for line in written(filing).lines if line.style == "top" and line.heading]
    for before, line in _out_of_turn(lines):
        operands = tuple(
            Operand("标题", each.text[:_SHOWN], None, "", each.place()) for each in (before, line)
        )
        wanted = in_chinese(before.ordinal + 1)
        message = (
            f"“{before.text[:_SHOWN]}”后面的标题是“{line.text[:_SHOWN]}”，按顺序应编为“{wanted}”。"
        )
        yield Relation("F408", Verdict.VIOLATED, operands, line.text[:_SHOWN], message, "", wanted)


def _out_of_turn(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Headings that go on with none of the lists that are open, each with the one before it. After
    one of them the next may go on from what it says, or from what it should say: a slip is told once."""
    opened: list[tuple[Line, set[int]]] = []
    for line in lines:
        if line.ordinal == 1:
            opened.append((line, {2}))
            continue
        goes_on = [i for i, (last, next_) in enumerate(opened) if _same(last, line, next_)]
        if goes_on:
            opened[goes_on[-1] :] = [(line, {line.ordinal + 1})]
        elif opened and opened[-1][0].passage.source == line.passage.source:
            last = opened[-1][0]
            if line.ordinal - last.ordinal in (0, 2):
                yield last, line
            opened[-1] = (line, {line.ordinal + 1, last.ordinal + 2})


def _same(last: Line, line: Line, next_: set[int]) -> bool:
    return line.ordinal in next_ and last.passage.source == line.passage.source
