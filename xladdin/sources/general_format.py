"""Show a number in the format General, as Excel and WPS do in a cell that is wide enough."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

#: Excel keeps and shows 15 significant digits.
FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_SIX = Context(prec=6, rounding=ROUND_HALF_UP)
#: The most characters of a number, its sign not counted.
_WIDTH = 11


def general(value: Decimal) -> str:
    """Show ``value`` in at most eleven characters: ``0.3`` for 0.1 + 0.2, ``1E+20``, ``1.23457E-10``."""
    value = FIFTEEN.plus(value)
    if not value:
        return "0"
    magnitude = value.adjusted()
    if -10 < magnitude < _WIDTH:
        text = _plain(value)
        if len(text.lstrip("-")) > _WIDTH and magnitude > -5:
            # "0." and the zeros after it count among the eleven characters.
            places = 0 if magnitude == _WIDTH - 1 else _WIDTH - 2 - max(magnitude, 0)
            text = _plain(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
        if len(text.lstrip("-")) <= _WIDTH:
            return text
    return scientific(_SIX.plus(value))


def scientific(value: Decimal) -> str:
    """Show ``1.23457E+20``: as few digits as ``value`` needs, at least two digits of exponent."""
    sign, digits, _ = value.as_tuple()
    shown = "".join(map(str, digits)).rstrip("0") or "0"
    magnitude = value.adjusted()
    mantissa = shown[0] + ("." + shown[1:] if shown[1:] else "")
    return f"{'-' if sign else ''}{mantissa}E{'-' if magnitude < 0 else '+'}{abs(magnitude):02d}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
