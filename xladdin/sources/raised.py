"""Raised text (superscript): the number of a note is none of the figure before it."""

from __future__ import annotations

from xladdin.patterns import pattern

#: 1, ①, [2], *, 1,2: what points to a note.
_NOTE_MARK = pattern(r"[\s0-9①-⑳⑴-⒇*＊※†‡#,，、\[\]()（）〔〕【】注-]+")
#: Behind these a raised number is a power: m², 10⁴.
_BASE = pattern(r"(?:[A-Za-zμ]|[×xX*] ?10)\Z")
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def raised_text(text: str, before: str) -> str:
    """What raised text says: nothing where it is a note's number (30¹人), else itself, as a power
    where it is one: m², 10⁴, which is not 104."""
    if _BASE.search(before):
        return text.translate(_POWERS)
    return "" if before.strip() and _NOTE_MARK.fullmatch(text) else text
