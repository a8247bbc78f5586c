"""Coverage as a picture: bars, drawn as inline SVG, with their numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.model.interval import Verdict
from xladdin.model.report import Coverage
from xladdin.outputs.markup import Markup, tag
from xladdin.outputs.wording import VERDICTS

_LENGTH = 600
_HEIGHT = 14
_GAP = 2

Part = tuple[str, str, int]  # class, label, number


def picture(coverage: Coverage) -> Markup:
    """The figures found and checked, those of the text, and the relations by verdict."""
    unchecked = coverage.figures - coverage.figures_checked
    figures = [
        ("checked", "参与核对", coverage.figures_checked),
        ("unchecked", "未参与核对", max(unchecked, 0)),
    ]
    compared = min(coverage.claims_compared, coverage.claims)
    quantities = [
        ("checked", "读懂并核对过", compared),
        ("understood", "读懂，没有可对照的", coverage.claims - compared),
        ("unchecked", "没有读懂", max(coverage.quantities - coverage.claims, 0)),
    ]
    relations = [
        (str(verdict), VERDICTS[verdict], getattr(coverage, str(verdict))) for verdict in Verdict
    ]
    return tag(
        "div",
        _row(
            "表格里的数字" if coverage.quantities else "识别的数字", "个", coverage.figures, figures
        ),
        _row("正文里的数字", "个", coverage.quantities, quantities)
        if coverage.quantities
        else None,
        _row("核对的关系", "条", coverage.relations, relations),
        class_="coverage",
    )


def _row(label: str, unit: str, total: int, parts: Sequence[Part]) -> Markup:
    said = "，".join(f"{name} {number}" for _, name, number in parts)
    legend = [
        tag("li", tag("i", class_=f"key {class_}", aria_hidden="true"), name, " ", tag("b", number))
        for class_, name, number in parts
    ]
    return tag(
        "div",
        tag("p", label, " ", tag("b", total), f" {unit}", class_="bar-title"),
        _bar(f"{label} {total} {unit}：{said}", parts),
        tag("ul", legend, class_="legend"),
        class_="bar",
    )


def _bar(description: str, parts: Sequence[Part]) -> Markup:
    present = [part for part in parts if part[2] > 0]
    shapes = [tag("rect", class_="empty", width=_LENGTH, height=_HEIGHT)] if not present else []
    left = 0
    for (class_, _, _), length in zip(present, _lengths(present), strict=True):
        shapes.append(tag("rect", class_=class_, x=left, width=length, height=_HEIGHT))
        left += length + _GAP
    return tag(
        "svg",
        tag("title", description),
        shapes,
        viewBox=f"0 0 {_LENGTH} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
    )


def _lengths(parts: Sequence[Part]) -> list[int]:
    """Lengths in proportion, none too short to be seen, filling the bar exactly."""
    room = _LENGTH - _GAP * (len(parts) - 1)
    total = sum(number for _, _, number in parts)
    lengths = [max(4, room * number // total) for _, _, number in parts]
    if lengths:
        lengths[lengths.index(max(lengths))] += room - sum(lengths)
    return lengths
