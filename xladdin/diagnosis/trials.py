"""Try other values for the suspected figures, counting what each heals and breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from xladdin.diagnosis.web import Contradiction, Web
from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Equation, Operand
from xladdin.model.unit import unit
from xladdin.rules.report.slips import MOVED, slips

#: Extra decimals with which a value is searched, beyond those of the figure.
_FINER = 2
#: Measures that may have decimals; counts are whole.
_DIVISIBLE = ("money", "ratio", "percentage points", "分", "")
#: A slip changes a number by less than this factor, except for a wrong unit (万).
_FARTHEST, _UNITS = 30, 10_000
#: A slip within this part of the value that solves a relation may be what was meant.
_NEAR = Decimal("0.02")
_UNIT = MOVED[10_000]


class Trial(NamedTuple):
    """A changed figure: the numbers of the contradictions it heals, and how many relations it breaks.

    ``slip`` is the kind of slip that turns the value into the printed number, empty for none;
    ``worked_out`` means that every healed contradiction computes this figure from others.
    """

    place: Location
    value: Decimal
    healed: frozenset[int]
    broken: int
    slip: str
    worked_out: bool
    #: How many relations hold for the figure as filed.
    support: int
    #: How often the figure is stated again.
    echoes: int
    #: How telling the slip is: 3 for two digits swapped side by side, 1 for one digit, 0 for none.
    strength: float


def trials(web: Web, group: Sequence[int]) -> list[Trial]:
    """Return the values of the group's figures that heal something."""
    places = dict.fromkeys(o.location for n in group for o in web.contradictions[n].suspects)
    found: list[Trial] = []
    for place in places:
        numbers, holding = web.around(place)
        tried: set[Decimal] = set()
        for number in numbers:
            if web.contradictions[number].hint:
                continue
            for value, slip in _values(web.contradictions[number], web.figures[place]):
                if value in tried:
                    continue
                tried.add(value)
                changes = web.change(place, value)
                healed = frozenset(
                    n
                    for n in numbers
                    if (n == number and len(changes) == 1)
                    or right(web.contradictions[n].equation, changes)
                )
                if healed:
                    broken = sum(not right(each, changes) and right(each, {}) for each in holding)
                    worked = all(web.contradictions[n].equation.worked_out == place for n in healed)
                    found.append(
                        Trial(
                            place,
                            value,
                            healed,
                            broken,
                            slip,
                            worked,
                            len(holding),
                            web.echoes[place],
                            _strength(web.figures[place], value, slip),
                        )
                    )
    return found


def right(equation: Equation, changes: Mapping[Location, Decimal]) -> bool:
    """Return whether a relation holds after the changes, exactly or by rounding."""
    return equation.holds(changes) and equation.judged(changes).holds


def _values(contradiction: Contradiction, figure: Operand) -> Iterator[tuple[Decimal, str]]:
    """Yield what a figure may have been meant to be: slips near the solution, then the solution."""
    equation, now = contradiction.equation, Decimal(figure.value or 0)
    solved = equation.solved(figure.location)
    if solved is None or (solved < 0 <= now):
        return
    money = unit(figure.unit).measures == "money"
    for slip in slips(now) if now else ():
        if slip.kind == _UNIT and (not money or (slip.meant > now and now % 1)):
            continue  # 49.82 in a column of 元 has lost its further digits
        close = abs(slip.meant - solved) <= _NEAR * abs(solved)
        if close and equation.judged({figure.location: slip.meant}) is Verdict.HELD:
            yield slip.meant, slip.kind
            break
    times = abs(solved / now) if now else Decimal(1)
    near = abs(times * _UNITS - 1) < _NEAR or abs(times / _UNITS - 1) < _NEAR
    if not (money and near) and (times > _FARTHEST or times * _FARTHEST < 1):
        return
    value = _printed(solved, now, figure, equation)
    if value is not None:
        yield value, ""


def _strength(figure: Operand, value: Decimal, slip: str) -> float:
    """Rate how strongly the numbers suggest a slip, from 3 (two adjacent digits swapped) to 0 (none)."""
    one, two = _digits(Decimal(figure.value or 0), value)
    apart = [i for i in range(len(one)) if one[i] != two[i]] if len(one) == len(two) else []
    swapped = len(apart) == 2 and [one[i] for i in apart] == [two[i] for i in reversed(apart)]
    if swapped:
        near = apart[1] - apart[0] == 1
        return (3 if near else 2) if len(one) >= _TELLING else _CHANCE
    if len(apart) == 1:
        return 1 if len(one) > _TELLING else _CHANCE
    return 2 if slip else 0


#: In shorter numbers a slip is no evidence, only a doubt.
_TELLING, _CHANCE = 3, 0.5


def _digits(one: Decimal, two: Decimal) -> tuple[str, str]:
    """Return the digits of two numbers, written with the same number of decimals."""
    places = max(0, *(-int(each.as_tuple().exponent) for each in (one, two)))
    return f"{one:.{places}f}".replace(".", ""), f"{two:.{places}f}".replace(".", "")


def _printed(solved: Decimal, now: Decimal, figure: Operand, equation: Equation) -> Decimal | None:
    """Return the value with as few decimals as hold the relation, at least the figure's own."""
    own = max(0, -int(now.as_tuple().exponent))
    finer = _FINER if unit(figure.unit).measures in _DIVISIBLE else 0
    for places in range(own, max(own, finer) + 1):
        value = solved.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if value != now and right(equation, {figure.location: value}):
            return value
    return None
