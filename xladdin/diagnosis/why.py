"""Why a figure is to be corrected, in a sentence for the person who corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.model.report import Operand, Relation
from xladdin.rules.scope import number_text

#: So many figures are named as confirming a value.
_NAMED = 3


def why(
    figure: Operand,
    value: Decimal | None,
    slip: str,
    others: Sequence[Operand],
    relations: Sequence[Relation],
) -> str:
    """What the value follows from; or that only a person can tell which figure is wrong."""
    named = "、".join(f"{each.label} {each.text or '（空）'}" for each in others[:_NAMED])
    more = f"等 {len(others)} 个数" if len(others) > _NAMED else ""
    if value is None:
        if len(others) == 1:
            return f"与{named}不一致，单从这两个数看不出哪个对，以账表或批复文件为准。"
        return f"与{named}{more}合不起来，看不出是哪一个错，请对照账表逐个核对。"
    meant = f"{number_text(value)}{figure.unit}"
    slipped = f"，{'' if slip.startswith('填的') else '疑为'}{slip}" if slip else ""
    places = f"的 {len(relations)} 处核对都" if len(relations) > 1 else ""
    return f"改为 {meant} 后，与{named}{more}{places}对得上{slipped}。"
