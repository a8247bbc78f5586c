"""Write the 整改通知 to a unit: a one-page letter with the gravest causes, and a list of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from xladdin.batch.result import Problem, Result
from xladdin.batch.rounds import changes, counted
from xladdin.documents.blocks import Cell, paragraph, table
from xladdin.documents.paper import OFFICIAL, begun, put, saved
from xladdin.model.report import Severity
from xladdin.outputs.printable import one_line, wrap
from xladdin.outputs.since import State
from xladdin.templates.look import ANNEX_FONT, BODY_FONT, TITLE_FONT

_GRAVITY = list(Severity)


class Item(Struct, frozen=True):
    """A cause to correct: its severity, its state since the last round (empty without one), its
    place, what is wrong and how to correct it, all uncut."""

    number: int
    level: str
    state: str
    place: str
    wrong: str
    fix: str

    @property
    def told(self) -> str:
        """The item as a paragraph of the letter."""
        mark = f"（{self.state}）" if self.state else ""
        place = f"{self.place}：" if self.place else ""
        return f"　　{self.number}. {mark}【{self.level}】{place}{self.wrong}{self.fix}"


def items(result: Result, before: Result | None) -> list[Item]:
    """Return the causes to correct, the gravest first; with the round ``before``, each has its state."""
    states = {each.problem.lead: each.state for each in changes(before, result) or ()}
    found = sorted(result.to_correct, key=lambda group: min(map(_gravity, group)))
    return [
        _item(number, group, states.get(group[0].lead)) for number, group in enumerate(found, 1)
    ]


def _item(number: int, group: Sequence[Problem], state: State | None) -> Item:
    lead = group[0]
    return Item(
        number,
        lead.level,
        str(state or ""),
        _place(lead),
        one_line(lead.message).strip(),
        one_line(lead.fix).strip() + _other_findings(group[1:]),
    )


def _gravity(problem: Problem) -> int:
    return _GRAVITY.index(Severity(problem.severity))


def _place(problem: Problem) -> str:
    """Return the place in a few words. Results of earlier versions have none: there, form and cell."""
    if problem.where:
        return one_line(problem.where)
    _, file, within = one_line(problem.place).partition(" · ")
    return (within if file else problem.place).replace(" · ", " ")


def _other_findings(follows: Sequence[Problem]) -> str:
    """Return the Chinese sentence about the other findings of the cause; empty if there are none."""
    if not follows:
        return ""
    if any(each.fix for each in follows):
        return f"另有 {len(follows)} 处问题与此有关，一并改正。"
    return f"改好后另有 {len(follows)} 处问题随之消失。"


_TITLE_SIZE = 20.0
#: Sizes of the text in points, the size with a list, and the height of lines as a multiple of it.
_SIZES, _WITH_LIST, _LINE = (16.0, 14.0, 12.0), 14.0, 1.6
#: The list's columns with their widths in twentieths of a point; its font size and row height in points.
_COLUMNS = {"序号": 620, "级别": 760, "位置": 1900, "问题": 3540, "怎么改": 2020}
_LIST_SIZE, _LIST_ROW = 10.0, 20.0


class _Line(Struct, frozen=True):
    text: str
    align: str = "left"
    before: float = 0


def notice(result: Result, when: datetime, before: Result | None = None) -> bytes | None:
    """Return the letter as a Word document (docx), dated ``when``; None if nothing is to be corrected.

    With the result of the round ``before`` it says what was mended and what was not. If the page is
    too small for all items, a list of all of them follows.
    """
    found = items(result, before)
    if not found:
        return None
    title = _Line(f"关于{result.name}\n{_year(result)}整体支出绩效自评材料的整改通知", "center")
    opening = _opening(result, result.to_correct, before)
    head = (title, _Line(f"{result.name}：", before=12), _Line(opening))
    size, shown = _fitting(head, found)
    lines = (*head, *_body(found, shown), *_closing(when, listed=shown < len(found)))
    return _document(lines, size, found if shown < len(found) else (), when)


def _fitting(head: Sequence[_Line], found: Sequence[Item]) -> tuple[float, int]:
    """Return the largest size at which all items fit on the page, and their number; if none does,
    the size used with a list and how many items fit then."""
    for size in _SIZES:
        if _fits((*head, *_body(found, len(found)), *_closing(datetime.min)), size):
            return size, len(found)
    shown = len(found) - 1
    while shown and not _fits(
        (*head, *_body(found, shown), *_closing(datetime.min, listed=True)), _WITH_LIST
    ):
        shown -= 1
    return _WITH_LIST, shown


def _body(found: Sequence[Item], shown: int) -> list[_Line]:
    lines = [_Line(item.told) for item in found[:shown]]
    if shown < len(found):
        rest = f"其余 {len(found) - shown} 处" if shown else f"{len(found)} 处要改的地方"
        lines.append(_Line(f"　　{rest}见附件《问题清单》。"))
    return lines


def _opening(result: Result, found: Sequence[Sequence[Problem]], before: Result | None) -> str:
    every = [each.severity for group in found for each in group]
    counts = [
        f"{severity.word} {number} 处"
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


def _closing(when: datetime, *, listed: bool = False) -> list[_Line]:
    return [
        _Line("　　请于　　　　年　　月　　日前改正并重新报送；确有特殊原因的，逐条书面说明。"),
        _Line("　　联系人：　　　　　　　　联系电话："),
        *([_Line("　　附件：问题清单", before=6)] if listed else []),
        _Line("（发文单位盖章）　　", "right", before=14),
        _Line(f"{when.year}年{when.month}月{when.day}日　　", "right"),
    ]


def _year(result: Result) -> str:
    return f"{result.year}年度" if result.year else ""


def _fits(lines: Sequence[_Line], size: float) -> bool:
    height = 0.0
    for number, line in enumerate(lines):
        own = size if number else _TITLE_SIZE
        columns = int(OFFICIAL.across / 20 / own * 2) - 1
        rows = sum(len(wrap(part.replace("　", "一"), columns)) for part in line.text.split("\n"))
        height += rows * own * _LINE + line.before
    return height <= OFFICIAL.down / 20


def _document(lines: Sequence[_Line], size: float, listed: Sequence[Item], when: datetime) -> bytes:
    document = begun(OFFICIAL, when)
    for number, line in enumerate(lines):
        font, own = (BODY_FONT, size) if number else (TITLE_FONT, _TITLE_SIZE)
        text = paragraph(line.text, font, own, line.align, line=_LINE, before=line.before)
        put(document, [text])
    if listed:
        put(document, _list(listed))
    return saved(document)


def _list(listed: Sequence[Item]) -> list[Any]:
    """Return the list of all causes as Word elements, beginning on a new page."""
    rows = [tuple(_COLUMNS)]
    rows += [
        (str(each.number), f"{each.level}{each.state and f'（{each.state}）'}",
         each.place, each.wrong, each.fix)
        for each in listed
    ]  # fmt: skip
    cells = [
        Cell(row, column, text, "left" if row and column > 1 else "center")
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    heights = dict.fromkeys(range(len(rows)), _LIST_ROW)
    widths = list(_COLUMNS.values())
    return [
        paragraph("附件", ANNEX_FONT, 16, new_page=True, line=_LINE),
        paragraph("问题清单", TITLE_FONT, _TITLE_SIZE, "center", line=_LINE, after=8),
        table(cells, widths, heights, BODY_FONT, _LIST_SIZE, headings=1),
        paragraph("", BODY_FONT, 10),
    ]
