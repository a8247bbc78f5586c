"""上一个问题, 下一个问题."""

from __future__ import annotations

from xladdin.excel.desk import Desk
from xladdin.excel.memory import anchored


def next_finding(desk: Desk) -> str:
    """Go to the next marked cell."""
    return _go(desk, 1)


def previous_finding(desk: Desk) -> str:
    """Go to the marked cell before."""
    return _go(desk, -1)


def _go(desk: Desk, step: int) -> str:
    check = desk.last_check()
    if check is None or not check.findings:
        return "还没有可以跳转的问题，请先点“一键校验”。"
    names = {sheet.name for sheet in desk.book.sheets if sheet.visible}
    now = anchored(desk.book, check.key, check.spots())
    for _ in check.findings:
        start = check.shown if check.shown >= 0 or step > 0 else 0
        check.shown = (start + step) % len(check.findings)
        spot, said = check.findings[check.shown]
        place = now.get(spot)
        if place is not None and place.sheet in names:
            sheet = desk.book.sheets[place.sheet]
            sheet.activate()
            sheet.range(place.cell).select()
            desk.stays = f"问题 {check.shown + 1}/{len(check.findings)}　{said}"
            return ""
    return "有问题的单元格已经删除或隐藏，请再点一次“一键校验”。"
