"""How much of a sweep is tried: a sample, or all of it if XLADDIN_THOROUGH=1."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

THOROUGH = os.environ.get("XLADDIN_THOROUGH") == "1"


def few(whole: int, least: int = 1) -> int:
    """A tenth of so many, ``least`` at the least; all in the thorough run."""
    return whole if THOROUGH else max(least, whole // 10)


def dealt(kinds: Sequence[T], number: int, among: int) -> list[T]:
    """The kinds that case ``number`` of so many tries: dealt out among them, so that each is tried
    by one; all in the thorough run."""
    if THOROUGH:
        return list(kinds)
    return [kind for place, kind in enumerate(kinds) if place % among == number % among] or [
        kinds[number % len(kinds)]
    ]
