"""Read raised text (superscript): a note's number is no part of the figure before it."""

from __future__ import annotations

from xladdin.patterns import pattern

#: Marks that point to a note: 1, ①, [2], *, 1,2.
_NOTE_MARK = pattern(r"[\s0-9①-⑳⑴-⒇*＊※†‡#,，、\[\]()（）〔〕【】注-]+")
#: Behind these a raised number is a power: m², 10⁴.
_BASE = pattern(r"(?:[A-Za-zμ]|[×xX*] ?10)\Z")
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def raised_text(text: str, before: str) -> str:
    """Return the text that superscript adds: none for a note's number (30¹人), powers as m² and 10⁴."""
    if _BASE.search(before):
        return text.translate(_POWERS)
    return "" if before.strip() and _NOTE_MARK.fullmatch(text) else text
