"""One formula judged in one place, as a relation."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import evaluate
from xladdin.rules.language import parse
from xladdin.rules.scope import Scope, UnknownName


def judged(code: str, formula: str, place: Scope) -> Iterator[Relation]:
    """The relation; none where the place lacks a name, or where nothing is filled in."""
    read = parse(formula)
    try:
        result = evaluate(read, place)
    except UnknownName:
        return
    if any(operand.text for operand in result.operands):
        equation = FormulaEquation(read, place, result.verdict)
        yield result.relation(code, place.subject, equation=equation)


def holds(relation: Relation) -> bool:
    """Whether a relation holds, be it by rounding."""
    return relation.verdict in (Verdict.HELD, Verdict.ROUNDING)
