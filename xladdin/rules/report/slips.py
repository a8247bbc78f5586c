"""Find slips of the pen: what may have been meant by a number, and which slip makes a relation hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from xladdin.model.figure import Figure, Location
from xladdin.model.interval import Interval, Verdict
from xladdin.model.prose import Claim
from xladdin.rules.evaluation import evaluate
from xladdin.rules.report.prose import interval
from xladdin.rules.report.readings import (
    Places,
    Reading,
    blurred,
    figures_of,
    floats,
    formula,
    gap,
    scope_of,
)
from xladdin.rules.scope import number_text


class Slip(NamedTuple):
    """A number that may have been meant, and the Chinese name of the slip that changed it."""

    meant: Decimal
    kind: str


#: The fewest digits with which one wrong digit is evidence: all short numbers are alike.
_TELLING = 4
SWAPPED, DIGIT = "数字颠倒", "错一位数字"
MOVED = {10: "小数点错一位", 10000: "万元与元填混"}


def slips(printed: Decimal) -> Iterator[Slip]:
    """Yield the slips that may have led to the printed number, the likeliest kinds first."""
    text = f"{printed:f}"
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    pairs = (*itertools.pairwise(digits), *zip(digits, digits[2:], strict=False))
    for here, after in pairs:
        if text[here] != text[after]:
            signs = list(text)
            signs[here], signs[after] = signs[after], signs[here]
            if signs[0] != "0" or text[0] == "0":
                yield Slip(Decimal("".join(signs)), SWAPPED)
    for factor, kind in MOVED.items():
        yield Slip(printed * factor, kind)
        yield Slip(printed / factor, kind)
    if len(digits) >= _TELLING:
        for at in digits:
            for digit in "0123456789":
                if digit != text[at]:
                    yield Slip(Decimal(text[:at] + digit + text[at + 1 :]), DIGIT)


def slipped(printed: Decimal, fits: Callable[[Decimal], bool]) -> Slip | None:
    """Return the first slip whose meant number fits; None if none does."""
    return next((slip for slip in slips(printed) if fits(slip.meant)), None)


def alike(one: Decimal, other: Decimal) -> str:
    """Return the kind of slip that makes one number of the other; empty for none."""
    found = slipped(one, lambda meant: meant == other)
    return found.kind if found is not None else ""


def slips_apart(one: Figure, other: Figure) -> bool:
    """Return whether a slip makes one figure of the other."""
    factor = other.unit.factor / one.unit.factor
    return slipped(one.value, lambda meant: meant == other.value * factor) is not None


#: The most figures of a reading in which a slip is searched for.
_LONGEST = 16


#: The slip that shows in any figure of a relation.
_UNIT = MOVED[10000]
#: The fewest digits with which swapped ones are evidence.
_SWAPPABLE = 3
#: The fewest digits with which a single wrong one is evidence; round numbers are none.
_LONG_ENOUGH = 4


def slip_of(
    reading: Reading, right: Container[Location] = (), kinds: Sequence[str] = ()
) -> tuple[Slip, str] | None:
    """Return a slip, with Chinese words for it, in one figure of a reading that would hold exactly without
    it; None if there is none or several figures may have one.

    ``right`` are locations of figures without a slip; ``kinds``: only slips that are evidence by themselves.
    """
    every = list(figures_of(reading))
    if len(every) > _LONGEST or (kinds and any(claim.figure.irregular for claim in every)):
        return None
    places, blur = (
        floats(reading),
        min(sum(map(blurred, every)), _rounding_error_of_sum(reading, every)),
    )
    results = _computed_figures(reading)
    found: list[tuple[Slip, Claim]] = []
    for name, role in reading.roles.items():
        for at, claim in enumerate((role,) if isinstance(role, Claim) else role):
            if claim.location in right or claim.figure.irregular:
                continue
            worked = claim in results
            for slip in slips(claim.figure.value):
                evident = worked or slip.kind == _UNIT
                if kinds and not (evident and _is_evidence(slip, claim, reading, kinds)):
                    continue
                meant = float(slip.meant * claim.figure.unit.factor)
                other = _with_number(places, name, at, meant)
                fine = (
                    _last_digit_error(claim)
                    if worked
                    else max(map(_last_digit_error, results), default=0.0)
                )
                if gap(reading, other) > (fine if kinds else blur):
                    continue
                if _holds(reading, claim, slip):
                    found.append((slip, claim))
                    break
    # If slips in several figures would each explain it, none is reported; nor is a digit of a figure that
    # others are computed from, since any of them could be made to fit.
    if len(found) > 1 and all(slip.kind == _UNIT for slip, _ in found):
        texts = "、".join(claim.figure.text for _, claim in found)
        return found[0][0], f"{texts} 疑有一个单位写错（{_UNIT}）"
    if not found or (len(found) > 1 and not kinds):
        return None
    slip, claim = found[0]
    if slip.kind == DIGIT and claim not in results:
        return None
    return slip, _told(claim, slip)


def _rounding_error_of_sum(reading: Reading, every: Sequence[Claim]) -> float:
    """Return the relative difference of both sides of a sum if each figure is rounded to the finest decimals
    that one of them has; infinite for products and quotients."""
    if set("*/") & set(reading.formula):
        return float("inf")
    finest = min(float(c.figure.unit.factor) * 10.0**-c.figure.places for c in every)
    most = max(abs(float(interval(c).point)) for c in every)
    return 0.51 * len(every) * finest / (most or 1.0)


def _last_digit_error(claim: Claim) -> float:
    """Return the relative difference of both sides if only the last digit of a figure was rounded."""
    figure = claim.figure
    return 0.51 * 10.0**-figure.places / (abs(float(figure.value)) or 1.0)


def _with_number(places: Places, name: str, at: int, value: float) -> Places:
    """Return the numbers with one of them replaced."""
    old = places[name]
    if not isinstance(old, list):
        return {**places, name: value}
    return {**places, name: [*old[:at], value, *old[at + 1 :]]}


def _holds(reading: Reading, claim: Claim, slip: Slip) -> bool:
    """Return whether a reading holds exactly with the meant number; its last digit moves with the point
    (2.38元 for 2.38万元)."""
    moved = slip.kind in MOVED.values()
    shift = slip.meant.adjusted() - claim.figure.value.adjusted() if moved else 0
    meant = Interval.printed(slip.meant, claim.figure.places - shift)
    other = replace(claim.figure, value=slip.meant, printed=meant, typed=meant)
    meant_scope = scope_of(reading.roles, {id(claim): other})
    return evaluate(formula(reading.formula), meant_scope).verdict is Verdict.HELD


def _told(claim: Claim, slip: Slip) -> str:
    """Return the Chinese words for a slip."""
    figure = claim.figure
    if slip.kind == _UNIT:
        unit = _UNITS.get((figure.unit.name, slip.meant > figure.value), "")
        meant = f"{figure.text.removesuffix(figure.unit.name)}{unit}" if unit else "另一个单位"
    else:
        meant = f"{number_text(slip.meant)}{figure.unit.name}"
    return f"{figure.text} 疑为 {meant}（{slip.kind}）"


#: The unit ten thousand times larger (True) or smaller (False).
_UNITS = {
    ("元", True): "万元",
    ("万元", True): "亿元",
    ("万元", False): "元",
    ("亿元", False): "万元",
}


def _computed_figures(reading: Reading) -> list[Claim]:
    """Return the figures that were computed, not those that they were computed from."""
    if reading.formula.startswith(_SUMS):
        return list(figures_of(reading))
    names = {reading.formula.split("==")[0].strip(), _PRICE}
    return [c for name, c in reading.roles.items() if name in names and isinstance(c, Claim)]


_PRICE, _SUMS = "单价", ("总数", "合计")


def _is_evidence(slip: Slip, claim: Claim, reading: Reading, kinds: Sequence[str]) -> bool:
    """Return whether a slip is evidence by itself; a part of a sum that becomes tiny is none."""
    if slip.kind in kinds:
        value = claim.figure.value
        round_ = slip.kind == DIGIT and len(value.normalize().as_tuple().digits) == 1
        least = _LONG_ENOUGH if slip.kind == DIGIT else _SWAPPABLE
        return len(value.as_tuple().digits) >= least and not round_
    several = any(not isinstance(role, Claim) for role in reading.roles.values())
    moved = claim.figure.unit.measures == "money" and slip.kind == _UNIT
    return moved and (slip.meant > claim.figure.value or not several)
