"""A formula in a scope: the verdict, the operands, and a sentence when it does not hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xladdin.model.interval import Interval, Verdict, at_most, equal, total
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.rules.language import FUNCTIONS, TOTAL, Formula, constant, path
from xladdin.rules.scope import Scope, Term, number_text

_OPERATORS: dict[type[ast.operator], Callable[[Interval, Interval], Interval]] = {
    ast.Add: Interval.__add__,
    ast.Sub: Interval.__sub__,
    ast.Mult: Interval.__mul__,
    ast.Div: Interval.__truediv__,
}
_SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_INVERSE = {
    Verdict.HELD: Verdict.VIOLATED,
    Verdict.VIOLATED: Verdict.HELD,
    Verdict.ROUNDING: Verdict.ROUNDING,
    Verdict.SKIPPED: Verdict.SKIPPED,
}
_GRAVITY = (Verdict.HELD, Verdict.ROUNDING, Verdict.SKIPPED, Verdict.VIOLATED)
#: Slips of the decimal point or of the unit, gravest first.
_SLIPS = {10000: "万元与元填混", 100: "百分数与小数填混，或小数点错两位", 10: "小数点错一位"}


class UnknownName(LookupError):
    """A formula names something that the scope does not have."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a formula. ``doubtful``: violated only if dropped closing decimals are zeros."""

    verdict: Verdict
    operands: tuple[Operand, ...]
    expected: str = ""
    actual: str = ""
    sentence: str = ""
    doubtful: bool = False
    #: How the sentence begins: the left side of the comparison.
    subject: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a comparison: its value (None if blank), how it reads, what it is made of."""

    value: Interval | None
    words: str
    operands: tuple[Operand, ...]
    plain: bool  # a single place, which can be told to hold another number


def evaluate(
    formula: Formula, scope: Scope, *, literal: bool = False, must: bool = False
) -> Result:
    """Judge a formula.

    ``literal``: the stated figure, left of the comparison, may be rounded to the digits printed.
    ``must``: a blank left side is missing, rather than a place that need not be filled.
    Raises UnknownName where the scope lacks a name: the form has no such place.
    """
    result = _Reader(scope, _printed if literal else _typed, _typed, must).judge(formula.tree)
    if result.verdict is not Verdict.VIOLATED or literal:
        return result
    loose = _Reader(scope, _amounts_printed, _amounts_printed, must).judge(formula.tree)
    return replace(result, doubtful=loose.verdict is not Verdict.VIOLATED)


_Reading = Callable[[Term], Interval | None]


def _typed(term: Term) -> Interval | None:
    return term.typed


def _printed(term: Term) -> Interval | None:
    return term.printed


def _amounts_printed(term: Term) -> Interval | None:
    return term.printed if term.money else term.typed


@dataclass(frozen=True, slots=True)
class _Reader:
    scope: Scope
    stated: _Reading  # of the side left of the comparison
    given: _Reading  # of the side it is held against
    must: bool

    def judge(self, node: ast.expr) -> Result:
        if isinstance(node, ast.UnaryOp):
            inner = self.judge(node.operand)
            return Result(_INVERSE[inner.verdict], inner.operands, sentence="不应出现的关系成立了")
        if isinstance(node, ast.BoolOp):
            return self._combine(node, [self.judge(value) for value in node.values])
        if not isinstance(node, ast.Compare):
            raise UnknownName(ast.unparse(node))
        given = replace(self, stated=self.given)
        sides = [self.side(node.left), *(given.side(each) for each in node.comparators)]
        pairs = zip(node.ops, sides, sides[1:], strict=False)
        results = [_compare(operator, left, right, self.must) for operator, left, right in pairs]
        operands = _distinct([operand for side in sides for operand in side.operands])
        worst = max(results, key=lambda each: _GRAVITY.index(each.verdict))
        return replace(worst, operands=operands)

    def _combine(self, node: ast.BoolOp, results: Sequence[Result]) -> Result:
        operands = _distinct([operand for each in results for operand in each.operands])
        known = [each for each in results if each.verdict is not Verdict.SKIPPED]
        if isinstance(node.op, ast.And):
            chosen = max(results, key=lambda each: _GRAVITY.index(each.verdict))
            sentence = chosen.sentence
        else:
            chosen = min(known or results, key=lambda each: _GRAVITY.index(each.verdict))
            sentence = _none_of(known)
        if chosen.verdict is not Verdict.VIOLATED:
            return Result(chosen.verdict, operands)
        expected = " 或 ".join(dict.fromkeys(each.expected for each in known if each.expected))
        return Result(chosen.verdict, operands, expected, chosen.actual, sentence)

    def side(self, node: ast.expr) -> _Side:
        """The value and the wording of an arithmetic expression."""
        if isinstance(node, ast.Constant):
            value = constant(node)
            return _Side(value, number_text(value.point), (), False)
        if isinstance(node, ast.UnaryOp):
            inner = self.side(node.operand)
            return _Side(
                None if inner.value is None else -inner.value,
                f"−{inner.words}",
                inner.operands,
                False,
            )
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        name = ".".join(path(node))
        term = self.scope.terms.get(name)
        if term is None:
            raise UnknownName(name)
        return self._place(term)

    def _place(self, term: Term) -> _Side:
        if not term.operands:
            return _Side(None, "空白", (), True)
        shown = term.operands[0]
        return _Side(
            self.stated(term), f"{shown.label} {shown.text or '空白'}", term.operands, True
        )

    def _arithmetic(self, node: ast.BinOp) -> _Side:
        left, right = self.side(node.left), self.side(node.right)
        operator = type(node.op)
        operands = left.operands + right.operands
        a, b = left.value, right.value
        if operator is ast.Add and (a is None) != (b is None):
            # A blank place in a sum counts as zero, and the sentence does not mention it.
            filled = left if b is None else right
            return _Side(filled.value, filled.words, operands, filled.plain)
        if operator is ast.Sub and (a is None) != (b is None):
            a, b = a or Interval.exact(0), b or Interval.exact(0)
        words = f"{_bracketed(left, node, node.left)} {_SIGNS[operator]} {_bracketed(right, node, node.right)}"
        if a is None or b is None:
            return _Side(None, words, operands, False)
        try:
            return _Side(_OPERATORS[operator](a, b), words, operands, False)
        except ZeroDivisionError:
            return _Side(None, words, operands, False)

    def _call(self, node: ast.Call) -> _Side:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == TOTAL:
            section = ".".join(path(node.args[0]))
            if section not in self.scope.sections:
                raise UnknownName(section)
            parts = [self._place(term) for term in self.scope.sections[section]]
            filled = [part for part in parts if part.value is not None]
            value = total(part.value for part in filled if part.value) if filled else None
            words = " + ".join(part.words for part in filled)
            operands = tuple(operand for part in parts for operand in part.operands)
            return _Side(value, words, operands, len(filled) == 1)
        first, second = self.side(node.args[0]), self.side(node.args[1])
        operands = first.operands + second.operands
        if first.value is None or second.value is None:
            return _Side(None, first.words, operands, False)
        return _Side(FUNCTIONS[name](first.value, second.value), first.words, operands, False)


def _none_of(results: Sequence[Result]) -> str:
    """One sentence for alternatives none of which holds; a subject they share is named once."""
    sentences = [each.sentence.rstrip("。") for each in results if each.sentence]
    first = next(iter(each.subject for each in results), "")
    rest = [text.removeprefix(f"{first}，") if first else text for text in sentences[1:]]
    return "；或".join([*sentences[:1], *rest]) + ("，都不相符。" if rest else "。")


def _bracketed(side: _Side, node: ast.BinOp, child: ast.expr) -> str:
    weak = isinstance(child, ast.BinOp) and isinstance(child.op, ast.Add | ast.Sub)
    return f"({side.words})" if weak and isinstance(node.op, ast.Mult | ast.Div) else side.words


def _compare(operator: ast.cmpop, left: _Side, right: _Side, must: bool) -> Result:
    operands = left.operands + right.operands
    if right.value is None or (left.value is None and not must):
        return Result(Verdict.SKIPPED, operands)
    if left.value is None:
        return _left_blank(operator, left, right, operands)
    verdict = _verdict(operator, left.value, right.value)
    if verdict is not Verdict.VIOLATED:
        return Result(verdict, operands)
    return _violated(operator, left, right)


def _left_blank(
    operator: ast.cmpop, left: _Side, right: _Side, operands: tuple[Operand, ...]
) -> Result:
    """A blank place that should hold a sum or a rate: nothing is wrong with 0, else it is missing."""
    assert right.value is not None
    nothing_typed = left.operands and not any(operand.text for operand in left.operands)
    if not isinstance(operator, ast.Eq) or right.value.point == 0 or not nothing_typed:
        return Result(Verdict.SKIPPED, operands)
    shown = left.operands[0]
    expected = show(right.value.point, shown.unit, operands)
    sentence = f"{shown.label} 未填，按 {right.words} 应为 {expected}。"
    return Result(Verdict.VIOLATED, operands, expected, "", sentence)


def _verdict(operator: ast.cmpop, left: Interval, right: Interval) -> Verdict:
    match operator:
        case ast.Eq():
            return equal(left, right)
        case ast.NotEq():
            return _INVERSE[equal(left, right)]
        case ast.LtE():
            return at_most(left, right)
        case ast.GtE():
            return at_most(right, left)
        case ast.Lt():
            return _INVERSE[at_most(right, left)]
        case _:
            return _INVERSE[at_most(left, right)]


def _violated(operator: ast.cmpop, left: _Side, right: _Side) -> Result:
    assert left.value is not None
    assert right.value is not None
    operands = left.operands + right.operands
    unit_name = operands[0].unit if operands else ""
    actual, expected = (
        show(side.value.point, unit_name, operands) for side in (left, right) if side.value
    )
    subject = left.words if left.plain else f"{left.words} = {actual}"
    target = right.words if right.plain or not right.operands else f"{right.words} = {expected}"
    gap = show(abs(left.value.point - right.value.point), unit_name, operands)
    if isinstance(operator, ast.Eq):
        sentence = f"{subject}，应等于 {target}，相差 {gap}{slip(left.value, right.value)}。"
    elif isinstance(operator, ast.NotEq):
        sentence = f"{subject}，不应等于 {target}。"
    elif isinstance(operator, ast.LtE | ast.Lt):
        sentence = f"{subject}，不应大于 {target}，超出 {gap}{slip(left.value, right.value)}。"
    else:
        sentence = f"{subject}，不应小于 {target}，少 {gap}{slip(left.value, right.value)}。"
    return Result(Verdict.VIOLATED, operands, expected, actual, sentence, subject=subject)


def slip(left: Interval, right: Interval) -> str:
    """A remark when one side is just 10,000, 100 or 10 times the other."""
    for factor, words in _SLIPS.items():
        for small, large in ((left, right), (right, left)):
            if small.point and equal(small.scaled(Decimal(factor)), large) is Verdict.HELD:
                return f"（正好相差 {factor} 倍，疑{words}）"
    return ""


def show(value: Decimal, unit_name: str, operands: Sequence[Operand]) -> str:
    """A computed number (in base units) in the unit and to the places its operands are printed."""
    in_unit = value / unit(unit_name).factor
    places = [len((o.value or "").partition(".")[2]) for o in operands if o.unit == unit_name]
    least = 2 if unit_name in ("万元", "%", "分") else 0
    rounded = round(in_unit, max([least, *places]))
    return number_text(rounded) + (
        unit_name if unit_name in ("万元", "元", "%", "人", "分") else ""
    )


def _distinct(operands: Sequence[Operand]) -> tuple[Operand, ...]:
    return tuple(dict.fromkeys(operands))
