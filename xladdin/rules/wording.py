"""A relation that does not hold, told in a sentence: who says what, what it should be, by how much."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Operand
from xladdin.model.unit import NUMBER, unit
from xladdin.rules.constants import bare, unit_of
from xladdin.rules.language import TOTAL, constant, path, percentage
from xladdin.rules.scope import Scope, Term, number_text, rounded

_SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
#: What a message goes on with when decimals that were not printed may explain all.
MAYBE_ROUNDED = "（如果是四舍五入造成的，请统一保留两位小数。）"
#: To how many decimals a computed number is told, at least.
_LEAST_PLACES = {"万元": 2, "%": 2, "分": 2, "": 4}
#: How far apart two sides are if a unit or the decimal point slipped, gravest first.
_SLIPS = {
    "money": {10000: "万元与元填混", 100: "小数点错两位", 10: "小数点错一位"},
    "ratio": {10000: "万元与元填混", 100: "百分数与小数填混", 10: "小数点错一位"},
}


#: （50分）, and （20分 of （20分*执行率）.
_BRACKETED = re.compile("[（(]([^（()）]*)[）)]?")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its syntax, its value (None if blank), what it is made of."""

    node: ast.expr
    value: Interval | None
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence, how it begins, and the two numbers it is about; ``bound`` is the other number
    where the first may be any on this side of it."""

    sentence: str
    subject: str
    expected: str
    actual: str
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Words for the expressions of a scope; ``filled`` says whether a place holds a number."""

    scope: Scope
    filled: Callable[[Term], bool]

    def violated(self, operator: ast.cmpop, left: Side, right: Side) -> Telling:
        """A comparison of two values that does not hold."""
        assert left.value is not None
        assert right.value is not None
        operands = left.operands + right.operands
        unit_name = self._unit(left, right, operands)
        actual = show(left.value.point, unit_name, operands)
        expected = show(right.value.point, unit_name, operands)
        gap = show(abs(left.value.point - right.value.point), unit_name, operands)
        if unit_name == "%":
            gap = f"{gap[:-1]} 个百分点"
        gap += slip(left.value, right.value, unit(unit_name).measures)
        subject = self._with_value(left, actual, unit_name)
        target = self._with_value(right, expected, unit_name)
        match operator:
            case ast.Eq():
                phrase = f"应等于 {target}，相差 {gap}"
            case ast.NotEq():
                phrase = f"不应等于 {target}"
            case ast.LtE():
                phrase = f"不应大于 {target}，超出 {gap}"
            case ast.GtE():
                phrase = f"不应小于 {target}，少 {gap}"
            case ast.Lt():
                phrase = f"应小于 {target}"
            case _:
                phrase = f"应大于 {target}"
        bound = "" if isinstance(operator, ast.Eq | ast.NotEq) else expected
        return Telling(f"{subject}，{phrase}。", subject, expected, actual, bound)

    def missing(self, left: Side, right: Side) -> Telling:
        """A blank place whose value follows from others."""
        assert right.value is not None
        shown = left.operands[0]
        expected = show(right.value.point, shown.unit, left.operands + right.operands)
        sentence = f"{shown.label} 未填，按 {self.words(right.node)} 应为 {expected}。"
        return Telling(sentence, shown.label, expected, "")

    def _unit(self, left: Side, right: Side, operands: Sequence[Operand]) -> str:
        """The unit to tell the numbers in: that of the first place, unless it is calculated away."""
        side = right if bare(left.node) else left
        if not isinstance(side.node, ast.BinOp) or isinstance(side.node.op, ast.Add | ast.Sub):
            return operands[0].unit if operands else ""
        found = unit_of(side.node, self.scope) or NUMBER
        ratio = found is NUMBER and (percentage(left.node) or percentage(right.node))
        return "%" if ratio else found.name

    def _with_value(self, side: Side, value: str, unit_name: str) -> str:
        """A sum with its result, by its name if it has one; a single place has its number already, a
        bare number gets a unit."""
        words = self.words(side.node)
        if called := self._called(side.node):
            return f"{called} {value}（{words}）"
        in_unit = unit(unit_name)
        told = in_unit.measures == "money" or unit_name == "%"
        if bare(side.node) and told and side.value is not None and side.value.point:
            return number_text(side.value.point / in_unit.factor) + unit_name
        several = any(sign in words for sign in (" + ", " − ", " × ", " ÷ "))
        if not words and side.operands:
            return f"{side.operands[0].label}（空白）"
        return f"{words} = {value}" if several else words

    def _called(self, node: ast.expr) -> str:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name == TOTAL:
                return self.scope.totals.get(".".join(path(node.args[0])), "")
        return ""

    def words(self, node: ast.expr) -> str:
        """An expression with labels and numbers; blank parts of a sum are passed over."""
        match node:
            case ast.Constant():
                point = constant(node).point
                return f"{number_text(point * 100)}%" if percentage(node) else number_text(point)
            case ast.UnaryOp():
                return f"−{self.words(node.operand)}"
            case ast.Call(func=ast.Name(id=name)) if name == TOTAL:
                terms = self.scope.sections[".".join(path(node.args[0]))]
                return " + ".join(_place(term) for term in terms if self.filled(term))
            case ast.Call():
                return self.words(node.args[0])
            case ast.BinOp():
                left, right = self.words(node.left), self._right(node)
                if isinstance(node.op, ast.Mult | ast.Div):
                    left = f"({left})" if _sum(node.left, left) else left
                if not left and right and isinstance(node.op, ast.Sub):
                    return f"−{right}"
                return f" {_SIGNS[type(node.op)]} ".join(part for part in (left, right) if part)
            case _:
                term = self.scope.terms[".".join(path(node))]
                return _place(term) if self.filled(term) and term.operands[0].text else ""

    def _right(self, node: ast.BinOp) -> str:
        """The right part of a calculation, in brackets where they change the result."""
        words = self.words(node.right)
        bracketed = not isinstance(node.op, ast.Add) and _sum(node.right, words)
        if isinstance(node.op, ast.Div) and isinstance(node.right, ast.BinOp):
            bracketed = True
        return f"({words})" if bracketed else words


