"""What a held relation says of a figure that is worked out from others, as a formula for its tag."""

from __future__ import annotations

import ast
from collections.abc import Callable
from copy import deepcopy
from functools import reduce

from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import TOTAL, path
from xladdin.rules.scope import Term


class _Unwritten(Exception):
    """A part that has no name in a tag."""


class _Renamed(ast.NodeTransformer):
    """Puts names in the places of terms, and sums for the totals of sections."""

    def __init__(self, equation: FormulaEquation, named: Callable[[Term], str]) -> None:
        self.equation, self.named = equation, named

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._place(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._place(node)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, complex):
            return ast.Constant(node.value.imag / 100)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if not (isinstance(node.func, ast.Name) and node.func.id == TOTAL):
            raise _Unwritten
        terms = self.equation.section(".".join(path(node.args[0])))
        names = [self._named(term) for term in terms]
        if not names:
            raise _Unwritten
        return reduce(lambda a, b: ast.BinOp(a, ast.Add(), b), names)

    def _place(self, node: ast.expr) -> ast.expr:
        term = self.equation.term(".".join(path(node)))
        if term is None:
            raise _Unwritten
        return self._named(term)

    def _named(self, term: Term) -> ast.expr:
        name = self.named(term)
        if not name:
            raise _Unwritten
        return ast.parse(name, mode="eval").body


def formula(relation: Relation, named: Callable[[Term], str]) -> str:
    """The right side of a relation with its places named; empty where one of them has no name."""
    equation = relation.equation
    if not isinstance(equation, FormulaEquation) or equation.given_by is None:
        return ""
    try:
        tree = _Renamed(equation, named).visit(deepcopy(equation.given_by))
    except _Unwritten:
        return ""
    return ast.unparse(tree).replace(" ", "")
