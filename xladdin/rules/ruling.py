"""Make the operands and relations that rules written as functions yield."""

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
    """Make an operand of a text, which has no value and no unit."""
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
    """Make the relation that a rule has found: held if ``right`` or without ``message``, else violated.
    ``expected`` and ``actual`` are texts to show; ``more`` are further fields of Relation."""
    if right or not message:
        return Relation(code, Verdict.HELD, tuple(operands), subject, **more)
    return Relation(
        code, Verdict.VIOLATED, tuple(operands), subject, message, expected=expected, actual=actual, **more
    )  # fmt: skip


def by_formula(code: str, formula: Formula, place: Scope) -> Relation | None:
    """Judge a formula in a scope. Return None if the scope lacks a name or no place is filled."""
    try:
        result = evaluate(formula, place)
    except UnknownName:
        return None
    if not any(operand.text for operand in result.operands):
        return None
    equation = FormulaEquation(formula, place, result.verdict)
    return result.relation(code, place.subject, equation=equation)
