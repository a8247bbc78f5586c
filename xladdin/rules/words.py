"""Words and pieces of words in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """The pattern for any of these words, the longer ones tried first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def any_of(words: Iterable[str], text: str) -> bool:
    """Whether a text has one of these words in it."""
    return any(word in text for word in words)


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters: what two texts on one thing have in common."""
    return {text[i : i + 2] for i in range(len(text) - 1)}
