"""What a held relation says of a figure that is worked out from others, as a formula for its tag."""

from __future__ import annotations

from collections.abc import Callable

from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.expression import Place, Quantity, Total, exchanged, written
from xladdin.rules.language import FormulaError, amount
from xladdin.rules.scope import Term


def formula(relation: Relation, named: Callable[[Term], str]) -> str:
    """The right side of a relation with its places named; empty where one of them has no name."""
    equation = relation.equation
    if not isinstance(equation, FormulaEquation) or equation.given_by is None:
        return ""

    def by(leaf: Place | Total) -> Quantity:
        return amount("+".join(map(named, equation.terms(leaf))))

    try:
        return written(exchanged(equation.given_by, by)).replace(" ", "")
    except FormulaError:
        return ""
