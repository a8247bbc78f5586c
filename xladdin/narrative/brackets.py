"""How deep in brackets the pieces of a text stand."""

from __future__ import annotations

import re
from bisect import bisect_left

from xladdin.narrative.patterns import SHORT_BRACKET

#: A bracket closes within so many others, or was left open by mistake.
_FARTHEST = 40


class Brackets:
    """How deep in brackets each offset of a text is."""

    def __init__(self, text: str) -> None:
        self._offsets: list[int] = []
        self._depths: list[int] = []
        depth = 0
        short = {m.start() for m in SHORT_BRACKET.finditer(text)}
        short |= {m.end() - 1 for m in SHORT_BRACKET.finditer(text)}
        for match in re.finditer("[()（）]", text):
            if match.start() in short:
                continue
            depth = depth + 1 if match[0] in "(（" else max(0, depth - 1)
            self._offsets.append(match.start())
            self._depths.append(depth)

    def depth(self, offset: int) -> int:
        """How many brackets are open before this offset."""
        index = bisect_left(self._offsets, offset) - 1
        return self._depths[index] if index >= 0 else 0

    def end(self, offset: int, otherwise: int) -> int:
        """Where the bracket closes that is open here, if one is and closes soon."""
        depth = self.depth(offset)
        if depth == 0:
            return otherwise
        first = bisect_left(self._offsets, offset)
        for index in range(first, min(first + _FARTHEST, len(self._offsets))):
            if self._depths[index] < depth:
                return self._offsets[index]
        return otherwise
