"""What rules that are functions say: which texts they show, and whether what they looked at is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import evaluate
from xladdin.rules.language import Formula
from xladdin.rules.scope import Scope, UnknownName


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


def by_formula(code: str, formula: Formula, place: Scope) -> Relation | None:
    """What a formula says of a place; None where that lacks a name, or where nothing is filled in."""
    try:
        result = evaluate(formula, place)
    except UnknownName:
        return None
    if not any(operand.text for operand in result.operands):
        return None
    equation = FormulaEquation(formula, place, result.verdict)
    return result.relation(code, place.subject, equation=equation)


def holds(relation: Relation) -> bool:
    """Whether a relation holds, be it by rounding."""
    return relation.verdict in (Verdict.HELD, Verdict.ROUNDING)
