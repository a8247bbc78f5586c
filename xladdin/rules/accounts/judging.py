"""One formula judged in one place, as a relation."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import evaluate
from xladdin.rules.language import parse
from xladdin.rules.scope import Scope, UnknownName
from xladdin.rules.wording import MAYBE_ROUNDED


def judged(code: str, formula: str, place: Scope) -> Iterator[Relation]:
    """The relation; none where the place lacks a name, or where nothing is filled in."""
    read = parse(formula)
    try:
        result = evaluate(read, place)
    except UnknownName:
        return
    if all(not operand.text for operand in result.operands):
        return
    telling = result.telling() if result.telling is not None else None
    yield Relation(
        code,
        result.verdict,
        result.operands,
        place.subject,
        (telling.sentence if telling else "") + (MAYBE_ROUNDED if result.doubtful else ""),
        expected=telling.expected if telling else "",
        actual=telling.actual if telling else "",
        bound=telling.bound if telling else "",
        doubtful=result.doubtful,
        equation=FormulaEquation(read, place, result.verdict),
    )


def holds(relation: Relation) -> bool:
    """Whether a relation holds, be it by rounding."""
    return relation.verdict in (Verdict.HELD, Verdict.ROUNDING)
