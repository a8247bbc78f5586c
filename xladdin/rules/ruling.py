"""What rules that are functions say: which texts they show, and whether what they looked at is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation


def quoted(label: str, text: str, location: Location) -> Operand:
    """A text as an operand."""
    return Operand(label, text, None, "", location)


def ruled(
    code: str,
    operands: Sequence[Operand],
    subject: str,
    message: str = "",
    expected: str = "",
    actual: str = "",
    *,
    right: bool = False,
    **more: Any,
) -> Relation:
    """What a rule has found: that all is ``right``, as it is where there is no ``message``; or what is
    not, in the words of the message, what is expected, and what is there."""
    if right or not message:
        return Relation(code, Verdict.HELD, tuple(operands), subject, **more)
    return Relation(
        code, Verdict.VIOLATED, tuple(operands), subject, message, expected=expected, actual=actual, **more
    )  # fmt: skip
