"""Choose the section of a number format that shows a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal

from xladdin.sources.format_code import Section

Condition = tuple[str, Decimal]

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_ZERO = Decimal(0)


def chosen(value: Decimal, parts: Sequence[Section]) -> Section | None:
    """Return the section of a code that shows ``value``; None if none fits."""
    if len(parts) > 1 and parts[-1].has("text"):
        parts = parts[:-1]
    parts = parts[:3]
    for part, condition in zip(parts, _conditions(parts), strict=True):
        if condition is None or _COMPARE[condition[0]](value, condition[1]):
            return part
    return None


def _conditions(parts: Sequence[Section]) -> list[Condition | None]:
    """Return the written or implied condition of each section; None means everything else."""
    written = [part.condition for part in parts]
    count = len(parts)
    if written[0] is None and count > 1:
        # positive;negative and positive;negative;zero, also if only a later part has a condition
        written[0] = (">=", _ZERO) if count == 2 else (">", _ZERO)
    if count == 3 and written[1] is None:
        written[1] = ("<", _ZERO)
    return written
