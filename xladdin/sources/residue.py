"""Remove marks that a conversion left in the text and that no reader of the document ever saw."""

from __future__ import annotations

from xladdin.patterns import pattern

#: ``[bookmark: _GoBack]`` and the like, written by a doc-to-text conversion.
_BOOKMARK = pattern(r"\[bookmark: [^\]\n]{0,200}\]")


def without_residue(text: str) -> tuple[str, int]:
    """Return ``text`` without conversion marks, and their number."""
    if "[bookmark: " not in text:
        return text, 0
    return _BOOKMARK.subn("", text)


def residue_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the conversion marks in ``text``."""
    return [match.span() for match in _BOOKMARK.finditer(text)]


def residue_note(count: int) -> tuple[str, ...]:
    """Return the note on ``count`` removed marks, as a tuple of no or one sentence."""
    return (f"去掉了 {count} 处转换残留的书签标记（[bookmark: …]）。",) if count else ()
