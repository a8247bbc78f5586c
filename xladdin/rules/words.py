"""Search texts for words and compare them by pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """Return a pattern text that matches any of the words, trying longer ones first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def any_of(words: Iterable[str], text: str) -> bool:
    """Return whether a text contains one of the words."""
    return any(word in text for word in words)


def pairs(text: str) -> set[str]:
    """Return all pairs of neighbouring characters: what they share measures how alike two texts are."""
    return {text[i : i + 2] for i in range(len(text) - 1)}
