"""Show the digits of a number under one section of a number format."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from msgspec import Struct

from xladdin.sources.format_code import Section, Token
from xladdin.sources.general_format import general

#: Wide enough for Excel's thirty decimals behind thirty digits.
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
#: A number has fifteen digits; further decimals are noise.
_MOST_PLACES = 15


class Shape(Struct, frozen=True):
    """A section split into its tokens before the point (``whole``), from the point on (``fraction``)
    and from the E on (``power``).

    ``shift`` is the power of ten by which percent signs and scaling commas multiply; ``left`` and
    ``places`` count the digits before and after the point.
    """

    whole: tuple[Token, ...]
    fraction: tuple[Token, ...]
    power: tuple[Token, ...]
    thousands: bool
    shift: int
    left: int
    places: int


def show_digits(value: Decimal, section: Section) -> tuple[str, bool]:
    """Return the text for a number of zero or more, and whether it was rounded to zero."""
    shape = _shape(section)
    value = value.scaleb(shape.shift)
    if shape.power:  # 1.18E+02 is an accident of a column's format: the value says what is meant
        return general(value) + _literals(shape.whole + shape.power), not value
    if not shape.left and not shape.places:
        return _literals(shape.whole + shape.fraction), False
    places = min(shape.places, _MOST_PLACES)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    digits, _, decimals = f"{rounded:f}".partition(".")
    decimals = _decimals(decimals, shape.fraction)
    whole = _whole(digits.lstrip("0"), shape)
    if decimals.startswith(".") and not whole.strip()[-1:].isdigit():
        whole += "0"
    return whole + decimals, not rounded


@lru_cache(maxsize=1024)
def _shape(section: Section) -> Shape:
    whole: list[Token] = []
    fraction: list[Token] = []
    power: list[Token] = []
    side = whole
    for token in section.tokens:
        if token.kind == "point" and side is whole:
            side = fraction
        elif token.kind == "exponent":
            side = power
        side.append(token)
    digits = [at for at, token in enumerate(whole) if token.kind == "digit"]
    commas = {at for at, token in enumerate(whole) if token.kind == "comma"}
    scale = 0
    while digits and digits[-1] + 1 + scale in commas:
        scale += 1
    scale += _trailing_commas(fraction)
    percents = sum(token.kind == "percent" for token in section.tokens)
    return Shape(
        tuple(token for at, token in enumerate(whole) if at not in commas),
        tuple(token for token in fraction if token.kind != "comma"),
        tuple(power),
        any(digits[0] < at < digits[-1] for at in commas) if digits else False,
        2 * percents - 3 * scale,
        len(digits),
        sum(token.kind == "digit" for token in fraction),
    )


def _trailing_commas(fraction: Sequence[Token]) -> int:
    """Count the commas right after the last digit; each divides by a thousand."""
    count = 0
    for token in fraction:
        if token.kind == "digit":
            count = 0
        elif token.kind == "comma":
            count += 1
    return count


def _literals(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if token.kind not in ("digit", "exponent"))


def _whole(digits: str, shape: Shape) -> str:
    """Return the digits before the point, filled in from the right; the first place takes the rest."""
    if not shape.left:
        # .00 shows 12.50 as 12.50, too
        return _literals(shape.whole) + digits
    shown: list[str] = []
    left, count = shape.left, 0
    for token in reversed(shape.whole):
        if token.kind != "digit":
            shown.append(token.text)
            continue
        left -= 1
        here = (digits if left == 0 else digits[-1:]) or {"0": "0", "?": " "}.get(token.text, "")
        digits = digits[:-1] if left else ""
        for digit in reversed(here):
            if shape.thousands and count and count % 3 == 0 and digit != " ":
                shown.append(",")
            shown.append(digit)
            count += 1
    return "".join(reversed(shown))


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
    """Return the decimals, with the point only before digits; # and ? show no zeros at the end."""
    places = [token.text for token in tokens if token.kind == "digit"][: len(digits)]
    needed = max((at + 1 for at, place in enumerate(places) if place == "0"), default=0)
    used = max(len(digits.rstrip("0")), needed)
    shown: list[str] = []
    at = 0
    for token in tokens:
        if token.kind == "digit":
            shown.append(digits[at : at + 1] if at < used else "")
            at += 1
        elif token.kind != "point" or used:
            shown.append(token.text)
    return "".join(shown)
