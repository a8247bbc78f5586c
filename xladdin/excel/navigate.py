"""上一个问题, 下一个问题."""

from __future__ import annotations

from xladdin.excel.desk import Desk


def next_finding(desk: Desk) -> str:
    """Go to the next marked cell."""
    return _go(desk, 1)


def previous_finding(desk: Desk) -> str:
    """Go to the marked cell before."""
    return _go(desk, -1)


def _go(desk: Desk, step: int) -> str:
    spots = desk.session.spots
    if not spots:
        return "还没有可以跳转的问题，请先点“一键校验”。"
    names = {sheet.name for sheet in desk.book.sheets if sheet.visible}
    for _ in spots:
        start = desk.session.shown if desk.session.shown >= 0 or step > 0 else 0
        desk.session.shown = (start + step) % len(spots)
        spot, said = spots[desk.session.shown]
        if spot.sheet in names:
            sheet = desk.book.sheets[spot.sheet]
            sheet.activate()
            sheet.range(spot.cell).select()
            desk.stays = f"问题 {desk.session.shown + 1}/{len(spots)}　{said}"
            return ""
    return "有问题的工作表已经删除或隐藏，请再点一次“一键校验”。"