def _sum(node: ast.expr, words: str) -> bool:
    """Whether words are those of a sum of several parts, some may be blank."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Sub) and (" + " in words or " − " in words)
    return isinstance(node, ast.Call) and " + " in words


def none_of(alternatives: Sequence[Callable[[], Telling]]) -> Telling:
    """One sentence for alternatives none of which holds; a subject they share is named once."""
    tellings = [each() for each in alternatives]
    sentences = [each.sentence.rstrip("。") for each in tellings]
    first = tellings[0].subject
    rest = [sentence.removeprefix(f"{first}，") for sentence in sentences[1:]]
    sentence = "；或".join([sentences[0], *rest]) + ("，都不相符。" if rest else "。")
    expected = " 或 ".join(dict.fromkeys(each.expected for each in tellings))
    return replace(tellings[0], sentence=sentence, expected=expected)


def slip(left: Interval, right: Interval, measures: str) -> str:
    """A remark when one amount or rate is just 10,000, 100 or 10 times the other."""
    for factor, words in _SLIPS.get(measures, {}).items():
        for small, large in ((left, right), (right, left)):
            if small.point and equal(small.scaled(Decimal(factor)), large) is Verdict.HELD:
                return f"（正好相差 {factor} 倍，疑{words}）"
    return ""


def show(value: Decimal, unit_name: str, operands: Sequence[Operand]) -> str:
    """A computed number (in base units) in the unit and to the places its operands are printed."""
    in_unit = value / unit(unit_name).factor
    places = [len((o.value or "").partition(".")[2]) for o in operands if o.unit == unit_name]
    least = _LEAST_PLACES.get(unit_name, 0)
    return number_text(rounded(in_unit, max([least, *places]))) + unit_name


def _place(term: Term) -> str:
    shown = term.operands[0]
    bracketed = _BRACKETED.fullmatch(shown.text)
    return f"{shown.label} {bracketed[1] if bracketed else shown.text}"
