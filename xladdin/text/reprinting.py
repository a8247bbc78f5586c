"""Print another number in the place of a printed one, in the same way; corrections use it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.text.cleaning import clean
from xladdin.text.numbers import CHINESE_NUMBER, NUMBER, chinese_number, in_chinese, places, value

_NUMBER = pattern(rf"(?<![0-9.])\.[0-9]{{1,18}}|{NUMBER}")
_CHINESE = pattern(CHINESE_NUMBER)
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


class Reprinted(NamedTuple):
    """A replacement: the half-open span of a text, and the text to put there."""

    start: int
    end: int
    text: str


def reprinted(text: str, before: Decimal, after: Decimal) -> Reprinted | None:
    """Return where ``text`` prints the number ``before``, with ``after`` printed in the same way.

    The same way means as many decimals (more if ``after`` has more), the same separators, and
    full-width digits where they were. Units, percent signs and words around the number stay outside the
    span. None if the number is not in the text, or more than once.
    """
    cleaned = clean(text)
    found = [*_digits(cleaned.text, before)] or [*_characters(cleaned.text, before)]
    if len(found) != 1:
        return None
    start, end = cleaned.written(*found[0])
    return Reprinted(start, end, printed_like(text[start:end], after))


def printed_like(text: str, number: Decimal) -> str:
    """Print ``number`` in the way of the number ``text``."""
    plain = clean(text).text
    if _CHINESE.fullmatch(plain):
        return _in_characters(number)
    before = value(plain)
    least = places(before)
    number = number.normalize()
    comma = next((sign for sign in text if sign in ",，"), "")
    shown = f"{abs(number):,.{max(least, places(number))}f}"
    shown = shown.replace(",", comma)
    if plain.startswith(".") and shown.startswith("0."):
        shown = shown[1:]
    wide = any("０" <= sign <= "９" for sign in text)
    if wide:
        shown = shown.translate(_WIDE_DIGITS)
    if "．" in text or (wide and "." not in text):
        shown = shown.replace(".", "．")
    if number < 0:
        minus = text[0] if before < 0 else "－" if wide else "-"
        return minus + shown
    return (text[0] if plain.startswith("+") else "") + shown


def _digits(text: str, number: Decimal) -> list[tuple[int, int]]:
    """Return the spans where the number stands in digits, including its sign."""
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        size = value(match[0])
        sign = text[start - 1] if start and text[start - 1] in "+-" else ""
        if number < 0 and sign == "-" and size == -number:
            found.append((start - 1, end))
        elif number >= 0 and size == number:
            found.append((start - 1 if sign == "+" else start, end))
    return found


def _characters(text: str, number: Decimal) -> list[tuple[int, int]]:
    """Return the spans where the number stands in Chinese characters."""
    matches = _CHINESE.finditer(text)
    return [match.span() for match in matches if chinese_number(match[0]) == number]


def _in_characters(number: Decimal) -> str:
    """Write a whole number up to 99 in Chinese characters, others in digits."""
    return in_chinese(int(number)) if number == int(number) else f"{number.normalize():f}"
