"""Put a violated comparison into a Chinese sentence: which figures, what they should be, by how much they
differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Operand
from xladdin.model.unit import NUMBER, unit
from xladdin.patterns import pattern
from xladdin.rules.constants import bare, unit_of
from xladdin.rules.expression import FUNCTIONS, Arithmetic, Number, Place, Quantity, Total
from xladdin.rules.scope import Meaning, Term, number_text, operands_of, rounded

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
#: The end of a message if decimals that were not printed may explain the difference.
MAYBE_ROUNDED = "（如果是四舍五入造成的，请统一保留两位小数。）"
#: The fewest decimals of a computed number by its unit.
_LEAST_PLACES = {"万元": 2, "%": 2, "分": 2, "": 4}
#: The factors between two sides by what they measure, with the slip that explains each, gravest first.
_SLIPS = {
    "money": {10000: "万元与元填混", 100: "小数点错两位", 10: "小数点错一位"},
    "ratio": {10000: "万元与元填混", 100: "百分数与小数填混", 10: "小数点错一位"},
}


#: A printed value in brackets, closed or not: （50分）, （20分 of （20分*执行率）.
_BRACKETED = pattern("[（(]([^（()）]*)[）)]?")


class Side(NamedTuple):
    """One side of a comparison: its expression, and its value in base units (None if blank)."""

    node: Quantity
    value: Interval | None


class Telling(Struct, frozen=True):
    """The sentence, its subject, and the expected and actual number as text. ``bound`` is the expected one if
    it is a limit, else empty."""

    sentence: str
    subject: str
    expected: str
    actual: str
    bound: str = ""


class Teller(Struct, frozen=True):
    """Word expressions in Chinese by the meaning of their names; ``filled`` tells if a term has a number."""

    meaning: Meaning
    filled: Callable[[Term], bool]

    def told(self, sign: str, left: Side, right: Side) -> Telling:
        """Return the telling of a violated comparison, or of a blank place whose value follows from others.
        The right side must have a value."""
        assert right.value is not None
        stated = operands_of(left.node, self.meaning)
        operands = stated + operands_of(right.node, self.meaning)
        if left.value is None:
            shown = stated[0]
            expected = show(right.value.point, shown.unit, operands)
            sentence = f"{shown.label} 未填，按 {self.words(right.node)} 应为 {expected}。"
            return Telling(sentence, shown.label, expected, "")
        unit_name = self._unit_name(left, right, operands)
        actual = show(left.value.point, unit_name, operands)
        expected = show(right.value.point, unit_name, operands)
        gap = show(abs(left.value.point - right.value.point), unit_name, operands)
        if unit_name == "%":
            gap = f"{gap[:-1]} 个百分点"
        gap += slip(left.value, right.value, unit(unit_name).measures)
        subject = self._with_value(left, actual, unit_name)
        target = self._with_value(right, expected, unit_name)
        match sign:
            case "==":
                phrase = f"应等于 {target}，相差 {gap}"
            case "!=":
                phrase = f"不应等于 {target}"
            case "<=":
                phrase = f"不应大于 {target}，超出 {gap}"
            case ">=":
                phrase = f"不应小于 {target}，少 {gap}"
            case "<":
                phrase = f"应小于 {target}"
            case _:
                phrase = f"应大于 {target}"
        bound = "" if sign in ("==", "!=") else expected
        return Telling(f"{subject}，{phrase}。", subject, expected, actual, bound)

    def _unit_name(self, left: Side, right: Side, operands: Sequence[Operand]) -> str:
        """Return the name of the unit to tell the numbers in: that of the first place, or of the result of a
        product or quotient."""
        side = right if bare(left.node) else left
        match side.node:
            case Arithmetic("*" | "/"):
                found = unit_of(side.node, self.meaning) or NUMBER
                rates = (each.node for each in (left, right) if isinstance(each.node, Number))
                ratio = found is NUMBER and any(rate.percent for rate in rates)
                return "%" if ratio else found.name
        return operands[0].unit if operands else ""

    def _with_value(self, side: Side, value: str, unit_name: str) -> str:
        """Return the words for a side with its value: a calculation with its result, a named total by its
        name, a single place alone, a bare number with the unit."""
        words = self.words(side.node)
        if isinstance(side.node, Total):
            called = next((term.total for term in self.meaning[side.node]), "")
            if called:
                return f"{called} {value}（{words}）"
        in_unit = unit(unit_name)
        told = in_unit.measures == "money" or unit_name == "%"
        if bare(side.node) and told and side.value is not None and side.value.point:
            return number_text(side.value.point / in_unit.factor) + unit_name
        several = any(sign in words for sign in (" + ", " − ", " × ", " ÷ "))
        if not words and (operands := operands_of(side.node, self.meaning)):
            return f"{operands[0].label}（空白）"
        return f"{words} = {value}" if several else words

    def words(self, node: Quantity) -> str:
        """Return an expression in labels and numbers; blank parts of a sum are left out."""
        match node:
            case Number(value, percent):
                return f"{number_text(value * 100)}%" if percent else number_text(value)
            case Place():
                (term,) = self.meaning[node]
                return _place(term) if self.filled(term) and term.operands[0].text else ""
            case Total():
                terms = self.meaning[node]
                return " + ".join(_place(term) for term in terms if self.filled(term))
            case Arithmetic("+" | "-" | "*" | "/" as sign, (first, second)):
                left = self._part(first, sign in "*/")
                right = self._part(second, sign != "+", sign == "/")
                if sign == "-" and right and not left:
                    return f"−{right}"
                return f" {_SIGNS[sign]} ".join(part for part in (left, right) if part)
            case Arithmetic(sign, parts) if sign in FUNCTIONS:
                return self.words(parts[0])
            case Arithmetic(_, parts):
                return f"−{self._part(parts[0], True)}"

    def _part(self, node: Quantity, closely: bool, divisor: bool = False) -> str:
        """Return the words for a part of a calculation: a sum in brackets beside a sign that binds more
        ``closely``, a product in brackets as a ``divisor``."""
        words = self.words(node)
        product = isinstance(node, Arithmetic) and node.sign in "*/"
        several = divisor if product else closely and (" + " in words or " − " in words)
        return f"({words})" if several else words


def none_of(alternatives: Sequence[Callable[[], Telling]]) -> Telling:
    """Join the tellings of alternatives none of which holds into one; a subject they share is named once."""
    tellings = [each() for each in alternatives]
    sentences = [each.sentence.rstrip("。") for each in tellings]
    first = tellings[0].subject
    rest = [sentence.removeprefix(f"{first}，") for sentence in sentences[1:]]
    sentence = "；或".join([sentences[0], *rest]) + ("，都不相符。" if rest else "。")
    expected = " 或 ".join(dict.fromkeys(each.expected for each in tellings))
    return replace(tellings[0], sentence=sentence, expected=expected)


def slip(left: Interval, right: Interval, measures: str) -> str:
    """Return a Chinese remark if one amount is exactly 10,000, 100 or 10 times the other, else empty."""
    for factor, words in _SLIPS.get(measures, {}).items():
        for small, large in ((left, right), (right, left)):
            if small.point and equal(small.scaled(Decimal(factor)), large) is Verdict.HELD:
                return f"（正好相差 {factor} 倍，疑{words}）"
    return ""


def show(value: Decimal, unit_name: str, operands: Sequence[Operand]) -> str:
    """Return a number given in base units as text in a unit, with at least the decimals of its operands."""
    in_unit = value / unit(unit_name).factor
    places = [len((o.value or "").partition(".")[2]) for o in operands if o.unit == unit_name]
    least = _LEAST_PLACES.get(unit_name, 0)
    return number_text(rounded(in_unit, max([least, *places]))) + unit_name


def _place(term: Term) -> str:
    """Return the label and the printed value of a term."""
    shown = term.operands[0]
    bracketed = _BRACKETED.fullmatch(shown.text)
    return f"{shown.label} {bracketed[1] if bracketed else shown.text}"
