"""A number and its format code → the text that a person sees in the cell."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xladdin.sources.date_format import show_date
from xladdin.sources.digit_format import show_digits
from xladdin.sources.format_choice import chosen
from xladdin.sources.format_code import Section, sections
from xladdin.sources.general_format import FIFTEEN, general

#: Numbers outside are shown in General: no format makes them readable.
_LARGEST, _SMALLEST = Decimal("1e30"), Decimal("1e-30")


def display(value: Decimal, code: str = "General", date1904: bool = False) -> str:
    """``value`` as the format ``code`` shows it, without the blanks that only align columns.

    Rounding is half away from zero on the decimal figure of at most 15 digits, as in Excel. What
    no format can show (#### in Excel), fractions and numbers in Chinese characters are shown in
    General; the width of the column is not known here.
    """
    if not value.is_finite():
        return str(value)
    if code == "General":
        return general(value)
    value = FIFTEEN.plus(value)
    section, only_size = chosen(value, sections(code))
    if section is None or (value and not _SMALLEST < abs(value) < _LARGEST):
        return general(value)
    if shows_date(section):
        return (show_date(value, section, date1904) or general(value)).strip()
    if _is_beyond(section):
        return general(value)
    shown, is_zero = _shown(abs(value), section)
    sign = "-" if value < 0 and not only_size and not is_zero else ""
    return (sign + shown).strip()


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


def _shown(size: Decimal, section: Section) -> tuple[str, bool]:
    """The text for a size, and whether it was rounded to zero."""
    if not section.has("general", "text"):
        return show_digits(size, section)
    texts = (
        general(size) if token.kind in ("general", "text") else token.text
        for token in section.tokens
    )
    return "".join(texts), False
