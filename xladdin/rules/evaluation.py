"""Evaluate a formula in a scope: the verdict, the operands, and a sentence if it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.interval import Interval, Verdict, at_most, equal, total
from xladdin.model.report import Equation, Operand, Relation
from xladdin.rules.constants import meant
from xladdin.rules.expression import (
    OPERATIONS,
    OPPOSITES,
    Arithmetic,
    Comparison,
    Condition,
    Junction,
    Number,
    Place,
    Quantity,
    Total,
)
from xladdin.rules.language import Formula
from xladdin.rules.scope import Meaning, Scope, Term, distinct, operands_of
from xladdin.rules.telling import MAYBE_ROUNDED, Side, Teller, Telling, none_of

_INVERSE = {Verdict.HELD: Verdict.VIOLATED, Verdict.VIOLATED: Verdict.HELD}
_GRAVITY = {Verdict.HELD: 0, Verdict.ROUNDING: 1, Verdict.SKIPPED: 2, Verdict.VIOLATED: 3}
_ZERO = Interval.exact(0)


class Result(Struct, frozen=True):
    """The result of a formula; ``telling`` makes the words for a violation, None if there are none.

    ``doubtful``: violated only if decimals that were not printed are taken for zeros.
    """

    verdict: Verdict
    operands: tuple[Operand, ...]
    telling: Callable[[], Telling] | None = None
    doubtful: bool = False

    @property
    def told(self) -> Telling:
        """The words for a violation; all empty if there are none."""
        return self.telling() if self.telling is not None else Telling("", "", "", "")

    def relation(
        self,
        code: str,
        subject: str,
        message: str | None = None,
        *,
        doubtful: bool = False,
        equation: Equation | None = None,
    ) -> Relation:
        """Make a relation of the result for the rule ``code``; a ``message`` replaces the sentence."""
        told = self.told
        said = told.sentence if message is None else message
        return Relation(
            code,
            self.verdict,
            self.operands,
            subject,
            said + (MAYBE_ROUNDED if self.doubtful else ""),
            expected=told.expected,
            actual=told.actual,
            bound=told.bound,
            doubtful=self.doubtful or doubtful,
            equation=equation,
        )


Reading = Callable[[Term], Interval | None]


def evaluate(
    formula: Formula, scope: Scope, *, literal: bool = False, must: bool = False
) -> Result:
    """Judge a formula in a scope.

    ``literal``: the stated figure, left of the comparison, may be rounded to the digits printed. ``must``: a
    blank stated figure counts as missing if its value is not 0. Raises UnknownName if the scope lacks a name.
    """
    return judged(formula, scope.meaning(formula.tree), literal=literal, must=must)


def judged(
    formula: Formula, meaning: Meaning, *, literal: bool = False, must: bool = False
) -> Result:
    """Judge a formula by the terms of its names; otherwise as ``evaluate`` does."""
    result = _judge(formula, meaning, literal, must)
    if result.verdict is not Verdict.VIOLATED or literal:
        return result
    loose = _Judge(meaning, _amounts_printed, _amounts_printed, must).judge(formula.tree)
    return replace(result, doubtful=loose.verdict is not Verdict.VIOLATED)


def verdict_of(formula: Formula, meaning: Meaning, *, literal: bool = False) -> Verdict:
    """Return only the verdict that ``judged`` would give a formula."""
    return _judge(formula, meaning, literal, must=False).verdict


def _judge(formula: Formula, meaning: Meaning, literal: bool, must: bool) -> Result:
    return _Judge(meaning, _printed if literal else _typed, _typed, must).judge(formula.tree)


def value_of(node: Quantity, scope: Scope) -> Interval | None:
    """Return the value of an amount in base units; None if what it needs is blank.

    Raises UnknownName if the scope lacks a name.
    """
    return _Judge(scope.meaning(node), _typed, _typed, False).value(node, _typed)


def _typed(term: Term) -> Interval | None:
    return term.typed


def _printed(term: Term) -> Interval | None:
    """Return the interval as printed: 9.5 may be 9.53. A whole number counts as printed with two decimals: 10
    is no score of 9.53."""
    typed = term.typed
    if typed is not None and typed.low == typed.high == typed.point.to_integral_value():
        return Interval.printed(typed.point, 2)
    return term.printed


def _amounts_printed(term: Term) -> Interval | None:
    """Return the interval as printed for amounts of money, else as typed. An amount of 0 is exact."""
    if term.printed is not None and not term.printed.point:
        return term.typed
    return term.printed if term.money else term.typed


class _Judge(Struct, frozen=True):
    """Judge conditions by the terms of their names, with one reading for each side of a comparison."""

    meaning: Meaning
    stated: Reading  # reads the side left of a comparison
    given: Reading  # reads the sides right of it
    must: bool

    def judge(self, node: Condition) -> Result:
        match node:
            case Comparison():
                return self._compared(node)
            case Junction("not", (denied,)):
                inner = self.judge(denied)
                return Result(_denied(inner.verdict), inner.operands)
            case Junction(sign, parts):
                return _joined(sign, [self.judge(part) for part in parts])

    def _compared(self, node: Comparison) -> Result:
        """Judge a comparison, a chain by its worst link. Skipped if a text stands for a number."""
        operands = operands_of(node, self.meaning)
        if any(operand.value is None for operand in operands):
            return Result(Verdict.SKIPPED, operands)  # text where a number should be
        first, *others = node.parts
        values = [self.value(first, self.stated)]
        values += [self.value(other, self.given) for other in others]
        values = meant(node.parts, values, self.meaning)
        verdicts = list(map(self._verdict, node.signs, node.parts, values, values[1:]))
        verdict = max(verdicts, key=_GRAVITY.__getitem__)
        if verdict is not Verdict.VIOLATED:
            return Result(verdict, operands)
        at = verdicts.index(verdict)
        left, right = map(Side, node.parts[at : at + 2], values[at : at + 2])
        teller = Teller(self.meaning, lambda term: self.given(term) is not None)
        return Result(verdict, operands, partial(teller.told, node.signs[at], left, right))

    def _verdict(
        self, sign: str, stated: Quantity, left: Interval | None, right: Interval | None
    ) -> Verdict:
        """Return the verdict of one link; that of a blank left side is a violation only if it is missing."""
        if right is None:
            return Verdict.SKIPPED
        if left is not None:
            return _held(sign, left, right)
        operands = operands_of(stated, self.meaning)
        untouched = operands and not any(operand.text for operand in operands)
        missing = self.must and untouched and sign == "==" and right.point != 0
        return Verdict.VIOLATED if missing else Verdict.SKIPPED

    def value(self, node: Quantity, reading: Reading) -> Interval | None:
        """Return the value of an amount in base units; None if blank, or divided by 0. In a sum with a filled
        part, a blank part is 0."""
        match node:
            case Place():
                return reading(self.meaning[node][0])
            case Number(value):
                return Interval.exact(value)
            case Total():
                filled = [v for v in map(reading, self.meaning[node]) if v is not None]
                return total(filled) if filled else None
            case Arithmetic(sign, parts):
                values = [self.value(part, reading) for part in parts]
                if sign not in "*/":
                    values = meant(parts, values, self.meaning)
                known = [value for value in values if value is not None]
                if sign in "+-" and known:
                    known = [value or _ZERO for value in values]
                try:
                    return OPERATIONS[sign](*known) if len(known) == len(parts) else None
                except ZeroDivisionError:
                    return None


def _held(sign: str, left: Interval, right: Interval) -> Verdict:
    if sign in OPPOSITES:
        return _denied(_held(OPPOSITES[sign], left, right))
    if sign == "==":
        return equal(left, right)
    return at_most(left, right) if sign == "<=" else at_most(right, left)


def _denied(verdict: Verdict) -> Verdict:
    return _INVERSE.get(verdict, verdict)


def _joined(sign: str, results: Sequence[Result]) -> Result:
    """Join results: ``and`` takes the worst part, ``or`` the best one that is not skipped."""
    operands = distinct(each.operands for each in results)
    if sign == "and":
        worst = max(results, key=lambda each: _GRAVITY[each.verdict])
        return replace(worst, operands=operands)
    known = [each for each in results if each.verdict is not Verdict.SKIPPED] or results
    best = min(known, key=lambda each: _GRAVITY[each.verdict])
    tellings = [each.telling for each in known if each.telling is not None]
    told = best.verdict is Verdict.VIOLATED and tellings
    return Result(best.verdict, operands, partial(none_of, tellings) if told else None)
