"""Show a number under its format code, as it is read in the cell."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xladdin.patterns import pattern
from xladdin.sources.date_format import show_date
from xladdin.sources.digit_format import show_digits
from xladdin.sources.format_choice import chosen
from xladdin.sources.format_code import Section, Token, sections
from xladdin.sources.general_format import FIFTEEN, general

#: Numbers outside these bounds are shown in General: no format makes them readable.
_LARGEST, _SMALLEST = Decimal("1e30"), Decimal("1e-30")
#: What formats put around a number to show only its currency or its sign.
_ORNAMENT = pattern(r"(?:[¥￥$€£()（）△▲▽▼+−－–—\s-]|RMB|CNY|USD|US|HKD|HK|人民币|负)+")
_NUMERALS = frozenset("0123456789")


def display(value: Decimal, code: str = "General", date1904: bool = False) -> str:
    """Show ``value`` as the format ``code`` does, but with a plain sign: ``-5.50`` for (5.50), △5.50
    and a red 5.50, ``6`` for ``¥6.``.

    The sign, and whether there is a number at all, come from the value; decimals, thousands, percent
    sign and unit from the format. Halves are rounded away from zero on at most 15 digits, as in Excel.
    Fractions, Chinese numerals and what no format can show (#### in Excel) are shown in General; the
    width of the column is not known here.
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
        return general(value)  # a dash for zero, or a hidden number
    return _negative(shown.strip()) if value < 0 and not is_zero else shown.strip()


def _negative(text: str) -> str:
    """Return a text with its sign right before the number, behind 约 and the like."""
    at = next((at for at, letter in enumerate(text) if letter in _NUMERALS), 0)
    return f"{text[:at]}-{text[at:]}"


def display_text(text: str, code: str) -> str:
    """Return ``text`` under the format ``code``, whose text section may add to it."""
    if "@" not in code:
        return text
    part = sections(code)[-1]
    if not part.has("text"):
        return text
    return "".join(text if token.kind == "text" else token.text for token in part.tokens)


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Return whether ``code`` shows dates or times."""
    return code != "General" and shows_date(sections(code)[0])


def shows_date(section: Section) -> bool:
    """Return whether one section of a code shows dates or times."""
    return section.has("date", "elapsed", "half")


def _is_beyond(section: Section) -> bool:
    """Return whether a section asks for what is not shown here: fractions, Chinese numerals."""
    return section.chinese or (section.has("slash") and section.has("digit"))


@lru_cache(maxsize=1024)
def _plain(section: Section) -> Section:
    """Return the section without currency and sign marks around its digits; 000-0000 stays."""
    at = [place for place, token in enumerate(section.tokens) if token.kind != "literal"]
    first, last = (at[0], at[-1]) if at else (0, -1)
    tokens = tuple(
        token
        for place, token in enumerate(section.tokens)
        if first < place < last or token.kind != "literal" or not _ORNAMENT.fullmatch(token.text)
    )
    return Section(tuple(map(_unbracketed, tokens)), section.condition, section.chinese)


def _unbracketed(token: Token) -> Token:
    """Drop the bracket of ``万元)`` whose opening one was removed."""
    if token.kind != "literal" or token.text.count("(") == token.text.count(")"):
        return token
    return Token("literal", token.text.strip("()"))


def _shown(size: Decimal, section: Section) -> tuple[str, bool]:
    """Return the text for a size (zero or more), and whether it was rounded to zero."""
    if not section.has("general", "text"):
        return show_digits(size, section)
    texts = (
        general(size) if token.kind in ("general", "text") else token.text
        for token in section.tokens
    )
    return "".join(texts), False
