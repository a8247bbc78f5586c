"""A number and its format code → the number as it is read in the cell."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xladdin.patterns import pattern
from xladdin.sources.date_format import show_date
from xladdin.sources.digit_format import show_digits
from xladdin.sources.format_choice import chosen
from xladdin.sources.format_code import Section, Token, sections
from xladdin.sources.general_format import FIFTEEN, general

#: Numbers outside are shown in General: no format makes them readable.
_LARGEST, _SMALLEST = Decimal("1e30"), Decimal("1e-30")
#: What formats put around a number to tell its currency or its sign, and nothing else.
_ORNAMENT = pattern(r"(?:[¥￥$€£()（）△▲▽▼+−－–—\s-]|RMB|CNY|USD|US|HKD|HK|人民币|负)+")
_NUMERALS = frozenset("0123456789")


def display(value: Decimal, code: str = "General", date1904: bool = False) -> str:
    """``value`` as the format ``code`` shows it, but plainly written: ``-5.50`` for (5.50), △5.50 and
    a red 5.50, ``6`` for ``¥6.`` The sign and whether there is a number at all come from the value,
    its decimals, thousands, percent sign and unit from the format.

    Rounding is half away from zero on the decimal figure of at most 15 digits, as in Excel. What
    no format can show (#### in Excel), fractions and numbers in Chinese characters are shown in
    General; the width of the column is not known here.
    """
    if not value.is_finite():
        return str(value)
    if code == "General":
        return general(value)
    value = FIFTEEN.plus(value)
    section = chosen(value, sections(code))
    if section is None or (value and not _SMALLEST < abs(value) < _LARGEST):
        return general(value)
    if shows_date(section):
        return (show_date(value, section, date1904) or general(value)).strip()
    if _is_beyond(section):
        return general(value)
    shown, is_zero = _shown(abs(value), _plain(section))
    if _NUMERALS.isdisjoint(shown) and (not value or not shown.strip()):
        return general(value)  # a dash for nothing, or what is kept from sight
    return _negative(shown.strip()) if value < 0 and not is_zero else shown.strip()


def _negative(text: str) -> str:
    """A text with its sign right before the number, behind 约 and the like."""
    at = next((at for at, letter in enumerate(text) if letter in _NUMERALS), 0)
    return f"{text[:at]}-{text[at:]}"


def display_text(text: str, code: str) -> str:
    """``text`` under the format ``code``, whose text section may add something to it."""
    if "@" not in code:
        return text
    part = sections(code)[-1]
    if not part.has("text"):
        return text
    return "".join(text if token.kind == "text" else token.text for token in part.tokens)


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Whether ``code`` shows dates or times."""
    return code != "General" and shows_date(sections(code)[0])


def shows_date(section: Section) -> bool:
    """Whether one section of a code shows dates or times."""
    return section.has("date", "elapsed", "half")


def _is_beyond(section: Section) -> bool:
    """Whether a section asks for what is not shown here: fractions, Chinese numerals."""
    return section.chinese or (section.has("slash") and section.has("digit"))


@lru_cache(maxsize=1024)
def _plain(section: Section) -> Section:
    """The section without currency and marks of the sign around its digits; 000-0000 stays."""
    at = [place for place, token in enumerate(section.tokens) if token.kind != "literal"]
    first, last = (at[0], at[-1]) if at else (0, -1)
    tokens = tuple(
        token
        for place, token in enumerate(section.tokens)
        if first < place < last or token.kind != "literal" or not _ORNAMENT.fullmatch(token.text)
    )
    return Section(tuple(map(_unbracketed, tokens)), section.condition, section.chinese)


def _unbracketed(token: Token) -> Token:
    """``万元)`` behind an opening bracket that was taken off."""
    if token.kind != "literal" or token.text.count("(") == token.text.count(")"):
        return token
    return Token("literal", token.text.strip("()"))


def _shown(size: Decimal, section: Section) -> tuple[str, bool]:
    """The text for a size, and whether it was rounded to zero."""
    if not section.has("general", "text"):
        return show_digits(size, section)
    texts = (
        general(size) if token.kind in ("general", "text") else token.text
        for token in section.tokens
    )
    return "".join(texts), False
