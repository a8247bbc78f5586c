"""What each suspected figure might be instead, and what holds and what breaks then."""

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

#: A value is searched for with so many more decimals than the figure has.
_FINER = 2
#: What is counted comes whole.
_DIVISIBLE = ("money", "ratio", "percentage points", "分", "")
#: No slip of the pen makes a number so many times larger or smaller; a wrong unit is one of the slips.
_FARTHEST, _UNITS = 30, 10_000
#: A slip this close to the value that solves a relation may be what was meant.
_NEAR = Decimal("0.02")
_UNIT = MOVED[10_000]


class Trial(NamedTuple):
    """A figure as if it were another: the contradictions that are gone then, the relations that break.

    ``slip`` is the kind of slip that makes the printed number of the value, empty for none;
    ``worked_out``: the figure is worked out from others in each of the contradictions.
    """

    place: Location
    value: Decimal
    healed: frozenset[int]
    broken: int
    slip: str
    worked_out: bool
    #: So many relations hold for the figure as it is.
    support: int
    #: So often it is told again.
    echoes: int
    #: How telling the slip is: 3 for two digits swapped side by side, 1 for one digit, 0 for none.
    strength: float


def trials(web: Web, group: Sequence[int]) -> list[Trial]:
    """The values of the group's figures that heal something."""
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
    """Whether a relation holds after the changes, be it by rounding."""
    return equation.holds(changes) and equation.judged(changes) in _HOLDING


_HOLDING = (Verdict.HELD, Verdict.ROUNDING)


def _values(contradiction: Contradiction, figure: Operand) -> Iterator[tuple[Decimal, str]]:
    """What a figure may have been meant to be: slips that solve the relation first."""
    equation, now = contradiction.equation, Decimal(figure.value or 0)
    solved = equation.solved(figure.location)
    if solved is None or (solved < 0 <= now):
        return
    money = unit(figure.unit).measures == "money"
    for slip in slips(now) if now else ():
        if slip.kind == _UNIT and (not money or (slip.meant > now and now % 1)):
            continue  # 49.82 in a column of 元: the digits behind it are lost
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
    """How telling it is that one number was printed for the other; short ones are alike by chance."""
    one, two = _digits(Decimal(figure.value or 0), value)
    apart = [i for i in range(len(one)) if one[i] != two[i]] if len(one) == len(two) else []
    swapped = len(apart) == 2 and [one[i] for i in apart] == [two[i] for i in reversed(apart)]
    if swapped:
        near = apart[1] - apart[0] == 1
        return (3 if near else 2) if len(one) >= _TELLING else _CHANCE
    if len(apart) == 1:
        return 1 if len(one) > _TELLING else _CHANCE
    return 2 if slip else 0


#: Of shorter numbers a slip is no evidence, only a doubt.
_TELLING, _CHANCE = 3, 0.5


def _digits(one: Decimal, two: Decimal) -> tuple[str, str]:
    """The digits of two numbers with as many decimals."""
    places = max(0, *(-int(each.as_tuple().exponent) for each in (one, two)))
    return f"{one:.{places}f}".replace(".", ""), f"{two:.{places}f}".replace(".", "")


def _printed(solved: Decimal, now: Decimal, figure: Operand, equation: Equation) -> Decimal | None:
    """A value with as many decimals as the figure has, or a few more, so that the relation holds."""
    own = max(0, -int(now.as_tuple().exponent))
    finer = _FINER if unit(figure.unit).measures in _DIVISIBLE else 0
    for places in range(own, max(own, finer) + 1):
        value = solved.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if value != now and right(equation, {figure.location: value}):
            return value
    return None
