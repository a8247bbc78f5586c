"""Share what the verbs that fill official workbooks need: the year, and lines about the figures."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xladdin.outputs.printable import clipped, one_line

if TYPE_CHECKING:
    from xladdin.computing.computed import Computed
    from xladdin.templates.unplaced import Leftover

#: How many lines of a kind are printed; the workbook has all.
_SHOWN = 12


def year(text: str) -> int:
    """Convert an argument to a year. Raises ArgumentTypeError for anything but 2000 to 2099."""
    if not re.fullmatch(r"20\d\d", text):
        raise ArgumentTypeError(f"年度要写四位数字，例如 2024，不能是“{text}”")
    return int(text)


def label(each: Computed) -> str:
    """Return the name of a computed place: 年度资金总额（得分）."""
    entry = each.before
    name = one_line(entry.name).strip() or "未命名"
    return f"{name}（{entry.column}）" if entry.column else name


def kept(differing: Sequence[Computed]) -> list[str]:
    """Return a heading and a line for each figure kept though its formula gives another; empty if none."""
    if not differing:
        return []
    lines = [f"与公式不符的数字 {len(differing)} 处，按原数保留，没有换成公式："]
    for each in differing:
        place = each.before.location
        lines.append(
            f"  {place.sheet} {place.cell} {label(each)}：原数 {one_line(each.before.text)}，"
            f"按公式（{each.code}）为 {each.text}"
        )
    return _shortened(lines)


def left(leftovers: Sequence[Leftover]) -> list[str]:
    """Return a heading and a line for each text without a place on the official forms; empty if none."""
    if not leftovers:
        return []
    lines = [f"官方表格里放不下的内容 {len(leftovers)} 处，列在工作表“未归位”里："]
    lines += [
        f"  {each.material} {each.place}：{clipped(one_line(each.text), 40)}" for each in leftovers
    ]
    return _shortened(lines)


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _SHOWN + 1:
        return lines
    return [*lines[: _SHOWN + 1], f"  其余 {len(lines) - 1 - _SHOWN} 处从略。"]
