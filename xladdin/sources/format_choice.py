"""Which section of a number format shows a number, and whether with its sign."""

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


def chosen(value: Decimal, parts: Sequence[Section]) -> tuple[Section | None, bool]:
    """The section of a code that shows ``value``, and whether it shows the size of a negative
    number only, the sign being left to its literals. None where no section fits."""
    if len(parts) > 1 and parts[-1].has("text"):
        parts = parts[:-1]
    parts = parts[:3]
    conditions = _conditions(parts)
    for at, (part, condition) in enumerate(zip(parts, conditions, strict=True)):
        if condition is None or _COMPARE[condition[0]](value, condition[1]):
            return part, _only_negative(at, conditions)
    return None, False


def _conditions(parts: Sequence[Section]) -> list[Condition | None]:
    """For each section the condition that is written or implied, None for "everything else"."""
    written = [part.condition for part in parts]
    count = len(parts)
    if written[0] is None and count > 1:
        # positive;negative and positive;negative;zero, also where only a later part has a condition
        written[0] = (">=", _ZERO) if count == 2 else (">", _ZERO)
    if count == 3 and written[1] is None:
        written[1] = ("<", _ZERO)
    return written


def _only_negative(at: int, conditions: Sequence[Condition | None]) -> bool:
    """Whether Excel takes the section for one of negative numbers."""
    condition = conditions[at]
    if condition is not None:
        compare, bound = condition
        return compare in ("<", "<=", "=") and (bound < 0 or (compare == "<" and not bound))
    if at != 1:
        return False
    first = conditions[0]
    if first is None:
        return False
    compare, bound = first
    return compare in ("<", "<=", "<>") or (compare in (">", ">=") and bound <= 0)
