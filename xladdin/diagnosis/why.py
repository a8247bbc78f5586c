"""Word why a figure is to be corrected, for the person who corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.model.report import Operand, Relation

#: The most figures that are named as confirming a value.
_NAMED = 3


def _shown(each: Operand, figure: Operand) -> str:
    """Return a figure as printed, with its unit if that is another unit of money."""
    apart = each.unit != figure.unit and "元" in each.unit and "元" in figure.unit
    unit = each.unit if apart and not each.text.endswith(each.unit) else ""
    return f"{each.text}{unit}" if each.text else "（空）"


def _is_turned_round(relation: Relation) -> bool:
    """Return whether what is written and what is due differ by their direction alone: 增加5%, 减少5%."""
    written, due = relation.actual, relation.expected
    return {written[:2], due[:2]} == {"增加", "减少"} and written[2:] == due[2:]


def why(
    figure: Operand,
    value: Decimal | None,
    seems: str,
    others: Sequence[Operand],
    relations: Sequence[Relation],
) -> str:
    """Return the Chinese reason for a value, with what it follows from and the slip that it ``seems``.
    ``value`` None gives the sentence that only a person can tell which figure is wrong."""
    if value is None:
        if len(relations) == 1 and _is_turned_round(relations[0]):
            said = f"写的是“{relations[0].actual}”，照这两个数应是“{relations[0].expected}”"
            return f"多半是方向写反：{said}；数也可能有错，请对照账表再改。"
        if len(others) == 1:
            return "单看这两个数分不出哪个对，请查账表、批复文件等原始资料再定。"
        more = len(relations) - 1  # the first one's figures are shown before
        told = f"连同另外 {more} 处对不上的一起看，也分不出" if more else "分不出"
        return f"{told}是哪一个数错了，请对照账表等原始资料逐个核对。"
    named = "、".join(f"{each.label} {_shown(each, figure)}" for each in others[:_NAMED])
    if len(others) > _NAMED:
        named += f" 等 {len(others)} 个数"
    meant = f"改为 {value:f}{figure.unit}，"
    slipped = f"{seems}。" if seems else ""
    if len(relations) > 1:
        return f"{meant}{len(relations)} 处对不上的就都对得上，涉及{named}。{slipped}"
    return f"{meant}就与{named}对得上。{slipped}"
