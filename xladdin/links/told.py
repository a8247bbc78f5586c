"""What was linked and what was rewritten, in lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.links.linking import Linked
from xladdin.links.refreshing import Refreshed
from xladdin.links.tags import Tag
from xladdin.model.figure import Location
from xladdin.model.grid import Source
from xladdin.outputs.printable import one_line
from xladdin.outputs.quoting import Piece, excerpt

#: So many figures of a kind are listed.
_SHOWN = 40


def told_linked(linked: Linked, report: Source) -> list[str]:
    """How much of a report follows the forms now, and which figures don't."""
    lines = [
        f"{linked.direct} 个数与表格的一格相同，{linked.derived} 个由它们算出，"
        "都放进了内容控件，表格改了会跟着改。"
    ]
    if linked.before:
        lines.append(f"{linked.before} 个数原来就已联动，没有动。")
    if linked.refused:
        lines.append(f"{len(linked.refused)} 个数放不进内容控件，没有联动：")
        lines += _some(f"{_context(report, c.location)}（{why}）" for c, why in linked.refused)
    if linked.rest:
        lines.append(f"{len(linked.rest)} 个数在表格里没有相同的，仍是文字，表格改了要自己看：")
        lines += _some(_context(report, claim.location) for claim in linked.rest)
    return lines


def told_refreshed(refreshed: Refreshed, report: Source) -> list[str]:
    """What was rewritten, from which cell, and what could not follow."""
    lines = []
    if refreshed.changes:
        lines.append(f"改了 {len(refreshed.changes)} 处，都是修订：")
        lines += _some(
            f"{change.before} → {change.after}　{_from(change.tag)}"
            f"（{_context(report, change.control.location)}）"
            for change in refreshed.changes
        )
    if refreshed.same:
        lines.append(f"{refreshed.same} 处与表格相同，没有动。")
    if refreshed.left:
        lines.append(f"{len(refreshed.left)} 处没有跟着改，请自己看：")
        lines += _some(
            f"{one_line(control.text)}　{_from(its)}：{why}（{_context(report, control.location)}）"
            for control, its, why in refreshed.left
        )
    return lines


def _from(its: Tag) -> str:
    return "由其他数算出" if its.formula else f"取自{its.source.replace('.', ' ')}"


def _context(report: Source, place: Location) -> str:
    """A figure in 【】 with the words around it."""
    text = next((p.text for p in report.paragraphs if p.index == place.paragraph), "")
    start, end = place.span or (0, 0)
    parts = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return excerpt(tuple(Piece(one_line(t), marked) for t, marked in parts if t))


def _some(lines: Iterable[str]) -> list[str]:
    every: Sequence[str] = [f"  {line}" for line in lines]
    more = [f"  其余 {len(every) - _SHOWN} 处从略。"] if len(every) > _SHOWN else []
    return [*every[:_SHOWN], *more]
