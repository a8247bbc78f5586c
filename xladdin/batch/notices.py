"""整改通知: one page to a unit: what to correct by number, where it stands, what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xladdin.appendix.wordml import element, paragraph
from xladdin.batch.result import Problem, Result
from xladdin.batch.rounds import changes, counted
from xladdin.documents import blank
from xladdin.model.report import Severity
from xladdin.outputs.printable import clipped, one_line, wrap
from xladdin.outputs.since import State
from xladdin.outputs.wording import SEVERITIES
from xladdin.templates.look import BODY_FONT, TITLE_FONT

#: A4 as official letters have it, in millimetres: 37 above, 28 left, 26 right, 35 below.
_ABOVE, _LEFT, _RIGHT, _BELOW = 37, 28, 26, 35
_ROOM_ACROSS, _ROOM_DOWN = (210 - _LEFT - _RIGHT) * 72 / 25.4, (297 - _ABOVE - _BELOW) * 72 / 25.4
_TITLE_SIZE = 20.0
#: Sizes of the text, the largest that lets everything stand on the page, and its lines' height.
_SIZES, _LINE = (16.0, 14.0, 12.0), 1.6
_LONGEST, _COPIES_NAMED = 160, 3


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    align: str = "left"
    before: float = 0


def notice(result: Result, when: datetime, before: Result | None = None) -> bytes | None:
    """The letter as a Word document, dated ``when``; None if there is nothing to mend.

    With the result of the round ``before`` it says what was mended and what was not. What does not
    go on the page is counted, and the annotated copies are named.
    """
    found = result.to_correct
    if not found:
        return None
    states = {each.problem.lead: each.state for each in changes(before, result) or ()}
    items = [
        _item(number, group, states.get(group[0].lead)) for number, group in enumerate(found, 1)
    ]
    title = _Line(f"关于{result.name}\n{_year(result)}整体支出绩效自评材料的整改通知", "center")
    head = (title, _Line(f"{result.name}：", before=12), _Line(_opening(result, found, before)))
    size, shown = _fitting(head, items, result)
    return _document((*head, *_body(items, shown, result), *_end(when)), size, when)


def _fitting(head: Sequence[_Line], items: Sequence[str], result: Result) -> tuple[float, int]:
    """The largest size in which all items go on the page; else the smallest, and how many go."""
    for size in _SIZES:
        if _fits((*head, *_body(items, len(items), result), *_end(datetime.min)), size):
            return size, len(items)
    shown = len(items) - 1
    while shown and not _fits(
        (*head, *_body(items, shown, result), *_end(datetime.min)), _SIZES[-1]
    ):
        shown -= 1
    return _SIZES[-1], shown


def _body(items: Sequence[str], shown: int, result: Result) -> list[_Line]:
    lines = [_Line(item) for item in items[:shown]]
    if shown < len(items):
        lines.append(_Line(f"　　其余 {len(items) - shown} 处见{_copies(result)}。"))
    return lines


def _copies(result: Result) -> str:
    """Where the findings stand that have no room in the letter."""
    names = "".join(f"“{name.rpartition('/')[2]}”" for name in result.copies[:_COPIES_NAMED])
    return f"随附的批注副本{clipped(one_line(names), 60)}" if names else "随附的问题清单"


def _item(number: int, group: Sequence[Problem], state: State | None) -> str:
    problem = group[0]
    mark = f"（{state}）" if state is not None else ""
    level = SEVERITIES[Severity(problem.severity)]
    told = clipped(one_line(problem.message).strip(), _LONGEST)
    fix = one_line(problem.fix).strip()
    more = _rest(group[1:])
    return f"　　{number}. {mark}【{level}】{_place(problem)}{told}{fix}{more}"


def _rest(follows: Sequence[Problem]) -> str:
    """What else belongs to the cause."""
    if not follows:
        return ""
    if any(each.fix for each in follows):
        return f"另有 {len(follows)} 处问题与此有关，一并改正。"
    return f"改好后另有 {len(follows)} 处问题随之消失。"


def _place(problem: Problem) -> str:
    """Form and cell; the file is known by them."""
    _, file, within = one_line(problem.place).partition(" · ")
    place = within if file else problem.place
    return f"{place.replace(' · ', ' ')}：" if place else ""


def _opening(result: Result, found: Sequence[Sequence[Problem]], before: Result | None) -> str:
    every = [each.severity for group in found for each in group]
    counts = [
        f"{SEVERITIES[severity]} {number} 处"
        for severity in (Severity.ERROR, Severity.WARNING)
        if (number := every.count(severity))
    ]
    text = f"　　你单位报送的{_year(result)}部门整体支出绩效自评材料，经核对有{'、'.join(counts)}"
    text += f"，归结为 {len(found)} 个要改的地方。" if len(found) < len(every) else "。"
    rounds = counted(changes(before, result))
    if rounds is not None:
        told = "，".join(f"{state} {number} 处" for state, number in rounds.items() if number)
        text += f"与上一轮相比：{told}（含提示）。"
    return text + "请逐条核实改正："


def _end(when: datetime) -> list[_Line]:
    return [
        _Line("　　请于　　　　年　　月　　日前改正并重新报送；确有特殊原因的，逐条书面说明。"),
        _Line("　　联系人：　　　　　　　　联系电话："),
        _Line("（发文单位盖章）　　", "right", before=14),
        _Line(f"{when.year}年{when.month}月{when.day}日　　", "right"),
    ]


def _year(result: Result) -> str:
    return f"{result.year}年度" if result.year else ""


def _fits(lines: Sequence[_Line], size: float) -> bool:
    height = 0.0
    for number, line in enumerate(lines):
        own = size if number else _TITLE_SIZE
        columns = int(_ROOM_ACROSS / own * 2) - 1
        rows = sum(len(wrap(part.replace("　", "一"), columns)) for part in line.text.split("\n"))
        height += rows * own * _LINE + line.before
    return height <= _ROOM_DOWN


def _document(lines: Sequence[_Line], size: float, when: datetime) -> bytes:
    document = blank()
    document.core_properties.author = "xladdin"
    document.core_properties.created = document.core_properties.modified = when
    section = document.element.body.get_or_add_sectPr()
    for child in list(section):
        section.remove(child)
    section.extend(_page())
    for number, line in enumerate(lines):
        font, own = (BODY_FONT, size) if number else (TITLE_FONT, _TITLE_SIZE)
        section.addprevious(
            paragraph(line.text, font, own, line.align, line=_LINE, before=line.before)
        )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page() -> tuple[Any, Any]:
    margins = {"top": _ABOVE, "right": _RIGHT, "bottom": _BELOW, "left": _LEFT}
    told = {side: str(round(width * 1440 / 25.4)) for side, width in margins.items()}
    size = element("w:pgSz", w="11906", h="16838")
    return size, element("w:pgMar", **told, header="851", footer="992", gutter="0")
