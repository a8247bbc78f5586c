"""Find items that are told one by one: 一是 …, 二是 …."""

from __future__ import annotations

import re
from functools import cache

from xladdin.model.prose import Passage
from xladdin.narrative.lexicon import kind_words
from xladdin.patterns import pattern


def ordinal_items(passage: Passage) -> list[tuple[int, int]]:
    """Return the spans of 一是 …, 二是 …, each up to the next one or the end of its sentence."""
    text = passage.text
    starts = [match.start() for match in _ordinal().finditer(text)]
    if len(starts) < 2:
        return []
    last = next((end for _, end in passage.sentences if starts[-1] < end), len(text))
    return list(zip(starts, [*starts[1:], last], strict=True))


@cache
def _ordinal() -> re.Pattern[str]:
    words = [word for word in kind_words()["ordinal"] if word[-1] == "是" and len(word) == 2]
    return pattern(f"(?<![第统])(?:{'|'.join(words)})")
